#include "watch/eta_told_store.h"

#include "base/instant.h"

SQL(told_waiting, "SELECT t.waybill_id, t.start_ms, t.promised_ms, s.carrier, s.product, s.origin,"
                  " s.destination, s.leg, s.stage, s.ordered_ms, s.collected_ms,"
                  " s.origin_zone, s.destination_zone FROM eta_told t"
                  " JOIN waybill_state s ON s.waybill_id = t.waybill_id WHERE t.told_ms IS NULL "
                  "AND t.ended_ms IS NULL"
                  " ORDER BY t.waybill_id LIMIT $1");
SQL(told_tell, "UPDATE eta_told SET told_ms = $2, p10_ms = $3, p50_ms = $4, p90_ms = $5, late = $6,"
               " centre = $7, width = $8 WHERE waybill_id = $1 AND told_ms IS NULL");
SQL(told_drop, "DELETE FROM eta_told WHERE waybill_id = $1");
SQL(told_ended, "SELECT waybill_id, start_ms, promised_ms, told_ms, p10_ms, p50_ms, p90_ms, late,"
                " centre, width, warned_ms, ended_ms FROM eta_told WHERE ended_ms IS NOT NULL"
                " ORDER BY waybill_id LIMIT $1");
SQL(told_warned, "UPDATE eta_told SET warned_ms = $2 WHERE waybill_id = $1 AND warned_ms IS NULL");
SQL(told_add,
    "INSERT INTO eta_accuracy (beginning, day, band, n, late, foretold, brier, held, error_ms,"
    " given_error_ms, warned, warned_late, lead_ms)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    " ON CONFLICT (beginning, day, band) DO UPDATE SET n = eta_accuracy.n + excluded.n,"
    " late = eta_accuracy.late + excluded.late,"
    " foretold = eta_accuracy.foretold + excluded.foretold,"
    " brier = eta_accuracy.brier + excluded.brier, held = eta_accuracy.held + excluded.held,"
    " error_ms = eta_accuracy.error_ms + excluded.error_ms,"
    " given_error_ms = eta_accuracy.given_error_ms + excluded.given_error_ms,"
    " warned = eta_accuracy.warned + excluded.warned,"
    " warned_late = eta_accuracy.warned_late + excluded.warned_late,"
    " lead_ms = eta_accuracy.lead_ms + excluded.lead_ms");
SQL(told_sums, "SELECT band, n, late, foretold, brier, held, error_ms, given_error_ms, warned,"
               " warned_late, lead_ms FROM eta_accuracy WHERE beginning = $1"
               " AND day BETWEEN $2 AND $3");
SQL(now_flows, "SELECT day, age, n FROM eta_flow WHERE beginning = $1 AND day BETWEEN $2 AND $3"
               " AND n > 0 ORDER BY day, age");
SQL(now_put, "INSERT INTO eta_now (beginning, day, shift) VALUES ($1, $2, $3)"
             " ON CONFLICT (beginning, day) DO UPDATE SET shift = excluded.shift");
SQL(forget_steps, "DELETE FROM eta_step WHERE week < $1");
SQL(forget_now, "DELETE FROM eta_now WHERE day < $1");
SQL(forget_flows, "DELETE FROM eta_flow WHERE day < $1");
SQL(forget_days, "DELETE FROM eta_day WHERE day < $1");
SQL(forget_learned, "DELETE FROM eta_learned WHERE waybill_id < $1");
SQL(forget_told, "DELETE FROM eta_told WHERE waybill_id < $1");

enum { DAYS_KEPT = ETA_WINDOW_DAYS + 70, STEP_DAYS_KEPT = 7 * 28, TOLD_DAYS_KEPT = 120 };

Status told_store_waiting(Ctx *ctx, int64_t limit, EtaUntold **out, size_t *count)
{
    *count = 0;
    *out = ARENA_ARRAY(ctx->arena, (size_t)limit, EtaUntold);
    if (*out == NULL) return no_memory(ctx);
    Rows *rows;
    Status s = db_query(ctx, &told_waiting, &rows, db_int(limit));
    if (s) return s;
    while (*count < (size_t)limit && rows_next(rows)) {
        EtaUntold *untold = &(*out)[(*count)++];
        untold->told = (EtaTold){.waybill_id = rows_int(rows, 0),
                                 .start_ms = rows_int(rows, 1),
                                 .promised_ms = rows_int(rows, 2),
                                 .told_ms = NONE};
        untold->facts = (WaybillFacts){.waybill_id = rows_int(rows, 0),
                                       .carrier = rows_copy(rows, 3),
                                       .product = rows_copy(rows, 4),
                                       .origin = rows_copy(rows, 5),
                                       .destination = rows_copy(rows, 6),
                                       .leg = (WaybillLeg)rows_int(rows, 7),
                                       .stage = (WaybillStage)rows_int(rows, 8),
                                       .ordered_ms = rows_int(rows, 9),
                                       .collected_ms = rows_int(rows, 10),
                                       .delivered_ms = NONE,
                                       .promised_ms = rows_int(rows, 2),
                                       .origin_zone = rows_id(rows, 11),
                                       .destination_zone = rows_id(rows, 12)};
    }
    return rows_end(rows);
}

Status told_store_tell(Ctx *ctx, const EtaTold *told, size_t count)
{
    Status s = OK;
    for (size_t i = 0; !s && i < count; i++) {
        const EtaTold *t = &told[i];
        const DbValue id = db_int(t->waybill_id);
        s = t->told_ms == NONE ? db_run(ctx, &told_drop, id)
                               : db_run(ctx, &told_tell, id, db_int(t->told_ms), db_int(t->p10_ms),
                                        db_int(t->p50_ms), db_int(t->p90_ms), db_real(t->late),
                                        db_real(t->centre), db_real(t->width));
    }
    return s;
}

