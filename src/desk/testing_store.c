#include "db/db.h"
#include "desk/testing.h"

SQL(test_finding_add,
    "INSERT INTO watch_finding (id, version, rule_id, rule_version, rule, kind, waybill_id,"
    " anchor_ms, limit_ms, found_ms, exception, severity, stage, origin, destination)"
    " VALUES ($1, 1, $1, 1, 'stalled', 1, $2, $3, $3, $3, 1, 3, 1, '', '')");
SQL(test_finding_end,
    "UPDATE watch_finding SET closed_ms = $2 WHERE id = (SELECT min(id) FROM watch_finding"
    " WHERE waybill_id = $1 AND closed_ms IS NULL)");

void given_finding(T *t, int64_t waybill_id)
{
    check_ok(t, db_run(t->ctx, &test_finding_add, db_int(ctx_id(t->ctx)), db_int(waybill_id),
                       db_int(TEST_NOW)));
}

void ended_finding(T *t, int64_t waybill_id)
{
    check_ok(t, db_run(t->ctx, &test_finding_end, db_int(waybill_id), db_int(TEST_NOW)));
}
