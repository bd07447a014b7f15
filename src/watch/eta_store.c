#include "watch/eta_store.h"

#include <math.h>

SQL(eta_day_clear, "DELETE FROM eta_day");
SQL(eta_bin_clear, "DELETE FROM eta_bin");
SQL(eta_days, "SELECT day, n, total, squares FROM eta_day WHERE beginning = $1 AND scope = $2"
              " AND value = $3 AND day BETWEEN $4 AND $5 AND n <> 0 ORDER BY day");
SQL(eta_bins, "SELECT week, bin, n FROM eta_bin WHERE beginning = $1 AND week BETWEEN $2 AND $3"
              " ORDER BY week, bin");
SQL(eta_scores, "SELECT week, bin, n FROM eta_score WHERE beginning = $1 AND week BETWEEN $2 AND $3"
                " ORDER BY week, bin");
SQL(eta_now, "SELECT shift FROM eta_now WHERE beginning = $1 AND day BETWEEN $2 AND $3"
             " ORDER BY day DESC LIMIT 1");
SQL(eta_facts, "SELECT waybill_id, carrier, product, origin, destination, leg, stage, ordered_ms,"
               " collected_ms, delivered_ms, promised_ms, origin_zone,"
               " destination_zone FROM waybill_state WHERE waybill_id > $1"
               " ORDER BY waybill_id LIMIT $2");

enum { FACTS_AT_ONCE = 2000 };

Status eta_store_clear(Ctx *ctx)
{
    Status s = db_run_values(ctx, &eta_day_clear, NULL, 0, NULL);
    return s ? s : db_run_values(ctx, &eta_bin_clear, NULL, 0, NULL);
}

Status eta_store_cell(Ctx *ctx, EtaStart start, const EtaDayCell *which, EtaCell *out)
{
    EtaDay *days = NULL;
    size_t count = 0, room = 0;
    Rows *rows;
    Status s = db_query(ctx, &eta_days, &rows, db_int(start), db_int(which->scope),
                        db_text(which->name), db_int(which->days.first), db_int(which->days.last));
    if (s) return s;
    while (!s && rows_next(rows)) {
        if (count == room) {
            room = room == 0 ? 16 : 2 * room;
            EtaDay *wider =
                arena_grow(ctx->arena, days, count * sizeof(EtaDay), room * sizeof(EtaDay));
            if (wider == NULL) s = no_memory(ctx);
            if (wider == NULL) break;
            days = wider;
        }
        days[count++] =
            (EtaDay){rows_int(rows, 0), rows_int(rows, 1), rows_int(rows, 2), rows_int(rows, 3)};
    }
    *out = (EtaCell){days, count};
    const Status ended = rows_end(rows);
    return s ? s : ended;
}

static Status weeks_read(Ctx *ctx, const Sql *sql, EtaStart start, const EtaDays *days,
                         EtaWeeks *out)
{
    const size_t room = (size_t)(days->last - days->first) / 7 + 2;
    EtaWeek *weeks = ARENA_ARRAY(ctx->arena, room, EtaWeek);
    if (weeks == NULL) return no_memory(ctx);
    Rows *rows;
    Status s = db_query(ctx, sql, &rows, db_int(start), db_int(days->first), db_int(days->last));
    if (s) return s;
    size_t count = 0;
    while (rows_next(rows)) {
        const int64_t week = rows_int(rows, 0), bin = rows_int(rows, 1);
        if (count == 0 || weeks[count - 1].day != week) {
            if (count == room) break;
            weeks[count++].day = week;
        }
        if (bin >= 0 && bin < ETA_BINS) weeks[count - 1].bins[bin] = rows_int(rows, 2);
    }
    *out = (EtaWeeks){weeks, count};
    return rows_end(rows);
}

Status eta_store_weeks(Ctx *ctx, EtaStart start, const EtaDays *days, EtaWeeks *out)
{
    return weeks_read(ctx, &eta_bins, start, days, out);
}

Status eta_store_scores(Ctx *ctx, EtaStart start, const EtaDays *days, EtaWeeks *out)
{
    return weeks_read(ctx, &eta_scores, start, days, out);
}

Status eta_store_shift(Ctx *ctx, EtaStart start, int64_t today, double *out)
{
    Rows *rows;
    Status s = db_query(ctx, &eta_now, &rows, db_int(start), db_int(today - 2), db_int(today));
    if (s) return s;
    *out = rows_next(rows) ? rows_real(rows, 0) : NAN;
    return rows_end(rows);
}

typedef struct FactsPage {
    EtaFactsEach *each;
    void *user;
    int64_t last_id;
    int rows;
} FactsPage;

/* The whole page first: who is told may ask the database again. */
static Status facts_page(Ctx *ctx, FactsPage *page)
{
    WaybillFacts *facts = ARENA_ARRAY(ctx->arena, FACTS_AT_ONCE, WaybillFacts);
    if (facts == NULL) return no_memory(ctx);
    Rows *rows;
    page->rows = 0;
    Status s = db_query(ctx, &eta_facts, &rows, db_int(page->last_id), db_int(FACTS_AT_ONCE));
    if (s) return s;
    while (page->rows < FACTS_AT_ONCE && rows_next(rows))
        facts[page->rows++] = (WaybillFacts){.waybill_id = rows_int(rows, 0),
                                             .carrier = rows_copy(rows, 1),
                                             .product = rows_copy(rows, 2),
                                             .origin = rows_copy(rows, 3),
                                             .destination = rows_copy(rows, 4),
                                             .leg = (WaybillLeg)rows_int(rows, 5),
                                             .stage = (WaybillStage)rows_int(rows, 6),
                                             .ordered_ms = rows_int(rows, 7),
                                             .collected_ms = rows_int(rows, 8),
                                             .delivered_ms = rows_int(rows, 9),
                                             .promised_ms = rows_int(rows, 10),
                                             .origin_zone = rows_id(rows, 11),
                                             .destination_zone = rows_id(rows, 12)};
    s = rows_end(rows);
    for (int i = 0; !s && i < page->rows; i++)
        s = page->each(page->user, &facts[i]);
    if (page->rows > 0) page->last_id = facts[page->rows - 1].waybill_id;
    return s;
}

/* Page by page, each in an arena that is emptied: there may be a hundred million. */
Status eta_store_facts(Ctx *ctx, EtaFactsEach *each, void *user)
{
    Ctx own = *ctx;
    own.arena = arena_new();
    if (own.arena == NULL) return no_memory(ctx);
    FactsPage page = {each, user, 0, 1};
    Status s = OK;
    while (!s && page.rows > 0) {
        s = facts_page(&own, &page);
        arena_clear(own.arena);
    }
    if (own.problem.status != OK) ctx->problem = own.problem;
    arena_release(own.arena);
    return s;
}
