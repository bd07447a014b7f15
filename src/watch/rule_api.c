#include "watch/rule_api.h"

#include "access/right.h"
#include "watch/plan.h"
#include "watch/rule.h"
#include "watch/try_api.h"
#include "watch/version.h"

static Status api_rules(Ctx *ctx, Request *req)
{
    List list;
    Status s = watch_rule_list(ctx, &list);
    return s ? s : reply_list(ctx, req, &list, &watch_rule_shape, NULL);
}

static Status api_rule(Ctx *ctx, Request *req)
{
    WatchRule rule;
    Status s = watch_rule_by_code(ctx, path_text(req, "code"), &rule);
    return s ? s : reply(ctx, req, &rule, &watch_rule_shape);
}

static Status api_rule_create(Ctx *ctx, Request *req)
{
    WatchRule rule = *(const WatchRule *)request_input(req);
    Status s = watch_rule_create(ctx, &rule);
    return s ? s : reply(ctx, req, &rule, &watch_rule_shape);
}

static Status api_rule_change(Ctx *ctx, Request *req)
{
    WatchRule rule;
    Status s = watch_rule_change(ctx, path_text(req, "code"), request_version(req),
                                 request_input(req), &rule);
    return s ? s : reply(ctx, req, &rule, &watch_rule_shape);
}

static Status api_rule_delete(Ctx *ctx, Request *req)
{
    Status s = watch_rule_delete(ctx, path_text(req, "code"), request_version(req));
    return s ? s : reply_empty(req, 204);
}

static Status api_plans(Ctx *ctx, Request *req)
{
    List list;
    Status s = watch_plan_list(ctx, &list);
    return s ? s : reply_list(ctx, req, &list, &watch_plan_shape, NULL);
}

static Status api_plan(Ctx *ctx, Request *req)
{
    WatchPlan plan;
    Status s = watch_plan_by_code(ctx, path_text(req, "code"), &plan);
    return s ? s : reply(ctx, req, &plan, &watch_plan_shape);
}

static Status api_plan_create(Ctx *ctx, Request *req)
{
    WatchPlan plan = *(const WatchPlan *)request_input(req);
    Status s = watch_plan_create(ctx, &plan);
    return s ? s : reply(ctx, req, &plan, &watch_plan_shape);
}

static Status api_plan_change(Ctx *ctx, Request *req)
{
    WatchPlan plan;
    Status s = watch_plan_change(ctx, path_text(req, "code"), request_version(req),
                                 request_input(req), &plan);
    return s ? s : reply(ctx, req, &plan, &watch_plan_shape);
}

static Status api_plan_delete(Ctx *ctx, Request *req)
{
    Status s = watch_plan_delete(ctx, path_text(req, "code"), request_version(req));
    return s ? s : reply_empty(req, 204);
}

static const Route routes[] = {
    {GET, "/api/v1/watch/rules", .right = WATCH_READ, .out = &watch_rule_shape, .is_list = true,
     .run = api_rules, .doc = "What the watch looks for"},
    {POST, "/api/v1/watch/rules", .right = WATCH_RULE_WRITE, .writes = true, .creates = true,
     .in = &watch_rule_shape, .out = &watch_rule_shape, .run = api_rule_create,
     .doc = "Enter a rule"},
    {POST, "/api/v1/watch/rules/try", .right = WATCH_READ, .in = &rule_try_input_shape,
     .out = &rule_try_shape, .run = api_rule_try,
     .doc = "What a rule would have found of past parcels; touches nothing"},
    {GET, "/api/v1/watch/rules/{code}/versions", .right = WATCH_READ, .query = &page_query_shape,
     .out = &watch_version_shape, .is_list = true, .run = api_rule_versions,
     .doc = "A rule as it is and was, the newest first"},
    {GET, "/api/v1/watch/rules/{code}", .right = WATCH_READ, .out = &watch_rule_shape,
     .run = api_rule, .doc = "One rule"},
    {PUT, "/api/v1/watch/rules/{code}", .right = WATCH_RULE_WRITE, .writes = true, .if_match = true,
     .in = &watch_rule_shape, .out = &watch_rule_shape, .run = api_rule_change,
     .doc = "Change a rule, or switch it on or off"},
    {DELETE, "/api/v1/watch/rules/{code}", .right = WATCH_RULE_WRITE, .writes = true,
     .if_match = true, .run = api_rule_delete, .doc = "Take a rule away; what it found stays"},
    {GET, "/api/v1/watch/plans", .right = WATCH_READ, .out = &watch_plan_shape, .is_list = true,
     .run = api_plans, .doc = "What is to be done about what is found"},
    {POST, "/api/v1/watch/plans", .right = WATCH_RULE_WRITE, .writes = true, .creates = true,
     .in = &watch_plan_shape, .out = &watch_plan_shape, .run = api_plan_create,
     .doc = "Enter a plan"},
    {GET, "/api/v1/watch/plans/{code}/versions", .right = WATCH_READ, .query = &page_query_shape,
     .out = &watch_version_shape, .is_list = true, .run = api_plan_versions,
     .doc = "A plan as it is and was, the newest first"},
    {GET, "/api/v1/watch/plans/{code}", .right = WATCH_READ, .out = &watch_plan_shape,
     .run = api_plan, .doc = "One plan"},
    {PUT, "/api/v1/watch/plans/{code}", .right = WATCH_RULE_WRITE, .writes = true, .if_match = true,
     .in = &watch_plan_shape, .out = &watch_plan_shape, .run = api_plan_change,
     .doc = "Change a plan; findings keep what was proposed to them"},
    {DELETE, "/api/v1/watch/plans/{code}", .right = WATCH_RULE_WRITE, .writes = true,
     .if_match = true, .run = api_plan_delete, .doc = "Take away a plan that no rule proposes"},
    ROUTE_END};

const Slice rule_slice = {.name = "watch_rule",
                          .doc = "What the watch looks for, and what is to be done about it",
                          .routes = routes,
                          .commands = try_commands};
