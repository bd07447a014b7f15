#include "watch/testing.h"

#include "access/outlet.h"
#include "access/setting.h"
#include "base/instant.h"
#include "db/db.h"
#include "job/job.h"
#include "watch/timer.h"
#include "waybill/testing.h"

enum { BATCH = 500 };

SQL(test_one_rule, "UPDATE watch_rule SET is_off = 1 WHERE code <> 'hub_no_departure'");

Person given_person(const char *login)
{
    return (Person){.kind = PERSON_HUMAN, .id = 1, .login = login, .rights = rights_all()};
}

static void given_site(T *t, const char *code, const char *parent, OutletKind kind)
{
    Outlet outlet = {.code = code, .name = code, .kind = kind, .parent = parent, .region = ""};
    check_ok(t, outlet_create(t->ctx, &outlet));
}

void given_sites(T *t)
{
    given_site(t, "HUB", NULL, OUTLET_HUB);
    given_site(t, "SHED", "HUB", OUTLET_STATION);
    given_site(t, "FAR", NULL, OUTLET_HUB);
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_WATCH_TICKETS, "0", NONE));
    commit(t);
}

IncidentInput given_incident(const char *title)
{
    IncidentInput input;
    shape_clear(&incident_input_shape, &input);
    input.title = title;
    return input;
}

Incident proposed_incident(T *t)
{
    const IncidentInput input = given_incident("Something");
    Incident incident;
    check_ok(t, incident_propose(t->ctx, &input, &incident));
    return incident;
}

Incident confirmed_incident(T *t)
{
    IncidentPlace hub = {.kind = PLACE_SITE, .site = "HUB"};
    IncidentInput input = given_incident("Hub stopped");
    const IncidentMoveInput confirm = {.move = MOVE_CONFIRM, .turned_out = NONE};
    Incident incident;
    input.places = (List){&hub, 1};
    input.joins = 1;
    input.notice = "The hub stands still.";
    input.notice_zh = "分拨中心停运。";
    check_ok(t, incident_propose(t->ctx, &input, &incident));
    check_ok(t, incident_move(t->ctx, incident.id, incident.version, &confirm, &incident));
    return incident;
}

Incident read_incident(T *t, int64_t id)
{
    Incident incident;
    check_ok(t, incident_by_id(t->ctx, id, &incident));
    return incident;
}

static List incidents(T *t, int64_t report)
{
    IncidentFilter filter;
    List list;
    const char *next;
    shape_clear(&incident_filter_shape, &filter);
    filter.report = report;
    check_ok(t, incident_list(t->ctx, &filter, &list, &next));
    return list;
}

int64_t listed_by_report(T *t, int64_t report)
{
    return (int64_t)incidents(t, report).count;
}

int64_t all_incidents(T *t, Incident *newest)
{
    List list = incidents(t, NONE);
    if (list.count && newest) *newest = *(const Incident *)list.items;
    return (int64_t)list.count;
}

int64_t logged(T *t, int64_t id, int64_t what)
{
    List list;
    const char *next;
    int64_t count = 0;
    check_ok(t, incident_log(t->ctx, id, 200, NULL, &list, &next));
    const IncidentEntry *entry = list.items;
    for (size_t i = 0; i < list.count; i++)
        count += entry[i].what == what;
    return count;
}

const char *number_of(T *t, int n)
{
    return arena_format(t->ctx->arena, "P%05d", n);
}

static void given_batch(T *t, int first, size_t count, const char *outlet, const char *vehicle)
{
    WaybillInput *inputs = ARENA_ARRAY(t->ctx->arena, count, WaybillInput);
    UpsertRow *rows = ARENA_ARRAY(t->ctx->arena, count, UpsertRow);
    ScanInput *scans = ARENA_ARRAY(t->ctx->arena, count, ScanInput);
    check(t, inputs && rows && scans);
    for (size_t i = 0; i < count; i++) {
        const char *no = number_of(t, first + (int)i);
        inputs[i] = given_waybill(no);
        inputs[i].origin = "310000";
        inputs[i].destination = "440300";
        inputs[i].promised_at = TEST_NOW + DAY_MS;
        rows[i] = (UpsertRow){.thing = &inputs[i], .number = (int64_t)i + 1};
        scans[i] = given_scan(no, 25 * 60, "hub_in");
        scans[i].site_code = outlet;
        scans[i].vehicle = vehicle;
    }
    check_ok(t, waybill_apply(t->ctx, rows, count));
    check_int(t, take_scans(t, NULL, scans, count, UPSERT_CREATED), count);
}

void given_stuck(T *t, int first, int count, const char *outlet, const char *vehicle)
{
    for (int done = 0; done < count; done += BATCH) {
        int part = count - done < BATCH ? count - done : BATCH;
        given_batch(t, first + done, (size_t)part, outlet, vehicle);
    }
}

void watch_looks_at_all(T *t)
{
    for (size_t looked = 1; looked;)
        check_ok(t, timers_fire(t->ctx, &looked));
}

void watch_looks(T *t)
{
    check_ok(t, db_run_values(t->ctx, &test_one_rule, NULL, 0, NULL));
    watch_looks_at_all(t);
}

Status run_once(T *t, int64_t *count)
{
    Arena *own = t->ctx->arena, *arena = arena_new();
    check(t, arena != NULL);
    t->ctx->arena = arena;
    Status s = jobs_run_due(t->ctx, count);
    t->ctx->arena = own;
    arena_release(arena);
    return s;
}

void run_due(T *t)
{
    int64_t count = 1;
    source_move(t->ctx->source, 2 * SECOND_MS);
    for (int i = 0; i < 1000 && count; i++)
        check_ok(t, run_once(t, &count));
}
