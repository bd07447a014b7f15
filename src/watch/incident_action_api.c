#include "access/right.h"
#include "watch/incident_action.h"
#include "watch/incident_slice.h"

static const Field cause_fields[] = {
    FIELD_TEXT(IncidentCauseInput, reason, .required = true, .min = 1, .max = 32,
               .doc = "Code of a reason that many parcels may have"),
    FIELD_TEXT(IncidentCauseInput, text, .writing = WRITING_LINES, .required = true, .min = 1,
               .max = 200, .doc = "What customers are told; nothing personal"),
    FIELD_ENUM(IncidentCauseInput, effect, promise_effects,
               .doc = "moves or excuses; else as the reason says"),
    FIELD_INT(IncidentCauseInput, move_hours, .min = 1, .max = 8760,
              .doc = "By how many hours promises move"),
    FIELD_INT(IncidentCauseInput, move_days, .min = 1, .max = 365,
              .doc = "Or by how many working days"),
    FIELD_TIME(IncidentCauseInput, from, .doc = "Since when; else as the incident says"),
    FIELD_TIME(IncidentCauseInput, until, .doc = "Until when; else as the incident says"),
    FIELD_BOOL(IncidentCauseInput, bound_only,
               .doc = "Only the parcels that it binds, now and later; else all at its sites and "
                      "lanes"),
    FIELD_END};
const Shape incident_cause_input_shape =
    SHAPE(IncidentCauseInput, cause_fields, "What an incident does to promises");

static Status api_actions(Ctx *ctx, Request *req)
{
    int64_t id;
    List list;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = incident_actions(ctx, id, &list);
    return s ? s : reply_list(ctx, req, &list, &incident_action_shape, NULL);
}

static Status api_start(Ctx *ctx, Request *req)
{
    int64_t id;
    IncidentAction action;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = incident_action_start(ctx, id, request_version(req), request_input(req), &action);
    return s ? s : reply(ctx, req, &action, &incident_action_shape);
}

static Status api_action(Ctx *ctx, Request *req)
{
    int64_t id;
    IncidentAction action;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = incident_action_find(ctx, id, &action);
    return s ? s : reply(ctx, req, &action, &incident_action_shape);
}

static Status api_cancel(Ctx *ctx, Request *req)
{
    int64_t id;
    IncidentAction action;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = incident_action_cancel(ctx, id, request_version(req), &action);
    return s ? s : reply(ctx, req, &action, &incident_action_shape);
}

static Status api_failures(Ctx *ctx, Request *req)
{
    int64_t id;
    List list;
    const char *next;
    const PageQuery *page = request_query(req);
    Status s = path_id(ctx, req, "id", &id);
    if (!s)
        s = incident_action_failures(ctx, id, page_limit(page->limit), page->cursor, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &mass_failure_shape, next);
}

static Status api_cause(Ctx *ctx, Request *req)
{
    int64_t id;
    Cause cause;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = incident_cause_declare(ctx, id, request_version(req), request_input(req), &cause);
    return s ? s : reply(ctx, req, &cause, &cause_shape);
}

static const Route routes[] = {
    {GET, "/api/v1/watch/incidents/{id}/actions", .right = INCIDENT_READ,
     .out = &incident_action_shape, .is_list = true, .run = api_actions,
     .doc = "What was and is done to all parcels of an incident, newest first"},
    {POST, "/api/v1/watch/incidents/{id}/actions", .right = INCIDENT_ACT, .writes = true,
     .lane = LANE_LONG, .creates = true, .if_match = true, .in = &mass_input_shape,
     .out = &incident_action_shape, .run = api_start,
     .doc = "Do something to all parcels of an incident"},
    {GET, "/api/v1/watch/incident-actions/{id}", .right = INCIDENT_READ,
     .out = &incident_action_shape, .run = api_action, .doc = "How far it is"},
    {POST, "/api/v1/watch/incident-actions/{id}/cancel", .right = INCIDENT_ACT, .writes = true,
     .lane = LANE_LONG, .if_match = true, .out = &incident_action_shape, .run = api_cancel,
     .doc = "Stop it: what was done stays"},
    {GET, "/api/v1/watch/incident-actions/{id}/failures", .right = INCIDENT_READ,
     .query = &page_query_shape, .out = &mass_failure_shape, .is_list = true, .run = api_failures,
     .doc = "Parcels it could not be done to, and why"},
    {POST, "/api/v1/watch/incidents/{id}/causes", .right = CAUSE_WRITE, .writes = true,
     .creates = true, .if_match = true, .in = &incident_cause_input_shape, .out = &cause_shape,
     .run = api_cause, .doc = "Declare what the incident does to promises"},
    ROUTE_END};

const Slice incident_action_slice = {.name = "incident_action",
                                     .doc = "What is done to all parcels of an incident",
                                     .routes = routes};
