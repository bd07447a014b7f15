#include <inttypes.h>

#include "insight/rollup_store.h"
#include "waybill/facts_row.h"

#define FACTS                                                                                      \
    "s.waybill_id, s.carrier, s.product, s.origin, s.destination, " FACTS_STAND ", s.excused"

SQL(facts_page, "SELECT " FACTS " FROM waybill_state s WHERE s.waybill_id > $1"
                " ORDER BY s.waybill_id LIMIT 2000");
SQL(facts_own, "SELECT " FACTS " FROM waybill_state s WHERE s.customer_id = $1"
               " AND s.waybill_id > $2 ORDER BY s.waybill_id LIMIT 2000");
SQL(facts_active, "SELECT " FACTS " FROM waybill_state s WHERE s.is_open = 1 AND s.stage > 1");
SQL(listed_facts, "SELECT " FACTS ", p.day, p.duration_ms FROM figure_parcel p"
                  " JOIN waybill_state s ON s.waybill_id = p.waybill_id"
                  " WHERE p.list = $1 AND p.day BETWEEN $2 AND $3");
SQL(listed_page, "SELECT " FACTS ", p.day, p.duration_ms, s.no FROM figure_parcel p"
                 " JOIN waybill_state s ON s.waybill_id = p.waybill_id"
                 " WHERE p.list = $1 AND p.day BETWEEN $2 AND $3"
                 " AND (p.day, p.duration_ms, p.waybill_id) > ($4, $5, $6)"
                 " ORDER BY p.day, p.duration_ms, p.waybill_id LIMIT $7");
SQL(own_page, "SELECT " FACTS ", s.no FROM waybill_state s WHERE s.customer_id = $1"
              " AND s.waybill_id < $2 ORDER BY s.waybill_id DESC LIMIT $3");

enum { FACTS_COLUMNS = 19 };

static void facts_read(Rows *rows, WaybillFacts *out)
{
    *out = (WaybillFacts){.waybill_id = rows_int(rows, 0),
                          .carrier = rows_text(rows, 1),
                          .product = rows_text(rows, 2),
                          .origin = rows_text(rows, 3),
                          .destination = rows_text(rows, 4),
                          .excused = rows_id(rows, 18)};
    facts_stand_read(rows, 5, out);
}

/* Of a customer's parcels, or (customer_id 0) of all. */
typedef struct Page {
    int64_t customer_id;
    FactsEach *each;
    void *user;
    int64_t last_id;
    int rows;
} Page;

static Status page_read(Ctx *ctx, Page *page)
{
    Rows *rows;
    page->rows = 0;
    Status s = page->customer_id != 0 ? db_query(ctx, &facts_own, &rows, db_int(page->customer_id),
                                                 db_int(page->last_id))
                                      : db_query(ctx, &facts_page, &rows, db_int(page->last_id));
    if (s) return s;
    while (!s && rows_next(rows)) {
        WaybillFacts facts;
        facts_read(rows, &facts);
        page->last_id = facts.waybill_id;
        page->rows++;
        s = page->each(page->user, &facts);
    }
    Status end = rows_end(rows);
    return s ? s : end;
}

/* Page by page, each in an arena that is emptied: there may be a hundred million. */
static Status pages_read(Ctx *ctx, Page *page, int64_t most)
{
    Ctx own = *ctx;
    own.arena = arena_new();
    if (own.arena == NULL) return no_memory(ctx);
    Status s = OK;
    for (int64_t read = 0; !s && page->rows > 0; read += page->rows) {
        s = page_read(&own, page);
        arena_clear(own.arena);
        if (!s && read + page->rows > most)
            s = fail(&own, CONFLICT,
                     "figures of one customer are counted from their parcels, and there are more "
                     "than %" PRId64,
                     most);
    }
    if (own.problem.status != OK) ctx->problem = own.problem;
    arena_release(own.arena);
    return s;
}

Status store_facts(Ctx *ctx, FactsEach *each, void *user)
{
    Page page = {.each = each, .user = user, .rows = 1};
    return pages_read(ctx, &page, INT64_MAX);
}

Status store_customer_facts(Ctx *ctx, const CustomerFacts *of, FactsEach *each, void *user)
{
    Page page = {.customer_id = of->customer_id, .each = each, .user = user, .rows = 1};
    return pages_read(ctx, &page, of->most);
}

Status store_active_facts(Ctx *ctx, FactsEach *each, void *user)
{
    Rows *rows;
    Status s = db_query_values(ctx, &facts_active, &rows, NULL, 0);
    if (s) return s;
    while (!s && rows_next(rows)) {
        WaybillFacts facts;
        facts_read(rows, &facts);
        s = each(user, &facts);
    }
    Status end = rows_end(rows);
    return s ? s : end;
}

Status store_listed_facts(Ctx *ctx, ParcelList list, int64_t from, int64_t to,
                          ListedFactsEach *each, void *user)
{
    Rows *rows;
    Status s = db_query(ctx, &listed_facts, &rows, db_int(list), db_int(from), db_int(to));
    if (s) return s;
    while (!s && rows_next(rows)) {
        WaybillFacts facts;
        facts_read(rows, &facts);
        ListedParcel parcel = {rows_int(rows, FACTS_COLUMNS), rows_int(rows, FACTS_COLUMNS + 1),
                               facts.waybill_id};
        s = each(user, &parcel, &facts);
    }
    Status end = rows_end(rows);
    return s ? s : end;
}

Status store_listed_page(Ctx *ctx, const ListedPage *page, ListedPageEach *each, void *user)
{
    Rows *rows;
    Status s = db_query(ctx, &listed_page, &rows, db_int(page->list), db_int(page->from),
                        db_int(page->to), db_int(page->after.day), db_int(page->after.duration_ms),
                        db_int(page->after.waybill_id), db_int(page->limit));
    if (s) return s;
    while (!s && rows_next(rows)) {
        WaybillFacts facts;
        facts_read(rows, &facts);
        ListedParcel parcel = {rows_int(rows, FACTS_COLUMNS), rows_int(rows, FACTS_COLUMNS + 1),
                               facts.waybill_id};
        s = each(user, &parcel, &facts, rows_text(rows, FACTS_COLUMNS + 2));
    }
    Status end = rows_end(rows);
    return s ? s : end;
}

Status store_own_page(Ctx *ctx, const OwnPage *page, OwnPageEach *each, void *user)
{
    Rows *rows;
    Status s = db_query(ctx, &own_page, &rows, db_int(page->customer_id), db_int(page->before_id),
                        db_int(page->limit));
    if (s) return s;
    while (!s && rows_next(rows)) {
        WaybillFacts facts;
        facts_read(rows, &facts);
        s = each(user, &facts, rows_text(rows, FACTS_COLUMNS));
    }
    Status end = rows_end(rows);
    return s ? s : end;
}
