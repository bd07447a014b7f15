#include <string.h>

#include "access/outlet.h"
#include "base/instant.h"
#include "db/db.h"
#include "watch/incident_parcel.h"
#include "watch/testing.h"
#include "watch/version.h"
#include "waybill/testing.h"

SQL(test_bound, "SELECT COUNT(*) FROM watch_incident_parcel WHERE out_ms IS NULL");
SQL(test_policies_off, "UPDATE watch_incident_policy SET is_off = 1 WHERE kind <> $1");

static int64_t bound(T *t)
{
    int64_t count = NONE;
    check_ok(t, db_get_int_values(t->ctx, &test_bound, &count, NULL, 0));
    return count;
}

static IncidentPolicy policy_of(T *t, int64_t kind)
{
    List list;
    check_ok(t, incident_policies(t->ctx, &list));
    check_int(t, list.count, 3);
    return ((const IncidentPolicy *)list.items)[kind - 1];
}

static void policy_set(T *t, IncidentPolicy policy)
{
    IncidentPolicy out;
    check_ok(t, incident_policy_change(t->ctx, policy.kind, policy.version, &policy, &out));
}

TEST_DB(findings_of_a_site_become_one_proposal_that_binds_their_parcels)
{
    given_sites(t);
    given_stuck(t, 1, 19, "HUB", NULL);
    watch_looks(t);
    run_due(t);
    check_int(t, all_incidents(t, NULL), 0);
    given_stuck(t, 20, 2, "HUB", NULL);
    watch_looks(t);
    run_due(t);
    Incident incident;
    check_int(t, all_incidents(t, &incident), 1);
    check_text(t, incident.group, "site:HUB");
    check_int(t, incident.state, INCIDENT_PROPOSED);
    check_int(t, incident.cause, INCIDENT_HUB_STOPPED);
    check_int(t, incident.parcels, 21);
    check_int(t, bound(t), 21);
    check_text(t, incident.title, "21 parcels in trouble: HUB");
    check_text(t, incident.title_zh, "HUB：21 件异常");
}

TEST_DB(looking_again_changes_nothing_and_later_findings_join)
{
    given_sites(t);
    given_stuck(t, 1, 25, "HUB", NULL);
    watch_looks(t);
    run_due(t);
    check_ok(t, incidents_look(t->ctx));
    check_ok(t, incidents_look(t->ctx));
    check_int(t, all_incidents(t, NULL), 1);
    given_stuck(t, 26, 5, "HUB", NULL);
    watch_looks(t);
    run_due(t);
    Incident incident;
    check_int(t, all_incidents(t, &incident), 1);
    check_int(t, incident.parcels, 30);
    check_int(t, incident.version, 1);
}

TEST_DB(a_few_of_many_under_way_at_a_site_are_no_incident)
{
    given_sites(t);
    IncidentPolicy site = policy_of(t, PLACE_SITE);
    site.min_count = 2;
    policy_set(t, site);
    given_stuck(t, 1, 3, "HUB", NULL);
    for (int i = 100; i < 108; i++) {
        ScanInput fresh = given_scan(number_of(t, i), 5, "hub_in");
        fresh.site_code = "HUB";
        take_scan(t, fresh, NULL);
    }
    watch_looks(t);
    run_due(t);
    check_int(t, all_incidents(t, NULL), 0); /* 3 of 11 are 27 percent */
    site = policy_of(t, PLACE_SITE);
    site.min_share = 27;
    policy_set(t, site);
    run_due(t);
    check_int(t, all_incidents(t, NULL), 1);
}

TEST_DB(parcels_on_a_vehicle_are_one_incident_wherever_they_were_seen)
{
    given_sites(t);
    given_stuck(t, 1, 6, "HUB", "沪A12345");
    given_stuck(t, 11, 6, "FAR", "沪A12345");
    given_stuck(t, 21, 5, "FAR", "沪B99999");
    watch_looks(t);
    run_due(t);
    Incident incident;
    check_int(t, all_incidents(t, &incident), 1);
    check_text(t, incident.group, "vehicle:沪A12345");
    check_int(t, incident.cause, INCIDENT_VEHICLE);
    check_int(t, incident.parcels, 12);
}

