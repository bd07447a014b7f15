#include "job/job.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/instant.h"
#include "base/log.h"
#include "db/db.h"
#include "house.h"
#include "job/job_store.h"
#include "job/run.h"
#include "slices.h"
#include "test.h"

/* What a job of these tests did is left in the database, so that it is undone with it. */
SQL(test_note, "INSERT INTO setting (name, version, value, changed_ms) VALUES ($1, 1, $2, 0)"
               " ON CONFLICT (name) DO UPDATE SET version = setting.version + 1,"
               " value = excluded.value");
SQL(test_noted, "SELECT version FROM setting WHERE name = $1");

static Status note(Ctx *ctx, const Job *job)
{
    return db_run(ctx, &test_note, db_text(job->kind), db_text(job->payload));
}

static Status note_and_fail(Ctx *ctx, const Job *job)
{
    Status s = note(ctx, job);
    if (s) return s;
    s = fail(ctx, UNAVAILABLE, "the far side is away");
    problem_cause(ctx, "nobody at 127.0.0.1:1");
    return s;
}

/* Dies in the middle of its work, where it is told to. */
static Status note_and_die(Ctx *ctx, const Job *job)
{
    Status s = note(ctx, job);
    if (!s && getenv("JOB_TEST_DIES")) raise(SIGKILL);
    return s;
}

static Status want_nothing(Ctx *ctx, const char *event, bool *out)
{
    (void)ctx;
    *out = strcmp(event, "thing.unwanted") != 0;
    return OK;
}

static Status write_note(Ctx *ctx, void *work)
{
    return note(ctx, work);
}

static Status note_outside(Ctx *ctx, const Job *job)
{
    Job copy = *job;
    if (job->attempt == 1) return fail(ctx, UNAVAILABLE, "the far side is away");
    return database_write(ctx, ctx->house->database, write_note, &copy);
}

/* Work that is rows of its own: as long as fewer than three of it are done. */
static bool few_done(Ctx *ctx)
{
    int64_t times = 0;
    Status s = db_get_int(ctx, &test_noted, &times, db_text("test.rows"));
    if (s) problem_clear(ctx);
    return times < 3;
}

static const JobKind kinds[] = {
    {"test.die", .run = note_and_die, .doc = "Kills its worker"},
    {"test.note", .run = note, .doc = "Notes that it ran"},
    {"test.other", .event = "thing.changed", .run = note, .doc = "Follows an event"},
    {"test.clock", .every_ms = HOUR_MS, .run = note, .doc = "Every hour"},
    {"test.ignore", .event = "thing.unwanted", .wanted = want_nothing, .run = note, .doc = "Idle"},
    {"test.outside", .outside = true, .run = note_outside, .doc = "Talks to others"},
    {"test.fail", .attempts = 3, .run = note_and_fail, .doc = "Fails"},
    {NULL}};
static const Slice test_slice = {.name = "test", .jobs = kinds};
static const Slice *const test_slices[] = {&test_slice, NULL};

static const JobKind row_kinds[] = {
    {"test.rows", .waits = few_done, .run = note, .doc = "Has rows of its own"}, {NULL}};
static const Slice row_slice = {.name = "rows", .jobs = row_kinds};
static const Slice *const row_slices[] = {&row_slice, NULL};

static void given_kinds(T *t)
{
    t->house->slices = test_slices;
}

/* How often a kind of job has run. */
static int64_t ran(T *t, const char *kind)
{
    int64_t times = 0;
    Status s = db_get_int(t->ctx, &test_noted, &times, db_text(kind));
    check(t, !s || s == NOT_FOUND);
    return s ? 0 : times;
}

static int64_t run_due(T *t)
{
    int64_t count = 0;
    check_ok(t, jobs_run_due(t->ctx, &count));
    return count;
}

/* The only one in that state that the clock did not make. */
static JobRow only_job(T *t, JobState state)
{
    List list;
    JobRow job = {0};
    size_t count = 0;
    const JobFilter filter = {state, NONE, 0, 10};
    check_ok(t, job_list(t->ctx, &filter, &list));
    for (size_t i = 0; i < list.count; i++) {
        const JobRow *row = (const JobRow *)list.items + i;
        if (row->key && strcmp(row->key, CLOCK_KEY) == 0) continue;
        job = *row;
        count++;
    }
    check_int(t, count, 1);
    return job;
}

