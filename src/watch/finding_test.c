#include "watch/finding.h"

#include <string.h>

#include "access/outlet.h"
#include "access/person.h"
#include "access/testing.h"
#include "base/instant.h"
#include "base/json.h"
#include "db/db.h"
#include "slices.h"
#include "watch/testing.h"
#include "waybill/testing.h"

enum { HOUR = 60 };

#define NORTH "771234567890301"
#define SOUTH "771234567890302"

SQL(test_jobs, "SELECT payload FROM job WHERE kind = $1 ORDER BY id");

static void given_outlet(T *t, const char *code)
{
    Outlet outlet = {.code = code, .name = code, .kind = OUTLET_HUB, .region = ""};
    check_ok(t, outlet_create(t->ctx, &outlet));
}

static void given_silent(T *t, const char *no, const char *outlet, const char *origin)
{
    WaybillInput input = given_waybill(no);
    input.origin_outlet = outlet;
    input.origin = origin;
    input.destination = "440300";
    take_waybill(t, input, NULL);
    ScanInput scan = given_scan(no, 30 * HOUR, "hub_in");
    scan.site_code = outlet;
    check_int(t, take_scan(t, scan, NULL), UPSERT_CREATED);
}

/* Two parcels, each silent in a hub of its own. */
static void given_two(T *t)
{
    given_outlet(t, "NORTH");
    given_outlet(t, "SOUTH");
    given_silent(t, NORTH, "NORTH", "110000");
    given_silent(t, SOUTH, "SOUTH", "310000");
    watch_looks_at_all(t);
}

static FindingFilter given_filter(void)
{
    FindingFilter filter;
    shape_clear(&finding_filter_shape, &filter);
    return filter;
}

/* The numbers of the parcels that a filter finds. */
static const char *found(T *t, const FindingFilter *filter)
{
    List list;
    const char *next;
    Buf numbers;
    buf_init(&numbers, t->ctx->arena);
    check_ok(t, finding_list(t->ctx, filter, &list, &next));
    const Finding *finding = list.items;
    for (size_t i = 0; i < list.count; i++)
        buf_format(&numbers, "%s%s", i ? " " : "", finding[i].no);
    int64_t count;
    check_ok(t, finding_count(t->ctx, filter, &count));
    check_int(t, count, list.count);
    return numbers.data ? numbers.data : "";
}

TEST_DB(findings_are_listed_by_what_is_asked)
{
    given_two(t);
    FindingFilter filter = given_filter();
    check_text(t, found(t, &filter), SOUTH " " NORTH);
    filter.origin = "110000";
    check_text(t, found(t, &filter), NORTH);
    filter = given_filter(), filter.destination = "999999";
    check_text(t, found(t, &filter), "");
    filter = given_filter(), filter.severity = SEVERITY_CRITICAL;
    check_text(t, found(t, &filter), "");
    filter = given_filter(), filter.carrier = "sto", filter.rule = "hub_no_departure";
    check_text(t, found(t, &filter), SOUTH " " NORTH);
    filter = given_filter(), filter.exception = EXCEPTION_NO_INFO;
    check_text(t, found(t, &filter), "");
    filter = given_filter(), filter.since = TEST_NOW + HOUR_MS;
    check_text(t, found(t, &filter), "");
    filter = given_filter(), filter.until = TEST_NOW + HOUR_MS;
    check_text(t, found(t, &filter), SOUTH " " NORTH);
    filter = given_filter(), filter.until = TEST_NOW - HOUR_MS;
    check_text(t, found(t, &filter), "");
    filter = given_filter(), filter.state = 2;
    check_text(t, found(t, &filter), "");
    filter = given_filter(), filter.waybill_id = known_state(t, NORTH).journey.facts.waybill_id;
    check_text(t, found(t, &filter), NORTH);
    filter = given_filter(), filter.customer = "NOBODY";
    check_text(t, found(t, &filter), "");
}

