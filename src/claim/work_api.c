#include "access/right.h"
#include "claim/claim_api.h"
#include "claim/steps.h"

/* What a step is given: an id and a version, whatever stands in its body, and the claim as it is
 * then. */
static Status begin(Ctx *ctx, Request *req, int64_t *id)
{
    return path_id(ctx, req, "id", id);
}

static Status done(Ctx *ctx, Request *req, Status s, const Claim *claim)
{
    return s ? s : reply(ctx, req, claim, &claim_shape);
}

typedef struct WhyInput {
    const char *why;
} WhyInput;

static const Field why_fields[] = {FIELD_TEXT(WhyInput, why, .writing = WRITING_LINES,
                                              .required = true, .min = 1, .max = 300,
                                              .doc = "Why; nothing personal"),
                                   FIELD_END};
static const Shape why_shape = SHAPE(WhyInput, why_fields, "A reason");

static const Field proposal_fields[] = {
    FIELD_MONEY(StepInput, amount, .max = AMOUNT_MAX,
                .doc = "What the rules gave, at most the demand, where it is not given"),
    FIELD_TEXT(StepInput, why, .writing = WRITING_LINES, .min = 1, .max = 300,
               .doc = "Why it is another amount"),
    FIELD_END};
static const Shape proposal_shape = {.name = "ClaimProposal",
                                     .doc = "What is to be paid",
                                     .size = sizeof(StepInput),
                                     .fields = proposal_fields};

static Status api_evidence(Ctx *ctx, Request *req)
{
    int64_t id;
    Claim claim;
    Status s = begin(ctx, req, &id);
    if (!s)
        s = claim_evidence_put(ctx, id, request_version(req), path_text(req, "item"),
                               request_input(req), &claim);
    return done(ctx, req, s, &claim);
}

static Status api_assess(Ctx *ctx, Request *req)
{
    int64_t id;
    Claim claim;
    Status s = begin(ctx, req, &id);
    if (!s) s = claim_assess(ctx, id, request_version(req), &claim);
    return done(ctx, req, s, &claim);
}

static Status api_propose(Ctx *ctx, Request *req)
{
    int64_t id;
    Claim claim;
    Status s = begin(ctx, req, &id);
    if (!s) s = claim_propose(ctx, id, request_version(req), request_input(req), &claim);
    return done(ctx, req, s, &claim);
}

static Status api_approve(Ctx *ctx, Request *req)
{
    int64_t id;
    Claim claim;
    Status s = begin(ctx, req, &id);
    if (!s) s = claim_approve(ctx, id, request_version(req), &claim);
    return done(ctx, req, s, &claim);
}

static Status api_fast(Ctx *ctx, Request *req)
{
    int64_t id;
    Claim claim;
    Status s = begin(ctx, req, &id);
    if (!s) s = claim_grant_fast(ctx, id, request_version(req), &claim);
    return done(ctx, req, s, &claim);
}

/* The steps that only need a reason. */
static Status step_with_reason(Ctx *ctx, Request *req,
                               Status (*step)(Ctx *, int64_t, int64_t, const char *, Claim *))
{
    const WhyInput *in = request_input(req);
    int64_t id;
    Claim claim;
    Status s = begin(ctx, req, &id);
    if (!s) s = step(ctx, id, request_version(req), in->why, &claim);
    return done(ctx, req, s, &claim);
}

static Status api_return(Ctx *ctx, Request *req)
{
    return step_with_reason(ctx, req, claim_return);
}

static Status api_reject(Ctx *ctx, Request *req)
{
    return step_with_reason(ctx, req, claim_reject);
}

static Status api_withdraw(Ctx *ctx, Request *req)
{
    return step_with_reason(ctx, req, claim_withdraw);
}

static Status api_reopen(Ctx *ctx, Request *req)
{
    return step_with_reason(ctx, req, claim_reopen);
}

typedef struct AnswerInput {
    bool accepted;
    const char *why;
} AnswerInput;

static const Field answer_fields[] = {
    FIELD_BOOL(AnswerInput, accepted, .required = true, .doc = "Whether the claimant agrees"),
    FIELD_TEXT(AnswerInput, why, .writing = WRITING_LINES, .max = 300,
               .doc = "What they say; nothing personal"),
    FIELD_END};
static const Shape answer_shape = SHAPE(AnswerInput, answer_fields, "What the claimant says");

static Status api_answer(Ctx *ctx, Request *req)
{
    const AnswerInput *in = request_input(req);
    int64_t id;
    Claim claim;
    Status s = begin(ctx, req, &id);
    if (!s) s = claim_answer(ctx, id, request_version(req), in->accepted, in->why, &claim);
    return done(ctx, req, s, &claim);
}

static Status api_pay(Ctx *ctx, Request *req)
{
    int64_t id;
    Claim claim;
    Status s = begin(ctx, req, &id);
    if (!s) s = claim_pay(ctx, id, request_version(req), request_input(req), &claim);
    return done(ctx, req, s, &claim);
}

