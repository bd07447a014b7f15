#include "watch/incident_action.h"

#include "access/outlet.h"
#include "base/instant.h"
#include "db/db.h"
#include "watch/incident_parcel.h"
#include "watch/incident_public.h"
#include "watch/testing.h"
#include "waybill/testing.h"

enum { HUB_PARCELS = 3000 };

SQL(test_raised, "SELECT COUNT(*) FROM waybill_raised WHERE exception = 4");
SQL(test_marked,
    "SELECT COUNT(*) FROM waybill_exception WHERE exception = 4 AND closed_ms IS NULL");
SQL(test_told, "SELECT COUNT(*) FROM watch_incident_parcel WHERE told_ms IS NOT NULL");
SQL(test_findings, "SELECT COUNT(*) FROM watch_finding WHERE closed_ms IS NULL");
SQL(test_handled, "SELECT COUNT(*) FROM watch_finding WHERE outcome = 9 AND note = 'moved on'");
SQL(test_changes, "SELECT COUNT(*) FROM promise_change");

static int64_t counted(T *t, const Sql *sql)
{
    int64_t count = NONE;
    check_ok(t, db_get_int_values(t->ctx, sql, &count, NULL, 0));
    return count;
}

static MassInput mass(int64_t kind)
{
    MassInput input;
    shape_clear(&mass_input_shape, &input);
    input.kind = kind;
    return input;
}

static Status start(T *t, const Incident *incident, MassInput input, IncidentAction *out)
{
    return incident_action_start(t->ctx, incident->id, incident->version, &input, out);
}

static IncidentAction run(T *t, const Incident *incident, MassInput input)
{
    IncidentAction action;
    check_ok(t, start(t, incident, input, &action));
    run_due(t);
    check_ok(t, incident_action_find(t->ctx, action.id, &action));
    return action;
}

/* A confirmed incident of `count` parcels that stand in HUB. */
static Incident hub_with(T *t, int count)
{
    given_sites(t);
    given_stuck(t, 1, count, "HUB", NULL);
    Incident incident = confirmed_incident(t);
    watch_looks(t);
    run_due(t);
    incident = read_incident(t, incident.id);
    check_int(t, incident.parcels, count);
    return incident;
}

TEST_DB(three_thousand_parcels_of_a_failed_hub_are_acted_on_at_once)
{
    given_sites(t);
    given_stuck(t, 1, HUB_PARCELS, "HUB", NULL);
    watch_looks(t);
    check_int(t, counted(t, &test_findings), HUB_PARCELS);
    run_due(t);
    Incident incident;
    const IncidentMoveInput confirm = {.move = MOVE_CONFIRM, .turned_out = NONE};
    check_int(t, all_incidents(t, &incident), 1);
    check_int(t, incident.parcels, HUB_PARCELS);
    check_ok(t, incident_move(t->ctx, incident.id, incident.version, &confirm, &incident));
    IncidentAction marked = run(t, &incident, mass(MASS_RAISE_EXCEPTION));
    check_int(t, marked.state, MASS_DONE);
    check_int(t, marked.total, HUB_PARCELS);
    check_int(t, marked.done, HUB_PARCELS);
    check_int(t, counted(t, &test_marked), HUB_PARCELS);
    MassInput close = mass(MASS_CLOSE_FINDINGS);
    close.text = "moved on";
    check_int(t, run(t, &incident, close).done, HUB_PARCELS);
    check_int(t, counted(t, &test_handled), HUB_PARCELS);
    check_int(t, counted(t, &test_findings), 0);
}

TEST_DB(who_does_not_see_all_parcels_of_an_incident_does_nothing_to_all)
{
    Incident incident = hub_with(t, 2);
    IncidentAction action;
    given_stuck(t, 10, 1, "FAR", NULL);
    const char *far = number_of(t, 10);
    const BindInput input = {.numbers = {&far, 1}, .stage = NONE, .since = NONE, .until = NONE};
    BindOutcome outcome;
    Person person = given_person("hub.clerk");
    person.scope_outlet_id = outlet_id_of(t->ctx, "HUB");
    t->ctx->who = &person;
    MassInput follow = mass(MASS_OPEN_TICKETS);
    follow.follow = true;
    check_status(t, start(t, &incident, follow, &action), FORBIDDEN);
    t->ctx->who = NULL;
    check_ok(t, incident_bind(t->ctx, incident.id, incident.version, &input, &outcome));
    check_int(t, outcome.changed, 1);
    incident = read_incident(t, incident.id);
    t->ctx->who = &person;
    check_status(t, start(t, &incident, mass(MASS_RAISE_EXCEPTION), &action), FORBIDDEN);
    t->ctx->who = NULL;
    check_int(t, run(t, &incident, mass(MASS_RAISE_EXCEPTION)).done, 3);
}

