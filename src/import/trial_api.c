#include "access/person.h"
#include "access/right.h"
#include "access/setting.h"
#include "db/db.h"
#include "import/import_slice.h"
#include "import/target.h"

enum { TRIAL_BYTES = 4 << 20, SHOWN_MOST = 200 };

typedef struct TrialQuery {
    int64_t shown;
} TrialQuery;

static const Field query_fields[] = {
    FIELD_INT(TrialQuery, shown, .min = 0, .max = SHOWN_MOST,
              .doc = "Of how many rows, the first, to show what was understood; none"),
    FIELD_END};
static const Shape query_shape = SHAPE(TrialQuery, query_fields, "What to show of a trial");

/* What is answered of rows that would be taken where it may not be told what they would change:
 * a number that is shown masked could be guessed by what is unchanged. */
enum { TAKEN = UPSERT_OUTCOME_COUNT };

static const Name outcomes[] = {
    {"created", UPSERT_CREATED, "Its key is new"},
    {"changed", UPSERT_CHANGED, "It would change what is known"},
    {"unchanged", UPSERT_UNCHANGED, "It says nothing new"},
    {"duplicate", UPSERT_DUPLICATE, "It is known already, or stands twice here"},
    {"quarantined", UPSERT_QUARANTINED, "It would be kept aside for an operator"},
    {"rejected", UPSERT_REJECTED, "It would be refused"},
    {"taken", TAKEN, "It would come in; what is known may not be told"},
    {NULL, 0, NULL}};

typedef struct RowTrial {
    int64_t row, outcome;
    const char *field, *reason;
    Texts values;
} RowTrial;

static const Field row_fields[] = {
    FIELD_INT(RowTrial, row, .doc = "Number of the object, or line of the text, from 1"),
    FIELD_ENUM(RowTrial, outcome, outcomes, .doc = "What would become of it"),
    FIELD_TEXT(RowTrial, field, .doc = "Of a refused row: what is wrong; empty: all of it"),
    FIELD_TEXT(RowTrial, reason, .doc = "Why"),
    FIELD_MAP(RowTrial, values, .doc = "Field and value as they were understood"),
    FIELD_END};
static const Shape row_shape = SHAPE_SPARSE(RowTrial, row_fields, "A row that was tried");

typedef struct RowsTrial {
    int64_t created, changed, unchanged, duplicate, quarantined, rejected, taken;
    List rows;
} RowsTrial;

static const Field trial_fields[] = {
    FIELD_INT(RowsTrial, created, .doc = "Rows whose key is new"),
    FIELD_INT(RowsTrial, changed, .doc = "Those that would change what is known"),
    FIELD_INT(RowsTrial, unchanged, .doc = "Those that say nothing new"),
    FIELD_INT(RowsTrial, duplicate, .doc = "Those that are known already"),
    FIELD_INT(RowsTrial, quarantined, .doc = "Those that would be kept aside"),
    FIELD_INT(RowsTrial, rejected, .doc = "Those that would be refused"),
    FIELD_INT(RowsTrial, taken,
              .doc = "Those that would come in, where who asks may not read what they would "
                     "change: none of them is among the ones above"),
    FIELD_LIST(RowsTrial, rows, &row_shape, .doc = "The first ones, and all that are refused"),
    FIELD_END};
static const Shape trial_shape =
    SHAPE(RowsTrial, trial_fields, "What would become of the rows of a body");

/* One trial under way. */
typedef struct Trying {
    ImportTarget target;
    UpsertRow *rows;
    size_t count;
    Status status; /* of what is tried, which is undone whatever it is */
} Trying;

static Status try_and_undo(Ctx *ctx, void *work)
{
    Trying *trying = work;
    trying->status = trying->target.apply(ctx, trying->rows, trying->count);
    return trying->status ? trying->status : fail(ctx, CONFLICT, "a trial is undone");
}

static Status rows_try(Ctx *ctx, Trying *trying)
{
    trying->status = INTERNAL;
    Status s = db_attempt(ctx, try_and_undo, trying);
    if (s != CONFLICT || trying->status) return s;
    problem_clear(ctx);
    return OK;
}

static Status values_of(Ctx *ctx, const View *view, const Shape *shape, const void *thing,
                        Texts *out)
{
    size_t most = 0;
    while (shape->fields[most].name)
        most++;
    const char **items = ARENA_ARRAY(ctx->arena, most * 2, const char *);
    if (!items) return no_memory(ctx);
    *out = (Texts){.items = items};
    for (const Field *field = shape->fields; field->name; field++) {
        Buf buf;
        buf_init(&buf, ctx->arena);
        field_to_text(&buf, field, thing, view);
        Status s = buf_check(ctx, &buf);
        if (s) return s;
        if (!buf.length) continue;
        items[out->count++] = field->name;
        items[out->count++] = buf.data;
    }
    return OK;
}

