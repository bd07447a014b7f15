#include "access/right.h"
#include "access/setting.h"
#include "customer/record.h"
#include "import/import_slice.h"
#include "import/target.h"

enum { BULK_BYTES = 16 << 20 };

typedef struct BulkProblem {
    int64_t row;
    const char *field, *reason;
} BulkProblem;

static const Field problem_fields[] = {
    FIELD_INT(BulkProblem, row, .doc = "Number of the object, or line of the text, from 1"),
    FIELD_TEXT(BulkProblem, field, .doc = "What is wrong; empty: the row as a whole"),
    FIELD_TEXT(BulkProblem, reason, .doc = "Why"), FIELD_END};
static const Shape problem_shape = SHAPE(BulkProblem, problem_fields, "A row that was refused");

typedef struct BulkAnswer {
    int64_t accepted, created, changed, unchanged;
    List rejected;
} BulkAnswer;

static const Field answer_fields[] = {
    FIELD_INT(BulkAnswer, accepted, .doc = "Rows that were taken"),
    FIELD_INT(BulkAnswer, created, .doc = "Of them, those whose key was new"),
    FIELD_INT(BulkAnswer, changed, .doc = "Those that changed what was known"),
    FIELD_INT(BulkAnswer, unchanged, .doc = "Those that said nothing new"),
    FIELD_LIST(BulkAnswer, rejected, &problem_shape, .doc = "Rows that were refused"),
    FIELD_END};
static const Shape answer_shape =
    SHAPE(BulkAnswer, answer_fields, "What became of the rows of a body");

static Status answer_make(Ctx *ctx, const UpsertRow *rows, size_t count, BulkAnswer *out)
{
    BulkProblem *problems = ARENA_ARRAY(ctx->arena, count, BulkProblem);
    if (!problems) return no_memory(ctx);
    *out = (BulkAnswer){.rejected.items = problems};
    for (size_t i = 0; i < count; i++) {
        out->created += rows[i].outcome == UPSERT_CREATED;
        out->changed += rows[i].outcome == UPSERT_CHANGED;
        out->unchanged += rows[i].outcome == UPSERT_UNCHANGED;
        if (rows[i].outcome == UPSERT_REJECTED)
            problems[out->rejected.count++] =
                (BulkProblem){rows[i].number, rows[i].field, rows[i].reason};
    }
    out->accepted = (int64_t)(count - out->rejected.count);
    return OK;
}

static Status rows_take(Ctx *ctx, Request *req, const ImportTarget *of)
{
    size_t length, count;
    UpsertRow *rows;
    ImportTarget target;
    BulkAnswer answer;
    BodyRules rules = {.zone = setting_text(ctx, SETTING_NAMED_ZONE), .rows_most = of->rows_most};
    const char *body = request_body(req, &length);
    Status s = body_rules_read(ctx, request_header(req, "Content-Type"), &rules);
    if (!s) s = import_target_declared(ctx, of, &target);
    if (!s) s = upsert_decode(ctx, target.shape, &rules, body, length, &rows, &count);
    if (!s) s = target.apply(ctx, rows, count);
    if (!s) s = answer_make(ctx, rows, count, &answer);
    return s ? s : reply(ctx, req, &answer, &answer_shape);
}

static Status api_waybills(Ctx *ctx, Request *req)
{
    return rows_take(ctx, req, import_target("waybills"));
}

typedef struct CustomersQuery {
    bool new_only;
} CustomersQuery;

static const Field customers_fields[] = {
    FIELD_BOOL(CustomersQuery, new_only, .doc = "Refuse the rows of customers that are there"),
    FIELD_END};
static const Shape customers_shape =
    SHAPE(CustomersQuery, customers_fields, "What is to become of rows");

static Status api_customers(Ctx *ctx, Request *req)
{
    const CustomersQuery *query = request_query(req);
    ImportTarget target = *import_target("customers");
    if (query->new_only) target.apply = record_upsert_new;
    return rows_take(ctx, req, &target);
}

static Status api_products(Ctx *ctx, Request *req)
{
    return rows_take(ctx, req, import_target("products"));
}

static Status api_lanes(Ctx *ctx, Request *req)
{
    return rows_take(ctx, req, import_target("lanes"));
}

const Route import_routes[] = {
    {POST, "/api/v1/waybills", .right = WAYBILL_WRITE, .writes = true, .lane = LANE_LONG,
     .body = BODY_RAW, .max_body = BULK_BYTES, .out = &answer_shape, .run = api_waybills,
     .doc = "Bring in parcels: a JSON array, NDJSON or CSV"},
    {POST, "/api/v1/customers", .right = CUSTOMER_WRITE, .writes = true, .body = BODY_RAW,
     .max_body = BULK_BYTES, .query = &customers_shape, .out = &answer_shape, .run = api_customers,
     .doc = "Bring in up to 2,000 customers: a JSON array, NDJSON or CSV"},
    {POST, "/api/v1/products/import", .right = PROMISE_WRITE, .writes = true, .body = BODY_RAW,
     .max_body = BULK_BYTES, .out = &answer_shape, .run = api_products,
     .doc = "Bring in service products: a JSON array, NDJSON or CSV"},
    {POST, "/api/v1/lanes/import", .right = PROMISE_WRITE, .writes = true, .body = BODY_RAW,
     .max_body = BULK_BYTES, .out = &answer_shape, .run = api_lanes,
     .doc = "Bring in lanes: a JSON array, NDJSON or CSV"},
    ROUTE_END};
