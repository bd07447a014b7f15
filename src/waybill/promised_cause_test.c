#include "waybill/promised_cause.h"

#include <string.h>

#include "access/outlet.h"
#include "access/person.h"
#include "base/instant.h"
#include "db/db.h"
#include "house.h"
#include "slices.h"
#include "waybill/promised.h"
#include "waybill/testing.h"

#define PROMISED (TEST_NOW + DAY_MS)

static void given_outlets(T *t)
{
    Outlet top = {.code = "HQ", .name = "HQ", .kind = OUTLET_ORGANIZATION, .region = ""};
    Outlet hub = {.code = "HUB", .name = "Hub", .kind = OUTLET_HUB, .parent = "HQ", .region = ""};
    Outlet shed = {
        .code = "SHED", .name = "Shed", .kind = OUTLET_STATION, .parent = "HUB", .region = ""};
    check_ok(t, outlet_create(t->ctx, &top));
    check_ok(t, outlet_create(t->ctx, &hub));
    check_ok(t, outlet_create(t->ctx, &shed));
    commit(t);
}

static void given_parcel(T *t, const char *no, const char *origin, const char *destination)
{
    WaybillInput input = given_waybill(no);
    input.origin = origin;
    input.destination = destination;
    input.ordered_at = TEST_NOW - DAY_MS;
    input.promised_at = PROMISED;
    check_int(t, take_waybill(t, input, NULL), UPSERT_CREATED);
}

static Cause typhoon(void)
{
    static CauseLane lane = {"310000", "440300"};
    return (Cause){.reason = "weather",
                   .text = "Typhoon",
                   .effect = NONE,
                   .move_hours = NONE,
                   .move_days = NONE,
                   .from = TEST_NOW - HOUR_MS,
                   .until = TEST_NOW + 2 * DAY_MS,
                   .lanes = {&lane, 1}};
}

static void run_jobs(T *t)
{
    int64_t count;
    check_ok(t, jobs_run_due(t->ctx, &count));
}

static Cause declared(T *t, Cause cause)
{
    check_ok(t, cause_declare(t->ctx, &cause));
    run_jobs(t);
    check_ok(t, cause_find(t->ctx, cause.id, &cause));
    return cause;
}

static int64_t promised(T *t, const char *no)
{
    return found_waybill(t, no).promised_at;
}

static size_t changes(T *t, const char *no)
{
    PromiseView out;
    check_ok(t, waybill_promise(t->ctx, "sto", no, &out));
    return out.changes.count;
}

TEST_DB(a_mass_cause_moves_the_promises_of_its_lanes_and_says_so)
{
    given_parcel(t, "W1", "310000", "440300");
    given_parcel(t, "W2", "310000", "110000");
    Cause cause = declared(t, typhoon());
    check_int(t, cause.move_hours, 24);
    check_int(t, cause.affected, 1);
    check_int(t, cause.looked_at, 2);
    check(t, cause.settled);
    check_int(t, promised(t, "W1"), PROMISED + DAY_MS);
    check_int(t, promised(t, "W2"), PROMISED);
    check_int(t, found_waybill(t, "W1").original_promised_at, PROMISED);
    PromiseView out;
    check_ok(t, waybill_promise(t->ctx, "sto", "W1", &out));
    check_text(t, ((PromiseChange *)out.changes.items)->says,
               "moved by 24 h: Typhoon, declared 2026-11-22 16:00");
}

TEST_DB(the_job_of_a_cause_run_again_changes_nothing_more)
{
    given_parcel(t, "W1", "310000", "440300");
    Cause cause = declared(t, typhoon());
    check_ok(t, event_publish(t->ctx, "cause.changed", cause.id, NULL));
    run_jobs(t);
    int64_t id = found_waybill(t, "W1").id, covered;
    check_ok(t, cause_cover(t->ctx, &cause, &id, 1, &covered));
    check_int(t, covered, 0);
    check_int(t, promised(t, "W1"), PROMISED + DAY_MS);
    check_int(t, changes(t, "W1"), 1);
}

