#include "watch/incident.h"

#include <string.h>

#include "access/outlet.h"
#include "access/right.h"
#include "base/instant.h"
#include "db/db.h"
#include "job/job.h"
#include "watch/incident_action.h"
#include "watch/incident_parcel.h"
#include "watch/incident_store.h"
#include "watch/testing.h"

static IncidentMoveInput move_of(int64_t move)
{
    return (IncidentMoveInput){.move = move, .turned_out = NONE, .text = "as seen"};
}

static Status moved(T *t, Incident *incident, int64_t move)
{
    const IncidentMoveInput input = move_of(move);
    return incident_move(t->ctx, incident->id, incident->version, &input, incident);
}

TEST_DB(an_incident_lives_by_its_table_of_moves)
{
    Incident incident = proposed_incident(t);
    check_int(t, incident.number, 1);
    check_int(t, incident.state, INCIDENT_PROPOSED);
    check_status(t, moved(t, &incident, MOVE_END), CONFLICT);
    incident = read_incident(t, incident.id);
    check_status(t, moved(t, &incident, MOVE_HANDLE), CONFLICT);
    incident = read_incident(t, incident.id);
    check_ok(t, moved(t, &incident, MOVE_CONFIRM));
    check_int(t, incident.confirmed_at, TEST_NOW);
    check_status(t, moved(t, &incident, MOVE_DISMISS), CONFLICT);
    incident = read_incident(t, incident.id);
    check_ok(t, moved(t, &incident, MOVE_HANDLE));
    check_ok(t, moved(t, &incident, MOVE_REOPEN));
    source_move(t->ctx->source, HOUR_MS);
    check_ok(t, moved(t, &incident, MOVE_END));
    check_int(t, incident.turned_out, INCIDENT_OTHER);
    check_int(t, incident.closed_at, TEST_NOW + HOUR_MS);
    check_int(t, incident.figures->recover_minutes, 60);
    check_status(t, moved(t, &incident, MOVE_REOPEN), CONFLICT);
}

TEST_DB(no_incident_number_is_given_twice)
{
    int64_t first, second;
    check_ok(t, incident_store_number(t->ctx, &first));
    check_ok(t, incident_store_number(t->ctx, &second));
    check_int(t, second, first + 1);
    check_int(t, proposed_incident(t).number, second + 1);
}

TEST_DB(an_incident_that_was_changed_is_not_written_over)
{
    Incident incident = proposed_incident(t);
    const IncidentMoveInput confirm = move_of(MOVE_CONFIRM);
    check_status(t, incident_move(t->ctx, incident.id, 9, &confirm, &incident), STALE);
    check_int(t, read_incident(t, incident.id).state, INCIDENT_PROPOSED);
}

TEST_DB(to_dismiss_an_incident_one_says_why_and_only_the_clock_lets_it_expire)
{
    Incident incident = proposed_incident(t);
    const IncidentMoveInput silent = {.move = MOVE_DISMISS, .turned_out = NONE};
    check_status(t, incident_move(t->ctx, incident.id, 1, &silent, &incident), INVALID);
    check_text(t, t->ctx->problem.field, "text");
    Person person = given_person("ann");
    t->ctx->who = &person;
    const IncidentMoveInput expire = move_of(MOVE_EXPIRE);
    check_status(t, incident_move(t->ctx, incident.id, 1, &expire, &incident), INVALID);
    t->ctx->who = NULL;
}

TEST_DB(an_outage_is_to_be_reported_within_a_day_and_is_told_when_it_was_not)
{
    IncidentInput input = given_incident("Network down");
    input.cause = INCIDENT_NETWORK;
    Incident incident;
    check_ok(t, incident_propose(t->ctx, &input, &incident));
    check(t, incident.report_due_at == NONE);
    check_ok(t, moved(t, &incident, MOVE_CONFIRM));
    check_int(t, incident.report_due_at, TEST_NOW + 24 * HOUR_MS);
    check_int(t, listed_by_report(t, 1), 1);
    check_int(t, listed_by_report(t, 2), 0);
    source_move(t->ctx->source, 25 * HOUR_MS);
    run_due(t);
    check_int(t, listed_by_report(t, 2), 1);
    check_int(t, logged(t, incident.id, LOGGED_REPORT_OVERDUE), 1);
    const IncidentEntryInput report = {.what = LOGGED_REPORTED, .step = NONE, .text = "YZ-2026-7"};
    check_ok(t, incident_entry_add(t->ctx, incident.id, incident.version, &report, &incident));
    check_int(t, incident.reported_at, ctx_now(t->ctx));
    check_int(t, listed_by_report(t, 1), 0);
    check_status(t, incident_entry_add(t->ctx, incident.id, incident.version, &report, &incident),
                 CONFLICT);
}

TEST_DB(what_is_reported_in_time_is_not_overdue)
{
    IncidentInput input = given_incident("Network down");
    input.cause = INCIDENT_NETWORK;
    Incident incident;
    const IncidentEntryInput report = {.what = LOGGED_REPORTED, .step = NONE, .text = "YZ-2026-7"};
    check_ok(t, incident_propose(t->ctx, &input, &incident));
    check_ok(t, moved(t, &incident, MOVE_CONFIRM));
    check_ok(t, incident_entry_add(t->ctx, incident.id, incident.version, &report, &incident));
    source_move(t->ctx->source, 25 * HOUR_MS);
    run_due(t);
    check_int(t, logged(t, incident.id, LOGGED_REPORT_OVERDUE), 0);
}

