#include "access/listing.h"
#include "access/right.h"
#include "complaint/behind.h"
#include "complaint/cause.h"
#include "complaint/complaint.h"
#include "complaint/complaint_slice.h"
#include "complaint/tally.h"
#include "complaint/weigh.h"

static Status reply_complaint(Ctx *ctx, Request *req, Status s, const Complaint *complaint)
{
    return s ? s : reply(ctx, req, complaint, &complaint_shape);
}

static Status api_register(Ctx *ctx, Request *req)
{
    int64_t id;
    Complaint complaint;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = complaint_register(ctx, id, request_input(req), &complaint);
    return reply_complaint(ctx, req, s, &complaint);
}

static Status api_get(Ctx *ctx, Request *req)
{
    int64_t id;
    Complaint complaint;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = complaint_find(ctx, id, &complaint);
    return reply_complaint(ctx, req, s, &complaint);
}

static Status api_facts(Ctx *ctx, Request *req)
{
    int64_t id;
    Complaint complaint;
    Status s = path_id(ctx, req, "id", &id);
    if (!s)
        s = complaint_state_facts(ctx, id, request_version(req), request_input(req), &complaint);
    return reply_complaint(ctx, req, s, &complaint);
}

typedef struct ComplaintShares {
    List shares;
} ComplaintShares;

static const Field shares_fields[] = {
    FIELD_LIST(ComplaintShares, shares, &complaint_share_shape, .required = true, .max = 50,
               .doc = "In place of those there are; they sum to 100"),
    FIELD_END};
static const Shape shares_shape = SHAPE(ComplaintShares, shares_fields, "Who is responsible");

static Status api_shares(Ctx *ctx, Request *req)
{
    const ComplaintShares *in = request_input(req);
    int64_t id;
    Complaint complaint;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = complaint_share(ctx, id, request_version(req), &in->shares, &complaint);
    return reply_complaint(ctx, req, s, &complaint);
}

typedef struct ComplaintStepInput {
    int64_t step;
    const char *why;
} ComplaintStepInput;

static const Field step_fields[] = {
    FIELD_ENUM(ComplaintStepInput, step, complaint_steps, .required = true,
               .doc = "The next one, or back to investigating"),
    FIELD_TEXT(ComplaintStepInput, why, .writing = WRITING_LINES, .max = 1000,
               .personal = PERSONAL_WORDS, .doc = "For the log; needed to go back"),
    FIELD_END};
static const Shape step_shape = SHAPE(ComplaintStepInput, step_fields, "Where a complaint goes");

static Status api_step(Ctx *ctx, Request *req)
{
    const ComplaintStepInput *in = request_input(req);
    int64_t id;
    Complaint complaint;
    Status s = path_id(ctx, req, "id", &id);
    if (!s)
        s = complaint_step(ctx, id, request_version(req), (ComplaintStep)in->step, in->why,
                           &complaint);
    return reply_complaint(ctx, req, s, &complaint);
}

static Status page(Ctx *ctx, const void *filter, List *out, const char **next)
{
    return complaint_list(ctx, filter, out, next);
}

static const Listing complaints = {.name = "complaints",
                                   .action = "complaint.export",
                                   .subject_kind = "complaint",
                                   .shape = &complaint_row_shape,
                                   .page = page};

static Status api_tally(Ctx *ctx, Request *req)
{
    List list;
    Status s = tally_list(ctx, request_query(req), &list);
    return s ? s : reply_list(ctx, req, &list, &tally_row_shape, NULL);
}

static Status behind_page(Ctx *ctx, const void *filter, List *out, const char **next)
{
    return tally_behind(ctx, filter, out, next);
}

static const Listing behind = {.name = "complaints-behind",
                               .action = "complaint.export",
                               .subject_kind = "complaint",
                               .shape = &complaint_row_shape,
                               .page = behind_page};

/* --- what they go by --- */

static Status api_causes(Ctx *ctx, Request *req)
{
    List list;
    Status s = complaint_cause_list(ctx, &list);
    return s ? s : reply_list(ctx, req, &list, &complaint_cause_shape, NULL);
}

static Status api_cause_create(Ctx *ctx, Request *req)
{
    ComplaintCause cause = *(const ComplaintCause *)request_input(req);
    Status s = complaint_cause_create(ctx, &cause);
    return s ? s : reply(ctx, req, &cause, &complaint_cause_shape);
}

static Status api_cause_change(Ctx *ctx, Request *req)
{
    ComplaintCause cause;
    Status s = complaint_cause_change(ctx, path_text(req, "code"), request_version(req),
                                      request_input(req), &cause);
    return s ? s : reply(ctx, req, &cause, &complaint_cause_shape);
}

