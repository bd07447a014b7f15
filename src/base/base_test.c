#include "base/buf.h"
#include "base/instant.h"
#include "test.h"

#include <stdint.h>
#include <string.h>

static void count_up(void *thing)
{
    ++*(int *)thing;
}

TEST(an_arena_gives_zeroed_memory_of_any_size)
{
    for (size_t size = 0; size < 100000; size = size * 3 + 1) {
        char *block = arena_alloc(t->ctx->arena, size);
        check(t, block != NULL);
        for (size_t i = 0; i < size; i++)
            check(t, block[i] == 0);
        memset(block, 0xFF, size);
    }
}

TEST(an_arena_refuses_a_product_that_overflows)
{
    check(t, arena_array(t->ctx->arena, SIZE_MAX / 2, 3) == NULL);
}

TEST(what_is_deferred_runs_once_when_the_arena_is_cleared)
{
    int ran = 0;
    Arena *arena = arena_new();
    check_ok(t, arena_defer(arena, count_up, &ran));
    check_ok(t, arena_defer(arena, count_up, &ran));
    arena_clear(arena);
    check_int(t, ran, 2);
    arena_release(arena);
    check_int(t, ran, 2);
}

TEST(an_arena_that_is_used_again_gives_the_same_room_zeroed)
{
    Arena *arena = arena_new_of(64 << 10);
    char *first = arena_alloc(arena, 60000);
    first[0] = first[59999] = 'x';
    arena_clear(arena);
    char *again = arena_alloc(arena, 60000);
    check(t, again == first);
    check(t, again[0] == 0 && again[59999] == 0);
    arena_release(arena);
}

TEST(a_block_that_grows_keeps_its_bytes_and_gets_zeros)
{
    char *text = arena_text(t->ctx->arena, "parcel");
    char *more = arena_grow(t->ctx->arena, text, 7, 5000);
    check_text(t, more, "parcel");
    check(t, more[4999] == 0);
    char *other = arena_alloc(t->ctx->arena, 1);
    char *moved = arena_grow(t->ctx->arena, more, 5000, 9000);
    check(t, moved != more && other != NULL);
    check_text(t, moved, "parcel");
}

TEST(the_nth_allocation_can_be_made_to_fail)
{
    memory_fail_at(2);
    void *first = memory_alloc(1), *second = memory_alloc(1), *third = memory_alloc(1);
    check_int(t, memory_fail_at(0), 3);
    check(t, first && !second && third);
    memory_free(first);
    memory_free(third);
}

TEST(a_buffer_past_its_limit_fails_once_at_the_end)
{
    Buf buf;
    buf_init(&buf, t->ctx->arena);
    buf.limit = 10;
    buf_text(&buf, "0123456789");
    check_ok(t, buf_check(t->ctx, &buf));
    buf_char(&buf, 'x');
    check_status(t, buf_check(t->ctx, &buf), TOO_LARGE);
    check_text(t, buf.data, "0123456789");
}

TEST(a_buffer_writes_the_extreme_integers)
{
    Buf buf;
    buf_init(&buf, t->ctx->arena);
    buf_int(&buf, INT64_MIN);
    buf_char(&buf, ' ');
    buf_int(&buf, INT64_MAX);
    buf_format(&buf, " %d", 0);
    check_text(t, buf.data, "-9223372036854775808 9223372036854775807 0");
}

TEST(ids_rise_and_hold_their_instant)
{
    int64_t last = 0;
    for (int i = 0; i < 100000; i++) {
        int64_t id = ctx_id(t->ctx);
        check(t, id > last);
        last = id;
    }
    check(t, id_ms(id_floor(TEST_NOW)) == TEST_NOW);
    check(t, id_floor(TEST_NOW) <= last);
    check(t, id_floor(TEST_NOW + 1000 * 365 * DAY_MS) == INT64_MAX);
}

TEST(ids_go_on_after_the_last_one_also_when_the_clock_was_set_back)
{
    Source *later = source_fixed(TEST_NOW + 5000, 1);
    Ctx ctx;
    ctx_init(&ctx, t->ctx->arena, later);
    int64_t last = ctx_id(&ctx);
    source_release(later);
    source_start_after(t->ctx->source, last);
    check(t, ctx_id(t->ctx) > last);
    source_start_after(t->ctx->source, 1);
    check(t, ctx_id(t->ctx) > last);
}

TEST(a_clock_that_is_stood_stays_where_it_was_put)
{
    Source *source = source_real(0, 0);
    Ctx ctx;
    ctx_init(&ctx, t->ctx->arena, source);
    check(t, !source_stands(source));
    source_stand(source, TEST_NOW);
    check(t, source_stands(source));
    check_int(t, ctx_now(&ctx), TEST_NOW);
    check_int(t, id_ms(ctx_id(&ctx)), TEST_NOW);
    source_stand(source, TEST_NOW + DAY_MS);
    check_int(t, ctx_now(&ctx), TEST_NOW + DAY_MS);
    source_release(source);
}

TEST(two_nodes_never_give_the_same_id)
{
    Source *one = source_real(TEST_NOW, 1), *two = source_real(TEST_NOW, 2);
    Ctx a = *t->ctx, b = *t->ctx;
    a.source = one;
    b.source = two;
    for (int i = 0; i < 1000; i++)
        check(t, ctx_id(&a) != ctx_id(&b));
    source_release(one);
    source_release(two);
}

TEST(a_problem_keeps_whole_characters_when_it_is_cut)
{
    char text[1000] = "";
    for (int i = 0; i < 300; i++)
        strcat(text, "\xE5\xBF\xAB");
    check_status(t, fail(t->ctx, CONFLICT, "%s", text), CONFLICT);
    check_int(t, strlen(t->ctx->problem.message) % 3, 0);
    check_status(t, fail_field(t->ctx, text, "x"), INVALID);
    check_int(t, strlen(t->ctx->problem.field) % 3, 0);
}

TEST(every_status_has_a_code_a_title_and_numbers)
{
    for (int status = 0; status < STATUS_COUNT; status++) {
        check(t, status_code((Status)status) && status_title((Status)status));
        check(t, status == OK ? status_http((Status)status) == 200
                              : status_http((Status)status) >= 400);
        check(t, (status == OK) == (status_exit((Status)status) == 0));
    }
}

TEST(a_field_is_named_by_the_way_to_it_and_cut_at_a_whole_character)
{
    Problem *problem = &t->ctx->problem;
    check_status(t, fail_field(t->ctx, "phone", "is required"), INVALID);
    problem_within(t->ctx, "%s[%d].", "parties", 3);
    check_text(t, problem->field, "parties[3].phone");
    check_text(t, problem->message, "is required");
    for (size_t i = 0; i < sizeof problem->field; i++)
        problem_within(t->ctx, "电");
    check(t, strlen(problem->field) < sizeof problem->field);
    check_int(t, (int64_t)(strlen(problem->field) % strlen("电")), 0);
}