/* Whatever statement fails, the batch is undone whole, and tried again. */
TEST_DB(what_is_done_to_all_is_done_once_to_each_whatever_fails_in_between)
{
    Incident incident = hub_with(t, 450);
    IncidentAction action;
    int failed = 0;
    check_ok(t, start(t, &incident, mass(MASS_RAISE_EXCEPTION), &action));
    for (long nth = 4; nth < 80; nth += 9) {
        int64_t count;
        db_fail_at(nth);
        Status s = run_once(t, &count);
        check(t, s == OK || s == UNAVAILABLE);
        failed += s || !db_fail_at(0);
        source_move(t->ctx->source, HOUR_MS);
    }
    check(t, failed > 5);
    source_move(t->ctx->source, 2 * HOUR_MS);
    run_due(t);
    check_ok(t, incident_action_find(t->ctx, action.id, &action));
    check_int(t, action.state, MASS_DONE);
    check_int(t, action.done, 450);
    check_int(t, action.failed + action.passed_over, 0);
    check_int(t, counted(t, &test_raised), 450);
    check_int(t, logged(t, incident.id, LOGGED_ACTION_ENDED), 1);
}

TEST_DB(an_action_that_was_cancelled_goes_no_further)
{
    Incident incident = hub_with(t, 450);
    IncidentAction action;
    check_ok(t, start(t, &incident, mass(MASS_RAISE_EXCEPTION), &action));
    check_ok(t, incident_action_run(t->ctx, action.id));
    check_status(t, incident_action_cancel(t->ctx, action.id, 9, &action), STALE);
    check_ok(t, incident_action_cancel(t->ctx, action.id, 1, &action));
    run_due(t);
    check_ok(t, incident_action_find(t->ctx, action.id, &action));
    check_int(t, action.state, MASS_CANCELLED);
    check_int(t, action.done, 200);
    check_int(t, counted(t, &test_marked), 200);
    check_status(t, incident_action_cancel(t->ctx, action.id, action.version, &action), CONFLICT);
}

TEST_DB(who_was_told_is_told_again_only_where_that_is_asked)
{
    Incident incident = hub_with(t, 20);
    take_scan(t, given_scan(number_of(t, 1), 1, "delivered"), NULL);
    IncidentAction action = run(t, &incident, mass(MASS_NOTIFY));
    check_int(t, action.done, 19);
    check_int(t, action.passed_over, 1); /* it has arrived */
    check_int(t, counted(t, &test_told), 19);
    check_int(t, run(t, &incident, mass(MASS_NOTIFY)).total, 0);
    MassInput again = mass(MASS_NOTIFY);
    again.again = true;
    check_int(t, run(t, &incident, again).done, 19);
    IncidentFigures *figures = read_incident(t, incident.id).figures;
    check_int(t, figures->told, 19);
    check_int(t, figures->told_first, 19);
    check_int(t, figures->open, 19);
}

TEST_DB(an_action_that_follows_is_done_to_parcels_that_join_and_ends_with_the_incident)
{
    Incident incident = hub_with(t, 20);
    MassInput input = mass(MASS_NOTIFY);
    input.follow = true;
    IncidentAction action = run(t, &incident, input);
    check_int(t, action.state, MASS_FOLLOWING);
    check_int(t, action.done, 20);
    given_stuck(t, 101, 5, "HUB", NULL);
    watch_looks(t);
    run_due(t);
    check_ok(t, incident_action_find(t->ctx, action.id, &action));
    check_int(t, action.state, MASS_FOLLOWING);
    check_int(t, action.done, 25);
    check_int(t, action.total, 25);
    const IncidentMoveInput end = {.move = MOVE_END, .turned_out = NONE, .text = "It runs again"};
    check_ok(t, incident_move(t->ctx, incident.id, incident.version, &end, &incident));
    check_ok(t, incident_action_find(t->ctx, action.id, &action));
    check_int(t, action.state, MASS_DONE);
}

static IncidentCauseInput weather(void)
{
    return (IncidentCauseInput){.reason = "weather",
                                .text = "Flood",
                                .effect = NONE,
                                .move_hours = 12,
                                .move_days = NONE,
                                .from = NONE,
                                .until = TEST_NOW + 2 * DAY_MS,
                                .bound_only = true};
}

