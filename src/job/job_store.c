#include "job/job_store.h"

#include "db/db.h"

static const Field stored_fields[] = {
    FIELD_ID(StoredJob, id),        FIELD_TEXT(StoredJob, kind),
    FIELD_TEXT(StoredJob, key),     FIELD_ID(StoredJob, subject_id),
    FIELD_TEXT(StoredJob, payload), FIELD_TIME(StoredJob, due_ms),
    FIELD_INT(StoredJob, attempt),  FIELD_END,
};
static const Shape stored_shape = SHAPE(StoredJob, stored_fields, "A claimed job");

/* --- adding --- */

SQL(insert_job,
    "INSERT INTO job (id, kind, key, subject_id, payload, due_ms, attempt, state, created_ms)"
    " VALUES ($1, $2, $3, $4, $5, $6, 0, 1, $7)"
    " ON CONFLICT (kind, key) WHERE state = 1 DO UPDATE SET payload = excluded.payload,"
    " due_ms = CASE WHEN excluded.due_ms < job.due_ms THEN excluded.due_ms ELSE job.due_ms END");

enum { INSERT_WIDTH = 7 };

Status job_insert(Ctx *ctx, const StoredJob *jobs, size_t count)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count * INSERT_WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        const StoredJob *job = &jobs[i];
        DbValue *row = values + i * INSERT_WIDTH;
        row[0] = db_id(job->id);
        row[1] = db_text(job->kind);
        row[2] = db_text(job->key);
        row[3] = db_id(job->subject_id);
        row[4] = db_text(job->payload);
        row[5] = db_int(job->due_ms);
        row[6] = db_int(ctx_now(ctx));
    }
    return db_run_many(ctx, &insert_job, values, INSERT_WIDTH, count, NULL);
}

SQL(remove_waiting, "DELETE FROM job WHERE kind = $1 AND key = $2 AND state = 1");

Status job_remove_waiting(Ctx *ctx, const char *kind, const char *key)
{
    return db_run(ctx, &remove_waiting, db_text(kind), db_text(key));
}

SQL(count_keyed, "SELECT COUNT(*) FROM job WHERE kind = $1 AND key = $2 AND state IN (1, 2)");

Status job_exists(Ctx *ctx, const char *kind, const char *key, int64_t *out)
{
    return db_get_int(ctx, &count_keyed, out, db_text(kind), db_text(key));
}

/* --- running --- */

SQL(claim_jobs,
    "UPDATE job SET state = 2, attempt = attempt + 1, lease_ms = $2, node = $4"
    " WHERE state = 1 AND id IN"
    " (SELECT id FROM job WHERE state = 1 AND due_ms <= $1 ORDER BY due_ms, id LIMIT $3)"
    " RETURNING id, kind, key, subject_id, payload, due_ms, attempt");

static bool comes_before(const StoredJob *a, const StoredJob *b)
{
    return a->due_ms < b->due_ms || (a->due_ms == b->due_ms && a->id < b->id);
}

/* RETURNING promises no order. */
static void sort_jobs(List *list)
{
    StoredJob *jobs = list->items;
    for (size_t i = 1; i < list->count; i++) {
        StoredJob job = jobs[i];
        size_t at = i;
        for (; at > 0 && comes_before(&job, &jobs[at - 1]); at--)
            jobs[at] = jobs[at - 1];
        jobs[at] = job;
    }
}

Status job_claim(Ctx *ctx, int64_t now_ms, int64_t lease_ms, int64_t limit, List *out)
{
    Status s = db_list(ctx, &claim_jobs, &stored_shape, out, db_int(now_ms), db_int(lease_ms),
                       db_int(limit), db_int(id_node(ctx_id(ctx))));
    if (!s) sort_jobs(out);
    return s;
}

/* One that has its like waiting, or dead beside it, gives way to that. */
#define DEAD(job) "(" job ".lease_ms <= $1 OR " job ".node = CAST($2 AS BIGINT))"
SQL(merge_dead, "DELETE FROM job WHERE state = 2 AND " DEAD(
                    "job") " AND key IS NOT NULL AND EXISTS"
                           " (SELECT 1 FROM job twin WHERE twin.kind = job.kind AND twin.key = "
                           "job.key AND (twin.state = 1"
                           " OR (twin.state = 2 AND " DEAD("twin") " AND twin.id > job.id)))");
SQL(free_dead, "UPDATE job SET state = 1, lease_ms = NULL, error = 'the worker died'"
               " WHERE state = 2 AND " DEAD("job"));

static Status free_dead_of(Ctx *ctx, int64_t now_ms, int64_t node)
{
    Status s = db_run(ctx, &merge_dead, db_int(now_ms), db_int(node));
    return s ? s : db_run(ctx, &free_dead, db_int(now_ms), db_int(node));
}

Status job_free_expired(Ctx *ctx, int64_t now_ms)
{
    return free_dead_of(ctx, now_ms, NONE);
}

Status job_free_own(Ctx *ctx)
{
    return free_dead_of(ctx, ctx_now(ctx), id_node(ctx_id(ctx)));
}

SQL(remove_running, "DELETE FROM job WHERE id = $1 AND state = 2 AND attempt = $2");

