#include "base/field.h"
#include "test.h"

typedef struct Written {
    const char *line, *lines, *any, *shown;
    Texts tags, extra;
    struct Written *inner;
    List list;
} Written;

static const Field inner_written_fields[] = {FIELD_TEXT(Written, line), FIELD_END};
static const Shape inner_written_shape = SHAPE(Written, inner_written_fields, "");
static const Field written_fields[] = {FIELD_TEXT(Written, line),
                                       FIELD_TEXT(Written, lines, .writing = WRITING_LINES),
                                       FIELD_TEXT(Written, any, .writing = WRITING_ANY),
                                       FIELD_TEXT(Written, shown, .read_only = true),
                                       FIELD_TEXTS(Written, tags),
                                       FIELD_MAP(Written, extra, .writing = WRITING_LINES),
                                       FIELD_OBJECT(Written, inner, &inner_written_shape),
                                       FIELD_LIST(Written, list, &inner_written_shape),
                                       FIELD_END};
static const Shape written_shape = SHAPE(Written, written_fields, "");

static void check_written(T *t, Written thing, const char *field, const char *message)
{
    problem_clear(t->ctx);
    check_status(t, shape_check_writing(t->ctx, &written_shape, &thing), message ? INVALID : OK);
    if (!message) return;
    check_text(t, t->ctx->problem.field, field);
    check_text(t, t->ctx->problem.message, message);
}

TEST(a_text_is_one_line_unless_its_field_says_otherwise)
{
    static const char line[] = "must be one line", tab[] = "must not have tabs",
                      turn[] = "must not turn the direction of writing";
    check_written(t, (Written){.line = "a\nb"}, "line", line);
    check_written(t, (Written){.line = "a\u2028b"}, "line", line);
    check_written(t, (Written){.line = "a\u2029"}, "line", line);
    check_written(t, (Written){.line = "a\tb"}, "line", tab);
    check_written(t, (Written){.line = "甲\u202e乙"}, "line", turn);
    check_written(t, (Written){.line = "\u2066乙"}, "line", turn);
    check_written(t, (Written){.line = "甲 \u200e乙\u2060—"}, NULL, NULL);
    check_written(t, (Written){.lines = "a\n\tb\u2028c"}, NULL, NULL);
    check_written(t, (Written){.lines = "a\n\u202ab"}, "lines", turn);
    check_written(t, (Written){.any = "a\n\u202eb"}, NULL, NULL);
    check_written(t, (Written){.shown = "a\nb"}, NULL, NULL);
}

TEST(texts_within_others_are_looked_at_and_named_by_the_way_to_them)
{
    static const char *tags[] = {"a", "b\nc"}, *good[] = {"key", "a\nb"}, *bad[] = {"k\ney", "a"};
    static const char line[] = "must be one line";
    Written inner = {.line = "a\nb"}, items[] = {{.line = "a"}, {.line = "\n"}};
    check_written(t, (Written){.tags = {tags, 2}}, "tags", line);
    check_written(t, (Written){.extra = {good, 2}}, NULL, NULL);
    check_written(t, (Written){.extra = {bad, 2}}, "extra", line);
    check_written(t, (Written){.inner = &inner}, "inner.line", line);
    check_written(t, (Written){.list = {items, 2}}, "list[1].line", line);
}

TEST(what_spreadsheets_put_around_a_cell_of_one_line_is_taken_off)
{
    Written written = {0};
    check_ok(t, field_from_text(t->ctx, &written_fields[0], &written, "\t A 1\t\r\n", 8, NULL));
    check_text(t, written.line, " A 1");
    check_ok(t, field_from_text(t->ctx, &written_fields[0], &written, "\t", 1, NULL));
    check(t, !written.line);
    check_ok(t, field_from_text(t->ctx, &written_fields[1], &written, "\ta\n", 3, NULL));
    check_text(t, written.lines, "\ta\n");
}
