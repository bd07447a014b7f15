#include "waybill/testing.h"

#include "base/instant.h"
#include "db/db.h"

SQL(test_scans, "SELECT count(*) FROM scan WHERE waybill_id = $1");
SQL(test_waiting, "SELECT count(*) FROM scan_quarantine");
SQL(test_all_rows, "SELECT count(*) FROM waybill_exception WHERE waybill_id = $1");
SQL(test_open_rows,
    "SELECT count(*) FROM waybill_exception WHERE waybill_id = $1 AND closed_ms IS NULL");

ScanInput given_scan(const char *no, int minutes, const char *code)
{
    ScanInput scan;
    shape_clear(&scan_input_shape, &scan);
    scan.carrier = "sto";
    scan.no = no;
    scan.at = TEST_NOW - minutes * MINUTE_MS;
    scan.at_offset = (InstantOffset){480, false};
    scan.code = code;
    scan.payload = scan.ingest_id = 0;
    return scan;
}

int64_t take_scans(T *t, Applier *applier, ScanInput *scans, size_t count, UpsertOutcome outcome)
{
    UpsertRow *rows = ARENA_ARRAY(t->ctx->arena, count, UpsertRow);
    for (size_t i = 0; i < count; i++)
        rows[i] = (UpsertRow){.thing = &scans[i], .number = (int64_t)i + 1};
    check_ok(t, applier ? applier_apply(t->ctx, applier, rows, count)
                        : scan_apply(t->ctx, rows, count));
    int64_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += rows[i].outcome == outcome;
    return found;
}

UpsertOutcome take_scan(T *t, ScanInput scan, UpsertRow *row)
{
    UpsertRow own = {.thing = &scan, .number = 1};
    check_ok(t, scan_apply(t->ctx, &own, 1));
    if (row) *row = own;
    return own.outcome;
}

State known_state(T *t, const char *no)
{
    NamePool *names = name_pool_new();
    State state = {.no = no};
    State *states[] = {&state};
    journey_init(&state.journey);
    state.journey.facts.carrier = "sto";
    check_ok(t, state_load(t->ctx, names, states, 1));
    /* the names go with the pool; tests look at numbers */
    state.journey.facts.product = state.journey.facts.origin = state.journey.facts.destination = "";
    name_pool_release(names);
    return state;
}

static int64_t count_rows(T *t, const Sql *sql, const char *no)
{
    int64_t count;
    int64_t id = known_state(t, no).journey.facts.waybill_id;
    check_ok(t, db_get_int(t->ctx, sql, &count, db_int(id)));
    return count;
}

int64_t stored_scans(T *t, const char *no)
{
    return count_rows(t, &test_scans, no);
}

int64_t all_rows(T *t, const char *no)
{
    return count_rows(t, &test_all_rows, no);
}

int64_t open_rows(T *t, const char *no)
{
    return count_rows(t, &test_open_rows, no);
}

int64_t waiting_scans(T *t)
{
    int64_t count;
    check_ok(t, db_get_int_values(t->ctx, &test_waiting, &count, NULL, 0));
    return count;
}

WaybillInput given_waybill(const char *no)
{
    WaybillInput input;
    shape_clear(&waybill_input_shape, &input);
    input.carrier = "sto";
    input.no = no;
    return input;
}

UpsertOutcome take_waybill(T *t, WaybillInput input, UpsertRow *row)
{
    UpsertRow own = {.thing = &input, .number = 1};
    check_ok(t, waybill_apply(t->ctx, &own, 1));
    if (row) *row = own;
    return own.outcome;
}

Waybill found_waybill(T *t, const char *no)
{
    Waybill waybill;
    check_ok(t, waybill_find(t->ctx, "sto", no, &waybill));
    return waybill;
}