TEST_DB(a_job_runs_once_at_its_time_and_is_gone)
{
    given_kinds(t);
    check_ok(t, job_add(t->ctx, "test.note", NULL, 7, "{}", TEST_NOW + MINUTE_MS));
    check_int(t, run_due(t), 0);
    source_move(t->ctx->source, MINUTE_MS);
    check_int(t, run_due(t), 1);
    check_int(t, run_due(t), 0);
    check_int(t, ran(t, "test.note"), 1);
}

TEST_DB(of_one_key_only_one_job_waits_and_the_earlier_time_counts)
{
    given_kinds(t);
    check_ok(t, job_add(t->ctx, "test.note", "k", 7, "1", TEST_NOW + HOUR_MS));
    check_ok(t, job_add(t->ctx, "test.note", "k", 7, "2", TEST_NOW + MINUTE_MS));
    check_ok(t, job_add(t->ctx, "test.note", "k", 7, "3", TEST_NOW + HOUR_MS));
    check_ok(t, job_add(t->ctx, "test.note", "other", 7, "3", TEST_NOW + HOUR_MS));
    source_move(t->ctx->source, MINUTE_MS);
    check_int(t, run_due(t), 1);
    source_move(t->ctx->source, HOUR_MS);
    run_due(t);
    check_int(t, ran(t, "test.note"), 2);
}

TEST_DB(a_cancelled_job_does_not_run)
{
    given_kinds(t);
    check_ok(t, job_add(t->ctx, "test.note", "k", 7, NULL, TEST_NOW));
    check_ok(t, job_cancel(t->ctx, "test.note", "k"));
    check_ok(t, job_cancel(t->ctx, "test.note", "k"));
    check_int(t, run_due(t), 0);
}

TEST_DB(an_event_makes_a_job_of_every_kind_that_follows_it)
{
    given_kinds(t);
    check(t, event_wanted(t->ctx, "thing.changed"));
    check(t, !event_wanted(t->ctx, "thing.ignored"));
    check_ok(t, event_publish(t->ctx, "thing.changed", 7, "{}"));
    check_ok(t, event_publish(t->ctx, "thing.ignored", 7, "{}"));
    check_int(t, run_due(t), 1);
    check_int(t, ran(t, "test.other"), 1);
}

TEST_DB(an_event_that_a_kind_does_not_want_makes_no_job)
{
    given_kinds(t);
    check_ok(t, event_publish(t->ctx, "thing.unwanted", 7, NULL));
    check_int(t, run_due(t), 0);
}

TEST_DB(what_runs_outside_is_done_when_it_says_so)
{
    given_kinds(t);
    check_ok(t, job_add(t->ctx, "test.outside", NULL, 7, NULL, TEST_NOW));
    check_int(t, run_due(t), 1);
    check_int(t, ran(t, "test.outside"), 0);
    source_move(t->ctx->source, MINUTE_MS);
    check_int(t, run_due(t), 1);
    check_int(t, ran(t, "test.outside"), 1);
    check_int(t, run_due(t), 0);
}

TEST_DB(what_the_clock_makes_runs_again_and_again)
{
    given_kinds(t);
    check_int(t, run_due(t), 0);
    for (int i = 1; i <= 3; i++) {
        source_move(t->ctx->source, HOUR_MS);
        check_int(t, run_due(t), 1);
        check_int(t, ran(t, "test.clock"), i);
    }
}

TEST_DB(a_clock_that_was_set_back_stops_nothing_that_it_drives)
{
    given_kinds(t);
    check_int(t, run_due(t), 0);
    source_move(t->ctx->source, 365 * DAY_MS);
    check_int(t, run_due(t), 1);
    source_move(t->ctx->source, -365 * DAY_MS);
    check_int(t, run_due(t), 0);
    source_move(t->ctx->source, HOUR_MS);
    check_int(t, run_due(t), 1);
    check_int(t, ran(t, "test.clock"), 2);
}

