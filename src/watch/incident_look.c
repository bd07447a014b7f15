#include <string.h>

#include "base/instant.h"
#include "job/job.h"
#include "watch/incident_action.h"
#include "watch/incident_keep.h"
#include "watch/incident_parcel.h"
#include "watch/incident_parcel_store.h"

#define LOOK_JOB "incident.look"

enum { LOOK_AFTER_MS = 2000, BOUND_AT_A_TIME = 2000, PROPOSED_AT_A_TIME = 10, KINDS = 3 };

/* What one look needs of the policies, by kind. */
typedef struct Look {
    IncidentPolicy policies[KINDS + 1];
    int64_t exceptions[KINDS + 1];
    bool more; /* there was more to do than is done at a time */
} Look;

static Status look_after(Ctx *ctx, int64_t ms)
{
    return job_add(ctx, LOOK_JOB, "look", 0, NULL, ctx_now(ctx) + ms);
}

Status incidents_look_soon(Ctx *ctx)
{
    return look_after(ctx, LOOK_AFTER_MS);
}

static Status look_open(Ctx *ctx, Look *look)
{
    List list;
    memset(look, 0, sizeof *look);
    Status s = incident_policies(ctx, &list);
    const IncidentPolicy *policies = list.items;
    for (size_t i = 0; !s && i < list.count; i++) {
        int64_t kind = policies[i].kind;
        look->policies[kind] = policies[i];
        s = incident_policy_exceptions(ctx, &policies[i], &look->exceptions[kind]);
    }
    return s;
}

static Status bound_count(Ctx *ctx, Look *look, Incident *incident, int64_t bound)
{
    const IncidentEntry entry = {.what = LOGGED_BOUND, .step = NONE, .count = bound};
    if (!bound) return OK;
    look->more |= bound == BOUND_AT_A_TIME;
    incident->parcels += bound;
    Status s = incident_store_count(ctx, incident->id, bound);
    if (!s) s = incident_note(ctx, incident, &entry);
    return s ? s : incident_actions_follow(ctx, incident->id);
}

/* --- findings join what is open --- */

static Status join_one(Ctx *ctx, Look *look, Incident *incident)
{
    const IncidentPlace *places = incident->places.items;
    int64_t total = 0;
    Status s = OK;
    for (size_t i = 0; !s && i < incident->places.count; i++) {
        const FindingWindow window = {incident->from, look->exceptions[places[i].kind]};
        int64_t bound, room = BOUND_AT_A_TIME - total;
        if (!room) break;
        s = groups_store_bind(ctx, incident->id, &places[i], &window, room, &bound);
        total += bound;
    }
    return s ? s : bound_count(ctx, look, incident, total);
}

static Status join_all(Ctx *ctx, Look *look)
{
    List list;
    Status s = incident_store_joining(ctx, &list);
    Incident *incidents = list.items;
    for (size_t i = 0; !s && i < list.count; i++)
        s = join_one(ctx, look, &incidents[i]);
    return s;
}

/* --- proposals --- */

static const char *group_name(Ctx *ctx, const IncidentPlace *place)
{
    if (place->kind == PLACE_SITE) return arena_format(ctx->arena, "site:%s", place->site);
    if (place->kind == PLACE_VEHICLE) return arena_format(ctx->arena, "vehicle:%s", place->vehicle);
    return arena_format(ctx->arena, "lane:%s:%s", place->origin, place->destination);
}

/* Whether the group is a large enough part of what is under way there. */
static Status share_reached(Ctx *ctx, const IncidentPolicy *policy, const FindingGroup *group,
                            bool *out)
{
    int64_t moving, enough;
    *out = true;
    if (!policy->min_share || group->place.kind == PLACE_VEHICLE) return OK;
    enough = group->parcels * 100 / policy->min_share;
    Status s = groups_store_moving(ctx, &group->place, enough + 1, &moving);
    *out = moving <= enough;
    return s;
}

static Status may_propose(Ctx *ctx, const IncidentPolicy *policy, const FindingGroup *group,
                          bool *out)
{
    bool known = false;
    const char *name = group_name(ctx, &group->place);
    int64_t since_ms = ctx_now(ctx) - policy->cooldown_minutes * MINUTE_MS;
    *out = false;
    if (!name) return no_memory(ctx);
    Status s = incident_store_group(ctx, name, since_ms, &known);
    return s || known ? s : share_reached(ctx, policy, group, out);
}

