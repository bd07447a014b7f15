#include <stdio.h>
#include <string.h>

#include "access/account.h"
#include "access/outlet.h"
#include "access/person.h"
#include "base/region.h"
#include "base/text.h"
#include "watch/incident_keep.h"

/* --- places --- */

static Status place_fail(Ctx *ctx, size_t number, const char *member, const char *why)
{
    char field[64];
    snprintf(field, sizeof field, "places[%zu].%s", number, member);
    return fail_field(ctx, field, "%s", why);
}

static Status site_find(Ctx *ctx, size_t number, IncidentPlace *place)
{
    if (!place->site) return place_fail(ctx, number, "site", "is required");
    const char *code = text_normal(ctx->arena, place->site);
    if (!code) return no_memory(ctx);
    place->site = code;
    place->outlet_id = outlet_id_of(ctx, code);
    if (!place->outlet_id || !outlet_visible(ctx, place->outlet_id))
        return place_fail(ctx, number, "site", "there is no such outlet");
    return OK;
}

static Status lane_check(Ctx *ctx, size_t number, const IncidentPlace *place)
{
    if (!place->origin || !region_exists(place->origin))
        return place_fail(ctx, number, "origin", "there is no such region");
    if (!place->destination || !region_exists(place->destination))
        return place_fail(ctx, number, "destination", "there is no such region");
    return OK;
}

/* What is not of its kind is given to no purpose. */
static Status place_check(Ctx *ctx, size_t number, IncidentPlace *place)
{
    if (place->kind != PLACE_SITE && place->site)
        return place_fail(ctx, number, "site", "is only of a site");
    if (place->kind != PLACE_LANE && (place->origin || place->destination))
        return place_fail(ctx, number, "origin", "is only of a lane");
    if (place->kind != PLACE_VEHICLE && place->vehicle)
        return place_fail(ctx, number, "vehicle", "is only of a vehicle");
    if (place->kind == PLACE_SITE) return site_find(ctx, number, place);
    Status s = scope_check_whole(ctx, "incidents beyond your own sites are");
    if (s) return s;
    if (place->kind == PLACE_LANE) return lane_check(ctx, number, place);
    return place->vehicle ? OK : place_fail(ctx, number, "vehicle", "is required");
}

Status incident_place(Ctx *ctx, Incident *incident)
{
    IncidentPlace *places = incident->places.items;
    size_t count = incident->places.count;
    Status s = scope_customer(ctx) ? scope_check_whole(ctx, "incidents are") : OK;
    for (size_t i = 0; !s && i < count; i++)
        s = place_check(ctx, i, &places[i]);
    if (s) return s;
    incident->outlet_id = scope_outlet(ctx);
    if (!incident->outlet_id && count == 1) incident->outlet_id = places[0].outlet_id;
    return OK;
}

/* --- who and what --- */

static Status owner_find(Ctx *ctx, const char *login, Incident *incident)
{
    Account account = {.id = 0};
    if (!login) return OK;
    Status s = *login ? account_find_login(ctx, login, &account) : OK;
    if (s == NOT_FOUND) return fail_field(ctx, "owner", "nobody signs in as %s", login);
    incident->owner_id = account.id;
    incident->owner = account.id ? account.login : NULL;
    return s;
}

static Status plan_find(Ctx *ctx, const char *code, Incident *incident)
{
    WatchPlan plan = {.id = 0};
    if (!code) return OK;
    Status s = *code ? watch_plan_by_code(ctx, code, &plan) : OK;
    if (s == NOT_FOUND) return fail_field(ctx, "plan", "there is no plan %s", code);
    incident->plan_id = plan.id;
    incident->plan_version = plan.version;
    incident->plan = plan.id ? plan.code : NULL;
    return s;
}

static void number_set(int64_t *to, int64_t given)
{
    if (given != NONE) *to = given;
}

static void flag_set(bool *to, int64_t given)
{
    if (given != NONE) *to = given == 1;
}

static void words_set(const char **to, const char *given)
{
    if (given) *to = *given ? given : NULL;
}

/* Writes what is given over what is known. */
static Status describe(Ctx *ctx, const IncidentInput *input, Incident *out)
{
    words_set(&out->title, input->title);
    words_set(&out->title_zh, input->title_zh);
    words_set(&out->notice, input->notice);
    words_set(&out->notice_zh, input->notice_zh);
    number_set(&out->cause, input->cause);
    number_set(&out->severity, input->severity);
    number_set(&out->from, input->from);
    number_set(&out->until, input->until);
    flag_set(&out->joins, input->joins);
    flag_set(&out->notice_public, input->notice_public);
    if (!out->title_zh) out->title_zh = out->title;
    if (out->until != NONE && out->until <= out->from)
        return fail_field(ctx, "until", "it ends before it begins");
    if (out->notice_public && !out->notice && !out->notice_zh)
        return fail_field(ctx, "notice", "a public notice needs words");
    Status s = owner_find(ctx, input->owner, out);
    if (!s) s = plan_find(ctx, input->plan, out);
    if (s || !input->places.count) return s;
    out->places = input->places;
    return incident_place(ctx, out);
}

Status incident_propose(Ctx *ctx, const IncidentInput *input, Incident *out)
{
    *out = (Incident){.cause = INCIDENT_OTHER,
                      .severity = SEVERITY_MEDIUM,
                      .from = ctx_now(ctx),
                      .until = NONE,
                      .confirmed_at = NONE,
                      .closed_at = NONE,
                      .turned_out = NONE,
                      .report_due_at = NONE,
                      .reported_at = NONE};
    if (!input->title) return fail_field(ctx, "title", "is required");
    Status s = describe(ctx, input, out);
    if (!s && !out->places.count) s = incident_place(ctx, out);
    if (!s) s = incident_add(ctx, out);
    return s ? s : incident_by_id(ctx, out->id, out);
}

Status incident_change(Ctx *ctx, int64_t id, int64_t version, const IncidentInput *change,
                       Incident *out)
{
    const IncidentEntry entry = {.what = LOGGED_CHANGED, .step = NONE, .count = NONE};
    Status s = incident_take(ctx, id, version, out);
    if (!s) s = incident_check_open(ctx, out);
    int64_t plan_id = out->plan_id;
    if (!s) s = describe(ctx, change, out);
    if (!s && plan_id && out->plan_id != plan_id)
        s = fail_field(ctx, "plan", "the plan was chosen already, and is worked on");
    if (!s && change->places.count) s = incident_store_places(ctx, out);
    if (!s) s = incident_report_due(ctx, out);
    if (!s) s = incident_save(ctx, out, &entry);
    return s ? s : incident_by_id(ctx, id, out);
}