static Status api_weights(Ctx *ctx, Request *req)
{
    List list;
    Status s = complaint_weight_list(ctx, &list);
    return s ? s : reply_list(ctx, req, &list, &complaint_weight_shape, NULL);
}

static Status api_weight_put(Ctx *ctx, Request *req)
{
    Weight weight = *(const Weight *)request_input(req);
    weight.version = request_version(req);
    Status s = complaint_weight_put(ctx, &weight);
    if (s || !weight.weight) return s ? s : reply_empty(req, 204);
    return reply(ctx, req, &weight, &complaint_weight_shape);
}

static const Route routes[] = {
    {POST, "/api/v1/tickets/{id}/complaint", .right = COMPLAINT_WRITE, .staff = true,
     .writes = true, .creates = true, .in = &complaint_facts_shape, .out = &complaint_shape,
     .run = api_register, .doc = "Register the complaint of a ticket"},
    {GET, "/api/v1/tickets/{id}/complaint", .right = COMPLAINT_READ, .out = &complaint_shape,
     .run = api_get, .doc = "The complaint of a ticket"},
    {PATCH, "/api/v1/tickets/{id}/complaint", .right = COMPLAINT_WRITE, .staff = true,
     .writes = true, .if_match = true, .in = &complaint_facts_shape, .out = &complaint_shape,
     .run = api_facts, .doc = "State what is known of a complaint"},
    {PUT, "/api/v1/tickets/{id}/complaint/shares", .right = COMPLAINT_WRITE, .staff = true,
     .writes = true, .if_match = true, .in = &shares_shape, .out = &complaint_shape,
     .run = api_shares, .doc = "State who is responsible for how much of it"},
    {POST, "/api/v1/tickets/{id}/complaint/steps", .right = COMPLAINT_WRITE, .staff = true,
     .writes = true, .if_match = true, .in = &step_shape, .out = &complaint_shape, .run = api_step,
     .doc = "Bring a complaint to its next step, or back"},
    {GET, "/api/v1/complaint-export", .right = COMPLAINT_READ, .query = &complaint_export_shape,
     .media = "text/csv", .run = listing_export, .of = &complaints,
     .doc = "Complaints as CSV or XLSX, from after a cursor where one is given"},
    {GET, "/api/v1/complaints", .right = COMPLAINT_READ, .query = &complaint_filter_shape,
     .out = &complaint_row_shape, .is_list = true, .run = listing_page, .of = &complaints,
     .doc = "Complaints, by the deadline for the answer"},
    {GET, "/api/v1/complaints/causes", .right = COMPLAINT_READ, .query = &tally_query_shape,
     .out = &tally_row_shape, .is_list = true, .run = api_tally,
     .doc = "What complaints add up to, those that weigh most first"},
    {GET, "/api/v1/complaints/behind", .right = COMPLAINT_READ, .query = &behind_query_shape,
     .out = &complaint_row_shape, .is_list = true, .run = listing_page, .of = &behind,
     .doc = "The complaints behind one of those sums, the newest first"},
    {GET, "/api/v1/complaint-behind-export", .right = COMPLAINT_READ, .query = &behind_export_shape,
     .media = "text/csv", .run = listing_export, .of = &behind, .doc = "The same as CSV or XLSX"},
    {GET, "/api/v1/complaint-causes", .right = COMPLAINT_READ, .out = &complaint_cause_shape,
     .is_list = true, .run = api_causes, .doc = "Why customers complain"},
    {POST, "/api/v1/complaint-causes", .right = COMPLAINT_ADMIN, .writes = true, .creates = true,
     .in = &complaint_cause_shape, .out = &complaint_cause_shape, .run = api_cause_create,
     .doc = "Add a cause"},
    {PUT, "/api/v1/complaint-causes/{code}", .right = COMPLAINT_ADMIN, .writes = true,
     .if_match = true, .in = &complaint_cause_change_shape, .out = &complaint_cause_shape,
     .run = api_cause_change, .doc = "Change a cause"},
    {GET, "/api/v1/complaint-weights", .right = COMPLAINT_READ, .out = &complaint_weight_shape,
     .is_list = true, .run = api_weights, .doc = "What makes a complaint matter more"},
    {PUT, "/api/v1/complaint-weights", .right = COMPLAINT_ADMIN, .writes = true, .if_match = true,
     .in = &complaint_weight_shape, .out = &complaint_weight_shape, .run = api_weight_put,
     .doc = "Add a weight (its version is 0 before), change it, or take it away"},
    ROUTE_END};

static Status seed(Ctx *ctx)
{
    Status s = complaint_cause_seed(ctx);
    return s ? s : complaint_weight_seed(ctx);
}

const Slice complaint_slice = {
    .name = "complaint",
    .doc = "Complaints: what they are about, how they are handled, who is responsible",
    .routes = routes,
    .seed = seed};