TEST_DB(withdrawing_a_cause_takes_back_exactly_what_it_did)
{
    given_parcel(t, "W1", "310000", "440300");
    given_parcel(t, "W2", "310000", "440300");
    Cause cause = declared(t, typhoon());
    Cause other = typhoon();
    other.move_hours = 6;
    declared(t, other);
    Waybill second = found_waybill(t, "W2");
    const PromiseInput asked = {"customer_request", PROMISED + 5 * DAY_MS, NULL};
    check_ok(t, waybill_promise_change(t->ctx, &second, second.version, &asked));
    check_int(t, promised(t, "W1"), PROMISED + 30 * HOUR_MS);
    check_ok(t, cause_withdraw(t->ctx, cause.id, 1, "it turned away", &cause));
    check_status(t, cause_withdraw(t->ctx, cause.id, 2, "again", &cause), CONFLICT);
    run_jobs(t);
    check_int(t, promised(t, "W1"), PROMISED + 6 * HOUR_MS);
    check_int(t, promised(t, "W2"), PROMISED + 5 * DAY_MS);
    check_ok(t, cause_find(t->ctx, cause.id, &cause));
    check_int(t, cause.affected, 2);
    check_int(t, cause.undone, 2);
    check(t, cause.settled);
    check_int(t, changes(t, "W1"), 3);
}

TEST_DB(a_changed_cause_moves_by_the_difference)
{
    given_parcel(t, "W1", "310000", "440300");
    Cause cause = declared(t, typhoon()), change = cause, out;
    change.move_hours = 48;
    check_status(t, cause_change(t->ctx, cause.id, 9, &change, &out), STALE);
    check_ok(t, cause_change(t->ctx, cause.id, 1, &change, &out));
    run_jobs(t);
    check_int(t, promised(t, "W1"), PROMISED + 2 * DAY_MS);
    change.effect = PROMISE_EXCUSES;
    change.move_hours = NONE;
    check_ok(t, cause_change(t->ctx, cause.id, 2, &change, &out));
    run_jobs(t);
    check_int(t, promised(t, "W1"), PROMISED);
    check(t, found_waybill(t, "W1").excused);
    check_ok(t, cause_withdraw(t->ctx, cause.id, 3, "no", &out));
    run_jobs(t);
    check(t, !found_waybill(t, "W1").excused);
}

/* One row for each that was heard. */
SQL(test_hear, "INSERT INTO setting (name, version, value, changed_ms)"
               " SELECT 'heard' || count(*), 1, $1, 0 FROM setting WHERE name LIKE 'heard%'");
SQL(test_heard, "SELECT count(*) FROM setting WHERE name LIKE 'heard%' AND value LIKE $1");

static Status hear(Ctx *ctx, const Job *job)
{
    return db_run(ctx, &test_hear, db_text(job->payload));
}

static void given_listener(T *t)
{
    static const JobKind kinds[] = {
        {"test.hear", .event = "waybill.promise_changed", .run = hear, .doc = "Hears"}, {NULL}};
    static const Slice slice = {.name = "test", .jobs = kinds};
    size_t count = 0;
    while (t->house->slices[count])
        count++;
    const Slice **more = ARENA_ARRAY(t->ctx->arena, count + 2, const Slice *);
    memcpy(more, t->house->slices, count * sizeof *more);
    more[count] = &slice;
    t->house->slices = more;
}

static int64_t heard(T *t, const char *like)
{
    int64_t count;
    check_ok(t, db_get_int(t->ctx, &test_heard, &count, db_text(like)));
    return count;
}

TEST_DB(a_changed_cause_is_told_once_from_what_was_to_what_is)
{
    given_listener(t);
    given_parcel(t, "W1", "310000", "440300");
    Cause cause = declared(t, typhoon()), change = cause, out;
    check_int(t, heard(t, "%"), 1);
    change.move_hours = 48;
    check_ok(t, cause_change(t->ctx, cause.id, 1, &change, &out));
    run_jobs(t);
    check_int(t, heard(t, "%"), 2);
    check_int(
        t, heard(t, "%old_promised_at\":\"2026-11-24T16:%new_promised_at\":\"2026-11-25T16:%"), 1);
    check_ok(t, cause_withdraw(t->ctx, cause.id, 2, "it turned away", &out));
    run_jobs(t);
    check_int(t, heard(t, "%"), 3);
    check_int(
        t, heard(t, "%old_promised_at\":\"2026-11-25T16:%new_promised_at\":\"2026-11-23T16:%"), 1);
}

