#include <string.h>

#include "base/json.h"
#include "test.h"

typedef struct Scan {
    const char *no;
    int64_t piece;
} Scan;

static const Field fields[] = {
    FIELD_TEXT(Scan, no, .required = true, .max = 2000000),
    FIELD_INT(Scan, piece, .min = 1, .max = 9),
    FIELD_END,
};
static const Shape scan_shape = SHAPE(Scan, fields, "A scan");

/* What came out of a stream: "1 ok A1; 2 invalid [1].piece; …". */
typedef struct Seen {
    T *t;
    Buf text;
    Status answer; /* of the row that is refused by its taker */
    int64_t refuse_at;
} Seen;

static void *fresh(void *user)
{
    Seen *seen = user;
    return arena_alloc(seen->t->ctx->arena, sizeof(Scan));
}

static Status row(void *user, int64_t number, Status status, void *thing)
{
    Seen *seen = user;
    const Problem *problem = &seen->t->ctx->problem;
    const Scan *scan = thing;
    if (status) check_int(seen->t, problem->row, number);
    buf_format(&seen->text, "%d %s %s; ", (int)number, status_code(status),
               status ? problem->field : scan->no);
    return number == seen->refuse_at ? seen->answer : OK;
}

static Seen seen_new(T *t)
{
    Seen seen = {.t = t};
    buf_init(&seen.text, t->ctx->arena);
    buf_text(&seen.text, "");
    return seen;
}

/* Feeds a text in pieces of `step` bytes, each in a block of its own so that reading past it is
 * seen. */
static Status stream(Seen *seen, bool lines, const char *text, size_t length, size_t step)
{
    JsonStream *stream = json_stream_new(seen->t->ctx, &scan_shape, lines, fresh, row, seen);
    Status s = stream ? OK : NO_MEMORY;
    for (size_t at = 0; at < length && !s; at += step) {
        size_t part = length - at < step ? length - at : step;
        char *piece = memory_alloc(part);
        if (!piece) return NO_MEMORY;
        memcpy(piece, text + at, part);
        s = json_stream_feed(stream, piece, part);
        memory_free(piece);
    }
    return s ? s : json_stream_end(stream);
}

static void check_stream(T *t, bool lines, const char *text, Status want, const char *rows)
{
    for (size_t step = 1; step < strlen(text) + 2; step += 3) {
        Seen seen = seen_new(t);
        check_status(t, stream(&seen, lines, text, strlen(text), step), want);
        check_text(t, seen.text.data, rows);
    }
}

TEST(an_array_gives_its_objects_one_by_one)
{
    check_stream(t, false, " [ {\"no\":\"A\"} , {\"piece\":2,\"no\":\"B\"} ] ", OK,
                 "1 ok A; 2 ok B; ");
    check_stream(t, false, "[]", OK, "");
}

TEST(a_bad_object_in_an_array_is_passed_over)
{
    check_stream(
        t, false,
        "[{\"no\":\"A\"},{\"no\":\"B\",\"piece\":10,\"x\":[{\"y\":[]}]},7,[[{}]],{\"no\":\"C\"},"
        "{},{\"no\":\"D\",\"z\":{\"no\":1}},null,{\"no\":\"E\"}]",
        OK,
        "1 ok A; 2 invalid [1].piece; 3 invalid [2]; 4 invalid [3]; 5 ok C; "
        "6 invalid [5].no; 7 invalid [6].z; 8 invalid [7]; 9 ok E; ");
}

TEST(a_syntax_error_in_an_array_ends_it)
{
    check_stream(t, false, "[{\"no\":\"A\"},{\"no\":}]", INVALID, "1 ok A; ");
    check_stream(t, false, "[{\"no\":\"A\"}", INVALID, "1 ok A; ");
    check_stream(t, false, "[{\"no\":\"A\"}]x", INVALID, "1 ok A; ");
    check_stream(t, false, "{\"no\":\"A\"}", INVALID, "");
    check_stream(t, false, "7 ", INVALID, "");
    check_stream(t, false, "", INVALID, "");
    check_stream(t, false, "[[[[[[[[[[[[[[[[[[[[[[[[", INVALID, "");
}

TEST(each_line_is_an_object)
{
    check_stream(t, true, "{\"no\":\"A\"}\n\r\n  \n{\"no\":\"B\"}\r\n{\"no\":\"C\"}", OK,
                 "1 ok A; 4 ok B; 5 ok C; ");
    check_stream(t, true, "", OK, "");
}

