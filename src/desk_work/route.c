#include "desk_work/route.h"

#include <string.h>

#include "access/audit.h"
#include "access/outlet.h"
#include "access/person.h"
#include "base/region.h"
#include "desk/team.h"
#include "desk/ticket_refs.h"
#include "desk_work/route_store.h"

#define DETAILS                                                                                    \
    FIELD_INT(RouteRule, position, .max = 100000, .doc = "The lowest is asked first"),             \
        FIELD_ENUM(RouteRule, kind, ticket_kinds, .doc = "Of tickets of this kind; null: any"),    \
        FIELD_ENUM(RouteRule, channel, ticket_channels, .doc = "That came this way; null: any"),   \
        FIELD_TEXT(RouteRule, category, .max = 64, .doc = "Of this category; null: any"),          \
        FIELD_TEXT(RouteRule, tier, .max = 32, .doc = "Of customers of this tier; null: any"),     \
        FIELD_TEXT(RouteRule, outlet, .max = 32,                                                   \
                   .doc = "Code of an outlet: it and those below; null: any"),                     \
        FIELD_TEXT(RouteRule, language, .max = 2, .example = "zh",                                 \
                   .doc = "zh or en: what the customer wrote in; null: any"),                      \
        FIELD_TEXT(RouteRule, region, .max = 16,                                                   \
                   .doc =                                                                          \
                       "Code of a region: customers there; or how their codes begin; null: any"),  \
        FIELD_TEXT(RouteRule, team, .required = true, .min = 1, .max = 32,                         \
                   .doc = "Code of the team that gets it"),                                        \
        FIELD_TEXTS(RouteRule, skills, .max = 20, .doc = "That who gets it needs")

static const Field rule_fields[] = {
    FIELD_ID(RouteRule, id, .read_only = true, .doc = "Its id"),
    FIELD_INT(RouteRule, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_TEXT(RouteRule, code, .required = true, .min = 1, .max = 64, .example = "claims-east",
               .doc = "Short and unique"),
    DETAILS, FIELD_END};
const Shape route_rule_shape = SHAPE(RouteRule, rule_fields, "Which tickets go to a team");

static const Field change_fields[] = {DETAILS, FIELD_END};
const Shape route_rule_change_shape = {.name = "RouteRuleChange",
                                       .doc = "A rule as it is to be, whole",
                                       .size = sizeof(RouteRule),
                                       .fields = change_fields};

const char *route_language(const char *text)
{
    /* The ideographs of the basic plane are U+4E00 to U+9FFF: E4 B8 80 to E9 BF BF in UTF-8. */
    for (const unsigned char *at = (const unsigned char *)text; at && *at; at++)
        if (*at >= 0xE4 && *at <= 0xE9) return "zh";
    return "en";
}

static bool same(const char *wanted, const char *is)
{
    return !wanted || (is && strcmp(wanted, is) == 0);
}

bool route_rule_fits(Ctx *ctx, const RouteRule *rule, const RouteSubject *subject)
{
    const Ticket *ticket = subject->ticket;
    if (rule->kind != NONE && rule->kind != ticket->kind) return false;
    if (rule->channel != NONE && rule->channel != ticket->channel) return false;
    if (!same(rule->category, ticket->category) || !same(rule->tier, ticket->tier)) return false;
    if (!same(rule->language, subject->language)) return false;
    const char *region = subject->region ? subject->region : "";
    if (rule->region && !region_within(region, rule->region)) return false;
    if (!rule->outlet) return true;
    int64_t outlet_id = outlet_id_of(ctx, rule->outlet);
    return outlet_id && ticket->outlet_id && outlet_within(ctx, ticket->outlet_id, outlet_id);
}

bool skills_cover(const Texts *needs, const Texts *a, const Texts *b, const char **missing)
{
    for (size_t i = 0; i < needs->count; i++) {
        *missing = needs->items[i];
        if (!texts_have(a, *missing) && !texts_have(b, *missing)) return false;
    }
    return true;
}

/* One of the country's, or one that lanes or outlets name. */
static Status check_region(Ctx *ctx, const char *region)
{
    bool named = true;
    Status s = !region || region_begins(region) ? OK : route_store_region(ctx, region, &named);
    return s || named ? s : fail_field(ctx, "region", "there is no region %s", region);
}

static Status check(Ctx *ctx, const RouteRule *rule)
{
    Team team;
    Status s = scope_check_whole(ctx, "routing rules are");
    if (s) return s;
    s = ref_condition(ctx, rule->kind, rule->category, rule->tier);
    if (s) return s;
    if (rule->outlet && !outlet_id_of(ctx, rule->outlet))
        return fail_field(ctx, "outlet", "there is no outlet %s", rule->outlet);
    s = check_region(ctx, rule->region);
    if (s) return s;
    if (rule->language && strcmp(rule->language, "zh") != 0 && strcmp(rule->language, "en") != 0)
        return fail_field(ctx, "language", "must be zh or en");
    s = team_find(ctx, rule->team, &team);
    if (s == NOT_FOUND || (!s && team.closed))
        return fail_field(ctx, "team", "there is no open team %s", rule->team);
    return s;
}

static Status insert(Ctx *ctx, RouteRule *rule, const char *action)
{
    rule->id = ctx_id(ctx);
    if (rule->position == NONE) rule->position = 0;
    Status s = route_store_insert(ctx, rule);
    if (s == CONFLICT) return fail(ctx, CONFLICT, "there is a rule %s already", rule->code);
    return s ? s : audit_write(ctx, action, "route", rule->id, NULL);
}

Status route_rule_create(Ctx *ctx, RouteRule *rule)
{
    Status s = check(ctx, rule);
    rule->version = 1;
    return s ? s : insert(ctx, rule, "route.create");
}

Status route_rule_find(Ctx *ctx, const char *code, RouteRule *out)
{
    Status s = route_store_by_code(ctx, code, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no routing rule %s", code) : s;
}

static Status supersede(Ctx *ctx, const char *code, int64_t version, RouteRule *old)
{
    bool written = false;
    Status s = scope_check_whole(ctx, "routing rules are");
    if (!s) s = route_rule_find(ctx, code, old);
    if (!s && old->version == version) s = route_store_supersede(ctx, old->id, &written);
    if (s || written) return s;
    return fail(ctx, STALE, "rule %s is at version %lld, not %lld", code, (long long)old->version,
                (long long)version);
}

Status route_rule_change(Ctx *ctx, const char *code, int64_t version, const RouteRule *change,
                         RouteRule *out)
{
    RouteRule old;
    Status s = check(ctx, change);
    if (!s) s = supersede(ctx, code, version, &old);
    if (s) return s;
    *out = *change;
    out->code = old.code;
    out->version = version + 1;
    return insert(ctx, out, "route.change");
}

Status route_rule_remove(Ctx *ctx, const char *code, int64_t version)
{
    RouteRule old;
    Status s = supersede(ctx, code, version, &old);
    return s ? s : audit_write(ctx, "route.remove", "route", old.id, NULL);
}

Status route_rule_list(Ctx *ctx, List *out)
{
    return route_store_list(ctx, out);
}
