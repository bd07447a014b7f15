#include "search/search.h"

#include <string.h>

#include "access/person.h"
#include "db/db.h"
#include "search/segment.h"
#include "search/token.h"
#include "test.h"

static void put(T *t, int64_t id, const char *title, const char *body)
{
    const SearchDocument document = {.kind = SEARCH_TEST, .id = id, .at = id, .flags = 1};
    const SearchText texts[] = {{title, 8}, {body, 1}};
    check_ok(t, search_put(t->ctx, &document, texts, 2));
}

static const SearchQuery all = {
    .kind = SEARCH_TEST, .since = NONE, .to = NONE, .limit = 20, .unscoped = true};

/* The ids, in order: "3 1". */
static const char *found_by(T *t, SearchQuery query)
{
    List list;
    const char *next;
    Buf text;
    buf_init(&text, t->ctx->arena);
    check_ok(t, search_find(t->ctx, &query, &list, &next));
    check(t, next == NULL);
    for (size_t i = 0; i < list.count; i++)
        buf_format(&text, "%s%lld", i ? " " : "", (long long)((SearchHit *)list.items)[i].id);
    check_ok(t, buf_check(t->ctx, &text));
    return text.data ? text.data : "";
}

static const char *found(T *t, const char *text)
{
    SearchQuery query = all;
    query.text = text;
    return found_by(t, query);
}

static void tidy(T *t)
{
    bool more;
    check_ok(t, segment_tidy(t->ctx, SEARCH_TEST, true, &more));
}

static void check_what_is_found(T *t)
{
    check_text(t, found(t, "丢失"), "1");
    check_text(t, found(t, "丢"), "1");
    check_text(t, found(t, "件"), "3 1");
    check_text(t, found(t, "递丢"), "");
    check_text(t, found(t, "快递"), "3 1");
    check_text(t, found(t, "快递 丢失"), "1");
    check_text(t, found(t, "丢失 快递"), "1");
    check_text(t, found(t, "late"), "2");
    check_text(t, found(t, "LATE parcel"), "2");
    check_text(t, found(t, "\"parcel is late\""), "2");
    check_text(t, found(t, "\"late parcel\""), "");
    check_text(t, found(t, "par*"), "2");
    check_text(t, found(t, "parc"), "");
    check_text(t, found(t, "YT0012345678"), "3");
    check_text(t, found(t, "yt0012345678"), "3");
    check_text(t, found(t, "0012345678"), "");
    check_text(t, found(t, "單號"), "3");
    check_text(t, found(t, "单号YT0012345678"), "3");
    check_text(t, found(t, "ＬＡＴＥ"), "2");
    check_text(t, found(t, "不存在"), "");
}

TEST_DB(words_are_found_while_they_wait_and_in_segments)
{
    put(t, 1, "快件丢失", "客户说快递没有收到");
    put(t, 2, "Where is it", "The parcel is late, again");
    put(t, 3, "快件延误", "快递单号YT0012345678");
    check_what_is_found(t);
    tidy(t);
    check_what_is_found(t);
}

TEST_DB(other_scripts_are_found_by_their_words)
{
    put(t, 1, "Отправление задержано", "café Straße");
    put(t, 2, "ご注文の荷物", "택배가 도착");
    put(t, 3, "พัสดุล่าช้า", "");
    check_text(t, found(t, "ЗАДЕРЖАНО"), "1");
    check_text(t, found(t, "strasse"), "1");
    check_text(t, found(t, "荷物"), "2");
    check_text(t, found(t, "도착"), "2");
    check_text(t, found(t, "พัสดุ"), "3");
}

TEST_DB(what_was_put_again_is_found_by_its_new_words_only)
{
    put(t, 1, "first words", NULL);
    put(t, 1, "second words", NULL);
    check_text(t, found(t, "first"), "");
    tidy(t);
    put(t, 2, "first other", NULL);
    put(t, 1, "third words", NULL);
    check_text(t, found(t, "second"), "");
    check_text(t, found(t, "third"), "1");
    tidy(t);
    check_text(t, found(t, "words"), "1");
    check_text(t, found(t, "first"), "2");
}

TEST_DB(what_was_removed_is_not_found)
{
    put(t, 1, "waits", NULL);
    check_ok(t, search_remove(t->ctx, SEARCH_TEST, 1));
    check_ok(t, search_remove(t->ctx, SEARCH_TEST, 1));
    check_text(t, found(t, "waits"), "");
    put(t, 2, "lies there", NULL);
    put(t, 3, "lies here", NULL);
    tidy(t);
    check_ok(t, search_remove(t->ctx, SEARCH_TEST, 2));
    check_text(t, found(t, "lies"), "3");
}

SQL(search_rows_left, "SELECT (SELECT count(*) FROM search_pending WHERE kind = $1)"
                      " + (SELECT count(*) FROM search_segment WHERE kind = $1)"
                      " + (SELECT count(*) FROM search_block WHERE kind = $1)"
                      " + (SELECT count(*) FROM search_document WHERE kind = $1)"
                      " + (SELECT count(*) FROM search_segment_documents WHERE kind = $1)");