TEST(a_bad_line_is_passed_over)
{
    check_stream(t, true,
                 "{\"no\":\"A\"}\n{\"no\":\n{\"no\":\"B\"}\nrubbish\n{\"no\":\"C\"} "
                 "x\n{\"no\":\"D\"}{\"no\":\"E\"}\n"
                 "[]\n7\n\"open\n{\"no\":\"F\",\"piece\":0}\n{\"no\":\"G\"}\n{\"no\":\"H\"",
                 OK,
                 "1 ok A; 2 invalid ; 3 ok B; 4 invalid ; 5 invalid ; 6 invalid ; 7 invalid ; "
                 "8 invalid ; 9 invalid ; 10 invalid piece; 11 ok G; 12 invalid ; ");
}

TEST(a_byte_order_mark_is_passed_over_in_however_many_pieces_it_comes)
{
    static const char text[] = "\xEF\xBB\xBF{\"no\":\"A\"}\n";
    for (size_t piece = 1; piece < sizeof text; piece++) {
        Seen seen = seen_new(t);
        check_ok(t, stream(&seen, true, text, sizeof text - 1, piece));
        check_text(t, seen.text.data, "1 ok A; ");
    }
    for (size_t piece = 1; piece < 3; piece++) {
        Seen seen = seen_new(t);
        check_status(t, stream(&seen, false, "\xEF\xBB[]", 4, piece), INVALID);
    }
}

TEST(a_line_that_is_too_long_is_passed_over_without_being_kept)
{
    size_t length = (size_t)8 << 20;
    char *text = memory_alloc(length + 64);
    check(t, text != NULL);
    memset(text, 'x', length);
    memcpy(text, "{\"no\":\"", 7);
    memcpy(text + length, "\"}\n{\"no\":\"B\"}\n", 15);
    Seen seen = seen_new(t);
    check_ok(t, stream(&seen, true, text, length + 14, 65536));
    check_text(t, seen.text.data, "1 too_large ; 2 ok B; ");
    check(t, arena_used(t->ctx->arena) < ((size_t)4 << 20));
    memory_free(text);
}

TEST(a_text_that_never_ends_in_an_array_is_too_large)
{
    size_t length = (size_t)8 << 20;
    char *text = memory_alloc(length);
    check(t, text != NULL);
    memset(text, 'x', length);
    memcpy(text, "[{\"no\":\"", 8);
    Seen seen = seen_new(t);
    check_status(t, stream(&seen, false, text, length, 65536), TOO_LARGE);
    memory_free(text);
}

TEST(the_taker_of_rows_can_stop_a_stream)
{
    for (int lines = 0; lines < 2; lines++) {
        Seen seen = seen_new(t);
        seen.refuse_at = 2;
        seen.answer = UNAVAILABLE;
        const char *text = lines ? "{\"no\":\"A\"}\n{\"no\":\"B\"}\n{\"no\":\"C\"}\n"
                                 : "[{\"no\":\"A\"},{\"no\":\"B\"},{\"no\":\"C\"}]";
        check_status(t, stream(&seen, lines, text, strlen(text), 64), UNAVAILABLE);
        check_text(t, seen.text.data, "1 ok A; 2 ok B; ");
    }
}

TEST(a_failed_allocation_anywhere_ends_a_stream)
{
    const char *text = "{\"no\":\"\\n\"}\n{\"no\":\nx\n{\"no\":\"B\"}\n";
    for (int lines = 0; lines < 2; lines++) {
        Status s = NO_MEMORY;
        long nth = 0;
        while (s == NO_MEMORY && nth < 200) {
            Seen seen = seen_new(t);
            memory_fail_at(++nth);
            s = stream(&seen, lines, lines ? text : "[{\"no\":\"\\n\"}]", lines ? strlen(text) : 13,
                       5);
            memory_fail_at(0);
        }
        check_ok(t, s);
        check(t, nth > 5);
    }
}

TEST(keys_in_another_order_are_learnt_without_harm)
{
    check_stream(
        t, true,
        "{\"piece\":1,\"no\":\"A\"}\n{\"piece\":1,\"no\":\"B\"}\n{\"no\":\"C\",\"piece\":1}\n"
        "{\"piece\":1,\"piece\":1}\n{\"no\":\"D\"}\n",
        OK, "1 ok A; 2 ok B; 3 ok C; 4 invalid piece; 5 ok D; ");
}
