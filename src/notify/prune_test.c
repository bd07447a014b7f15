/* However much is past its keeping time, it is forgotten at one go. */
#include "base/instant.h"
#include "db/db.h"
#include "job/job.h"
#include "test.h"

enum { OLD = 2500 };

#define MANY                                                                                       \
    "WITH RECURSIVE n (id) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT id + 1 FROM n"           \
    " WHERE id < CAST($2 AS BIGINT))"
SQL(test_old_notices, "INSERT INTO notify_message (id, version, key, fact, audience, state,"
                      " attempts, due_at, created_at) " MANY
                      " SELECT id, 1, CAST(id AS TEXT), 'written', 1, 4, 1, 0, 0 FROM n");
SQL(test_old_steps, "INSERT INTO notify_attempt (message_id, number, at, state) " MANY
                    " SELECT id, 1, 0, 4 FROM n");
SQL(test_old_deliveries, "INSERT INTO webhook_delivery (id, webhook_id, event, body, state,"
                         " attempts, due_at, created_at) " MANY
                         " SELECT id, 1, 'ticket.closed', '{}', 3, 1, 0, 0 FROM n");
SQL(test_old_attempts, "INSERT INTO webhook_attempt (delivery_id, number, at, took_ms) " MANY
                       " SELECT id, 1, 0, 1 FROM n");
SQL(test_notices_left, "SELECT (SELECT COUNT(*) FROM notify_message)"
                       " + (SELECT COUNT(*) FROM notify_attempt)");
SQL(test_deliveries_left, "SELECT (SELECT COUNT(*) FROM webhook_delivery)"
                          " + (SELECT COUNT(*) FROM webhook_attempt)");

static void given_old(T *t, const Sql *rows, const Sql *below)
{
    check_ok(t, db_run(t->ctx, rows, db_int(1), db_int(OLD)));
    check_ok(t, db_run(t->ctx, below, db_int(1), db_int(OLD)));
}

static int64_t left_after(T *t, const char *kind, const Sql *count)
{
    int64_t ran, left;
    check_ok(t, job_add(t->ctx, kind, "now", 0, NULL, ctx_now(t->ctx)));
    check_ok(t, jobs_run_due(t->ctx, &ran));
    check_ok(t, db_get_int(t->ctx, count, &left));
    return left;
}

TEST_DB(all_old_notices_are_forgotten_however_many_they_are)
{
    given_old(t, &test_old_notices, &test_old_steps);
    check_int(t, left_after(t, "notice.prune", &test_notices_left), 0);
}

TEST_DB(all_old_deliveries_are_forgotten_however_many_they_are)
{
    given_old(t, &test_old_deliveries, &test_old_attempts);
    check_int(t, left_after(t, "webhook.prune", &test_deliveries_left), 0);
}