TEST_DB(a_page_ends_at_its_limit_and_the_next_goes_on)
{
    given_two(t);
    FindingFilter filter = given_filter();
    List list;
    const char *next;
    filter.limit = 1;
    check_ok(t, finding_list(t->ctx, &filter, &list, &next));
    check_text(t, ((const Finding *)list.items)->no, SOUTH);
    filter.cursor = next;
    check_ok(t, finding_list(t->ctx, &filter, &list, &next));
    check_text(t, ((const Finding *)list.items)->no, NORTH);
    check(t, next == NULL);
}

TEST_DB(who_sees_one_outlet_sees_its_findings_and_its_heat_only)
{
    given_two(t);
    Outlet north;
    List cells;
    FindingFilter filter = given_filter();
    HeatQuery query = {.by = HEAT_BY_OUTLET, .from = NONE, .to = NONE};
    Finding finding;
    check_ok(t, outlet_find(t->ctx, "NORTH", &north));
    check_ok(t, finding_heat(t->ctx, &query, &cells));
    int64_t everywhere = 0;
    for (size_t i = 0; i < cells.count; i++)
        everywhere += ((const HeatCell *)cells.items)[i].open;
    check_int(t, everywhere, 2);
    filter.origin = "310000";
    List list;
    const char *next;
    check_ok(t, finding_list(t->ctx, &filter, &list, &next));
    int64_t south = ((const Finding *)list.items)->id;

    Person person = {.kind = PERSON_HUMAN, .id = 5, .scope_outlet_id = north.id};
    t->ctx->who = &person;
    filter = given_filter();
    check_text(t, found(t, &filter), NORTH);
    check_status(t, finding_by_id(t->ctx, south, &finding), NOT_FOUND);
    WatchRule rule;
    check_ok(t, watch_rule_by_code(t->ctx, "overdue", &rule));
    check_status(t, watch_rule_change(t->ctx, "overdue", 1, &rule, &rule), FORBIDDEN);
    Person client = {.kind = PERSON_HUMAN, .id = 6, .scope_customer_id = 9};
    t->ctx->who = &client;
    check_text(t, found(t, &filter), "");
    check_status(t, finding_heat(t->ctx, &query, &cells), FORBIDDEN);
    t->ctx->who = NULL;
}

TEST_DB(lanes_are_told_apart_by_the_hours_of_the_companys_day)
{
    given_two(t);
    List cells, list;
    const char *next;
    const HeatQuery query = {.by = HEAT_BY_LANE_HOUR, .from = NONE, .to = NONE};
    check_ok(t, finding_heat(t->ctx, &query, &cells));
    check_int(t, (int64_t)cells.count, 2);
    for (size_t i = 0; i < cells.count; i++) {
        const HeatCell *cell = (const HeatCell *)cells.items + i;
        check_int(t, cell->found, 1);
        FindingFilter filter = given_filter();
        filter.origin = cell->origin;
        filter.hour = cell->hour;
        check_ok(t, finding_list(t->ctx, &filter, &list, &next));
        check_int(t, (int64_t)list.count, 1);
        const Finding *finding = list.items;
        check_text(t, finding->origin, cell->origin);
        check_int(t, cell->hour, (finding->found_at / HOUR_MS + 8) % 24); /* Shanghai */
        filter.hour = (cell->hour + 1) % 24;
        check_ok(t, finding_list(t->ctx, &filter, &list, &next));
        check_int(t, (int64_t)list.count, 0);
    }
}

