#include "promise/cause.h"

#include <string.h>

#include "access/audit.h"
#include "access/outlet.h"
#include "access/page.h"
#include "access/person.h"
#include "base/instant.h"
#include "base/region.h"
#include "base/text.h"
#include "job/job.h"
#include "promise/cause_store.h"

enum { PLACES_MAX = 1000, WINDOW_DAYS_MAX = 366 };

static const Name cause_states[] = {{"declared", CAUSE_DECLARED, "Until its window ends"},
                                    {"ended", CAUSE_ENDED, "Covers no more parcels"},
                                    {"withdrawn", CAUSE_WITHDRAWN, "Taken back altogether"},
                                    {NULL, 0, NULL}};

static const Field lane_fields[] = {
    FIELD_TEXT(CauseLane, origin, .max = 16, .doc = "Region code; null or * for any"),
    FIELD_TEXT(CauseLane, destination, .max = 16, .doc = "Region code; null or * for any"),
    FIELD_END};
static const Shape lane_shape = SHAPE(CauseLane, lane_fields, "A lane that is held up");

static const Field cause_fields[] = {
    FIELD_ID(Cause, id, .read_only = true, .doc = "Names it"),
    FIELD_INT(Cause, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_TEXT(Cause, reason, .required = true, .min = 1, .max = 32, .example = "weather",
               .doc = "Code of a reason that many parcels may have"),
    FIELD_TEXT(Cause, text, .writing = WRITING_LINES, .required = true, .min = 1, .max = 200,
               .example = "Typhoon", .doc = "What customers are told; nothing personal"),
    FIELD_ENUM(Cause, effect, promise_effects, .doc = "moves or excuses; else as the reason says"),
    FIELD_INT(Cause, move_hours, .min = 1, .max = 8760, .doc = "By how many hours promises move"),
    FIELD_INT(Cause, move_days, .min = 1, .max = 365,
              .doc = "Or by how many working days of the product's calendar"),
    FIELD_TIME(Cause, from, .required = true, .doc = "Since when; promises of before stay"),
    FIELD_TIME(Cause, until, .required = true, .doc = "Parcels that come later are not covered"),
    FIELD_TEXTS(Cause, sites, .max = PLACES_MAX, .no_column = true,
                .doc = "Codes of outlets, each with all below it"),
    FIELD_LIST(Cause, lanes, &lane_shape, .max = PLACES_MAX, .doc = "Lanes"),
    FIELD_BOOL(Cause, everywhere, .doc = "Every parcel; then neither sites nor lanes"),
    FIELD_ID(Cause, incident_id, .doc = "The incident behind it"),
    FIELD_ENUM(Cause, state, cause_states, .read_only = true, .doc = "Whether it stands"),
    FIELD_TIME(Cause, declared_at, .read_only = true, .doc = "When it was declared"),
    FIELD_TEXT(Cause, declared_by, .colleague = true, .read_only = true,
               .doc = "Login of who declared it"),
    FIELD_TIME(Cause, ended_at, .read_only = true, .doc = "When it was ended or withdrawn"),
    FIELD_TEXT(Cause, ended_by, .colleague = true, .read_only = true, .doc = "Login of who did"),
    FIELD_TEXT(Cause, why, .read_only = true, .personal = PERSONAL_WORDS,
               .doc = "Why it was withdrawn"),
    FIELD_INT(Cause, looked_at, .read_only = true, .doc = "Open parcels gone through so far"),
    FIELD_INT(Cause, affected, .read_only = true, .doc = "Parcels whose promise it changed"),
    FIELD_INT(Cause, undone, .read_only = true, .doc = "Of these, where that was taken back"),
    FIELD_BOOL(Cause, settled, .read_only = true, .doc = "All parcels follow what is declared now"),
    FIELD_END};
const Shape cause_shape = SHAPE(Cause, cause_fields, "What befalls many parcels at once");

/* --- what may be declared --- */

static Status effect_complete(Ctx *ctx, Cause *cause)
{
    PromiseReason reason;
    Status s = reason_by_code(ctx, cause->reason, &reason);
    if (s == NOT_FOUND) return fail_field(ctx, "reason", "there is no reason %s", cause->reason);
    if (s) return s;
    if (!reason.mass || reason.closed)
        return fail_field(ctx, "reason", "reason %s is not one of many parcels", cause->reason);
    bool usual = cause->move_hours == NONE && cause->move_days == NONE;
    if (cause->effect == NONE) cause->effect = usual ? reason.effect : PROMISE_MOVES;
    if (cause->effect != PROMISE_MOVES && cause->effect != PROMISE_EXCUSES)
        return fail_field(ctx, "effect", "promises of many parcels move or are excused");
    if (cause->effect == PROMISE_EXCUSES)
        return usual ? OK : fail_field(ctx, "effect", "what is excused does not move");
    if (usual) {
        cause->move_hours = reason.move_hours;
        cause->move_days = reason.move_days;
    }
    bool hours = cause->move_hours != NONE, days = cause->move_days != NONE;
    if (hours == days)
        return fail_field(ctx, "move_hours", "say by how many hours or by how many days");
    return OK;
}

static Status window_check(Ctx *ctx, const Cause *cause)
{
    if (cause->until <= cause->from)
        return fail_field(ctx, "until", "the window ends before it begins");
    if (cause->until - cause->from > WINDOW_DAYS_MAX * DAY_MS)
        return fail_field(ctx, "until", "a window has at most a year");
    if (cause->until <= ctx_now(ctx)) return fail_field(ctx, "until", "the window is over already");
    return OK;
}

static Status sites_find(Ctx *ctx, Cause *cause)
{
    int64_t *ids = ARENA_ARRAY(ctx->arena, cause->sites.count, int64_t);
    if (!ids) return no_memory(ctx);
    for (size_t i = 0; i < cause->sites.count; i++) {
        const char *code = text_normal(ctx->arena, cause->sites.items[i]);
        if (!code) return no_memory(ctx);
        ids[i] = outlet_id_of(ctx, code);
        if (!ids[i] || !outlet_visible(ctx, ids[i]))
            return fail_field(ctx, "sites", "there is no outlet %s", code);
    }
    cause->site_ids = ids;
    return OK;
}

static Status region_check(Ctx *ctx, const char **code)
{
    if (!*code) *code = "*";
    if (!strcmp(*code, "*") || region_exists(*code)) return OK;
    return fail_field(ctx, "lanes", "there is no region %s", *code);
}

static Status lanes_check(Ctx *ctx, const Cause *cause)
{
    CauseLane *lanes = cause->lanes.items;
    Status s = OK;
    for (size_t i = 0; !s && i < cause->lanes.count; i++) {
        s = region_check(ctx, &lanes[i].origin);
        if (!s) s = region_check(ctx, &lanes[i].destination);
        if (!s && !strcmp(lanes[i].origin, "*") && !strcmp(lanes[i].destination, "*"))
            s = fail_field(ctx, "lanes", "every lane is everywhere: say so");
    }
    return s;
}

static Status places_check(Ctx *ctx, Cause *cause)
{
    bool some = cause->sites.count || cause->lanes.count;
    if (cause->everywhere && some)
        return fail_field(ctx, "everywhere", "either everywhere, or at some sites and lanes");
    if (!some && !cause->everywhere && !cause->incident_id)
        return fail_field(ctx, "sites", "give sites or lanes, or say everywhere");
    if (!scope_customer(ctx) && !cause->everywhere && !cause->lanes.count && some)
        return sites_find(ctx, cause);
    Status s = scope_check_whole(ctx, "causes beyond your own sites are");
    if (!s) s = sites_find(ctx, cause);
    return s ? s : lanes_check(ctx, cause);
}

static Status cause_tell(Ctx *ctx, const Cause *cause, const char *action)
{
    const char *detail = arena_format(ctx->arena, "{\"reason\":\"%s\"}", cause->reason);
    if (!detail) return no_memory(ctx);
    Status s = audit_write(ctx, action, "cause", cause->id, detail);
    return s ? s : event_publish(ctx, "cause.changed", cause->id, NULL);
}

Status cause_declare(Ctx *ctx, Cause *cause)
{
    Status s = effect_complete(ctx, cause);
    if (!s) s = window_check(ctx, cause);
    if (!s) s = places_check(ctx, cause);
    if (s) return s;
    cause->id = ctx_id(ctx);
    cause->version = 1;
    cause->state = CAUSE_DECLARED;
    cause->declared_at = ctx_now(ctx);
    cause->declared_by = ctx_login(ctx);
    cause->ended_at = NONE;
    cause->ended_by = cause->why = NULL;
    cause->looked_at = cause->affected = cause->undone = 0;
    cause->settled = false;
    s = cause_store_insert(ctx, cause, scope_outlet(ctx));
    return s ? s : cause_tell(ctx, cause, "cause.declare");
}

/* --- what becomes of it --- */

Status cause_find(Ctx *ctx, int64_t id, Cause *out)
{
    Status s = cause_store_find(ctx, id, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no cause %lld", (long long)id) : s;
}

static Status cause_stale(Ctx *ctx, const Cause *cause)
{
    return fail(ctx, STALE, "the cause is at version %lld", (long long)cause->version);
}

/* Who is limited changes what lies within their own sites. */
static Status own_check(Ctx *ctx, const Cause *cause)
{
    bool own = !scope_customer(ctx) && !cause->lanes.count && cause->sites.count;
    for (size_t i = 0; own && i < cause->sites.count; i++)
        own = outlet_visible(ctx, cause->site_ids[i]);
    return own ? OK : scope_check_whole(ctx, "causes beyond your own sites are");
}

static Status cause_open(Ctx *ctx, int64_t id, int64_t version, Cause *out)
{
    Status s = cause_find(ctx, id, out);
    if (!s) s = own_check(ctx, out);
    if (s) return s;
    if (out->version != version) return cause_stale(ctx, out);
    if (out->state == CAUSE_WITHDRAWN)
        return fail(ctx, CONFLICT, "the cause was withdrawn already");
    return OK;
}

static Status cause_write(Ctx *ctx, Cause *cause, const char *action)
{
    bool written = false;
    cause->settled = false;
    cause->version++;
    Status s = cause_store_update(ctx, cause, cause->version - 1, &written);
    if (!s && !written) s = cause_stale(ctx, cause);
    return s ? s : cause_tell(ctx, cause, action);
}

Status cause_change(Ctx *ctx, int64_t id, int64_t version, const Cause *change, Cause *out)
{
    Status s = cause_open(ctx, id, version, out);
    if (s) return s;
    out->text = change->text;
    out->effect = change->effect;
    out->move_hours = change->move_hours;
    out->move_days = change->move_days;
    if (out->state == CAUSE_DECLARED) out->until = change->until;
    s = effect_complete(ctx, out);
    if (!s && out->state == CAUSE_DECLARED) s = window_check(ctx, out);
    return s ? s : cause_write(ctx, out, "cause.change");
}

Status cause_end(Ctx *ctx, int64_t id, int64_t version, Cause *out)
{
    Status s = cause_open(ctx, id, version, out);
    if (s) return s;
    int64_t now_ms = ctx_now(ctx);
    if (out->state == CAUSE_ENDED || out->until <= now_ms)
        return fail(ctx, CONFLICT, "the cause is over already");
    out->state = CAUSE_ENDED;
    out->until = now_ms;
    out->ended_at = now_ms;
    out->ended_by = ctx_login(ctx);
    return cause_write(ctx, out, "cause.end");
}

Status cause_withdraw(Ctx *ctx, int64_t id, int64_t version, const char *why, Cause *out)
{
    Status s = cause_open(ctx, id, version, out);
    if (s) return s;
    out->state = CAUSE_WITHDRAWN;
    out->ended_at = ctx_now(ctx);
    out->ended_by = ctx_login(ctx);
    out->why = why;
    return cause_write(ctx, out, "cause.withdraw");
}

Status cause_list(Ctx *ctx, int64_t state, int64_t limit, const char *cursor, List *out,
                  const char **next)
{
    int64_t before_id;
    Status s = page_start(ctx, cursor, INT64_MAX, &before_id);
    if (!s) s = cause_store_page(ctx, state, before_id, limit + 1, out);
    return s ? s : page_end(ctx, out, limit, &cause_shape, next);
}

Status causes_live(Ctx *ctx, List *out)
{
    return cause_store_live(ctx, ctx_now(ctx), out);
}

Status causes_of_incident(Ctx *ctx, int64_t incident_id, List *out)
{
    return cause_store_of_incident(ctx, incident_id, ctx_now(ctx), out);
}

/* --- whom it covers --- */

bool cause_is_bound(const Cause *cause)
{
    return !cause->everywhere && !cause->sites.count && !cause->lanes.count;
}

static bool at_sites(Ctx *ctx, const Cause *cause, int64_t outlet_id)
{
    bool within = false;
    for (size_t i = 0; outlet_id && !within && i < cause->sites.count; i++)
        within = outlet_within(ctx, outlet_id, cause->site_ids[i]);
    return within;
}

static bool matches(const char *code, const char *region)
{
    return !strcmp(code, "*") || !strcmp(code, region);
}

static bool on_lanes(const Cause *cause, const CauseParcel *parcel)
{
    const CauseLane *lanes = cause->lanes.items;
    for (size_t i = 0; i < cause->lanes.count; i++)
        if (matches(lanes[i].origin, parcel->origin) &&
            matches(lanes[i].destination, parcel->destination))
            return true;
    return false;
}

bool cause_covers(Ctx *ctx, const Cause *cause, const CauseParcel *parcel, int64_t now_ms)
{
    if (parcel->promised_ms == NONE || parcel->promised_ms < cause->from) return false;
    if (parcel->accepted_ms != NONE && parcel->accepted_ms >= cause->until) return false;
    if (cause->everywhere || on_lanes(cause, parcel)) return true;
    bool now = now_ms >= cause->from && now_ms < cause->until;
    return at_sites(ctx, cause, parcel->origin_outlet_id) ||
           at_sites(ctx, cause, parcel->destination_outlet_id) ||
           (now && at_sites(ctx, cause, parcel->outlet_id));
}
