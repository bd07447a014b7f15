#include "waybill/waybill_read_store.h"

#include "access/outlet.h"
#include "access/person.h"
#include "db/db.h"
#include "waybill/carrier.h"
#include "waybill/facts_row.h"
#include "waybill/state_store.h"
#include "waybill/waybill_store.h"

#define COLUMNS                                                                                    \
    "s.waybill_id, s.version, s.carrier, s.no, s.product, s.origin, s.destination, " FACTS_STAND   \
    ", w.source, w.created_ms, w.order_no, w.reference, w.customer_ref, w.sender_ref,"             \
    " w.receiver_ref, w.promise_source, w.weight_g, w.pieces, w.fee, w.insured, w.cod, w.goods,"   \
    " w.parties_sealed, s.excused, w.promise_changed, w.base_ms, s.origin_zone,"                   \
    " s.destination_zone, s.flags"
#define SELECT                                                                                     \
    "SELECT " COLUMNS " FROM waybill_state s JOIN waybill w ON w.waybill_id = s.waybill_id WHERE "

SQL(waybill_by_number, SELECT "s.no = $1 AND s.carrier = $2 AND " WAYBILL_IN_SCOPE("$3", "$4"));
SQL(waybill_by_id, SELECT "s.waybill_id = $1 AND " WAYBILL_IN_SCOPE("$2", "$3"));
SQL(waybill_carriers_of,
    "SELECT carrier FROM waybill_state WHERE no = $1 ORDER BY carrier LIMIT 20");
SQL(waybill_carrier_used, "SELECT COUNT(*) FROM (SELECT carrier FROM waybill_state"
                          " ORDER BY waybill_id DESC LIMIT $2) s WHERE s.carrier = $1");
SQL(waybill_exception_rows,
    "SELECT exception, cause, CASE WHEN opened_hash = 0 THEN 2 ELSE 1 END AS source,"
    " opened_ms AS opened_at, closed_ms AS closed_at"
    " FROM waybill_exception WHERE waybill_id = $1 ORDER BY opened_ms, exception LIMIT 1000");

SQL(waybill_set_carrier, "UPDATE waybill_state SET carrier = $3, version = version + 1"
                         " WHERE waybill_id = $1 AND version = $2");
SQL(waybill_carrier_changed,
    "INSERT INTO waybill_carrier_change (id, waybill_id, at_ms, from_carrier, to_carrier, why,"
    " who_id) VALUES ($1, $2, $3, $4, $5, $6, $7)");

/* Each list has the parameters 1 key, 2 word, 3 and 4 where the page before ended, 5 to 15 what
 * narrows it, 16 and 17 the person's scope, 18 limit. Every one names each of them once, so that
 * all take the same values and an engine can tell their types. */
#define NUMBER_IS(column, parameter)                                                               \
    " AND (CAST(" parameter " AS BIGINT) = 0 OR " column " = CAST(" parameter " AS BIGINT))"
#define WORD_IS(column, parameter)                                                                 \
    " AND (CAST(" parameter " AS TEXT) = '' OR " column " = CAST(" parameter " AS TEXT))"
#define TYPED                                                                                      \
    " AND (CAST($1 AS BIGINT) IS NOT NULL) AND (CAST($2 AS TEXT) IS NOT NULL)"                     \
    " AND (CAST($3 AS BIGINT) IS NOT NULL) AND (CAST($4 AS BIGINT) IS NOT NULL)"                   \
    " AND (CAST($19 AS BIGINT) IS NOT NULL)"
#define PLACED                                                                                     \
    NUMBER_IS("s.stage", "$5")                                                                     \
    NUMBER_IS("s.outlet_id", "$6")                                                                 \
    NUMBER_IS("s.customer_id", "$7")                                                               \
    WORD_IS("s.carrier", "$8")                                                                     \
    WORD_IS("s.origin", "$9")                                                                      \
    WORD_IS("s.destination", "$10")