/* The first of the kind that may be proposed; its parcels are 0 where none may. */
static Status best_of_kind(Ctx *ctx, const Look *look, int64_t kind, FindingGroup *out)
{
    const IncidentPolicy *policy = &look->policies[kind];
    const FindingWindow window = {ctx_now(ctx) - policy->window_minutes * MINUTE_MS,
                                  look->exceptions[kind]};
    FindingGroup *groups = ARENA_ARRAY(ctx->arena, GROUPS_READ, FindingGroup);
    size_t count = 0;
    bool may = false;
    out->parcels = 0;
    if (!groups) return no_memory(ctx);
    if (!policy->kind || policy->is_off) return OK;
    Status s = groups_store_read(ctx, kind, &window, policy->min_count, groups, &count);
    for (size_t i = 0; !s && !may && i < count; i++) {
        s = may_propose(ctx, policy, &groups[i], &may);
        if (may) *out = groups[i];
    }
    return s;
}

/* The largest of all; of equal ones the narrower place. */
static Status best_group(Ctx *ctx, const Look *look, FindingGroup *out)
{
    static const PlaceKind narrow_first[] = {PLACE_VEHICLE, PLACE_SITE, PLACE_LANE};
    Status s = OK;
    out->parcels = 0;
    for (size_t i = 0; !s && i < KINDS; i++) {
        FindingGroup group;
        s = best_of_kind(ctx, look, narrow_first[i], &group);
        if (!s && group.parcels > out->parcels) *out = group;
    }
    return s;
}

static Status title_make(Ctx *ctx, const FindingGroup *group, Incident *out)
{
    const IncidentPlace *place = &group->place;
    const char *where = place->kind == PLACE_SITE ? place->site : place->vehicle;
    if (place->kind == PLACE_LANE)
        where = arena_format(ctx->arena, "%s → %s", place->origin, place->destination);
    if (!where) return no_memory(ctx);
    out->title =
        arena_format(ctx->arena, "%lld parcels in trouble: %s", (long long)group->parcels, where);
    out->title_zh = arena_format(ctx->arena, "%s：%lld 件异常", where, (long long)group->parcels);
    out->group = group_name(ctx, place);
    return out->title && out->title_zh && out->group ? OK : no_memory(ctx);
}

static Status propose(Ctx *ctx, Look *look, FindingGroup *group)
{
    static const IncidentCause causes[] = {[PLACE_SITE] = INCIDENT_HUB_STOPPED,
                                           [PLACE_LANE] = INCIDENT_OTHER,
                                           [PLACE_VEHICLE] = INCIDENT_VEHICLE};
    const int64_t kind = group->place.kind;
    const IncidentPolicy *policy = &look->policies[kind];
    Incident incident = {.cause = causes[kind],
                         .severity = group->severity,
                         .outlet_id = group->place.outlet_id,
                         .from = group->found_ms,
                         .until = NONE,
                         .joins = true,
                         .confirmed_at = NONE,
                         .closed_at = NONE,
                         .turned_out = NONE,
                         .report_due_at = NONE,
                         .reported_at = NONE,
                         .places = {&group->place, 1}};
    Status s = title_make(ctx, group, &incident);
    if (!s) s = incident_add(ctx, &incident);
    if (!s) s = join_one(ctx, look, &incident);
    if (s) return s;
    return incident_timer(ctx, INCIDENT_EXPIRE_JOB, incident.id,
                          ctx_now(ctx) + policy->expire_minutes * MINUTE_MS);
}

Status incidents_look(Ctx *ctx)
{
    Look look;
    FindingGroup group = {.parcels = 1};
    int proposed = 0;
    Status s = look_open(ctx, &look);
    if (!s) s = join_all(ctx, &look);
    for (; !s && group.parcels && !look.more && proposed < PROPOSED_AT_A_TIME; proposed++) {
        s = best_group(ctx, &look, &group);
        if (!s && group.parcels) s = propose(ctx, &look, &group);
    }
    if (s || (!look.more && proposed < PROPOSED_AT_A_TIME)) return s;
    return look_after(ctx, 0);
}