Status job_remove_running(Ctx *ctx, const StoredJob *job, int64_t *changed)
{
    return db_run_count(ctx, &remove_running, changed, db_id(job->id), db_int(job->attempt));
}

SQL(merge_running, "DELETE FROM job WHERE id = $1 AND state = 2 AND attempt = $2 AND EXISTS"
                   " (SELECT 1 FROM job twin WHERE twin.kind = job.kind AND twin.key = job.key"
                   " AND twin.state = 1)");
SQL(put_back, "UPDATE job SET state = 1, lease_ms = NULL, due_ms = $3, error = $4"
              " WHERE id = $1 AND state = 2 AND attempt = $2");

Status job_put_back(Ctx *ctx, const StoredJob *job, int64_t due_ms, const char *error)
{
    Status s = db_run(ctx, &merge_running, db_id(job->id), db_int(job->attempt));
    if (s) return s;
    return db_run(ctx, &put_back, db_id(job->id), db_int(job->attempt), db_int(due_ms),
                  db_text(error));
}

SQL(put_failed, "UPDATE job SET state = 3, lease_ms = NULL, error = $3"
                " WHERE id = $1 AND state = 2 AND attempt = $2");

Status job_put_failed(Ctx *ctx, const StoredJob *job, const char *error)
{
    return db_run(ctx, &put_failed, db_id(job->id), db_int(job->attempt), db_text(error));
}

SQL(set_back_retry, "UPDATE job SET due_ms = $1 WHERE state = 1 AND attempt > 0 AND due_ms > $1");
SQL(set_back_lease, "UPDATE job SET lease_ms = $1 WHERE state = 2 AND lease_ms > $1 AND node = $2");

Status job_set_back(Ctx *ctx, int64_t retry_ms, int64_t lease_ms)
{
    Status s = db_run(ctx, &set_back_retry, db_int(retry_ms));
    if (s) return s;
    return db_run(ctx, &set_back_lease, db_int(lease_ms), db_int(id_node(ctx_id(ctx))));
}

SQL(set_back_keyed, "UPDATE job SET due_ms = $3"
                    " WHERE kind = $1 AND key = $2 AND state = 1 AND due_ms > $3");

Status job_set_back_keyed(Ctx *ctx, const char *kind, const char *key, int64_t due_ms)
{
    return db_run(ctx, &set_back_keyed, db_text(kind), db_text(key), db_int(due_ms));
}

SQL(next_due, "SELECT MIN(due_ms) FROM job WHERE state = 1");
SQL(next_lease, "SELECT MIN(lease_ms) FROM job WHERE state = 2");

Status job_next_ms(Ctx *ctx, int64_t *out)
{
    int64_t lease = NONE;
    *out = NONE;
    Status s = db_get_int(ctx, &next_due, out);
    if (!s) s = db_get_int(ctx, &next_lease, &lease);
    if (!s && lease != NONE && (*out == NONE || lease < *out)) *out = lease;
    return s;
}

/* --- looking --- */

#define JOB_ROW                                                                                    \
    "SELECT id, kind, key, subject_id, state, due_ms AS due_at, attempt, lease_ms AS lease_until," \
    " error, created_ms AS created_at FROM job "

SQL(list_jobs, JOB_ROW "WHERE id > $1 AND (CAST($2 AS BIGINT) IS NULL"
                       " OR state = CAST($2 AS BIGINT)) AND (CAST($3 AS BIGINT) IS NULL"
                       " OR due_ms <= CAST($3 AS BIGINT)) ORDER BY id LIMIT $4");

Status job_rows(Ctx *ctx, const JobFilter *filter, List *out)
{
    return db_list(ctx, &list_jobs, &job_row_shape, out, db_int(filter->after),
                   db_int(filter->state), db_int(filter->due_by), db_int(filter->limit));
}

SQL(one_job, JOB_ROW "WHERE id = $1");

Status job_row(Ctx *ctx, int64_t id, JobRow *out)
{
    return db_read(ctx, &one_job, &job_row_shape, out, db_id(id));
}

SQL(put_again, "UPDATE job SET state = 1, attempt = 0, due_ms = $2 WHERE id = $1 AND state = 3");

Status job_put_again(Ctx *ctx, int64_t id, int64_t due_ms)
{
    return db_run(ctx, &put_again, db_id(id), db_int(due_ms));
}

SQL(count_state, "SELECT COUNT(*) FROM job WHERE state = $1");

Status job_counts(Ctx *ctx, int64_t now_ms, JobsState *out)
{
    int64_t oldest = NONE;
    *out = (JobsState){0};
    Status s = db_get_int(ctx, &count_state, &out->waiting, db_int(JOB_WAITING));
    if (!s) s = db_get_int(ctx, &count_state, &out->running, db_int(JOB_RUNNING));
    if (!s) s = db_get_int(ctx, &count_state, &out->failed, db_int(JOB_FAILED));
    if (!s) s = db_get_int(ctx, &next_due, &oldest);
    if (!s && oldest != NONE && oldest < now_ms) out->late_ms = now_ms - oldest;
    return s;
}