Status told_store_ended(Ctx *ctx, int64_t limit, EtaTold **out, size_t *count)
{
    *count = 0;
    *out = ARENA_ARRAY(ctx->arena, (size_t)limit, EtaTold);
    if (*out == NULL) return no_memory(ctx);
    Rows *rows;
    Status s = db_query(ctx, &told_ended, &rows, db_int(limit));
    if (s) return s;
    while (*count < (size_t)limit && rows_next(rows))
        (*out)[(*count)++] = (EtaTold){.waybill_id = rows_int(rows, 0),
                                       .start_ms = rows_int(rows, 1),
                                       .promised_ms = rows_int(rows, 2),
                                       .told_ms = rows_int(rows, 3),
                                       .p10_ms = rows_int(rows, 4),
                                       .p50_ms = rows_int(rows, 5),
                                       .p90_ms = rows_int(rows, 6),
                                       .late = rows_real(rows, 7),
                                       .centre = rows_real(rows, 8),
                                       .width = rows_real(rows, 9),
                                       .warned_ms = rows_int(rows, 10),
                                       .ended_ms = rows_int(rows, 11)};
    return rows_end(rows);
}

Status told_store_drop(Ctx *ctx, const EtaTold *told, size_t count)
{
    Status s = OK;
    for (size_t i = 0; !s && i < count; i++)
        s = db_run(ctx, &told_drop, db_int(told[i].waybill_id));
    return s;
}

Status watch_warned(Ctx *ctx, const int64_t *waybill_ids, size_t count)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count * 2, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        values[2 * i] = db_int(waybill_ids[i]);
        values[2 * i + 1] = db_int(ctx_now(ctx));
    }
    return db_run_many(ctx, &told_warned, values, 2, count, NULL);
}

Status told_store_add(Ctx *ctx, EtaStart start, int64_t day, const EtaBand *band)
{
    return db_run(ctx, &told_add, db_int(start), db_int(day), db_int(band->band), db_int(band->n),
                  db_int(band->late), db_int(band->foretold), db_int(band->brier),
                  db_int(band->held), db_int(band->error_ms), db_int(band->given_error_ms),
                  db_int(band->warned), db_int(band->warned_late), db_int(band->lead_ms));
}

static void band_add(EtaBand *to, Rows *rows)
{
    to->n += rows_int(rows, 1);
    to->late += rows_int(rows, 2);
    to->foretold += rows_int(rows, 3);
    to->brier += rows_int(rows, 4);
    to->held += rows_int(rows, 5);
    to->error_ms += rows_int(rows, 6);
    to->given_error_ms += rows_int(rows, 7);
    to->warned += rows_int(rows, 8);
    to->warned_late += rows_int(rows, 9);
    to->lead_ms += rows_int(rows, 10);
}

Status told_store_sums(Ctx *ctx, EtaStart start, int64_t from_day, int64_t to_day,
                       EtaBand out[ETA_BANDS])
{
    for (int64_t band = 0; band < ETA_BANDS; band++)
        out[band] = (EtaBand){.band = band};
    Rows *rows;
    Status s = db_query(ctx, &told_sums, &rows, db_int(start), db_int(from_day), db_int(to_day));
    if (s) return s;
    while (rows_next(rows)) {
        const int64_t band = rows_int(rows, 0);
        if (band >= 0 && band < ETA_BANDS) band_add(&out[band], rows);
    }
    return rows_end(rows);
}

Status now_store_flows(Ctx *ctx, EtaStart start, int64_t today, EtaFlow **out, size_t *count)
{
    *count = 0;
    *out = ARENA_ARRAY(ctx->arena, ETA_WINDOW_DAYS, EtaFlow);
    if (*out == NULL) return no_memory(ctx);
    Rows *rows;
    Status s = db_query(ctx, &now_flows, &rows, db_int(start), db_int(today - ETA_WINDOW_DAYS),
                        db_int(today - 1));
    if (s) return s;
    while (rows_next(rows)) {
        const int64_t day = rows_int(rows, 0), age = rows_int(rows, 1), n = rows_int(rows, 2);
        if (*count == 0 || (*out)[*count - 1].day != day) {
            if (*count == ETA_WINDOW_DAYS) break;
            (*out)[(*count)++].day = day;
        }
        EtaFlow *flow = &(*out)[*count - 1];
        if (age < 0)
            flow->started = n;
        else if (age < ETA_AGES)
            flow->delivered[age] = n;
    }
    return rows_end(rows);
}

Status now_store_put(Ctx *ctx, EtaStart start, int64_t today, double shift)
{
    return db_run(ctx, &now_put, db_int(start), db_int(today), db_real(shift));
}

Status told_store_forget(Ctx *ctx, int64_t today)
{
    const DbValue oldest = db_int(today - DAYS_KEPT);
    Status s = db_run(ctx, &forget_steps, db_int(today - STEP_DAYS_KEPT));
    if (!s) s = db_run(ctx, &forget_now, oldest);
    if (!s) s = db_run(ctx, &forget_flows, oldest);
    if (!s) s = db_run(ctx, &forget_days, oldest);
    if (!s) s = db_run(ctx, &forget_learned, db_int(id_floor((today - DAYS_KEPT) * DAY_MS)));
    if (s) return s;
    return db_run(ctx, &forget_told, db_int(id_floor((today - TOLD_DAYS_KEPT) * DAY_MS)));
}