TEST_DB(a_withdrawn_cause_that_leaves_a_promise_as_it_is_says_nothing)
{
    given_listener(t);
    given_parcel(t, "W1", "310000", "440300");
    Cause cause = declared(t, typhoon());
    Waybill parcel = found_waybill(t, "W1");
    const PromiseInput asked = {"customer_request", PROMISED + 5 * DAY_MS, NULL};
    check_ok(t, waybill_promise_change(t->ctx, &parcel, parcel.version, &asked));
    run_jobs(t);
    check_int(t, heard(t, "%"), 2);
    check_ok(t, cause_withdraw(t->ctx, cause.id, 1, "it turned away", &cause));
    run_jobs(t);
    check_int(t, changes(t, "W1"), 3);
    check_int(t, heard(t, "%"), 2);
}

SQL(test_moved, "SELECT count(*) FROM promise_change c JOIN waybill_state s"
                " ON s.waybill_id = c.waybill_id WHERE s.promised_ms = $1");

/* More than the job looks at in one piece. */
static void given_many(T *t, size_t count)
{
    WaybillInput *inputs = ARENA_ARRAY(t->ctx->arena, count, WaybillInput);
    UpsertRow *rows = ARENA_ARRAY(t->ctx->arena, count, UpsertRow);
    for (size_t i = 0; i < count; i++) {
        inputs[i] = given_waybill(arena_format(t->ctx->arena, "M%zu", i));
        inputs[i].origin = "310000";
        inputs[i].destination = "440300";
        inputs[i].promised_at = PROMISED;
        rows[i] = (UpsertRow){.thing = &inputs[i], .number = (int64_t)i + 1};
    }
    check_ok(t, waybill_apply(t->ctx, rows, count));
}

TEST_DB(a_cause_goes_through_many_in_pieces_and_goes_on_after_a_failure)
{
    enum { MANY = 2050 };
    int64_t moved, ran;
    given_many(t, MANY);
    Cause cause = typhoon();
    check_ok(t, cause_declare(t->ctx, &cause));
    db_fail_at(40);
    if (jobs_run_due(t->ctx, &ran)) problem_clear(t->ctx); /* it may strike the queue itself */
    check_int(t, db_fail_at(0), 0);
    source_move(t->ctx->source, HOUR_MS);
    run_jobs(t);
    check_ok(t, cause_find(t->ctx, cause.id, &cause));
    check_int(t, cause.looked_at, MANY);
    check_int(t, cause.affected, MANY);
    check(t, cause.settled);
    check_ok(t, db_get_int(t->ctx, &test_moved, &moved, db_int(PROMISED + DAY_MS)));
    check_int(t, moved, MANY);
}

TEST_DB(other_words_for_a_cause_leave_promises_alone)
{
    given_parcel(t, "W1", "310000", "440300");
    Cause cause = declared(t, typhoon()), change = cause, out;
    change.text = "Typhoon Maysak";
    check_ok(t, cause_change(t->ctx, cause.id, 1, &change, &out));
    run_jobs(t);
    check_int(t, changes(t, "W1"), 1);
    PromiseView view;
    check_ok(t, waybill_promise(t->ctx, "sto", "W1", &view));
    check(t, strstr(((PromiseChange *)view.changes.items)->says, "Maysak") != NULL);
    check_ok(t, cause_find(t->ctx, cause.id, &out));
    check(t, out.settled);
}

TEST_DB(a_parcel_that_comes_later_is_covered_while_the_cause_lasts)
{
    Cause cause = declared(t, typhoon()), ended;
    given_parcel(t, "W1", "310000", "440300");
    check_int(t, promised(t, "W1"), PROMISED + DAY_MS);
    WaybillInput again = given_waybill("W1");
    again.weight_g = 5;
    check_int(t, take_waybill(t, again, NULL), UPSERT_CHANGED);
    check_int(t, promised(t, "W1"), PROMISED + DAY_MS);
    check_ok(t, cause_end(t->ctx, cause.id, 1, &ended));
    check_status(t, cause_end(t->ctx, cause.id, 2, &ended), CONFLICT);
    given_parcel(t, "W2", "310000", "440300");
    run_jobs(t);
    check_int(t, promised(t, "W2"), PROMISED);
    check_int(t, promised(t, "W1"), PROMISED + DAY_MS);
    check_int(t, changes(t, "W1"), 1); /* its end did nothing to those that it covered */
}