TEST_DB(what_failed_while_the_clock_was_ahead_is_tried_again_when_it_is_right)
{
    given_kinds(t);
    source_move(t->ctx->source, 365 * DAY_MS);
    check_ok(t, job_add(t->ctx, "test.fail", NULL, 7, NULL, TEST_NOW));
    run_due(t);
    source_move(t->ctx->source, -365 * DAY_MS);
    run_due(t);
    check_int(t, only_job(t, JOB_WAITING).attempt, 1);
    source_move(t->ctx->source, HOUR_MS);
    run_due(t);
    check_int(t, only_job(t, JOB_WAITING).attempt, 2);
}

SQL(test_lend, "UPDATE job SET node = node + 1 WHERE state = 2");

TEST_DB(a_node_whose_clock_is_slow_shortens_only_what_it_has_itself)
{
    List due;
    given_kinds(t);
    check_ok(t, job_add(t->ctx, "test.outside", NULL, 7, NULL, TEST_NOW));
    check_ok(t, job_take_due(t->ctx, 10, &due));
    check_int(t, due.count, 1);
    source_move(t->ctx->source, -HOUR_MS);
    check_ok(t, job_clock_start(t->ctx));
    check_int(t, only_job(t, JOB_RUNNING).lease_until, TEST_NOW - HOUR_MS + JOB_LEASE_MS);
    check_ok(t, db_run(t->ctx, &test_lend));
    source_move(t->ctx->source, -HOUR_MS);
    check_ok(t, job_clock_start(t->ctx));
    check_int(t, only_job(t, JOB_RUNNING).lease_until, TEST_NOW - HOUR_MS + JOB_LEASE_MS);
}

TEST_DB(a_failed_attempt_leaves_nothing_and_is_made_again_later)
{
    given_kinds(t);
    check_ok(t, job_add(t->ctx, "test.fail", NULL, 7, NULL, TEST_NOW));
    check_int(t, run_due(t), 1);
    check_int(t, ran(t, "test.fail"), 0);
    source_move(t->ctx->source, SECOND_MS - 1);
    check_int(t, run_due(t), 0);
    source_move(t->ctx->source, 1);
    check_int(t, run_due(t), 1);
    source_move(t->ctx->source, 2 * SECOND_MS);
    check_int(t, run_due(t), 1);
    JobRow job = only_job(t, JOB_FAILED);
    check_int(t, job.attempt, 3);
    check(t, strstr(job.error, "the far side is away"));
    source_move(t->ctx->source, DAY_MS);
    run_due(t);
    check_int(t, only_job(t, JOB_FAILED).attempt, 3);
}

TEST_DB(a_failed_job_can_be_run_again)
{
    given_kinds(t);
    check_ok(t, job_add(t->ctx, "test.fail", NULL, 7, NULL, TEST_NOW));
    int64_t id = only_job(t, JOB_WAITING).id;
    check_status(t, job_retry(t->ctx, id), CONFLICT);
    for (int i = 0; i < 3; i++) {
        run_due(t);
        source_move(t->ctx->source, MINUTE_MS);
    }
    check_ok(t, job_retry(t->ctx, id));
    check_int(t, only_job(t, JOB_WAITING).attempt, 0);
    check_status(t, job_retry(t->ctx, id + 1), NOT_FOUND);
}

TEST_DB(a_job_whose_worker_died_comes_back_when_its_lease_ends)
{
    List due;
    given_kinds(t);
    check_ok(t, job_add(t->ctx, "test.note", NULL, 7, NULL, TEST_NOW));
    check_ok(t, job_take_due(t->ctx, 10, &due));
    check_int(t, due.count, 1);
    check_int(t, run_due(t), 0);
    source_move(t->ctx->source, JOB_LEASE_MS);
    check_int(t, run_due(t), 1);
    check_int(t, ran(t, "test.note"), 1);
    /* The dead worker was only slow: what it does now counts for nothing. */
    check_ok(t, job_run(t->ctx, due.items));
    check_int(t, ran(t, "test.note"), 1);
}

