#include "access/listing.h"
#include "access/right.h"
#include "watch/incident_parcel.h"
#include "watch/incident_slice.h"
#include "watch/version.h"

static Status page(Ctx *ctx, const void *filter, List *out, const char **next)
{
    return incident_list(ctx, filter, out, next);
}

static const Listing incidents = {.name = "incidents",
                                  .action = "incident.export",
                                  .subject_kind = "incident",
                                  .shape = &incident_shape,
                                  .page = page};

static Status api_one(Ctx *ctx, Request *req)
{
    int64_t id;
    Incident incident;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = incident_by_id(ctx, id, &incident);
    return s ? s : reply(ctx, req, &incident, &incident_shape);
}

static Status api_propose(Ctx *ctx, Request *req)
{
    Incident incident;
    Status s = incident_propose(ctx, request_input(req), &incident);
    return s ? s : reply(ctx, req, &incident, &incident_shape);
}

static Status api_change(Ctx *ctx, Request *req)
{
    int64_t id;
    Incident incident;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = incident_change(ctx, id, request_version(req), request_input(req), &incident);
    return s ? s : reply(ctx, req, &incident, &incident_shape);
}

static Status api_move(Ctx *ctx, Request *req)
{
    int64_t id;
    Incident incident;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = incident_move(ctx, id, request_version(req), request_input(req), &incident);
    return s ? s : reply(ctx, req, &incident, &incident_shape);
}

static Status api_log(Ctx *ctx, Request *req)
{
    int64_t id;
    List list;
    const char *next;
    const PageQuery *page = request_query(req);
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = incident_log(ctx, id, page_limit(page->limit), page->cursor, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &incident_entry_shape, next);
}

static Status api_entry(Ctx *ctx, Request *req)
{
    int64_t id;
    Incident incident;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = incident_entry_add(ctx, id, request_version(req), request_input(req), &incident);
    return s ? s : reply(ctx, req, &incident, &incident_shape);
}

static Status api_parcels(Ctx *ctx, Request *req)
{
    int64_t id;
    List list;
    const char *next;
    const PageQuery *page = request_query(req);
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = incident_parcels(ctx, id, page_limit(page->limit), page->cursor, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &incident_parcel_shape, next);
}

static Status api_bind(Ctx *ctx, Request *req)
{
    int64_t id;
    BindOutcome outcome;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = incident_bind(ctx, id, request_version(req), request_input(req), &outcome);
    return s ? s : reply(ctx, req, &outcome, &bind_outcome_shape);
}

static Status api_unbind(Ctx *ctx, Request *req)
{
    int64_t id;
    BindOutcome outcome;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = incident_unbind(ctx, id, request_version(req), request_input(req), &outcome);
    return s ? s : reply(ctx, req, &outcome, &bind_outcome_shape);
}

static Status api_policies(Ctx *ctx, Request *req)
{
    List list;
    Status s = incident_policies(ctx, &list);
    return s ? s : reply_list(ctx, req, &list, &incident_policy_shape, NULL);
}

static Status api_policy_change(Ctx *ctx, Request *req)
{
    IncidentPolicy policy;
    int64_t kind = name_value(place_kinds, path_text(req, "kind"));
    if (kind == NONE) return fail(ctx, NOT_FOUND, "there is no such policy");
    Status s = incident_policy_change(ctx, kind, request_version(req), request_input(req), &policy);
    return s ? s : reply(ctx, req, &policy, &incident_policy_shape);
}

static const Route routes[] = {
    {GET, "/api/v1/watch/incidents", .right = INCIDENT_READ, .query = &incident_filter_shape,
     .out = &incident_shape, .is_list = true, .run = listing_page, .of = &incidents,
     .doc = "Incidents, newest first"},
    {GET, "/api/v1/watch/incident-export", .right = INCIDENT_READ, .query = &incident_export_shape,
     .media = "text/csv", .run = listing_export, .of = &incidents,
     .doc = "Incidents as CSV or XLSX, from after a cursor where one is given"},
    {POST, "/api/v1/watch/incidents", .right = INCIDENT_ACT, .writes = true, .lane = LANE_LONG,
     .creates = true, .in = &incident_input_shape, .out = &incident_shape, .run = api_propose,
     .doc = "Propose an incident"},
    {GET, "/api/v1/watch/incidents/{id}", .right = INCIDENT_READ, .out = &incident_shape,
     .run = api_one, .doc = "One incident, with its plan's steps and how its parcels fare"},
    {PATCH, "/api/v1/watch/incidents/{id}", .right = INCIDENT_ACT, .writes = true,
     .lane = LANE_LONG, .if_match = true, .in = &incident_input_shape, .out = &incident_shape,
     .run = api_change, .doc = "Change what is known of an incident"},
    {POST, "/api/v1/watch/incidents/{id}/moves", .right = INCIDENT_ACT, .writes = true,
     .lane = LANE_LONG, .if_match = true, .in = &incident_move_input_shape, .out = &incident_shape,
     .run = api_move, .doc = "Confirm, dismiss, handle, reopen or end an incident"},
    {GET, "/api/v1/watch/incidents/{id}/log", .right = INCIDENT_READ, .query = &page_query_shape,
     .out = &incident_entry_shape, .is_list = true, .run = api_log,
     .doc = "What happened with an incident, newest first"},
    {POST, "/api/v1/watch/incidents/{id}/log", .right = INCIDENT_ACT, .writes = true,
     .lane = LANE_LONG, .if_match = true, .in = &incident_entry_input_shape, .out = &incident_shape,
     .run = api_entry,
     .doc = "Write a note, how a step of the plan stands, or that it was reported"},
    {GET, "/api/v1/watch/incidents/{id}/parcels", .right = INCIDENT_READ,
     .query = &page_query_shape, .out = &incident_parcel_shape, .is_list = true, .run = api_parcels,
     .doc = "The parcels that an incident binds"},
    {POST, "/api/v1/watch/incidents/{id}/parcels", .right = INCIDENT_ACT, .writes = true,
     .lane = LANE_LONG, .if_match = true, .in = &bind_input_shape, .out = &bind_outcome_shape,
     .run = api_bind, .doc = "Bind parcels: by number, or all that fit"},
    {POST, "/api/v1/watch/incidents/{id}/parcels/remove", .right = INCIDENT_ACT, .writes = true,
     .lane = LANE_LONG, .if_match = true, .in = &bind_input_shape, .out = &bind_outcome_shape,
     .run = api_unbind, .doc = "Take parcels out: by number, or all that fit"},
    {GET, "/api/v1/watch/incident-policies", .right = INCIDENT_READ, .out = &incident_policy_shape,
     .is_list = true, .run = api_policies, .doc = "When findings become a proposed incident"},
    {GET, "/api/v1/watch/incident-policies/{kind}/versions", .right = INCIDENT_READ,
     .query = &page_query_shape, .out = &watch_version_shape, .is_list = true,
     .run = api_incident_policy_versions,
     .doc = "An incident policy as it is and was, the newest first"},
    {PUT, "/api/v1/watch/incident-policies/{kind}", .right = WATCH_RULE_WRITE, .writes = true,
     .if_match = true, .in = &incident_policy_shape, .out = &incident_policy_shape,
     .run = api_policy_change, .whole = "the thresholds of incidents are",
     .doc = "Change when findings that share a site, lane or vehicle become an incident"},
    ROUTE_END};

const Slice incident_slice = {.name = "incident",
                              .doc = "One cause that harms many parcels",
                              .routes = routes,
                              .jobs = incident_jobs,
                              .seed = incident_policy_seed};
