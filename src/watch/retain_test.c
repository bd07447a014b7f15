#include "watch/retain.h"

#include "base/instant.h"
#include "db/db.h"
#include "watch/finding.h"
#include "watch/testing.h"
#include "waybill/testing.h"

enum { HOUR = 60 };

#define ENDED "771234567890501"
#define OPEN "771234567890502"
#define RECOVERED "771234567890503"

SQL(test_retained, "SELECT count(*) FROM watch_finding");
SQL(test_retained_acts, "SELECT count(*) FROM watch_act");
SQL(test_retained_heat, "SELECT COALESCE(sum(found), 0) FROM watch_heat");
SQL(test_retained_only, "UPDATE watch_rule SET is_off = 1 WHERE code <> 'hub_no_departure'");
SQL(test_retained_days, "SELECT count(*) FROM eta_accuracy");
SQL(test_accuracy_add, "INSERT INTO eta_accuracy (beginning, day, band, n, late, foretold, brier,"
                       " held, error_ms, given_error_ms, warned, warned_late, lead_ms)"
                       " VALUES (2, $1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0)");

static int64_t counted(T *t, const Sql *sql)
{
    int64_t count = NONE;
    check_ok(t, db_get_int_values(t->ctx, sql, &count, NULL, 0));
    return count;
}

static void acknowledge_all(T *t)
{
    FindingFilter filter;
    FindingActInput act;
    List list;
    const char *next;
    shape_clear(&finding_filter_shape, &filter);
    shape_clear(&finding_act_input_shape, &act);
    act.act = ACT_ACKNOWLEDGE;
    check_ok(t, finding_list(t->ctx, &filter, &list, &next));
    const Finding *findings = list.items;
    for (size_t i = 0; i < list.count; i++) {
        Finding after;
        check_ok(t, finding_act(t->ctx, findings[i].id, findings[i].version, &act, &after));
    }
}

TEST_DB(what_ended_long_ago_is_forgotten_and_what_is_open_is_not)
{
    check_ok(t, db_run_values(t->ctx, &test_retained_only, NULL, 0, NULL));
    take_scan(t, given_scan(ENDED, 30 * HOUR, "hub_in"), NULL);
    take_scan(t, given_scan(OPEN, 30 * HOUR, "hub_in"), NULL);
    take_scan(t, given_scan(RECOVERED, 30 * HOUR, "hub_in"), NULL);
    bool more;
    watch_looks_at_all(t);
    acknowledge_all(t);
    take_scan(t, given_scan(ENDED, 0, "delivered"), NULL);
    take_scan(t, given_scan(RECOVERED, 0, "hub_out"), NULL); /* and never heard of again */
    check_ok(t, db_run(t->ctx, &test_accuracy_add, db_int(TEST_NOW / DAY_MS)));
    check_ok(t, watch_retain(t->ctx, TEST_NOW - DAY_MS, &more));
    check_int(t, counted(t, &test_retained), 3);
    check_int(t, counted(t, &test_retained_days), 1);
    check_ok(t, watch_retain(t->ctx, TEST_NOW + 2 * DAY_MS, &more));
    check(t, !more);
    check_int(t, counted(t, &test_retained), 2);
    check_int(t, counted(t, &test_retained_acts), 2);
    check_int(t, counted(t, &test_retained_heat), 3); /* its hour holds one that is open */
    check_int(t, counted(t, &test_retained_days), 0);
}
