#include "waybill/intake.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/instant.h"
#include "db/db.h"
#include "waybill/intake_internal.h"
#include "waybill/testing.h"

/* --- a door of the test's own --- */

static Status send_body(T *t, const char *body, bool wait, IntakeOutcome *out)
{
    const IntakePayload payload = {
        .kind = "scans", .body = body, .length = strlen(body), .principal = 7, .wait = wait};
    return intake_take(t->ctx, t->house->intake, &payload, out);
}

/* The test gives up its own transaction: the intake writes in its own. */
static Intake *given_intake(T *t)
{
    Intake *intake;
    if (t->ctx->db) check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    check_ok(t, intake_open(t->ctx, t->url, &intake));
    t->house->intake = intake;
    IntakeOutcome outcome; /* once that is applied, the thread has looked for what was left over */
    check_ok(t, send_body(t, "[]", true, &outcome));
    return intake;
}

static void close_intake(T *t)
{
    intake_close(t->house->intake);
    t->house->intake = NULL;
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
}

#define SCAN(no, at, code)                                                                         \
    "{\"carrier\":\"sto\",\"no\":\"" no "\",\"at\":\"" at "\",\"code\":\"" code "\"}"
static const char two[] = "[" SCAN("A1", "2026-11-22T12:00:00+08:00", "collected") "," SCAN(
    "A1", "2026-11-22T13:00:00+08:00", "hub_in") "]";

TEST_DB(a_payload_is_answered_for_when_it_is_applied)
{
    given_intake(t);
    IntakeOutcome outcome;
    check_ok(t, send_body(t, two, true, &outcome));
    check(t, outcome.applied);
    check_int(t, outcome.received, 2);
    check_int(t, outcome.accepted, 2);
    int64_t first = outcome.id;
    check_ok(t, send_body(t, two, true, &outcome));
    check(t, outcome.id > first);
    check_int(t, outcome.duplicate, 2);
    check_int(t, outcome.accepted, 0);
    close_intake(t);
    check_int(t, known_state(t, "A1").journey.facts.stage, STAGE_HUB_IN);
    check_int(t, stored_scans(t, "A1"), 2);
}

TEST_DB(accepted_duplicate_quarantined_and_rejected_are_told_apart)
{
    given_intake(t);
    static const char body[] = "[" SCAN(
        "A1", "2026-11-22T12:00:00+08:00",
        "collected") ","
                     "{\"carrier\":\"sto\",\"no\":\"A1\",\"at\":\"2026-11-22T12:00:00Z\","
                     "\"provider\":\"x\","
                     "\"code\":\"y\"},"
                     "{\"carrier\":\"sto\",\"no\":\"A1\",\"at\":\"noon\",\"code\":\"hub_in\"}"
                     "," SCAN("RB123456784GB", "2026-11-22T12:00:00+08:00", "hub_in") "]";
    IntakeOutcome outcome, asked;
    check_ok(t, send_body(t, body, true, &outcome));
    check_int(t, outcome.received, 4);
    check_int(t, outcome.accepted, 1);
    check_int(t, outcome.quarantined, 1);
    check_int(t, outcome.rejected, 2);
    const IntakeProblem *problems = outcome.problems.items;
    check_int(t, outcome.problems.count, 2);
    check_int(t, problems[0].row, 3);
    check_int(t, problems[1].row, 4);
    check_text(t, problems[1].field, "no");

    check_ok(t, intake_outcome(t->ctx, t->house->intake, outcome.id, &asked));
    check_int(t, asked.rejected, 2);
    problems = asked.problems.items;
    check_text(t, problems[1].field, "no");
    check_status(t, intake_outcome(t->ctx, t->house->intake, outcome.id + 1, &asked), NOT_FOUND);
    close_intake(t);
}