TEST_DB(steps_wait_for_each_other_and_what_was_done_is_kept)
{
    given_two(t);
    FindingFilter filter = given_filter();
    List list;
    const char *next;
    check_ok(t, finding_list(t->ctx, &filter, &list, &next));
    int64_t id = ((const Finding *)list.items)->id;
    FindingActInput act = {ACT_DONE, 2, NONE, NULL};
    Finding after;
    check_status(t, finding_act(t->ctx, id, 1, &act, &after), CONFLICT);
    act.step = 1;
    check_ok(t, finding_act(t->ctx, id, 1, &act, &after));
    check_int(t, after.acts.count, 1);
    check_int(t, after.acknowledged_at, TEST_NOW);
    const FindingStep *steps = after.steps.items;
    check_int(t, steps[0].act, ACT_DONE);
    check_int(t, steps[1].due_at, TEST_NOW + 4 * HOUR_MS);
    check_int(t, steps[3].due_at, NONE);
    check_status(t, finding_act(t->ctx, id, 1, &act, &after), STALE);
    act = (FindingActInput){ACT_DECLINE, 2, NONE, NULL};
    check_status(t, finding_act(t->ctx, id, 2, &act, &after), INVALID);
    check_text(t, t->ctx->problem.field, "note");
    act.note = "it was found already";
    check_ok(t, finding_act(t->ctx, id, 2, &act, &after));
    act = (FindingActInput){ACT_ACKNOWLEDGE, 1, NONE, NULL};
    check_status(t, finding_act(t->ctx, id, 3, &act, &after), INVALID);
    check_text(t, t->ctx->problem.field, "step");
}

static Status hear(Ctx *ctx, const Job *job)
{
    (void)ctx, (void)job;
    return OK;
}

static const JobKind hearers[] = {
    {.name = "test.opened", .event = "watch.finding_opened", .run = hear},
    {.name = "test.closed", .event = "watch.finding_closed", .run = hear},
    {.name = NULL}};
static const Slice hearing = {.name = "test", .jobs = hearers};
static const Slice *const hearing_slices[] = {&hearing, NULL};

static size_t heard(T *t, const char *kind, const char *wanted)
{
    Rows *rows;
    size_t count = 0;
    check_ok(t, db_query(t->ctx, &test_jobs, &rows, db_text(kind)));
    for (; rows_next(rows); count++)
        check(t, strstr(rows_text(rows, 0), wanted) != NULL);
    check_ok(t, rows_end(rows));
    return count;
}

TEST_DB(what_is_found_and_what_it_turned_out_to_be_are_told_once)
{
    const Slice *const *slices_before = t->house->slices;
    t->house->slices = hearing_slices;
    given_two(t);
    check_int(t, heard(t, "test.opened", "\"rule\":\"hub_no_departure\""), 2);
    take_scan(t, given_scan(NORTH, HOUR, "hub_out"), NULL);
    check_int(t, heard(t, "test.opened", "\"outcome\":null"), 2);
    check_int(t, heard(t, "test.closed", "\"outcome\":\"recovered\""), 1);
    check_int(t, heard(t, "test.closed", "\"carrier\":\"sto\""), 1);
    t->house->slices = slices_before;
}

static Status finding_acknowledge(Ctx *ctx, void *id)
{
    FindingActInput act = {ACT_ACKNOWLEDGE, NONE, NONE, NULL};
    Finding after;
    return finding_act(ctx, *(int64_t *)id, 1, &act, &after);
}

TEST_DB(that_a_finding_was_seen_is_heard_by_those_who_see_its_parcel)
{
    given_two(t);
    FindingFilter filter = given_filter();
    List list;
    const char *next;
    filter.origin = "110000";
    check_ok(t, finding_list(t->ctx, &filter, &list, &next));
    check_int(t, (int64_t)list.count, 1);
    int64_t id = ((const Finding *)list.items)->id;
    const char *north = given_listener(t, "NORTH", 0);
    const char *wanted = arena_format(t->ctx->arena, "{\"finding_id\":\"%lld\"", (long long)id);
    const char *heard = heard_of(t, north, finding_acknowledge, &id, wanted);
    check(t, strstr(heard, "event: watch.finding_changed"));
    check(t, strstr(heard, wanted));
}
