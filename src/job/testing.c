#include "job/testing.h"

#include "db/db.h"
#include "job/job.h"

void run_jobs(T *t)
{
    int64_t count;
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    check_ok(t, jobs_run_due(t->ctx, &count));
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
}