TEST_DB(of_what_was_erased_nothing_is_left)
{
    int64_t rows;
    put(t, 1, "one person", NULL);
    put(t, 2, "another person", NULL);
    tidy(t);
    check_ok(t, search_erase(t->ctx, SEARCH_TEST, 1));
    check_text(t, found(t, "person"), "2");
    check_ok(t, search_erase(t->ctx, SEARCH_TEST, 2));
    check_ok(t, db_get_int(t->ctx, &search_rows_left, &rows, db_int(SEARCH_TEST)));
    check_int(t, rows, 0);
}

TEST_DB(a_segment_that_is_mostly_dead_is_dissolved)
{
    int64_t rows;
    for (int64_t id = 1; id <= 5; id++)
        put(t, id, "common words", "and more");
    tidy(t);
    for (int64_t id = 1; id <= 3; id++)
        check_ok(t, search_remove(t->ctx, SEARCH_TEST, id));
    bool more;
    check_ok(t, segment_tidy(t->ctx, SEARCH_TEST, false, &more));
    check_text(t, found(t, "common"), "5 4");
    check_ok(t, db_get_int(t->ctx, &search_rows_left, &rows, db_int(SEARCH_TEST)));
    check_int(t, rows, 2); /* both wait again */
}

TEST_DB(a_better_place_comes_first_then_the_newer)
{
    put(t, 1, "refund", "x");
    put(t, 2, "x", "refund");
    put(t, 3, "x", "refund");
    check_text(t, found(t, "refund"), "1 3 2");
    tidy(t);
    put(t, 4, "y", "refund");
    check_text(t, found(t, "refund"), "1 4 3 2");
}

TEST_DB(pages_of_what_is_found_follow_each_other)
{
    SearchQuery query = all;
    query.text = "common";
    query.limit = 3;
    for (int64_t id = 1; id <= 8; id++) {
        put(t, id, id % 3 ? "other" : "common", "common");
        if (id == 5) tidy(t);
    }
    Buf ids;
    buf_init(&ids, t->ctx->arena);
    do {
        List list;
        check_ok(t, search_find(t->ctx, &query, &list, &query.cursor));
        for (size_t i = 0; i < list.count; i++)
            buf_int(&ids, ((SearchHit *)list.items)[i].id);
        buf_char(&ids, ';');
    } while (query.cursor);
    check_text(t, ids.data, "638;754;21;");
}

TEST_DB(flags_and_instants_narrow_what_is_found)
{
    const SearchText text = {"words", 1};
    for (int64_t id = 1; id <= 3; id++) {
        const SearchDocument document = {
            .kind = SEARCH_TEST, .id = id, .at = 100 * id, .flags = UINT64_C(1) << id};
        check_ok(t, search_put(t->ctx, &document, &text, 1));
    }
    SearchQuery query = all;
    query.text = "words";
    query.flags = 2 | 8;
    check_text(t, found_by(t, query), "3 1");
    tidy(t);
    check_text(t, found_by(t, query), "3 1");
    query.since = 101;
    check_text(t, found_by(t, query), "3");
    query.flags = 0;
    query.to = 300;
    check_text(t, found_by(t, query), "2");
}

TEST_DB(a_person_finds_what_is_in_their_scope)
{
    const SearchText text = {"words", 1};
    for (int64_t id = 1; id <= 3; id++) {
        const SearchDocument document = {
            .kind = SEARCH_TEST, .id = id, .customer_id = id % 2 ? 77 : 78};
        check_ok(t, search_put(t->ctx, &document, &text, 1));
    }
    const Person client = {.kind = PERSON_HUMAN, .scope_customer_id = 77};
    const Person clerk = {.kind = PERSON_HUMAN, .scope_outlet_id = 5};
    SearchQuery query = all;
    query.text = "words";
    query.unscoped = false;
    check_text(t, found_by(t, query), "3 2 1");
    t->ctx->who = &client;
    check_text(t, found_by(t, query), "3 1");
    t->ctx->who = &clerk;
    check_text(t, found_by(t, query), "");
    t->ctx->who = NULL;
}

TEST_DB(a_hit_tells_what_it_is_a_part_of)
{
    const SearchText text = {"words", 1};
    SearchQuery query = all;
    List list;
    const char *next;
    query.text = "words";
    for (int64_t id = 1; id <= 3; id++) {
        const SearchDocument document = {
            .kind = SEARCH_TEST, .id = id, .flags = 1, .part_of = id == 2 ? 0 : 70 + id};
        check_ok(t, search_put(t->ctx, &document, &text, 1));
    }
    for (int i = 0; i < 2; i++) {
        check_ok(t, search_find(t->ctx, &query, &list, &next));
        const SearchHit *hits = list.items;
        check_int(t, list.count, 3);
        check_int(t, hits[0].part_of, 73);
        check_int(t, hits[1].part_of, 0);
        check_int(t, hits[2].part_of, 71);
        tidy(t);
    }
    const SearchHit after = ((const SearchHit *)list.items)[1];
    query.after = &after;
    check_text(t, found_by(t, query), "1");
}

