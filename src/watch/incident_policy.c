#include "access/audit.h"
#include "base/json.h"
#include "watch/incident_parcel.h"
#include "watch/incident_parcel_store.h"
#include "watch/rule_store.h"

enum { WEEK_MINUTES = 7 * 24 * 60, COUNT_MAX = 100000 };

static const Field policy_fields[] = {
    FIELD_ENUM(IncidentPolicy, kind, place_kinds, .read_only = true, .doc = "What is shared"),
    FIELD_INT(IncidentPolicy, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_INT(IncidentPolicy, window_minutes, .required = true, .min = 5, .max = WEEK_MINUTES,
              .doc = "Within how many minutes they were found"),
    FIELD_INT(IncidentPolicy, min_count, .required = true, .min = 2, .max = COUNT_MAX,
              .doc = "How many parcels at least"),
    FIELD_INT(IncidentPolicy, min_share, .required = true, .max = 100,
              .doc = "… and what percent of those under way there; 0: not asked"),
    FIELD_INT(IncidentPolicy, cooldown_minutes, .required = true, .max = WEEK_MINUTES,
              .doc = "After one is closed, none of the same place is proposed for so long"),
    FIELD_INT(IncidentPolicy, expire_minutes, .required = true, .min = 5, .max = WEEK_MINUTES,
              .doc = "A proposal that nobody confirms ends after so long"),
    FIELD_TEXTS(IncidentPolicy, exceptions, .required = true, .min = 1, .max = 32,
                .doc = "Findings of these exceptions are counted"),
    FIELD_BOOL(IncidentPolicy, is_off, .doc = "Nothing is proposed"),
    FIELD_TEXT(IncidentPolicy, source, .writing = WRITING_LINES, .max = 200,
               .doc = "Why it is as it is"),
    FIELD_END};
const Shape incident_policy_shape =
    SHAPE(IncidentPolicy, policy_fields, "When findings become an incident");

Status incident_policy_exceptions(Ctx *ctx, const IncidentPolicy *policy, int64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < policy->exceptions.count; i++) {
        int64_t number = name_value(exception_names, policy->exceptions.items[i]);
        if (number == NONE)
            return fail_field(ctx, "exceptions", "there is no exception %s",
                              policy->exceptions.items[i]);
        *out |= (int64_t)EXCEPTION_BIT(number);
    }
    return OK;
}

Status incident_policies(Ctx *ctx, List *out)
{
    return threshold_store_list(ctx, out);
}

static Status policy_find(Ctx *ctx, int64_t kind, IncidentPolicy *out)
{
    List list;
    Status s = threshold_store_list(ctx, &list);
    const IncidentPolicy *policies = list.items;
    for (size_t i = 0; !s && i < list.count; i++)
        if (policies[i].kind == kind) {
            *out = policies[i];
            return OK;
        }
    return s ? s : fail(ctx, NOT_FOUND, "there is no such policy");
}

Status incident_policy_change(Ctx *ctx, int64_t kind, int64_t version, const IncidentPolicy *change,
                              IncidentPolicy *out)
{
    int64_t exceptions;
    bool written = false;
    Status s = scope_check_whole(ctx, "the thresholds of incidents are");
    if (!s) s = policy_find(ctx, kind, out);
    if (s) return s;
    if (out->version != version) return fail(ctx, STALE, "the policy was changed meanwhile");
    s = version_store_mend(ctx, VERSION_INCIDENT_POLICY, kind, version, &incident_policy_shape,
                           out);
    if (s) return s;
    *out = *change;
    out->kind = kind;
    out->version = version + 1;
    if (kind == PLACE_VEHICLE && out->min_share)
        return fail_field(ctx, "min_share", "what is under way on a vehicle is not known");
    s = incident_policy_exceptions(ctx, out, &exceptions);
    if (!s) s = threshold_store_update(ctx, out, &written);
    if (!s && !written) s = fail(ctx, STALE, "the policy was changed meanwhile");
    if (!s)
        s = version_store_add(ctx, VERSION_INCIDENT_POLICY, kind, out->version,
                              &incident_policy_shape, out);
    if (!s) s = audit_write(ctx, "incident_policy.change", "incident_policy", kind, NULL);
    return s ? s : incidents_look_soon(ctx);
}

Status incident_policy_seed(Ctx *ctx)
{
    const char *names[] = {"no_info", "stalled", "overdue", "external", "network", "at_risk"};
    const Texts exceptions = {names, sizeof names / sizeof *names};
    static const char source[] =
        "Usual figures of a network of some hundred sites; yours may differ";
    const IncidentPolicy shipped[] = {
        {PLACE_SITE, 1, 120, 20, 30, 240, 720, exceptions, false, source},
        {PLACE_LANE, 1, 240, 30, 30, 480, 720, exceptions, false, source},
        {PLACE_VEHICLE, 1, 240, 10, 0, 240, 720, exceptions, false, source},
    };
    Status s = OK;
    for (size_t i = 0; !s && i < sizeof shipped / sizeof *shipped; i++)
        s = threshold_store_add(ctx, &shipped[i]);
    return s;
}