#define TROUBLED " AND (CAST($11 AS BIGINT) = 0 OR (s.exceptions & CAST($11 AS BIGINT)) <> 0)"
#define DUE                                                                                        \
    " AND (CAST($12 AS BIGINT) = 0 OR (s.is_open = 1"                                              \
    " AND s.promised_ms >= CAST($13 AS BIGINT) AND s.promised_ms < CAST($14 AS BIGINT)))"
#define QUIET                                                                                      \
    " AND (CAST($15 AS BIGINT) = 9223372036854775807 OR (s.is_open = 1"                            \
    " AND s.last_ms <= CAST($15 AS BIGINT)))"
#define LIST(the_name, lead, place, order)                                                         \
    SQL(the_name,                                                                                  \
        SELECT lead " AND " place TYPED PLACED TROUBLED DUE QUIET                                  \
                    " AND " WAYBILL_IN_SCOPE("$16", "$17") " ORDER BY " order " LIMIT $18")
#define BY_ID(the_name, lead)                                                                      \
    LIST(the_name##_up, lead, "s.waybill_id > CAST($4 AS BIGINT)", "s.waybill_id");                \
    LIST(the_name##_down, lead, "s.waybill_id < CAST($4 AS BIGINT)", "s.waybill_id DESC")
#define BY_PROMISE(the_name, lead, lead_up, lead_down)                                             \
    LIST(the_name##_same_up, lead, "s.promised_ms = $3 AND s.waybill_id > $4", "s.waybill_id");    \
    LIST(the_name##_same_down, lead, "s.promised_ms = $3 AND s.waybill_id < $4",                   \
         "s.waybill_id DESC");                                                                     \
    LIST(the_name##_up, lead lead_up, "s.promised_ms > $3", "s.promised_ms, s.waybill_id");        \
    LIST(the_name##_down, lead lead_down, "s.promised_ms < $3",                                    \
         "s.promised_ms DESC, s.waybill_id DESC")
#define BY_PARTY(first, second)                                                                    \
    "s.waybill_id IN (SELECT waybill_id FROM waybill_party_index WHERE kind IN (" first            \
    ", " second ") AND value IN (CAST($1 AS BIGINT), CAST($19 AS BIGINT)))"

BY_ID(list_all, "1 = 1");
BY_ID(list_no, "s.no = CAST($2 AS TEXT)");
BY_ID(list_phone, BY_PARTY("1", "4"));
BY_ID(list_tail, BY_PARTY("2", "5"));
BY_ID(list_name, BY_PARTY("3", "6"));
BY_ID(list_order_no, "w.order_no = CAST($2 AS TEXT)");
BY_ID(list_exception, "s.waybill_id IN (SELECT waybill_id FROM waybill_exception"
                      " WHERE exception = CAST($1 AS BIGINT) AND closed_ms IS NULL)");
BY_ID(list_troubled, "s.waybill_id IN (SELECT waybill_id FROM waybill_exception"
                     " WHERE closed_ms IS NULL)");
BY_ID(list_customer, "s.customer_id = CAST($7 AS BIGINT)");
BY_ID(list_outlet, "s.is_open = 1 AND s.outlet_id = CAST($6 AS BIGINT)");
BY_ID(list_stage, "s.is_open = 1 AND s.stage = CAST($5 AS BIGINT)");
BY_ID(list_origin, "s.origin = CAST($9 AS TEXT) AND s.origin <> ''");
BY_ID(list_quiet, "s.is_open = 1 AND s.last_ms <= CAST($15 AS BIGINT)");
/* In the index's own order: a value that is none is no constant to every engine. */
LIST(list_unpromised_up, "s.promised_ms IS NULL", "s.waybill_id > $4",
     "s.promised_ms, s.waybill_id");
LIST(list_unpromised_down, "s.promised_ms IS NULL", "s.waybill_id < $4",
     "s.promised_ms DESC, s.waybill_id DESC");
BY_PROMISE(list_promised, "s.promised_ms IS NOT NULL", "", "");
BY_PROMISE(list_due, "s.is_open = 1 AND s.promised_ms IS NOT NULL", " AND s.promised_ms < $14",
           " AND s.promised_ms >= $13");

/* --- one row --- */

static Status text_read(Ctx *ctx, Rows *rows, int column, const char **out)
{
    const char *text = rows_text(rows, column);
    *out = arena_text(ctx->arena, text);
    return text && !*out ? no_memory(ctx) : OK;
}

static Status texts_read(Ctx *ctx, Rows *rows, Waybill *out)
{
    const struct {
        const char **to;
        int column;
    } texts[] = {
        {&out->carrier, 2},     {&out->no, 3},
        {&out->product, 4},     {&out->origin, 5},
        {&out->destination, 6}, {&out->order_no, 22},
        {&out->reference, 23},  {&out->customer_ref, 24},
        {&out->sender_ref, 25}, {&out->receiver_ref, 26},
        {&out->goods, 33},
    };
    Status s = OK;
    for (size_t i = 0; !s && i < sizeof texts / sizeof texts[0]; i++)
        s = text_read(ctx, rows, texts[i].column, texts[i].to);
    return s;
}

static void facts_read(Rows *rows, Waybill *out)
{
    out->facts = (WaybillFacts){
        .waybill_id = rows_int(rows, 0),
        .carrier = out->carrier,
        .product = out->product,
        .origin = out->origin,
        .destination = out->destination,
        .excused = rows_id(rows, 35),
        .origin_zone = rows_id(rows, 38),
        .destination_zone = rows_id(rows, 39),
    };
    facts_stand_read(rows, 7, &out->facts);
}

/* What the facts say, in the words of the answer. */
static Status facts_show(Ctx *ctx, Waybill *out)
{
    const WaybillFacts *facts = &out->facts;
    out->id = facts->waybill_id;
    out->stage = (int64_t)facts->stage;
    out->leg = (int64_t)facts->leg;
    out->ordered_at = facts->ordered_ms;
    out->collected_at = facts->collected_ms;
    out->delivered_at = facts->delivered_ms;
    out->promised_at = facts->promised_ms;
    out->last_at = facts->last_ms;
    out->attempts = facts->attempts;
    out->outlet = facts->outlet_id ? outlet_code_of(ctx, facts->outlet_id) : NULL;
    out->origin_outlet =
        facts->origin_outlet_id ? outlet_code_of(ctx, facts->origin_outlet_id) : NULL;
    out->destination_outlet =
        facts->destination_outlet_id ? outlet_code_of(ctx, facts->destination_outlet_id) : NULL;
    const char **const empty[] = {&out->product, &out->origin, &out->destination};
    for (size_t i = 0; i < 3; i++)
        if (!**empty[i]) *empty[i] = NULL;
    return exceptions_named(ctx, facts->exceptions, &out->exceptions);
}

static Status parties_show(Ctx *ctx, Rows *rows, Waybill *out)
{
    size_t length;
    const void *bytes = rows_blob(rows, 34, &length);
    WaybillInput parties;
    if (!bytes) return OK;
    shape_clear(&waybill_input_shape, &parties);
    Status s = parties_open(ctx, bytes, length, &parties);
    out->sender_name = parties.sender_name;
    out->sender_phone = parties.sender_phone;
    out->sender_address = parties.sender_address;
    out->receiver_name = parties.receiver_name;
    out->receiver_phone = parties.receiver_phone;
    out->receiver_address = parties.receiver_address;
    return s;
}

static Status waybill_read(Ctx *ctx, Rows *rows, Waybill *out)
{
    shape_clear(&waybill_shape, out);
    Status s = texts_read(ctx, rows, out);
    if (s) return s;
    facts_read(rows, out);
    out->version = rows_int(rows, 1);
    out->source = rows_int(rows, 20);
    out->created_at = rows_int(rows, 21);
    out->promise_source = rows_int(rows, 27);
    out->excused = out->facts.excused;
    out->original_promised_at = rows_null(rows, 36) ? out->facts.promised_ms : rows_int(rows, 37);
    out->weight_g = rows_int(rows, 28);
    out->pieces = rows_int(rows, 29);
    out->fee = rows_int(rows, 30);
    out->insured = rows_int(rows, 31);
    out->cod = rows_int(rows, 32);
    out->detailed = !(rows_int(rows, 40) & STATE_EVENTS_USUAL);
    s = facts_show(ctx, out);
    return s ? s : parties_show(ctx, rows, out);
}

/* --- finding --- */

static Status one_read(Ctx *ctx, Rows *rows, Waybill *out)
{
    bool found = rows_next(rows);
    Status s = found ? waybill_read(ctx, rows, out) : OK;
    Status ended = rows_end(rows);
    if (s || ended) return s ? s : ended;
    return found ? OK : NOT_FOUND;
}

SQL(waybill_seen, "SELECT count(*) FROM waybill_state s WHERE s.carrier = $1 AND s.no = $2"
                  " AND " WAYBILL_IN_SCOPE("$3", "$4"));

Status waybill_store_seen(Ctx *ctx, const char *carrier, const char *no, bool *seen)
{
    int64_t count = 0;
    Status s = db_get_int(ctx, &waybill_seen, &count, db_text(carrier), db_text(no),
                          db_int(scope_outlet(ctx)), db_int(scope_customer(ctx)));
    *seen = count > 0;
    return s;
}

Status waybill_store_find(Ctx *ctx, const char *carrier, const char *no, bool scoped, Waybill *out)
{
    Rows *rows;
    Status s =
        db_query(ctx, &waybill_by_number, &rows, db_text(no), db_text(carrier),
                 db_int(scoped ? scope_outlet(ctx) : 0), db_int(scoped ? scope_customer(ctx) : 0));
    return s ? s : one_read(ctx, rows, out);
}

Status waybill_store_by_id(Ctx *ctx, int64_t id, Waybill *out)
{
    Rows *rows;
    Status s = db_query(ctx, &waybill_by_id, &rows, db_int(id), db_int(scope_outlet(ctx)),
                        db_int(scope_customer(ctx)));
    return s ? s : one_read(ctx, rows, out);
}

Status waybill_store_carrier_used(Ctx *ctx, const char *carrier, bool *used)
{
    int64_t count = 0;
    Status s =
        db_get_int(ctx, &waybill_carrier_used, &count, db_text(carrier), db_int(CARRIER_PARCELS));
    *used = count > 0;
    return s;
}

Status waybill_store_carriers(Ctx *ctx, const char *no, Texts *out)
{
    Rows *rows;
    *out = (Texts){ARENA_ARRAY(ctx->arena, 20, const char *), 0};
    if (!out->items) return no_memory(ctx);
    Status s = db_query(ctx, &waybill_carriers_of, &rows, db_text(no));
    if (s) return s;
    while (!s && rows_next(rows)) {
        s = text_read(ctx, rows, 0, &out->items[out->count]);
        out->count++;
    }
    Status ended = rows_end(rows);
    return s ? s : ended;
}

Status waybill_store_exceptions(Ctx *ctx, int64_t waybill_id, List *out)
{
    return db_list(ctx, &waybill_exception_rows, &waybill_exception_shape, out, db_int(waybill_id));
}

/* --- another carrier --- */

Status waybill_store_carrier(Ctx *ctx, const Waybill *waybill, const char *to, const char *why)
{
    int64_t changed;
    Status s = db_run_count(ctx, &waybill_set_carrier, &changed, db_int(waybill->id),
                            db_int(waybill->version), db_text(to));
    if (s) return s;
    if (!changed) return fail(ctx, STALE, "the parcel was changed by somebody else");
    return db_run(ctx, &waybill_carrier_changed, db_int(ctx_id(ctx)), db_int(waybill->id),
                  db_int(ctx_now(ctx)), db_text(waybill->carrier), db_text(to), db_text(why),
                  db_id(ctx->who ? ctx->who->id : 0));
}

/* --- listing --- */

#define ID_ORDER(the_name)                                                                         \
    {                                                                                              \
        {.behind = &the_name##_up},                                                                \
        {                                                                                          \
            .behind = &the_name##_down                                                             \
        }                                                                                          \
    }
static const SortSql lists[][2] = {
    [LEAD_NONE] = ID_ORDER(list_all),
    [LEAD_NO] = ID_ORDER(list_no),
    [LEAD_PHONE] = ID_ORDER(list_phone),
    [LEAD_TAIL] = ID_ORDER(list_tail),
    [LEAD_NAME] = ID_ORDER(list_name),
    [LEAD_ORDER_NO] = ID_ORDER(list_order_no),
    [LEAD_EXCEPTION] = ID_ORDER(list_exception),
    [LEAD_TROUBLED] = ID_ORDER(list_troubled),
    [LEAD_CUSTOMER] = ID_ORDER(list_customer),
    [LEAD_OUTLET] = ID_ORDER(list_outlet),
    [LEAD_STAGE] = ID_ORDER(list_stage),
    [LEAD_ORIGIN] = ID_ORDER(list_origin),
    [LEAD_QUIET] = ID_ORDER(list_quiet),
    [LEAD_DUE] = {{&list_due_same_up, &list_due_up, NULL},
                  {&list_due_same_down, &list_due_down, NULL}},
};
static const SortSql by_promise[2] = {
    {&list_promised_same_up, &list_promised_up, &list_unpromised_up},
    {&list_promised_same_down, &list_promised_down, &list_unpromised_down}};

/* A page being read. */
typedef struct Reading {
    Ctx *ctx;
    const ListSearch *search;
    List *list;
} Reading;

static Status list_read(void *user, const Sql *sql, const SortPlace *after)
{
    const Reading *reading = user;
    const ListSearch *search = reading->search;
    Ctx *ctx = reading->ctx;
    List *list = reading->list;
    bool due =
        search->lead == LEAD_DUE || search->due_from > INT64_MIN + 1 || search->due_to < INT64_MAX;
    int64_t room = search->limit - (int64_t)list->count;
    Rows *rows;
    if (room == 0) return OK;
    Status s =
        db_query(ctx, sql, &rows, db_int(search->key.now), db_text(search->word),
                 db_int(after->number), db_int(after->id), db_int(search->stage),
                 db_int(search->outlet_id), db_int(search->customer_id), db_text(search->carrier),
                 db_text(search->origin), db_text(search->destination), db_int(search->exceptions),
                 db_bool(due), db_int(search->due_from), db_int(search->due_to),
                 db_int(search->quiet_since), db_int(scope_outlet(ctx)),
                 db_int(scope_customer(ctx)), db_int(room), db_int(search->key.other));
    if (s) return s;
    while (!s && rows_next(rows))
        s = waybill_read(ctx, rows, (Waybill *)list->items + list->count++);
    Status ended = rows_end(rows);
    return s ? s : ended;
}

Status waybill_store_list(Ctx *ctx, const ListSearch *search, List *out)
{
    bool down = search->sort < 0;
    bool promises = search->sort == WAYBILL_BY_PROMISED || search->sort == -WAYBILL_BY_PROMISED;
    const SortSql *of = promises && search->lead == LEAD_NONE ? by_promise : lists[search->lead];
    *out = (List){ARENA_ARRAY(ctx->arena, (size_t)search->limit, Waybill), 0};
    if (!out->items) return no_memory(ctx);
    Reading reading = {ctx, search, out};
    return sort_read(&of[down], search->sort, &search->after, list_read, &reading);
}
