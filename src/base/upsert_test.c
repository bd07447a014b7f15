#include "base/upsert.h"

#include <string.h>

#include "test.h"

typedef struct Parcel {
    const char *no;
    int64_t weight_g, at;
} Parcel;

static const Field parcel_fields[] = {FIELD_TEXT(Parcel, no, .required = true, .max = 4),
                                      FIELD_INT(Parcel, weight_g, .min = 1, .max = 1000),
                                      FIELD_TIME(Parcel, at), FIELD_END};
static const Shape parcel_shape = SHAPE(Parcel, parcel_fields, "A parcel");

typedef struct Rows {
    UpsertRow *items;
    size_t count;
} Rows;

static Rows decoded(T *t, RowFormat format, const char *body, const char *zone)
{
    Rows rows;
    BodyRules rules = {.format = format, .zone = zone};
    check_ok(t, upsert_decode(t->ctx, &parcel_shape, &rules, body, strlen(body), &rows.items,
                              &rows.count));
    return rows;
}

static void check_row(T *t, const UpsertRow *row, int64_t number, const char *no)
{
    const Parcel *parcel = row->thing;
    check_int(t, row->number, number);
    check_int(t, row->outcome, UPSERT_WAITING);
    check_text(t, parcel->no, no);
}

static void check_rejected(T *t, const UpsertRow *row, int64_t number, const char *field)
{
    check_int(t, row->number, number);
    check_int(t, row->outcome, UPSERT_REJECTED);
    check_text(t, row->field, field);
    check(t, row->reason && *row->reason);
}

TEST(a_body_of_csv_becomes_rows_and_bad_ones_are_rejected)
{
    Rows rows = decoded(t, ROWS_CSV,
                        "no,weight_g,at\nA,1,2026-11-22 16:00\nTOOLONG,1,\nB,0,\nC,2\n,5,\nD,,\n",
                        "Asia/Shanghai");
    check_int(t, rows.count, 6);
    check_row(t, &rows.items[0], 2, "A");
    check_int(t, ((Parcel *)rows.items[0].thing)->at, TEST_NOW);
    check_rejected(t, &rows.items[1], 3, "no");
    check_rejected(t, &rows.items[2], 4, "weight_g");
    check_rejected(t, &rows.items[3], 5, "");
    check_rejected(t, &rows.items[4], 6, "no");
    check_row(t, &rows.items[5], 7, "D");
    check_int(t, ((Parcel *)rows.items[5].thing)->weight_g, NONE);
}

TEST(a_time_in_csv_without_offset_or_zone_is_rejected)
{
    Rows rows = decoded(t, ROWS_CSV, "no,at\nA,2026-11-22 16:00\n", NULL);
    check_rejected(t, &rows.items[0], 2, "at");
}

TEST(a_body_of_json_becomes_rows_and_bad_ones_are_rejected)
{
    Rows rows = decoded(t, ROWS_JSON, "[{\"no\":\"A\"},{\"no\":7},{\"no\":\"B\"}]", NULL);
    check_int(t, rows.count, 3);
    check_row(t, &rows.items[0], 1, "A");
    check_rejected(t, &rows.items[1], 2, "no");
    check_row(t, &rows.items[2], 3, "B");
    rows = decoded(t, ROWS_NDJSON, "{\"no\":\"A\"}\n{\n{\"no\":\"B\"}\n", NULL);
    check_int(t, rows.count, 3);
    check_rejected(t, &rows.items[1], 2, "");
    check_row(t, &rows.items[2], 3, "B");
}