TEST_DB(a_lane_is_proposed_where_no_site_stands_out)
{
    given_sites(t);
    check_ok(t, db_run(t->ctx, &test_policies_off, db_int(PLACE_LANE)));
    given_stuck(t, 1, 16, "HUB", NULL);
    given_stuck(t, 21, 16, "FAR", NULL);
    watch_looks(t);
    run_due(t);
    Incident incident;
    check_int(t, all_incidents(t, &incident), 1);
    check_text(t, incident.group, "lane:310000:440300");
    check_int(t, incident.parcels, 32);
}

TEST_DB(the_largest_group_takes_its_parcels_from_the_others)
{
    given_sites(t);
    given_stuck(t, 1, 40, "HUB", NULL);
    given_stuck(t, 101, 10, "FAR", NULL);
    watch_looks(t);
    run_due(t);
    Incident incident;
    check_int(t, all_incidents(t, &incident), 1); /* the lane's 50 are more than the hub's 40 */
    check_text(t, incident.group, "lane:310000:440300");
    check_int(t, bound(t), 50);
}

TEST_DB(what_nobody_confirms_expires_and_is_not_proposed_again_while_it_cools)
{
    given_sites(t);
    check_ok(t, db_run(t->ctx, &test_policies_off, db_int(PLACE_SITE)));
    given_stuck(t, 1, 20, "HUB", NULL);
    watch_looks(t);
    run_due(t);
    source_move(t->ctx->source, 12 * HOUR_MS);
    run_due(t);
    Incident incident;
    check_int(t, all_incidents(t, &incident), 1);
    check_int(t, incident.state, INCIDENT_EXPIRED);
    given_stuck(t, 101, 20, "HUB", NULL);
    watch_looks(t);
    run_due(t);
    check_int(t, all_incidents(t, NULL), 1);
    source_move(t->ctx->source, 4 * HOUR_MS);
    given_stuck(t, 201, 20, "HUB", NULL);
    watch_looks(t);
    run_due(t);
    check_int(t, all_incidents(t, &incident), 2);
    check_int(t, incident.parcels, 20);
}

TEST_DB(a_proposal_that_was_confirmed_does_not_expire)
{
    given_sites(t);
    given_stuck(t, 1, 20, "HUB", NULL);
    watch_looks(t);
    run_due(t);
    Incident incident;
    const IncidentMoveInput confirm = {.move = MOVE_CONFIRM, .turned_out = NONE};
    check_int(t, all_incidents(t, &incident), 1);
    check_ok(t, incident_move(t->ctx, incident.id, incident.version, &confirm, &incident));
    source_move(t->ctx->source, DAY_MS);
    run_due(t);
    check_int(t, read_incident(t, incident.id).state, INCIDENT_CONFIRMED);
}

TEST_DB(thresholds_that_cannot_be_are_refused_by_their_field)
{
    IncidentPolicy out, vehicle = policy_of(t, PLACE_VEHICLE);
    vehicle.min_share = 10;
    check_status(t, incident_policy_change(t->ctx, PLACE_VEHICLE, 1, &vehicle, &out), INVALID);
    check_text(t, t->ctx->problem.field, "min_share");
    IncidentPolicy site = policy_of(t, PLACE_SITE);
    const char *names[] = {"flood"};
    site.exceptions = (Texts){names, 1};
    check_status(t, incident_policy_change(t->ctx, PLACE_SITE, 1, &site, &out), INVALID);
    check_text(t, t->ctx->problem.field, "exceptions");
    check_status(t, incident_policy_change(t->ctx, PLACE_SITE, 7, &site, &out), STALE);
    check_status(t, incident_policy_change(t->ctx, 9, 1, &site, &out), NOT_FOUND);
}

/* --- by hand --- */

static BindInput which(void)
{
    BindInput input;
    shape_clear(&bind_input_shape, &input);
    return input;
}

TEST_DB(parcels_are_bound_by_number_and_unknown_numbers_are_told)
{
    given_stuck(t, 1, 3, "HUB", NULL);
    Incident incident = proposed_incident(t);
    const char *numbers[] = {" p00001 ", "P00003", "P99999"};
    BindInput input = which();
    input.numbers = (Texts){numbers, 3};
    BindOutcome out;
    check_ok(t, incident_bind(t->ctx, incident.id, 1, &input, &out));
    check_int(t, out.changed, 2);
    check_int(t, out.unknown.count, 1);
    check_text(t, out.unknown.items[0], "P99999");
    check_int(t, out.version, 2);
    check_ok(t, incident_bind(t->ctx, incident.id, 2, &input, &out));
    check_int(t, out.changed, 0);
    input.numbers.count = 1;
    check_ok(t, incident_unbind(t->ctx, incident.id, 2, &input, &out));
    check_int(t, out.changed, 1);
    check_int(t, read_incident(t, incident.id).parcels, 1);
}

