#include "claim/claim_api.h"
#include "claim/claim_files.h"

#include "access/listing.h"
#include "access/page.h"
#include "access/right.h"
#include "base/json.h"
#include "claim/page.h"
#include "claim/steps.h"
#include "desk/ticket_refs.h"

static Status page(Ctx *ctx, const void *filter, List *out, const char **next)
{
    return claim_list(ctx, filter, out, next);
}

static const Listing claims = {.name = "claims",
                               .action = "claim.export",
                               .subject_kind = "claim",
                               .shape = &claim_row_shape,
                               .page = page};

static const char *const staff_fields[] = {
    "outlet",      "owner",  "exclusion",    "answerable",   "operator", "despite",
    "despite_why", "agreed", "market_price", "proportional", NULL};

static Status check_claimant(Ctx *ctx, const Claimant *claimant)
{
    return claimant ? ref_line(ctx, "claimant.name", claimant->name) : OK;
}

static Status api_create(Ctx *ctx, Request *req)
{
    Claim claim;
    const ClaimInput *in = request_input(req);
    Status s = ref_said_by_staff(ctx, &claim_input_shape, in, staff_fields);
    if (!s) s = check_claimant(ctx, in->claimant);
    if (!s) s = claim_create(ctx, in, &claim);
    return s ? s : reply(ctx, req, &claim, &claim_shape);
}

static Status api_get(Ctx *ctx, Request *req)
{
    int64_t id;
    Claim claim;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = claim_find(ctx, id, &claim);
    return s ? s : reply(ctx, req, &claim, &claim_shape);
}

static Status api_get_no(Ctx *ctx, Request *req)
{
    Claim claim;
    Status s = claim_find_no(ctx, path_text(req, "no"), &claim);
    return s ? s : reply(ctx, req, &claim, &claim_shape);
}

static Status api_change(Ctx *ctx, Request *req)
{
    int64_t id;
    Claim claim;
    const ClaimChange *in = request_input(req);
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = check_claimant(ctx, in->claimant);
    if (!s) s = claim_change(ctx, id, request_version(req), in, &claim);
    return s ? s : reply(ctx, req, &claim, &claim_shape);
}

static const Field record_fields[] = {
    FIELD_OBJECT(ClaimRecord, claim, &claim_shape, .doc = "The claim"),
    FIELD_LIST(ClaimRecord, evidence, &claim_evidence_shape, .max = RULE_LINES,
               .doc = "The checklist of its kind"),
    FIELD_LIST(ClaimRecord, assessments, &claim_assessment_shape, .max = 100,
               .doc = "What the rules said, the newest first"),
    FIELD_LIST(ClaimRecord, approvals, &claim_approval_shape, .max = 100,
               .doc = "Who agreed to the proposal that stands"),
    FIELD_INT(ClaimRecord, people, .doc = "Of what is proposed: how many must agree"),
    FIELD_TEXT(ClaimRecord, right, .doc = "... and the right that each needs"),
    FIELD_LIST(ClaimRecord, shares, &claim_share_shape, .max = CLAIM_SHARES_MAX,
               .doc = "Who bears what was paid"),
    FIELD_LIST(ClaimRecord, ledger, &ledger_entry_shape, .max = RECORD_ROWS,
               .doc = "The first rows of its ledger"),
    FIELD_LIST(ClaimRecord, changes, &claimant_change_shape, .max = 50,
               .doc = "When who demands, or where the money goes, was changed, the newest first"),
    FIELD_END};
static const Shape record_shape =
    SHAPE(ClaimRecord, record_fields, "A claim with all that explains it");

Status claim_record(Ctx *ctx, int64_t id, ClaimRecord *out)
{
    *out = (ClaimRecord){.claim = ARENA_NEW(ctx->arena, Claim)};
    if (!out->claim) return no_memory(ctx);
    Status s = claim_find(ctx, id, out->claim);
    if (!s) s = claim_evidence_list(ctx, out->claim, &out->evidence);
    if (!s) s = claim_assessments(ctx, out->claim, &out->assessments);
    ClaimApprovals approvals;
    if (!s) s = claim_approvals(ctx, out->claim, &approvals);
    if (s) return s;
    out->approvals = approvals.given;
    out->people = approvals.people;
    out->right = approvals.right;
    s = claim_shares(ctx, id, &out->shares);
    if (!s) s = claimant_changes(ctx, id, &out->changes);
    return s ? s : ledger_list(ctx, id, 0, RECORD_ROWS, &out->ledger);
}