static int64_t told_outcome(Ctx *ctx, const ImportTarget *target, UpsertOutcome outcome)
{
    bool told =
        !target->personal || (ctx_may(ctx, target->personal) && ctx_may(ctx, PERSONAL_READ));
    return told || outcome == UPSERT_REJECTED ? (int64_t)outcome : TAKEN;
}

static void count_outcome(RowsTrial *trial, int64_t outcome)
{
    trial->taken += outcome == TAKEN;
    trial->created += outcome == UPSERT_CREATED;
    trial->changed += outcome == UPSERT_CHANGED;
    trial->unchanged += outcome == UPSERT_UNCHANGED;
    trial->duplicate += outcome == UPSERT_DUPLICATE;
    trial->quarantined += outcome == UPSERT_QUARANTINED;
    trial->rejected += outcome == UPSERT_REJECTED;
}

static Status trial_make(Ctx *ctx, Request *req, const Trying *trying, RowsTrial *out)
{
    const TrialQuery *query = request_query(req);
    RowTrial *rows = ARENA_ARRAY(ctx->arena, trying->count, RowTrial);
    if (!rows) return no_memory(ctx);
    *out = (RowsTrial){.rows.items = rows};
    Status s = OK;
    for (size_t i = 0; !s && i < trying->count; i++) {
        const UpsertRow *row = &trying->rows[i];
        bool refused = row->outcome == UPSERT_REJECTED;
        bool shown = query->shown != NONE && (int64_t)i < query->shown;
        int64_t outcome = told_outcome(ctx, &trying->target, row->outcome);
        count_outcome(out, outcome);
        if (!refused && !shown) continue;
        RowTrial *to = &rows[out->rows.count++];
        *to = (RowTrial){.row = row->number, .outcome = outcome};
        if (refused) to->field = row->field;
        if (refused) to->reason = row->reason;
        if (shown && row->thing)
            s = values_of(ctx, request_view(req), trying->target.shape, row->thing, &to->values);
    }
    return s;
}

static Status api_try(Ctx *ctx, Request *req, const char *name)
{
    size_t length;
    Trying trying;
    RowsTrial trial;
    const ImportTarget *of = import_target(name);
    BodyRules rules = {.zone = setting_text(ctx, SETTING_NAMED_ZONE), .rows_most = of->rows_most};
    const char *body = request_body(req, &length);
    Status s = body_rules_read(ctx, request_header(req, "Content-Type"), &rules);
    if (!s) s = import_target_declared(ctx, of, &trying.target);
    if (!s)
        s = upsert_decode(ctx, trying.target.shape, &rules, body, length, &trying.rows,
                          &trying.count);
    if (!s && trying.target.admit) s = trying.target.admit(ctx, trying.rows, trying.count);
    if (!s) s = rows_try(ctx, &trying);
    if (!s) s = trial_make(ctx, req, &trying, &trial);
    return s ? s : reply(ctx, req, &trial, &trial_shape);
}

static Status try_waybills(Ctx *ctx, Request *req)
{
    return api_try(ctx, req, "waybills");
}

static Status try_scans(Ctx *ctx, Request *req)
{
    return api_try(ctx, req, "scans");
}

static Status try_customers(Ctx *ctx, Request *req)
{
    return api_try(ctx, req, "customers");
}

static Status try_products(Ctx *ctx, Request *req)
{
    return api_try(ctx, req, "products");
}

static Status try_lanes(Ctx *ctx, Request *req)
{
    return api_try(ctx, req, "lanes");
}

#define TRIAL(the_path, the_right, the_lane, the_run, the_doc)                                     \
    {                                                                                              \
        POST, the_path, .right = the_right, .writes = true, .lane = the_lane, .body = BODY_RAW,    \
                        .max_body = TRIAL_BYTES, .query = &query_shape, .out = &trial_shape,       \
                        .run = the_run, .doc = the_doc                                             \
    }

const Route import_trial_routes[] = {
    TRIAL("/api/v1/waybills/trial", WAYBILL_WRITE, LANE_LONG, try_waybills,
          "What would become of rows of parcels; nothing is written"),
    TRIAL("/api/v1/scans/trial", SCAN_WRITE, LANE_LONG, try_scans,
          "What would become of rows of events; nothing is written"),
    TRIAL("/api/v1/customers/trial", CUSTOMER_WRITE, LANE_SHORT, try_customers,
          "What would become of rows of customers; nothing is written"),
    TRIAL("/api/v1/products/trial", PROMISE_WRITE, LANE_SHORT, try_products,
          "What would become of rows of products; nothing is written"),
    TRIAL("/api/v1/lanes/trial", PROMISE_WRITE, LANE_SHORT, try_lanes,
          "What would become of rows of lanes; nothing is written"),
    ROUTE_END};
