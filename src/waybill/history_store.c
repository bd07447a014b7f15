#include "access/person.h"
#include "db/db.h"
#include "waybill/facts_row.h"
#include "waybill/history.h"
#include "waybill/scan_store.h"

SQL(history_page,
    "SELECT s.waybill_id, s.carrier, s.no, s.product, s.origin, s.destination, " FACTS_STAND
    ", w.insured, s.origin_zone, s.destination_zone FROM waybill_state s LEFT JOIN waybill w"
    " ON w.waybill_id = s.waybill_id WHERE s.waybill_id < $1"
    " AND (s.is_open = 1 OR s.last_ms >= $2)"
    " AND COALESCE(s.ordered_ms, s.collected_ms, s.last_ms) < $3"
    " AND (CAST($4 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM outlet_closure c"
    " WHERE c.ancestor_id = CAST($4 AS BIGINT) AND c.descendant_id IN"
    " (s.outlet_id, s.origin_outlet_id, s.destination_outlet_id)))"
    " AND " CUSTOMER_IN_SCOPE("s.customer_id", "$5") " ORDER BY s.waybill_id DESC LIMIT $6");

SQL(history_promises, "SELECT at_ms, old_ms FROM promise_change WHERE waybill_id = $1"
                      " ORDER BY id LIMIT 501");

enum { PAGE = 500 };

typedef struct Page {
    Ctx *ctx;
    History *items;
    size_t count;
    HistoryEach *each;
    void *user;
    size_t current, room; /* whose events are in hand, and for how many there is room */
    size_t promise_room;
} Page;

static Status history_read(Ctx *ctx, Rows *rows, History *out)
{
    *out = (History){.no = rows_copy(rows, 2), .insured = rows_int(rows, 19)};
    out->facts = (WaybillFacts){
        .waybill_id = rows_int(rows, 0),
        .carrier = rows_copy(rows, 1),
        .product = rows_copy(rows, 3),
        .origin = rows_copy(rows, 4),
        .destination = rows_copy(rows, 5),
        .origin_zone = rows_id(rows, 20),
        .destination_zone = rows_id(rows, 21),
    };
    facts_stand_read(rows, 6, &out->facts);
    const WaybillFacts *facts = &out->facts;
    bool whole = out->no && facts->carrier && facts->product && facts->origin && facts->destination;
    return whole ? OK : no_memory(ctx);
}

static Status event_take(void *user, size_t number, const JourneyEvent *event)
{
    Page *page = user;
    History *history = &page->items[number];
    if (number != page->current) page->room = 0;
    page->current = number;
    if (history->count == page->room) {
        size_t room = page->room ? 2 * page->room : 16;
        JourneyEvent *more = arena_grow(page->ctx->arena, history->events,
                                        page->room * sizeof *more, room * sizeof *more);
        if (!more) return no_memory(page->ctx);
        history->events = more;
        page->room = room;
    }
    history->events[history->count++] = *event;
    return OK;
}

static Status promise_take(void *user, size_t number, Rows *rows)
{
    Page *page = user;
    History *history = &page->items[number];
    if (history->promise_count == 0) page->promise_room = 0;
    if (history->promise_count == page->promise_room) {
        size_t room = page->promise_room ? 2 * page->promise_room : 4;
        PromiseWas *more = arena_grow(page->ctx->arena, history->promises,
                                      page->promise_room * sizeof *more, room * sizeof *more);
        if (!more) return no_memory(page->ctx);
        history->promises = more;
        page->promise_room = room;
    }
    history->promises[history->promise_count++] =
        (PromiseWas){rows_int(rows, 0), rows_int(rows, 1)};
    return OK;
}

static Status promises_read(Ctx *ctx, const int64_t *ids, Page *page)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, page->count, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < page->count; i++)
        values[i] = db_int(ids[i]);
    return db_query_many(ctx, &history_promises, values, 1, page->count, promise_take, page);
}

typedef struct Span {
    int64_t from_ms, to_ms, before_id;
} Span;

static Status page_read(Ctx *ctx, const Span *span, size_t limit, Page *page)
{
    Rows *rows;
    page->items = ARENA_ARRAY(ctx->arena, limit, History);
    int64_t *ids = ARENA_ARRAY(ctx->arena, limit, int64_t);
    if (!page->items || !ids) return no_memory(ctx);
    Status s = db_query(ctx, &history_page, &rows, db_int(span->before_id), db_int(span->from_ms),
                        db_int(span->to_ms), db_int(scope_outlet(ctx)), db_int(scope_customer(ctx)),
                        db_int((int64_t)limit));
    if (s) return s;
    while (!s && page->count < limit && rows_next(rows)) {
        s = history_read(ctx, rows, &page->items[page->count]);
        ids[page->count] = page->items[page->count].facts.waybill_id;
        page->count++;
    }
    Status ended = rows_end(rows);
    if (s || ended) return s ? s : ended;
    s = scan_store_events(ctx, ids, page->count, event_take, page);
    return s ? s : promises_read(ctx, ids, page);
}

/* Each page in an arena of its own. */
static Status page_walk(Ctx *ctx, Span *span, size_t limit, Page *page)
{
    Ctx own = *ctx;
    own.arena = arena_new();
    if (!own.arena) return no_memory(ctx);
    page->ctx = &own;
    Status s = page_read(&own, span, limit, page);
    for (size_t i = 0; !s && i < page->count; i++)
        s = page->each(page->user, &page->items[i]);
    if (!s && page->count) span->before_id = page->items[page->count - 1].facts.waybill_id;
    if (s && own.problem.status) ctx->problem = own.problem;
    arena_release(own.arena);
    return s;
}

Status history_each(Ctx *ctx, int64_t from_ms, int64_t to_ms, int64_t most, HistoryEach *each,
                    void *user, bool *more)
{
    Span span = {from_ms, to_ms, INT64_MAX};
    int64_t done = 0;
    Status s = OK;
    *more = false;
    for (size_t got = PAGE, limit = PAGE; !s && got == limit && !*more;) {
        Page page = {.each = each, .user = user};
        limit = most - done < PAGE ? (size_t)(most - done) : PAGE;
        s = page_walk(ctx, &span, limit, &page);
        got = page.count;
        done += (int64_t)got;
        *more = done >= most && got == limit;
    }
    return s;
}