TEST_DB(parcels_are_bound_by_what_they_fit)
{
    given_sites(t);
    given_stuck(t, 1, 4, "HUB", NULL);
    given_stuck(t, 11, 2, "SHED", NULL);
    given_stuck(t, 21, 3, "FAR", NULL);
    take_scan(t, given_scan(number_of(t, 1), 1, "delivered"), NULL);
    Incident incident = proposed_incident(t);
    BindInput input = which();
    BindOutcome out;
    input.site = "hub";
    check_ok(t, incident_bind(t->ctx, incident.id, 1, &input, &out));
    check_int(t, out.changed, 5); /* with what is below it, without what is at its end */
    input = which();
    input.origin = "310000";
    input.destination = "440300";
    check_ok(t, incident_bind(t->ctx, incident.id, 2, &input, &out));
    check_int(t, out.changed, 3);
    input.stage = STAGE_COLLECTED;
    check_ok(t, incident_unbind(t->ctx, incident.id, 3, &input, &out));
    check_int(t, out.changed, 0);
    input = which();
    input.site = "FAR";
    check_ok(t, incident_unbind(t->ctx, incident.id, 3, &input, &out));
    check_int(t, out.changed, 3);
    check_int(t, bound(t), 5);
}

TEST_DB(what_was_taken_out_does_not_join_by_itself)
{
    given_sites(t);
    given_stuck(t, 1, 20, "HUB", NULL);
    watch_looks(t);
    run_due(t);
    Incident incident;
    BindOutcome out;
    check_int(t, all_incidents(t, &incident), 1);
    const char *number = "P00007";
    BindInput input = which();
    input.numbers = (Texts){&number, 1};
    check_ok(t, incident_unbind(t->ctx, incident.id, incident.version, &input, &out));
    check_ok(t, incidents_look(t->ctx));
    check_int(t, bound(t), 19);
    check_ok(t, incident_bind(t->ctx, incident.id, out.version, &input, &out));
    check_int(t, bound(t), 20);
}

TEST_DB(which_parcels_must_be_said)
{
    Incident incident = proposed_incident(t);
    BindInput input = which();
    BindOutcome out;
    input.origin = "310000";
    check_status(t, incident_bind(t->ctx, incident.id, 1, &input, &out), INVALID);
    check_text(t, t->ctx->problem.field, "site");
    const char *number = "P00001";
    input.numbers = (Texts){&number, 1};
    check_status(t, incident_bind(t->ctx, incident.id, 1, &input, &out), INVALID);
    check_text(t, t->ctx->problem.field, "numbers");
    input = which();
    input.site = "NONE";
    check_status(t, incident_bind(t->ctx, incident.id, 1, &input, &out), INVALID);
    check_text(t, t->ctx->problem.field, "site");
}

TEST_DB(an_incident_policy_is_kept_as_it_was_shipped_and_in_each_version)
{
    List list;
    const char *next;
    PageQuery page = {.limit = 2};
    IncidentPolicy site = policy_of(t, PLACE_SITE);
    site.min_count = 50;
    policy_set(t, site);
    site = policy_of(t, PLACE_SITE);
    site.min_count = 60;
    policy_set(t, site);
    check_ok(t, watch_versions(t->ctx, VERSION_INCIDENT_POLICY, PLACE_SITE, &page, &list, &next));
    const WatchVersion *versions = list.items;
    check_int(t, list.count, 2);
    check_int(t, versions[0].version, 3);
    check(t, strstr(versions[0].document, "\"min_count\":60") != NULL);
    check_int(t, versions[0].changed_at, ctx_now(t->ctx));
    page.cursor = next;
    check_ok(t, watch_versions(t->ctx, VERSION_INCIDENT_POLICY, PLACE_SITE, &page, &list, &next));
    versions = list.items;
    check_int(t, list.count, 1);
    check_int(t, versions[0].version, 1);
    check_int(t, versions[0].changed_at, NONE);
    check(t, strstr(versions[0].document, "\"min_count\":20") != NULL);
    check(t, next == NULL);
}
