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
               " collected_ms, delivered_ms, promised_ms FROM waybill_state WHERE waybill_id > $1"
               " ORDER BY waybill_id LIMIT $2");

enum { FACTS_AT_ONCE = 2000 };

Status eta_store_clear(Ctx *ctx)
{
    Status s = db_run_values(ctx, &eta_day_clear, NULL, 0, NULL);
    return s ? s : db_run_values(ctx, &eta_bin_clear, NULL, 0, NULL);
}

/* Never more days than there are in the window. */
static Status cell_read(Ctx *ctx, EtaStart start, EtaScope scope, const char *name, int64_t today,
                        EtaCell *out)
{
    EtaDay *days = ARENA_ARRAY(ctx->arena, ETA_WINDOW_DAYS + 1, EtaDay);
    if (days == NULL) return no_memory(ctx);
    Rows *rows;
    Status s = db_query(ctx, &eta_days, &rows, db_int(start), db_int(scope), db_text(name),
                        db_int(today - ETA_WINDOW_DAYS), db_int(today));
    if (s) return s;
    size_t count = 0;
    while (rows_next(rows) && count <= ETA_WINDOW_DAYS)
        days[count++] =
            (EtaDay){rows_int(rows, 0), rows_int(rows, 1), rows_int(rows, 2), rows_int(rows, 3)};
    *out = (EtaCell){days, count};
    return rows_end(rows);
}

static Status weeks_read(Ctx *ctx, const Sql *sql, EtaStart start, int64_t today, EtaWeek **out,
                         size_t *found)
{
    const size_t room = ETA_WINDOW_DAYS / 7 + 2;
    EtaWeek *weeks = ARENA_ARRAY(ctx->arena, room, EtaWeek);
    if (weeks == NULL) return no_memory(ctx);
    Rows *rows;
    Status s =
        db_query(ctx, sql, &rows, db_int(start), db_int(today - ETA_WINDOW_DAYS), db_int(today));
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
    *out = weeks;
    *found = count;
    return rows_end(rows);
}

Status eta_store_weeks(Ctx *ctx, EtaStart start, int64_t today, EtaEvidence *out)
{
    EtaWeek *weeks, *scores;
    Status s = weeks_read(ctx, &eta_bins, start, today, &weeks, &out->week_count);
    if (s) return s;
    out->weeks = weeks;
    s = weeks_read(ctx, &eta_scores, start, today, &scores, &out->score_count);
    if (!s) out->scores = scores;
    return s;
}

/* What the clock found last; not known where it has not looked for days. */
static Status shift_read(Ctx *ctx, EtaStart start, int64_t today, double *out)
{
    Rows *rows;
    Status s = db_query(ctx, &eta_now, &rows, db_int(start), db_int(today - 2), db_int(today));
    if (s) return s;
    *out = rows_next(rows) ? rows_real(rows, 0) : NAN;
    return rows_end(rows);
}

Status eta_store_evidence(Ctx *ctx, const EtaParcel *parcel, EtaStart start, int64_t today,
                          EtaEvidence *out)
{
    *out = (EtaEvidence){.today = today, .shift = NAN, .tuning = &eta_standard};
    char room[ETA_NAME_ROOM];
    Status s = OK;
    for (EtaScope scope = ETA_ALL; !s && scope < ETA_SCOPES; scope++) {
        const char *name = eta_cell_name(parcel, scope, room);
        if (name != NULL) s = cell_read(ctx, start, scope, name, today, &out->cells[scope]);
    }
    if (!s) s = shift_read(ctx, start, today, &out->shift);
    return s ? s : eta_store_weeks(ctx, start, today, out);
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
                                             .promised_ms = rows_int(rows, 10)};
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