TEST_DB(a_body_that_is_no_body_is_refused_and_not_kept)
{
    given_intake(t);
    IntakeOutcome outcome;
    static const char *const bad[] = {"", "[", "{}", "[{\"carrier\":", "carrier,no\nsto,A1\n"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        check_status(t, send_body(t, bad[i], true, &outcome), INVALID);
    IntakeState state;
    intake_state(t->house->intake, &state);
    check_int(t, state.taken, 0);
    check_int(t, state.waiting_rows, 0);
    close_intake(t);
}

SQL_IN("intake", kept_in_clear, "SELECT count(*) FROM intake WHERE body = $1");
SQL_IN("intake", kept_bodies, "SELECT count(*) FROM intake");

typedef struct Keeping {
    int64_t id;
    IntakePayload payload;
} Keeping;

static Status keep(Ctx *ctx, void *work)
{
    const Keeping *keeping = work;
    Sealed sealed;
    Status s = intake_store_seal(ctx, &keeping->payload, &sealed);
    return s ? s : intake_store_add(ctx, keeping->id, &keeping->payload, &sealed);
}

TEST_DB(a_kept_body_that_is_no_body_any_more_is_told_as_refused)
{
    Intake *intake = given_intake(t);
    IntakeOutcome outcome;
    static const char body[] = "[{\"carrier\":";
    Keeping keeping = {.id = ctx_id(t->ctx),
                       .payload = {.kind = "scans", .body = body, .length = sizeof body - 1}};
    check_ok(t, database_write(t->ctx, intake->database, keep, &keeping));
    close_intake(t);
    intake = given_intake(t); /* a start that finds it */
    check_ok(t, intake_outcome(t->ctx, intake, keeping.id, &outcome));
    check_int(t, outcome.received, 1);
    check_int(t, outcome.rejected, 1);
    check_int(t, outcome.accepted, 0);
    check_int(t, outcome.problems.count, 1);
    const IntakeProblem *problem = outcome.problems.items;
    check(t, strstr(problem->reason, "not valid JSON") != NULL);
    close_intake(t);
}

TEST_DB(what_a_payload_says_is_kept_sealed)
{
    Intake *intake = given_intake(t);
    IntakeOutcome outcome;
    int64_t clear = NONE, kept = NONE;
    check_ok(t, send_body(t, two, true, &outcome));
    check_ok(t, database_reader(t->ctx, intake->database));
    check_ok(t, db_get_int(t->ctx, &kept_in_clear, &clear, db_blob(two, strlen(two))));
    check_ok(t, db_get_int_values(t->ctx, &kept_bodies, &kept, NULL, 0));
    List page;
    check_ok(t, intake_store_page(t->ctx, outcome.id - 1, 1, &page));
    database_give_back(t->ctx, intake->database);
    const KeptPayload *payload = page.items;
    check_int(t, clear, 0);
    check_int(t, kept, 2);
    check_int(t, payload->payload.length, strlen(two));
    check_text(t, payload->payload.body, two);
    close_intake(t);
}

TEST_DB(who_wrote_sees_it_after_waiting)
{
    Intake *intake = given_intake(t);
    IntakeOutcome outcome;
    check(t, !intake_waits(intake, 7));
    check_ok(t, send_body(t, two, false, &outcome));
    check(t, !outcome.applied);
    check_ok(t, intake_wait_applied(t->ctx, intake, 7));
    check(t, !intake_waits(intake, 7));
    check_ok(t, intake_outcome(t->ctx, intake, outcome.id, &outcome));
    check(t, outcome.applied);
    check_int(t, outcome.accepted, 2);
    close_intake(t);
}

/* Whichever statement fails: what is refused is not there, what is acknowledged is applied. */
TEST_DB(a_database_that_fails_for_a_moment_loses_nothing)
{
    enum { STATEMENTS = 16 };
    bool kept[STATEMENTS];
    int refused = 0;
    given_intake(t);
    for (int nth = 1; nth < STATEMENTS; nth++) {
        char body[256];
        IntakeOutcome outcome;
        snprintf(body, sizeof body, "[" SCAN("F%d", "2026-11-22T12:00:00+08:00", "hub_in") "]",
                 nth);
        (void)db_fail_at(nth);
        Status s = send_body(t, body, true, &outcome);
        (void)db_fail_at(0);
        kept[nth] = !s;
        refused += s == UNAVAILABLE;
        check(t, s == UNAVAILABLE || (s == OK && outcome.accepted == 1));
    }
    close_intake(t);
    for (int nth = 1; nth < STATEMENTS; nth++) {
        char no[16];
        snprintf(no, sizeof no, "F%d", nth);
        check_int(t, stored_scans(t, no), kept[nth]);
    }
    check(t, refused > 0 && refused < 5);
}

TEST_DB(a_payload_that_cannot_be_kept_is_not_acknowledged)
{
    given_intake(t);
    IntakeOutcome outcome;
    (void)db_fail_at(1);
    check_status(t, send_body(t, two, false, &outcome), UNAVAILABLE);
    (void)db_fail_at(0);
    check_ok(t, send_body(t, two, true, &outcome));
    check_int(t, outcome.accepted, 2);
    close_intake(t);
}

TEST_DB(what_others_write_is_seen_by_the_next_batch)
{
    Intake *intake = given_intake(t);
    IntakeOutcome outcome;
    check_ok(t, send_body(t, two, true, &outcome));
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
    take_scan(t, given_scan("A1", 60, "out_for_delivery"), NULL); /* 15:00 in Shanghai */
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    check_ok(t, send_body(t, "[" SCAN("A1", "2026-11-22T14:00:00+08:00", "hub_out") "]", true,
                          &outcome));
    (void)intake;
    close_intake(t);
    check_int(t, known_state(t, "A1").journey.facts.stage, STAGE_OUT_FOR_DELIVERY);
}

/* --- more than can be applied --- */

typedef struct Crowd {
    _Atomic int kept, failed;
    int wanted;
} Crowd;

static bool crowd_is_kept(void *of)
{
    const Crowd *crowd = of;
    return crowd->kept >= crowd->wanted;
}

static void crowd_answer(void *user, Status status, const IntakeOutcome *outcome)
{
    Crowd *crowd = user;
    (void)outcome;
    if (status)
        crowd->failed++;
    else
        crowd->kept++;
}

/* A body of so many events of one parcel, a second apart. */
static const char *long_body(T *t, int count)
{
    Buf body;
    buf_init(&body, t->ctx->arena);
    for (int i = 0; i < count; i++)
        buf_format(&body, "%s" SCAN("L1", "2026-11-22T%02d:%02d:%02d+08:00", "hub_in"),
                   i ? "," : "[", i / 3600, i / 60 % 60, i % 60);
    buf_char(&body, ']');
    check_ok(t, buf_check(t->ctx, &body));
    return body.data;
}

TEST_DB(what_cannot_be_applied_yet_waits_for_room_or_is_refused)
{
    enum { BODIES = 16, ROWS = 20000 };
    Intake *intake = given_intake(t);
    const char *body = long_body(t, ROWS);
    const IntakePayload payload = {.kind = "scans", .body = body, .length = strlen(body)};
    Crowd crowd = {0};
    int refused = 0;
    check_ok(t, database_borrow_writer(t->ctx, t->house->database)); /* nothing can be applied */
    for (int i = 0; i < BODIES; i++) {
        Status s = intake_submit(t->ctx, intake, &payload, crowd_answer, &crowd);
        check(t, s == OK || s == UNAVAILABLE);
        refused += s == UNAVAILABLE;
    }
    IntakeState state;
    intake_state(intake, &state);
    check(t, state.waiting_rows <= INTAKE_ROWS_MAX && state.waiting_bytes <= INTAKE_BYTES_MAX);
    bool held = strcmp(t->engine, "sqlite") == 0; /* others have further writers */
    check(t, !held || (refused > 0 && crowd.kept < BODIES - refused)); /* some wait for room */
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    crowd.wanted = BODIES - refused;
    check(t, comes_true(crowd_is_kept, &crowd));
    check_int(t, crowd.kept, crowd.wanted);
    check_int(t, crowd.failed, 0);
    close_intake(t);
    check_int(t, stored_scans(t, "L1"), ROWS);
}

TEST_DB(payloads_are_forgotten_when_their_time_is_over)
{
    Intake *intake = given_intake(t);
    IntakeOutcome outcome;
    check_ok(t, send_body(t, two, true, &outcome));
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
    check_ok(t, intake_prune(t->ctx, intake, ctx_now(t->ctx) - HOUR_MS));
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    check_ok(t, intake_outcome(t->ctx, intake, outcome.id, &outcome));
    source_move(t->ctx->source, 2 * HOUR_MS);
    check_ok(t, send_body(t, "[]", true, &outcome)); /* moves what is past on */
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
    check_ok(t, intake_prune(t->ctx, intake, ctx_now(t->ctx) - HOUR_MS));
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    IntakeOutcome gone;
    check_ok(t, intake_outcome(t->ctx, intake, outcome.id, &gone));
    close_intake(t);
}

/* --- a process that is killed --- */

enum { RUNS = 10, PIPE_BYTES = 4096 };

static Status folder_open(Ctx *ctx, const char *folder)
{
    const HouseOptions options = {.data = folder, .throw_away = true, .node = -1};
    Status s = house_open(ctx, &options);
    if (!s) s = intake_open(ctx, NULL, &ctx->house->intake);
    return s;
}

/* Takes events in as fast as it can and tells each that was acknowledged, until it is killed. */
static void child_take(const char *folder, int from, int told)
{
    Ctx ctx;
    ctx_init(&ctx, arena_new(), NULL);
    if (folder_open(&ctx, folder)) _exit(1);
    for (int i = from;; i++) {
        char body[256];
        snprintf(body, sizeof body,
                 "[" SCAN("K%d", "2026-11-22T02:00:00+08:00",
                          "hub_in") "," SCAN("K%d", "2026-11-22T01:00:00+08:00", "collected") "]",
                 i, i);
        const IntakePayload payload = {.kind = "scans", .body = body, .length = strlen(body)};
        IntakeOutcome outcome;
        if (intake_take(&ctx, ctx.house->intake, &payload, &outcome)) _exit(2);
        if (write(told, &i, sizeof i) != sizeof i) _exit(3);
    }
}

/* Lets a process take events in and kills it after some; returns the last one acknowledged. */
static int run_and_kill(T *t, int from, int after)
{
    int told[2], number, last = from - 1;
    check(t, pipe(told) == 0);
    /* on a busy machine it is no further ahead than the pipe holds */
    check(t, fcntl(told[1], F_SETPIPE_SZ, PIPE_BYTES) > 0);
    pid_t child = fork();
    check(t, child >= 0);
    if (!child) {
        close(told[0]);
        child_take(t->folder, from, told[1]);
    }
    close(told[1]);
    while (read(told[0], &number, sizeof number) == sizeof number) {
        last = number;
        if (number - from == after) kill(child, SIGKILL);
    }
    close(told[0]);
    int status;
    check_int(t, waitpid(child, &status, 0), child);
    check(t, WIFSIGNALED(status));
    return last;
}

TEST(nothing_acknowledged_is_lost_when_the_process_is_killed)
{
    int next = 0;
    for (int run = 0; run < RUNS; run++)
        next = run_and_kill(t, next, 3 + 17 * run) + 1;

    Source *source = t->ctx->source;
    check_ok(t, folder_open(t->ctx, t->folder));
    intake_close(t->ctx->house->intake); /* applies what was left */
    t->ctx->house->intake = NULL;
    check_ok(t, database_reader(t->ctx, t->ctx->house->database));
    for (int i = 0; i < next; i++) {
        char no[16];
        snprintf(no, sizeof no, "K%d", i);
        State state = known_state(t, no);
        check_int(t, state.journey.facts.stage, STAGE_HUB_IN);
        check_int(t, stored_scans(t, no), 2);
    }
    database_give_back(t->ctx, t->ctx->house->database);
    house_close(t->ctx);
    check(t, t->ctx->source == source);
}
