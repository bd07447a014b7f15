#include "access/sealed.h"

#include <string.h>

#include "test.h"

typedef struct Note {
    const char *text;
    Texts tags;
} Note;

static const Field narrow_fields[] = {FIELD_TEXT(Note, text, .min = 2, .max = 4),
                                      FIELD_TEXTS(Note, tags, .max = 2, .item_max = 3), FIELD_END};
static const Shape narrow_shape = SHAPE(Note, narrow_fields, "A note as it is bounded now");
static const SealedFields narrow = {"note.test", &narrow_shape};

static const Field wide_fields[] = {FIELD_TEXT(Note, text, .max = 1000),
                                    FIELD_TEXTS(Note, tags, .max = 100, .item_max = 300),
                                    FIELD_END};
static const Shape wide_shape = SHAPE(Note, wide_fields, "A note as it was bounded once");
static const SealedFields wide = {"note.test", &wide_shape};

static const Field other_fields[] = {FIELD_INT(Note, text), FIELD_END};
static const Shape other_shape = SHAPE(Note, other_fields, "What is no note");
static const SealedFields other = {"note.test", &other_shape};

SQL(test_put_sealed, "UPDATE audit_head SET hash = $1 WHERE one = 1");
SQL(test_get_sealed, "SELECT hash FROM audit_head WHERE one = 1");

static void check_refused(T *t, Note note, const char *field)
{
    DbValue value;
    check_status(t, sealed_value(t->ctx, &narrow, &note, &value), INVALID);
    check_text(t, t->ctx->problem.field, field);
    problem_clear(t->ctx);
}

TEST_DB(what_is_out_of_its_bounds_is_not_sealed_and_is_named)
{
    DbValue value;
    const char *tags[] = {"one", "two", "six"}, *long_tag[] = {"seven"};
    check_refused(t, (Note){.text = "12345"}, "text");
    check_refused(t, (Note){.text = "1"}, "text");
    check_refused(t, (Note){.text = "1234", .tags = {tags, 3}}, "tags");
    check_refused(t, (Note){.text = "1234", .tags = {long_tag, 1}}, "tags");
    const Note good = {.text = "张三李四", .tags = {tags, 2}};
    check_ok(t, sealed_value(t->ctx, &narrow, &good, &value));
}

static Status read_back(T *t, const SealedFields *fields, Note *out)
{
    Rows *rows;
    check_ok(t, db_query(t->ctx, &test_get_sealed, &rows));
    check(t, rows_next(rows));
    Status s = sealed_read(t->ctx, fields, rows, 0, out);
    check_ok(t, rows_end(rows));
    return s;
}

static void put(T *t, const Note *note)
{
    DbValue value;
    check_ok(t, sealed_value(t->ctx, &wide, note, &value));
    check_ok(t, db_run(t->ctx, &test_put_sealed, value));
}

TEST_DB(what_was_sealed_under_wider_bounds_still_opens)
{
    const char *tags[] = {"one", "two", "a long one"};
    const Note large = {.text = "a text that is too long now", .tags = {tags, 3}};
    Note back = {0};
    put(t, &large);
    check_ok(t, read_back(t, &narrow, &back));
    check_text(t, back.text, large.text);
    check_int(t, back.tags.count, 3);
    check_text(t, back.tags.items[2], "a long one");
    put(t, &(Note){.text = "1"});
    check_ok(t, read_back(t, &narrow, &back));
    check_text(t, back.text, "1");
}

TEST_DB(what_is_sealed_in_another_shape_is_told)
{
    Note back = {0};
    put(t, &(Note){.text = "one"});
    check_status(t, read_back(t, &other, &back), INTERNAL);
    check(t, strstr(t->ctx->problem.message, "note.test"));
}