static Status api_payment_reverse(Ctx *ctx, Request *req)
{
    const WhyInput *in = request_input(req);
    int64_t id;
    Claim claim;
    Status s = begin(ctx, req, &id);
    if (!s)
        s = claim_payment_reverse(ctx, id, request_version(req), path_text(req, "reference"),
                                  in->why, &claim);
    return done(ctx, req, s, &claim);
}

static Status api_apportion(Ctx *ctx, Request *req)
{
    int64_t id;
    Claim claim;
    Status s = begin(ctx, req, &id);
    if (!s) s = claim_apportion(ctx, id, request_version(req), request_input(req), &claim);
    return done(ctx, req, s, &claim);
}

static Status api_recover(Ctx *ctx, Request *req)
{
    int64_t id;
    Claim claim;
    Status s = begin(ctx, req, &id);
    if (!s) s = claim_recover(ctx, id, request_version(req), request_input(req), &claim);
    return done(ctx, req, s, &claim);
}

static Status api_recovery_reverse(Ctx *ctx, Request *req)
{
    const WhyInput *in = request_input(req);
    int64_t id, entry_no;
    Claim claim;
    Status s = begin(ctx, req, &id);
    if (!s) s = path_id(ctx, req, "entry", &entry_no);
    if (!s) s = claim_recovery_reverse(ctx, id, request_version(req), entry_no, in->why, &claim);
    return done(ctx, req, s, &claim);
}

static Status api_close(Ctx *ctx, Request *req)
{
    int64_t id;
    Claim claim;
    Status s = begin(ctx, req, &id);
    if (!s) s = claim_close(ctx, id, request_version(req), request_input(req), &claim);
    return done(ctx, req, s, &claim);
}

#define STEP(the_method, path, the_right)                                                          \
    the_method, "/api/v1/claims/{id}/" path, .right = the_right, .writes = true, .if_match = true, \
                                             .out = &claim_shape

static const Route routes[] = {
    {STEP(PUT, "evidence/{item}", CLAIM_READ), .staff = true, .in = &evidence_input_shape,
     .run = api_evidence, .doc = "Say what satisfies an item of evidence, or waive it"},
    {STEP(POST, "assessment", CLAIM_WRITE), .staff = true, .run = api_assess,
     .doc = "Let the rules say what is owed"},
    {STEP(POST, "proposal", CLAIM_WRITE), .staff = true, .in = &proposal_shape, .run = api_propose,
     .doc = "Propose an amount"},
    {STEP(POST, "approval", CLAIM_APPROVE), .staff = true, .run = api_approve,
     .doc = "Agree to the proposal"},
    {STEP(POST, "return", CLAIM_APPROVE), .staff = true, .in = &why_shape, .run = api_return,
     .doc = "Give a proposal back"},
    {STEP(POST, "fast-grant", CLAIM_FAST), .staff = true, .run = api_fast,
     .doc = "Grant a small claim of a good customer in one step"},
    {STEP(POST, "answer", CLAIM_WRITE), .in = &answer_shape, .run = api_answer,
     .doc = "Note what the claimant says to what was approved"},
    {STEP(POST, "rejection", CLAIM_APPROVE), .staff = true, .in = &why_shape, .run = api_reject,
     .doc = "Reject a claim"},
    {STEP(POST, "withdrawal", CLAIM_WRITE), .in = &why_shape, .run = api_withdraw,
     .doc = "Note that the claimant demands nothing any more"},
    {STEP(POST, "reopening", CLAIM_APPROVE), .staff = true, .in = &why_shape, .run = api_reopen,
     .doc = "Open a rejected or withdrawn claim again"},
    {STEP(POST, "payments", CLAIM_PAY), .staff = true, .in = &payment_input_shape, .run = api_pay,
     .doc = "Note a payment; the same reference again is no second one"},
    {STEP(POST, "payments/{reference}/reversal", CLAIM_PAY), .staff = true, .in = &why_shape,
     .run = api_payment_reverse, .doc = "Take a payment back"},
    {STEP(PUT, "shares", CLAIM_APPROVE), .staff = true, .in = &shares_input_shape,
     .run = api_apportion, .doc = "Say who bears what was paid"},
    {STEP(POST, "recoveries", CLAIM_PAY), .staff = true, .in = &recovery_input_shape,
     .run = api_recover, .doc = "Note what a liable party gave"},
    {STEP(POST, "recoveries/{entry}/reversal", CLAIM_PAY), .staff = true, .in = &why_shape,
     .run = api_recovery_reverse, .doc = "Take a recovery back, by the number of its row"},
    {STEP(POST, "closure", CLAIM_WRITE), .staff = true, .in = &close_input_shape, .run = api_close,
     .doc = "Close a paid claim with its cause"},
    ROUTE_END};

const Slice claim_work_slice = {
    .name = "claim_work", .doc = "What is done with claims", .routes = routes};