TEST_DB(a_closed_hub_holds_up_who_is_at_it_goes_to_it_or_has_not_left_it)
{
    given_outlets(t);
    const char *const numbers[] = {"W1", "W2", "W3", "W4"};
    for (size_t i = 0; i < 4; i++) {
        WaybillInput input = given_waybill(numbers[i]);
        input.promised_at = PROMISED;
        if (i == 0) input.destination_outlet = "SHED";
        if (i == 1) input.origin_outlet = "SHED";
        if (i == 2) input.origin_outlet = "HUB";
        take_waybill(t, input, NULL);
    }
    take_scan(t, given_scan("W3", 9, "hub_out"), NULL); /* has left */
    Cause closed = typhoon();
    static const char *sites[] = {"hub"};
    closed.reason = "hub_closed";
    closed.lanes.count = 0;
    closed.sites = (Texts){sites, 1};
    Cause cause = declared(t, closed);
    check_int(t, cause.affected, 2);
    check_int(t, promised(t, "W1"), PROMISED + DAY_MS);
    check_int(t, promised(t, "W2"), PROMISED + DAY_MS);
    check_int(t, promised(t, "W3"), PROMISED);
    ScanInput arrival = given_scan("W4", 5, "hub_in");
    arrival.site_code = "SHED";
    take_scan(t, arrival, NULL);
    source_move(t->ctx->source, 5 * MINUTE_MS);
    run_jobs(t);
    check_int(t, promised(t, "W4"), PROMISED + DAY_MS);
}

TEST_DB(what_was_promised_for_before_the_cause_is_not_excused_by_it)
{
    given_parcel(t, "W1", "310000", "440300");
    Cause late = typhoon();
    late.from = PROMISED + 1;
    late.until = PROMISED + DAY_MS;
    declared(t, late);
    check_int(t, promised(t, "W1"), PROMISED);
}

TEST_DB(a_cause_without_sense_is_refused_with_its_field)
{
    const char *sites[] = {"NOWHERE"};
    CauseLane nowhere = {"999999", NULL}, every = {NULL, NULL};
    struct {
        Cause cause;
        const char *field;
    } cases[] = {{typhoon(), "reason"},    {typhoon(), "reason"},     {typhoon(), "effect"},
                 {typhoon(), "effect"},    {typhoon(), "move_hours"}, {typhoon(), "until"},
                 {typhoon(), "until"},     {typhoon(), "until"},      {typhoon(), "sites"},
                 {typhoon(), "sites"},     {typhoon(), "lanes"},      {typhoon(), "lanes"},
                 {typhoon(), "everywhere"}};
    cases[0].cause.reason = "mood";
    cases[1].cause.reason = "correction";
    cases[2].cause.effect = PROMISE_TELLS;
    cases[3].cause.effect = PROMISE_EXCUSES;
    cases[3].cause.move_days = 1;
    cases[4].cause.move_hours = cases[4].cause.move_days = 1;
    cases[5].cause.until = cases[5].cause.from;
    cases[6].cause.until = cases[6].cause.from + 367 * DAY_MS;
    cases[7].cause.from = TEST_NOW - DAY_MS;
    cases[7].cause.until = TEST_NOW;
    cases[8].cause.lanes.count = 0;
    cases[9].cause.sites = (Texts){sites, 1};
    cases[10].cause.lanes = (List){&nowhere, 1};
    cases[11].cause.lanes = (List){&every, 1};
    cases[12].cause.everywhere = true;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_status(t, cause_declare(t->ctx, &cases[i].cause), INVALID);
        check_text(t, t->ctx->problem.field, cases[i].field);
    }
}

TEST_DB(who_sees_one_outlet_declares_for_it_alone)
{
    given_outlets(t);
    const Person who = {
        .kind = PERSON_HUMAN, .login = "lin", .scope_outlet_id = outlet_id_of(t->ctx, "HUB")};
    static const char *own[] = {"SHED"}, *others[] = {"HQ"};
    t->ctx->who = &who;
    Cause cause = typhoon(), out;
    check_status(t, cause_declare(t->ctx, &cause), FORBIDDEN);
    cause.lanes.count = 0;
    cause.sites = (Texts){others, 1};
    check_status(t, cause_declare(t->ctx, &cause), INVALID);
    cause.sites = (Texts){own, 1};
    check_ok(t, cause_declare(t->ctx, &cause));
    check_text(t, cause.declared_by, "lin");
    t->ctx->who = NULL;
    Cause lanes = typhoon();
    check_ok(t, cause_declare(t->ctx, &lanes));
    t->ctx->who = &who;
    check_status(t, cause_end(t->ctx, lanes.id, 1, &out), FORBIDDEN);
    check_ok(t, cause_end(t->ctx, cause.id, 1, &out));
}