TEST_DB(promises_of_the_bound_parcels_move_by_a_cause_of_the_incident_that_ends_with_it)
{
    Incident incident = hub_with(t, 20);
    given_stuck(t, 101, 1, "FAR", NULL);
    const IncidentCauseInput input = weather();
    Cause cause;
    check_ok(t, incident_cause_declare(t->ctx, incident.id, incident.version, &input, &cause));
    check_int(t, cause.incident_id, incident.id);
    run_due(t);
    check_int(t, counted(t, &test_changes), 20);
    check_int(t, found_waybill(t, number_of(t, 1)).promised_at, TEST_NOW + 36 * HOUR_MS);
    check_int(t, found_waybill(t, number_of(t, 101)).promised_at, TEST_NOW + DAY_MS);
    given_stuck(t, 201, 3, "HUB", NULL);
    watch_looks(t);
    run_due(t);
    check_int(t, counted(t, &test_changes), 23);
    const IncidentMoveInput end = {
        .move = MOVE_END, .turned_out = INCIDENT_WEATHER, .text = "The water is gone"};
    incident = read_incident(t, incident.id);
    check_ok(t, incident_move(t->ctx, incident.id, incident.version, &end, &incident));
    check_int(t, incident.turned_out, INCIDENT_WEATHER);
    check_ok(t, cause_find(t->ctx, cause.id, &cause));
    check_int(t, cause.state, CAUSE_ENDED);
    check_int(t, logged(t, incident.id, LOGGED_CAUSE_ENDED), 1);
}

TEST_DB(a_cause_for_the_places_of_an_incident_covers_what_passes_there)
{
    Incident incident = hub_with(t, 20);
    IncidentCauseInput input = weather();
    input.bound_only = false;
    Cause cause;
    check_ok(t, incident_cause_declare(t->ctx, incident.id, incident.version, &input, &cause));
    check_int(t, cause.sites.count, 1);
    run_due(t);
    check_int(t, counted(t, &test_changes), 20);
    incident = proposed_incident(t);
    check_status(t, incident_cause_declare(t->ctx, incident.id, 1, &input, &cause), CONFLICT);
}

static void check_input(T *t, const Incident *incident, MassInput input, const char *field)
{
    IncidentAction action;
    check_status(t, start(t, incident, input, &action), INVALID);
    check_text(t, t->ctx->problem.field, field);
}

TEST_DB(an_action_that_cannot_be_is_refused_by_its_field)
{
    given_sites(t);
    Incident incident = confirmed_incident(t), silent = proposed_incident(t);
    IncidentAction action;
    check_status(t, start(t, &silent, mass(MASS_NOTIFY), &action), CONFLICT);
    const IncidentMoveInput confirm = {.move = MOVE_CONFIRM, .turned_out = NONE};
    check_ok(t, incident_move(t->ctx, silent.id, silent.version, &confirm, &silent));
    check_input(t, &silent, mass(MASS_NOTIFY), "text");
    check_input(t, &incident, mass(MASS_CLOSE_FINDINGS), "text");
    check_input(t, &incident, mass(MASS_CHANGE_PROMISE), "cause_id");
    MassInput input = mass(MASS_NOTIFY);
    input.exception = EXCEPTION_NETWORK;
    check_input(t, &incident, input, "exception");
    input = mass(MASS_RAISE_EXCEPTION);
    input.exception = EXCEPTION_LOST;
    check_input(t, &incident, input, "exception");
    input = mass(MASS_NOTIFY);
    input.cause_id = 5;
    check_input(t, &incident, input, "cause_id");
    check_ok(t, start(t, &incident, mass(MASS_NOTIFY), &action));
    check_status(t, start(t, &incident, mass(MASS_NOTIFY), &action), CONFLICT);
}

TEST_DB(a_parcels_page_shows_the_public_notice_of_a_confirmed_incident)
{
    Incident incident = hub_with(t, 20);
    int64_t id = found_waybill(t, number_of(t, 3)).id;
    const char *words;
    check_ok(t, incident_public(t->ctx, id, LANGUAGE_ZH, &words));
    check(t, words == NULL);
    IncidentInput change = given_incident("Hub");
    change.notice_public = 1;
    check_ok(t, incident_change(t->ctx, incident.id, incident.version, &change, &incident));
    check_ok(t, incident_public(t->ctx, id, LANGUAGE_ZH, &words));
    check_text(t, words, "分拨中心停运。");
    check_ok(t, incident_public(t->ctx, id, LANGUAGE_EN, &words));
    check_text(t, words, "The hub stands still.");
    const IncidentMoveInput end = {.move = MOVE_END, .turned_out = NONE, .text = "It runs again"};
    check_ok(t, incident_move(t->ctx, incident.id, incident.version, &end, &incident));
    check_ok(t, incident_public(t->ctx, id, LANGUAGE_ZH, &words));
    check(t, words == NULL);
}