TEST(a_body_that_is_wrong_as_a_whole_is_refused)
{
    static const struct {
        RowFormat format;
        const char *body;
    } bodies[] = {{ROWS_CSV, ""},
                  {ROWS_CSV, "no,color\nA,red\n"},
                  {ROWS_CSV, "no,no\nA,B\n"},
                  {ROWS_JSON, "[{\"no\":\"A\"}"},
                  {ROWS_JSON, "{\"no\":\"A\"}"}};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        Rows rows;
        BodyRules rules = {.format = bodies[i].format};
        check_status(t,
                     upsert_decode(t->ctx, &parcel_shape, &rules, bodies[i].body,
                                   strlen(bodies[i].body), &rows.items, &rows.count),
                     INVALID);
    }
}

TEST(each_outcome_has_its_name)
{
    check_text(t, upsert_outcome_name(UPSERT_WAITING), "waiting");
    check_text(t, upsert_outcome_name(UPSERT_CREATED), "created");
    check_text(t, upsert_outcome_name(UPSERT_REJECTED), "rejected");
}

static void check_media(T *t, const char *type, RowFormat format, const char *encoding)
{
    BodyRules rules;
    check_ok(t, body_rules_read(t->ctx, type, &rules));
    check_int(t, rules.format, format);
    check(t, !encoding == !rules.encoding);
    if (encoding) check_text(t, rules.encoding, encoding);
}

TEST(a_media_type_says_how_a_body_is_written)
{
    BodyRules rules;
    check_media(t, NULL, ROWS_JSON, NULL);
    check_media(t, "Application/JSON; charset=utf-8", ROWS_JSON, NULL);
    check_media(t, "application/x-ndjson", ROWS_NDJSON, NULL);
    check_media(t, "text/csv", ROWS_CSV, NULL);
    check_media(t, "text/csv; header=present; charset=\"GB18030\"", ROWS_CSV, "GB18030");
    check_status(t, body_rules_read(t->ctx, "text/html", &rules), UNSUPPORTED);
    check_status(t, body_rules_read(t->ctx, "text/csvx", &rules), UNSUPPORTED);
}

/* `count` rows that are none, each of two bytes. */
static Status decode_ones(T *t, RowFormat format, const char *head, const char *row, size_t count)
{
    Buf body;
    UpsertRow *rows;
    BodyRules rules = {.format = format};
    buf_init(&body, t->ctx->arena);
    buf_text(&body, head);
    for (size_t i = 0; i < count; i++)
        buf_text(&body, row);
    if (format == ROWS_JSON) buf_text(&body, "1]");
    check_ok(t, buf_check(t->ctx, &body));
    return upsert_decode(t->ctx, &parcel_shape, &rules, body.data, body.length, &rows, &count);
}

TEST(a_body_of_more_rows_than_are_taken_is_refused_as_a_whole)
{
    check_ok(t, decode_ones(t, ROWS_NDJSON, "", "1\n", UPSERT_ROWS_MAX));
    check_int(t, decode_ones(t, ROWS_NDJSON, "", "1\n", UPSERT_ROWS_MAX + 1), TOO_LARGE);
    check_int(t, decode_ones(t, ROWS_JSON, "[", "1,", UPSERT_ROWS_MAX), TOO_LARGE);
    check_text(t, t->ctx->problem.field, "");
    check_int(t, decode_ones(t, ROWS_CSV, "no\n", "A\n", UPSERT_ROWS_MAX + 1), TOO_LARGE);
}

TEST(rules_may_take_fewer_rows_than_that_and_say_how_many)
{
    UpsertRow *rows;
    size_t count;
    const BodyRules rules = {.format = ROWS_CSV, .rows_most = 2};
    const char two[] = "no\nA\nB\n", three[] = "no\nA\nB\nC\n";
    check_ok(t, upsert_decode(t->ctx, &parcel_shape, &rules, two, strlen(two), &rows, &count));
    check_int(t, count, 2);
    check_status(t,
                 upsert_decode(t->ctx, &parcel_shape, &rules, three, strlen(three), &rows, &count),
                 TOO_LARGE);
    check_text(t, t->ctx->problem.message, "the body has more than 2 rows");
    check(t, strstr(t->ctx->problem.hint, "command import"));
}