static const char *among(T *t, const char *text)
{
    int64_t ids[] = {4, 1, 99, 3, 2};
    size_t count = sizeof ids / sizeof *ids;
    Buf left;
    buf_init(&left, t->ctx->arena);
    buf_text(&left, "");
    check_ok(t, search_among(t->ctx, SEARCH_TEST, text, ids, &count));
    for (size_t i = 0; i < count; i++)
        buf_int(&left, ids[i]);
    return left.data ? left.data : "";
}

TEST_DB(those_that_have_the_words_are_told_from_those_that_have_not)
{
    check_text(t, among(t, "驿站"), "");
    put(t, 1, "放在驿站", NULL);
    put(t, 2, "驿站", "late");
    put(t, 3, "other", NULL);
    check_text(t, among(t, "驿站"), "12");
    tidy(t);
    put(t, 4, "驿站没有人", NULL);
    check_text(t, among(t, "驿站"), "412");
    check_text(t, among(t, "驿站 late"), "2");
    put(t, 1, "moved", NULL);
    tidy(t);
    check_text(t, among(t, "驿站"), "42");
    check_text(t, among(t, "驿"), "42");
    int64_t id = 1;
    size_t one = 1;
    check_status(t, search_among(t->ctx, SEARCH_TEST, "。", &id, &one), INVALID);
}

static void check_refused(T *t, const char *text, const char *message)
{
    SearchQuery query = all;
    List list;
    const char *next;
    query.text = text;
    check_status(t, search_find(t->ctx, &query, &list, &next), INVALID);
    check_text(t, t->ctx->problem.field, "q");
    check_text(t, t->ctx->problem.message, message);
}

TEST_DB(what_holds_no_word_is_no_query)
{
    char *many = arena_alloc(t->ctx->arena, 202);
    memset(many, 'a', 201);
    check_refused(t, "", "has no word that could be found");
    check_refused(t, " ，。 \"\" *", "has no word that could be found");
    check_refused(t, NULL, "must have 1 to 200 characters");
    check_refused(t, many, "must have 1 to 200 characters");
}

TEST_DB(a_cursor_of_another_list_is_refused)
{
    SearchQuery query = all;
    List list;
    query.text = "word";
    query.cursor = "AAAA";
    check_status(t, search_find(t->ctx, &query, &list, &query.cursor), INVALID);
    check_text(t, t->ctx->problem.field, "cursor");
}

TEST_DB(a_weight_out_of_bounds_is_refused)
{
    const SearchDocument document = {.kind = SEARCH_TEST, .id = 1};
    const SearchText none = {"word", 0}, much = {"word", 16};
    check_status(t, search_put(t->ctx, &document, &none, 1), INVALID);
    check_status(t, search_put(t->ctx, &document, &much, 1), INVALID);
}

/* --- against a model: what stands in the text, as strstr sees it --- */

#define MODEL_DOCUMENTS 60

static uint32_t roll(uint32_t *dice, uint32_t below)
{
    *dice = *dice * 1664525 + 1013904223;
    return (*dice >> 16) % below;
}

static const char *given_text(T *t, uint32_t *dice, uint32_t length)
{
    static const char *const letters[] = {"快", "递", "丢", "失", "件"};
    Buf text;
    buf_init(&text, t->ctx->arena);
    while (length--)
        buf_text(&text, letters[roll(dice, 5)]);
    return text.data;
}

TEST_DB(any_run_of_characters_is_found_where_it_stands)
{
    const char *texts[MODEL_DOCUMENTS + 1];
    uint32_t dice = 7;
    SearchQuery query = all;
    query.limit = MODEL_DOCUMENTS;
    for (int64_t id = 1; id <= MODEL_DOCUMENTS; id++) {
        texts[id] = given_text(t, &dice, 1 + roll(&dice, 12));
        put(t, id, texts[id], NULL);
        if (id % 25 == 0) tidy(t);
    }
    for (int round = 0; round < 60; round++) {
        Buf want;
        buf_init(&want, t->ctx->arena);
        buf_text(&want, "");
        query.text = given_text(t, &dice, 1 + roll(&dice, 4));
        for (int64_t id = MODEL_DOCUMENTS; id > 0; id--)
            if (strstr(texts[id], query.text))
                buf_format(&want, "%s%lld", want.length ? " " : "", (long long)id);
        check_text(t, found_by(t, query), want.data ? want.data : "");
    }
}

SQL(search_any_block, "SELECT postings FROM search_block WHERE kind = $1");

TEST_DB(no_word_lies_open_in_the_index)
{
    Rows *rows;
    size_t length;
    put(t, 1, "canary", NULL);
    tidy(t);
    check_ok(t, db_query(t->ctx, &search_any_block, &rows, db_int(SEARCH_TEST)));
    check(t, rows_next(rows));
    const void *bytes = rows_blob(rows, 0, &length);
    check(t, length > 0 && memmem(bytes, length, "canar", 5) == NULL);
    check_ok(t, rows_end(rows));
}