static Status api_record(Ctx *ctx, Request *req)
{
    int64_t id;
    ClaimRecord record;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = claim_record(ctx, id, &record);
    return s ? s : reply(ctx, req, &record, &record_shape);
}

static Status api_ledger(Ctx *ctx, Request *req)
{
    const PageQuery *query = request_query(req);
    int64_t id, after, limit = page_limit(query->limit);
    Claim claim;
    List list;
    const char *next;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = claim_find(ctx, id, &claim);
    if (!s) s = page_start(ctx, query->cursor, 0, &after);
    if (!s) s = ledger_list(ctx, id, after, limit + 1, &list);
    if (!s) s = page_end(ctx, &list, limit, &ledger_entry_shape, &next);
    return s ? s : reply_list(ctx, req, &list, &ledger_entry_shape, next);
}

typedef struct SettlementQuery {
    int64_t lang;
} SettlementQuery;

static const Name languages[] = {{"zh", 1, "Chinese"}, {"en", 2, "English"}, {NULL, 0, NULL}};
static const Field settlement_fields[] = {
    FIELD_ENUM(SettlementQuery, lang, languages, .doc = "Chinese where it is not given"),
    FIELD_END};
static const Shape settlement_shape =
    SHAPE(SettlementQuery, settlement_fields, "In which language");

static Status api_settlement(Ctx *ctx, Request *req)
{
    const SettlementQuery *query = request_query(req);
    int64_t id;
    ClaimRecord record;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = claim_record(ctx, id, &record);
    if (s) return s;
    Buf *buf = reply_with(req, 200, "text/html; charset=utf-8");
    settlement_page(ctx, buf, &record, query->lang != 2, request_view(req));
    return buf_check(ctx, buf);
}

static const Route routes[] = {
    {GET, "/api/v1/claims", .right = CLAIM_READ, .query = &claim_filter_shape,
     .out = &claim_row_shape, .is_list = true, .run = listing_page, .of = &claims,
     .doc = "Claims by state, kind, age, amount and who works on them"},
    {POST, "/api/v1/claims", .right = CLAIM_WRITE, .writes = true, .creates = true,
     .in = &claim_input_shape, .out = &claim_shape, .run = api_create, .doc = "Register a claim"},
    {GET, "/api/v1/claim-export", .right = CLAIM_READ, .query = &claim_export_shape,
     .media = "text/csv", .run = listing_export, .of = &claims,
     .doc = "Claims as CSV or XLSX, from after a cursor where one is given"},
    {GET, "/api/v1/claim-numbers/{no}", .right = CLAIM_READ, .out = &claim_shape, .run = api_get_no,
     .doc = "The claim of a number"},
    {GET, "/api/v1/claims/{id}", .right = CLAIM_READ, .out = &claim_shape, .run = api_get,
     .doc = "One claim"},
    {PATCH, "/api/v1/claims/{id}", .right = CLAIM_WRITE, .staff = true, .writes = true,
     .if_match = true, .in = &claim_change_shape, .out = &claim_shape, .run = api_change,
     .doc = "Change what a claim is judged by, until it is proposed"},
    {GET, "/api/v1/claims/{id}/record", .right = CLAIM_READ, .out = &record_shape,
     .run = api_record, .doc = "One claim with its evidence, explanation, shares and ledger"},
    {GET, "/api/v1/claims/{id}/ledger", .right = CLAIM_READ, .query = &page_query_shape,
     .out = &ledger_entry_shape, .is_list = true, .run = api_ledger,
     .doc = "The ledger of a claim, row by row"},
    {GET, "/api/v1/claims/{id}/settlement", .right = CLAIM_READ, .query = &settlement_shape,
     .run = api_settlement, .media = "text/html",
     .doc = "The settlement of a claim as a page to print"},
    ROUTE_END};

const Slice claim_slice = {.name = "claim",
                           .doc = "Demands for compensation, from registering to recovery",
                           .routes = routes,
                           .jobs = claim_jobs,
                           .seed = rules_seed};
