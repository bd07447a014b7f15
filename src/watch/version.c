#include "watch/version.h"

#include "watch/incident_parcel.h"
#include "watch/rule_store.h"

static const Field version_fields[] = {
    FIELD_INT(WatchVersion, version, .doc = "Which"),
    FIELD_TIME(WatchVersion, changed_at, .doc = "When it was made; null: not known"),
    FIELD_ID(WatchVersion, changed_by, .doc = "Account of who made it; null: shipped"),
    FIELD_TEXT(WatchVersion, document, .doc = "What it said, a JSON object as text"), FIELD_END};
const Shape watch_version_shape =
    SHAPE(WatchVersion, version_fields, "A rule, plan or incident policy as it was");

Status watch_versions(Ctx *ctx, VersionKind kind, int64_t id, const PageQuery *page, List *out,
                      const char **next)
{
    int64_t before, limit = page_limit(page->limit);
    Status s = page_start(ctx, page->cursor, INT64_MAX, &before);
    if (!s) s = version_store_list(ctx, kind, id, before, limit + 1, out);
    return s ? s : page_end(ctx, out, limit, &watch_version_shape, next);
}

static Status versions_reply(Ctx *ctx, Request *req, VersionKind kind, int64_t id)
{
    List list;
    const char *next;
    Status s = watch_versions(ctx, kind, id, request_query(req), &list, &next);
    return s ? s : reply_list(ctx, req, &list, &watch_version_shape, next);
}

Status api_rule_versions(Ctx *ctx, Request *req)
{
    WatchRule rule;
    Status s = watch_rule_by_code(ctx, path_text(req, "code"), &rule);
    return s ? s : versions_reply(ctx, req, VERSION_RULE, rule.id);
}

Status api_plan_versions(Ctx *ctx, Request *req)
{
    WatchPlan plan;
    Status s = watch_plan_by_code(ctx, path_text(req, "code"), &plan);
    return s ? s : versions_reply(ctx, req, VERSION_PLAN, plan.id);
}

Status api_incident_policy_versions(Ctx *ctx, Request *req)
{
    int64_t kind = name_value(place_kinds, path_text(req, "kind"));
    if (kind == NONE) return fail(ctx, NOT_FOUND, "there is no such policy");
    return versions_reply(ctx, req, VERSION_INCIDENT_POLICY, kind);
}