TEST_DB(the_steps_of_a_plan_are_done_in_their_order)
{
    PlanStep steps[] = {
        {.action = ACTION_HANDOFF, .text = "Call", .minutes = 30, .after = NONE},
        {.action = ACTION_NOTIFY_CUSTOMER, .text = "Tell", .minutes = 60, .after = 1}};
    WatchPlan plan = {.code = "hub_down", .name = "Hub", .name_zh = "分拨", .steps = {steps, 2}};
    check_ok(t, watch_plan_create(t->ctx, &plan));
    IncidentInput input = given_incident("Hub");
    input.plan = "hub_down";
    Incident incident;
    check_ok(t, incident_propose(t->ctx, &input, &incident));
    check_ok(t, moved(t, &incident, MOVE_CONFIRM));
    const IncidentStep *step = incident.steps.items;
    check_int(t, incident.steps.count, 2);
    check_int(t, step[0].due_at, TEST_NOW + 30 * MINUTE_MS);
    check(t, step[1].due_at == NONE);
    const IncidentEntryInput second = {.what = LOGGED_STEP_DONE, .step = 2};
    check_status(t, incident_entry_add(t->ctx, incident.id, incident.version, &second, &incident),
                 CONFLICT);
    incident = read_incident(t, incident.id);
    const IncidentEntryInput first = {.what = LOGGED_STEP_DONE, .step = 1};
    check_ok(t, incident_entry_add(t->ctx, incident.id, incident.version, &first, &incident));
    step = incident.steps.items;
    check_int(t, step[0].said, LOGGED_STEP_DONE);
    check_int(t, step[1].due_at, TEST_NOW + 60 * MINUTE_MS);
    const IncidentEntryInput third = {.what = LOGGED_STEP_DONE, .step = 3};
    check_status(t, incident_entry_add(t->ctx, incident.id, incident.version, &third, &incident),
                 INVALID);
    check_text(t, t->ctx->problem.field, "step");
}

TEST_DB(who_is_limited_sees_incidents_at_their_sites_and_changes_only_their_own)
{
    given_sites(t);
    IncidentPlace both[] = {{.kind = PLACE_SITE, .site = "HUB"},
                            {.kind = PLACE_SITE, .site = "FAR"}};
    IncidentInput wide = given_incident("Both"), narrow = given_incident("One");
    wide.places = (List){both, 2};
    narrow.places = (List){both, 1};
    Incident of_both, of_one, far;
    check_ok(t, incident_propose(t->ctx, &wide, &of_both));
    check_ok(t, incident_propose(t->ctx, &narrow, &of_one));
    IncidentInput elsewhere = given_incident("Far");
    elsewhere.places = (List){&both[1], 1};
    check_ok(t, incident_propose(t->ctx, &elsewhere, &far));
    Person person = given_person("hub.clerk");
    person.scope_outlet_id = outlet_id_of(t->ctx, "HUB");
    t->ctx->who = &person;
    const IncidentMoveInput confirm = move_of(MOVE_CONFIRM);
    Incident out;
    bool there = false;
    check_int(t, listed_by_report(t, NONE), 2);
    check_ok(t, incident_exists(t->ctx, far.id, &there));
    check(t, !there);
    check_ok(t, incident_exists(t->ctx, of_both.id, &there));
    check(t, there);
    check_status(t, incident_move(t->ctx, of_both.id, 1, &confirm, &out), FORBIDDEN);
    check_ok(t, incident_move(t->ctx, of_one.id, 1, &confirm, &out));
    check_status(t, incident_propose(t->ctx, &wide, &out), INVALID);
    IncidentPlace lane = {.kind = PLACE_LANE, .origin = "310000", .destination = "440300"};
    wide.places = (List){&lane, 1};
    check_status(t, incident_propose(t->ctx, &wide, &out), FORBIDDEN);
    t->ctx->who = NULL;
}

static void check_refused(T *t, IncidentPlace place, const char *field)
{
    IncidentInput input = given_incident("Somewhere");
    Incident out;
    input.places = (List){&place, 1};
    check_status(t, incident_propose(t->ctx, &input, &out), INVALID);
    check_text(t, t->ctx->problem.field, field);
}

TEST_DB(a_place_that_cannot_be_is_refused_with_its_line)
{
    check_refused(t, (IncidentPlace){.kind = PLACE_SITE}, "places[0].site");
    check_refused(t, (IncidentPlace){.kind = PLACE_SITE, .site = "NONE"}, "places[0].site");
    check_refused(t, (IncidentPlace){.kind = PLACE_LANE, .origin = "999999"}, "places[0].origin");
    check_refused(t, (IncidentPlace){.kind = PLACE_LANE, .origin = "310000"},
                  "places[0].destination");
    check_refused(t, (IncidentPlace){.kind = PLACE_VEHICLE}, "places[0].vehicle");
    check_refused(t, (IncidentPlace){.kind = PLACE_VEHICLE, .vehicle = "A1", .site = "HUB"},
                  "places[0].site");
}

TEST_DB(what_does_not_exist_or_fit_is_refused_by_its_field)
{
    Incident out;
    IncidentInput input = given_incident("Somewhere");
    input.owner = "nobody.here";
    check_status(t, incident_propose(t->ctx, &input, &out), INVALID);
    check_text(t, t->ctx->problem.field, "owner");
    input = given_incident("Somewhere");
    input.plan = "no_plan";
    check_status(t, incident_propose(t->ctx, &input, &out), INVALID);
    check_text(t, t->ctx->problem.field, "plan");
    input = given_incident("Somewhere");
    input.from = TEST_NOW;
    input.until = TEST_NOW;
    check_status(t, incident_propose(t->ctx, &input, &out), INVALID);
    check_text(t, t->ctx->problem.field, "until");
    input = given_incident("Somewhere");
    input.notice_public = 1;
    check_status(t, incident_propose(t->ctx, &input, &out), INVALID);
    check_text(t, t->ctx->problem.field, "notice");
}