TEST_DB(a_job_whose_process_is_started_anew_comes_back_at_once)
{
    List due;
    given_kinds(t);
    check_ok(t, job_add(t->ctx, "test.note", NULL, 7, NULL, TEST_NOW));
    check_ok(t, job_take_due(t->ctx, 10, &due));
    check_int(t, run_due(t), 0);
    check_ok(t, job_free_own(t->ctx));
    check_int(t, run_due(t), 1);
    check_ok(t, job_run(t->ctx, due.items));
    check_int(t, ran(t, "test.note"), 1);
}

/* In another process: adds jobs, claims all of them, and is killed while it runs one. */
static void run_and_die(T *t, const HouseOptions *options)
{
    int64_t count;
    setenv("JOB_TEST_DIES", "1", 1);
    if (house_open(t->ctx, options)) _exit(1);
    t->ctx->house->slices = test_slices;
    Status s = database_borrow_writer(t->ctx, t->ctx->house->database);
    if (!s) s = job_add(t->ctx, "test.die", NULL, 1, NULL, TEST_NOW - 1);
    for (int i = 0; !s && i < 5; i++)
        s = job_add(t->ctx, "test.note", NULL, i + 1, NULL, TEST_NOW);
    if (!s) s = database_return_writer(t->ctx, t->ctx->house->database, true);
    if (!s) s = jobs_run_due(t->ctx, &count);
    _exit(2);
}

