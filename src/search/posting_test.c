#include "search/posting.h"

#include <string.h>

#include "test.h"

static Bytes block_for(T *t, const char *text, int weight)
{
    Occurrences occurrences;
    Bytes block;
    const unsigned char key_of_tests[16] = "posting test";
    Units units;
    check_ok(t, units_cut(t->ctx, text, &units));
    occurrences.items = ARENA_ARRAY(t->ctx->arena, units.count, Occurrence);
    occurrences.count = units.count;
    TokenKey key;
    memcpy(key.bytes, key_of_tests, sizeof key.bytes);
    for (size_t i = 0; i < units.count; i++)
        occurrences.items[i] = (Occurrence){token_word(&key, &units.items[i]), (uint32_t)i, weight};
    check_ok(t, block_of(t->ctx, &occurrences, &block));
    return block;
}

TEST(what_is_written_into_a_block_is_read_from_it)
{
    Bytes block = block_for(t, "one one one", 5);
    Hits hits = {.arena = t->ctx->arena};
    Entry entry;
    check(t, entry_next(&block, &entry));
    hits_add(&hits, &entry, 7);
    check_ok(t, hits_check(t->ctx, &hits));
    check_int(t, hits.count, 3);
    check_int(t, hits.items[2].place, (INT64_C(7) << 32) + 2);
    check_int(t, hits.items[2].weight, 5);
    check(t, !entry_next(&block, &entry));
    check(t, block.at != NULL);
}

/* As many words as must make every buffer of the block grow. */
TEST(where_there_is_no_memory_no_word_is_lost_in_silence)
{
    Occurrence items[40];
    const Occurrences occurrences = {items, sizeof items / sizeof *items};
    Bytes whole, bytes;
    size_t failed = 0;
    for (size_t i = 0; i < occurrences.count; i++)
        items[i] = (Occurrence){(int64_t)i, (uint32_t)i, 1};
    check_ok(t, block_of(t->ctx, &occurrences, &whole));
    for (long nth = 1; nth <= 20; nth++) {
        memory_fail_at(nth);
        Status s = block_of(t->ctx, &occurrences, &bytes);
        memory_fail_at(0);
        failed += s == NO_MEMORY;
        if (!s) check_int(t, bytes.end - bytes.at, whole.end - whole.at);
    }
    check(t, failed > 1);
    problem_clear(t->ctx);
}

TEST(documents_of_any_ids_and_instants_come_back)
{
    const SearchDocument given[] = {{3, INT64_MAX, INT64_MIN + 1, 0, 7, INT64_MAX, 9},
                                    {3, 1, -1, INT64_MAX, 0, 0, INT64_MAX},
                                    {3, INT64_MAX - 1, INT64_MAX, 1, 1, 1, 0}};
    SearchDocument *read;
    Bytes bytes;
    check_ok(t, documents_encode(t->ctx, given, 3, &bytes));
    check_ok(t, documents_decode(t->ctx, bytes, 3, 3, &read));
    for (int i = 0; i < 3; i++) {
        check_int(t, read[i].id, given[i].id);
        check_int(t, read[i].at, given[i].at);
        check_int(t, read[i].outlet_id, given[i].outlet_id);
        check_int(t, read[i].customer_id, given[i].customer_id);
        check_int(t, read[i].flags, given[i].flags);
        check_int(t, read[i].part_of, given[i].part_of);
    }
    bytes.end--;
    check_status(t, documents_decode(t->ctx, bytes, 3, 3, &read), INTERNAL);
}

/* Reads a block to its end; whether all of it made sense. */
static bool reads(T *t, Bytes block)
{
    unsigned char best[SEGMENT_SIZE] = {0};
    Hits hits = {.arena = t->ctx->arena};
    Entry entry;
    bool good = true;
    while (entry_next(&block, &entry)) {
        hits_add(&hits, &entry, 0);
        good = postings_best(&entry, best) && good;
    }
    return good && block.at && !hits.damaged;
}

TEST(damaged_bytes_are_noticed_and_never_read_past)
{
    uint32_t dice = 11;
    Bytes block = block_for(t, "alpha beta gamma delta alpha", 3);
    size_t length = (size_t)(block.end - block.at);
    check(t, reads(t, block));
    for (size_t cut = 1; cut < length; cut++) {
        unsigned char *copy = memory_alloc(cut); /* so that sanitizers see what is read behind it */
        memcpy(copy, block.at, cut);
        (void)reads(t, (Bytes){copy, copy + cut});
        memory_free(copy);
    }
    for (int round = 0; round < 2000; round++) {
        unsigned char bytes[40];
        for (size_t i = 0; i < sizeof bytes; i++) {
            dice = dice * 1664525 + 1013904223;
            bytes[i] = (unsigned char)(dice >> 24);
        }
        bytes[8] = (unsigned char)(round % 32);
        (void)reads(t, (Bytes){bytes, bytes + sizeof bytes});
    }
    unsigned char *end = arena_alloc(t->ctx->arena, length);
    memcpy(end, block.at, length);
    end[8] = 0x7F; /* a length that leads past the end */
    check(t, !reads(t, (Bytes){end, end + length}));
}