TEST_DB(a_worker_killed_in_the_middle_of_a_job_loses_none_and_keeps_none)
{
    HouseOptions options = {.data = t->folder,
                            .database = t->url,
                            .throw_away = true,
                            .node = -1,
                            .source = t->ctx->source};
    int status = 0;
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    house_close(t->ctx);
    pid_t worker = fork();
    if (worker == 0) run_and_die(t, &options);
    check_int(t, waitpid(worker, &status, 0), worker);
    check(t, WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    check_ok(t, house_open(t->ctx, &options));
    t->house = t->ctx->house;
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
    given_kinds(t);
    check_int(t, run_due(t), 0);
    check_int(t, ran(t, "test.die"), 0);
    source_move(t->ctx->source, JOB_LEASE_MS);
    check_int(t, run_due(t), 6);
    check_int(t, ran(t, "test.die"), 1);
    check_int(t, ran(t, "test.note"), 5);
}

/* Adds a job in a transaction of its own. */
static Status add_note(Ctx *ctx, void *work)
{
    (void)work;
    return job_add(ctx, "test.note", NULL, 1, NULL, TEST_NOW);
}

typedef struct Notes {
    T *t;
    int64_t wanted;
} Notes;

static bool have_run(void *of)
{
    const Notes *notes = of;
    T *t = notes->t;
    check_ok(t, database_reader(t->ctx, t->house->database));
    int64_t done = ran(t, "test.note");
    database_give_back(t->ctx, t->house->database);
    return done == notes->wanted;
}

TEST_DB(the_workers_run_what_waits_and_what_is_added_meanwhile)
{
    Jobs *jobs = t->house->jobs;
    given_kinds(t);
    check_ok(t, add_note(t->ctx, NULL));
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    check_ok(t, jobs_start(t->ctx, t->house, &t->house->jobs));
    check(t, comes_true(have_run, &(Notes){t, 1}));
    for (int i = 0; i < 20; i++)
        check_ok(t, database_write(t->ctx, t->house->database, add_note, NULL));
    check(t, comes_true(have_run, &(Notes){t, 21}));
    jobs_stop(t->house->jobs);
    t->house->jobs = jobs;
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
    JobsState state;
    check_ok(t, jobs_state(t->ctx, &state));
    check_int(t, state.running, 0);
}

TEST_DB(a_job_that_kills_its_worker_each_time_fails_in_the_end)
{
    given_kinds(t);
    check_ok(t, job_add(t->ctx, "test.fail", NULL, 7, NULL, TEST_NOW));
    for (int i = 0; i < 3; i++) {
        List due;
        check_ok(t, job_take_due(t->ctx, 10, &due));
        check_int(t, due.count, 1);
        source_move(t->ctx->source, JOB_LEASE_MS);
    }
    run_due(t);
    check_int(t, only_job(t, JOB_FAILED).attempt, 4);
}

TEST_DB(a_dead_job_gives_way_to_its_like_that_waits)
{
    List due;
    given_kinds(t);
    check_ok(t, job_add(t->ctx, "test.note", "k", 7, NULL, TEST_NOW));
    check_ok(t, job_take_due(t->ctx, 10, &due));
    check_ok(t, job_add(t->ctx, "test.note", "k", 7, NULL, TEST_NOW));
    source_move(t->ctx->source, JOB_LEASE_MS);
    check_int(t, run_due(t), 1);
    check_int(t, ran(t, "test.note"), 1);
}

TEST_DB(a_job_of_an_unknown_kind_is_kept_with_the_reason)
{
    given_kinds(t);
    check_ok(t, job_add(t->ctx, "test.gone", NULL, 7, NULL, TEST_NOW));
    check_int(t, run_due(t), 1);
    check(t, strstr(only_job(t, JOB_WAITING).error, "test.gone"));
}

TEST_DB(the_state_of_jobs_tells_how_late_they_are)
{
    JobsState state;
    given_kinds(t);
    check_ok(t, job_add(t->ctx, "test.note", NULL, 7, NULL, TEST_NOW - HOUR_MS));
    check_ok(t, job_add(t->ctx, "test.note", NULL, 8, NULL, TEST_NOW + HOUR_MS));
    check_ok(t, jobs_state(t->ctx, &state));
    check_int(t, state.waiting, 2);
    check_int(t, state.late_ms, HOUR_MS);
}

TEST(the_wait_after_a_failure_doubles_up_to_an_hour)
{
    check_int(t, job_wait_ms(1), 1000);
    check_int(t, job_wait_ms(2), 2000);
    check_int(t, job_wait_ms(12), 2048000);
    check_int(t, job_wait_ms(13), 3600000);
    check_int(t, job_wait_ms(60), 3600000);
}

TEST_DB(the_line_of_a_failed_job_says_what_failed_and_what_is_behind_it)
{
    char line[1024];
    const char *path = arena_format(t->ctx->arena, "%s/log", t->folder);
    const Log log = {.file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600), .least = LEVEL_INFO};
    given_kinds(t);
    check_ok(t, job_add(t->ctx, "test.fail", NULL, 0, "1", TEST_NOW));
    const struct Log *before = t->house->log;
    t->house->log = &log;
    run_due(t);
    t->house->log = before;
    ssize_t length = pread(log.file, line, sizeof line - 1, 0);
    close(log.file);
    check(t, length > 0);
    line[length] = 0;
    check(t, strstr(line, " message=\"the far side is away\""));
    check(t, strstr(line, "cause=\"nobody at 127.0.0.1:1\""));
}

TEST_DB(work_in_rows_of_its_own_is_run_as_long_as_it_waits_and_makes_no_job)
{
    List jobs;
    t->house->slices = row_slices;
    check_int(t, run_due(t), 0);
    check_int(t, ran(t, "test.rows"), 3);
    const JobFilter all = {NONE, NONE, 0, 10};
    check_ok(t, job_list(t->ctx, &all, &jobs));
    check_int(t, jobs.count, 0);
}

TEST_DB(jobs_whose_time_has_come_are_listed_apart)
{
    List jobs;
    const int64_t now = ctx_now(t->ctx);
    check_ok(t, job_add(t->ctx, "test.note", NULL, 1, NULL, now));
    check_ok(t, job_add(t->ctx, "test.note", NULL, 2, NULL, now + 1));
    check_ok(t, job_list(t->ctx, &(JobFilter){NONE, now, 0, 10}, &jobs));
    check_int(t, jobs.count, 1);
    check_int(t, ((const JobRow *)jobs.items)->subject_id, 1);
    check_ok(t, job_list(t->ctx, &(JobFilter){NONE, now + 1, 0, 10}, &jobs));
    check_int(t, jobs.count, 2);
}
