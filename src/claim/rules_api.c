#include "access/page.h"
#include "access/right.h"
#include "claim/claim_api.h"
#include "claim/rules.h"

#define WHOLE "claim rules are"

static Status api_list(Ctx *ctx, Request *req)
{
    const PageQuery *query = request_query(req);
    List list;
    const char *next;
    Status s = rules_list(ctx, page_limit(query->limit), query->cursor, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &claim_rules_shape, next);
}

static Status api_create(Ctx *ctx, Request *req)
{
    ClaimRules rules = *(const ClaimRules *)request_input(req);
    Status s = rules_create(ctx, &rules);
    return s ? s : reply(ctx, req, &rules, &claim_rules_shape);
}

static Status api_find(Ctx *ctx, Request *req)
{
    int64_t number;
    ClaimRules rules;
    Status s = path_id(ctx, req, "number", &number);
    if (!s) s = rules_find(ctx, number, 0, &rules);
    return s ? s : reply(ctx, req, &rules, &claim_rules_shape);
}

static Status api_change(Ctx *ctx, Request *req)
{
    int64_t number;
    ClaimRules rules;
    Status s = path_id(ctx, req, "number", &number);
    if (!s) s = rules_change(ctx, number, request_version(req), request_input(req), &rules);
    return s ? s : reply(ctx, req, &rules, &claim_rules_shape);
}

typedef struct Publication {
    int64_t effective_at;
} Publication;

static const Field publication_fields[] = {
    FIELD_TIME(Publication, effective_at, .doc = "In force from then; now where not given"),
    FIELD_END};
static const Shape publication_shape = {.name = "ClaimRulesPublication",
                                        .doc = "When rules come into force",
                                        .size = sizeof(Publication),
                                        .fields = publication_fields};

static Status api_publish(Ctx *ctx, Request *req)
{
    const Publication *in = request_input(req);
    int64_t number;
    ClaimRules rules;
    Status s = path_id(ctx, req, "number", &number);
    if (!s) s = rules_publish(ctx, number, request_version(req), in->effective_at, &rules);
    return s ? s : reply(ctx, req, &rules, &claim_rules_shape);
}

typedef struct TrialInput {
    int64_t number;
    const char *text;
    ClaimFacts *facts;
} TrialInput;

static const Field trial_fields[] = {
    FIELD_INT(TrialInput, number, .min = 1, .max = INT32_MAX,
              .doc = "Of these rules, also a draft; those in force where not given"),
    FIELD_TEXT(TrialInput, text, .writing = WRITING_LINES, .min = 1, .max = 40000,
               .doc = "Or of this document"),
    FIELD_OBJECT(TrialInput, facts, &claim_facts_shape, .required = true,
                 .doc = "What is to be judged"),
    FIELD_END};
static const Shape trial_shape = {.name = "ClaimTrial",
                                  .doc = "Facts that rules are tried on",
                                  .size = sizeof(TrialInput),
                                  .fields = trial_fields};

static Status api_try(Ctx *ctx, Request *req)
{
    const TrialInput *in = request_input(req);
    ClaimRules rules = {.text = in->text};
    RuleBook book;
    ClaimResult result;
    ClaimFacts facts = *in->facts;
    if (facts.exclusion == NONE) facts.exclusion = EXCLUSION_NOTHING;
    int64_t number = in->number == NONE ? 0 : in->number;
    Status s = in->text ? OK : rules_find(ctx, number, ctx_now(ctx), &rules);
    if (!s) s = rules_parse(ctx, rules.text, &book);
    if (!s) s = rules_compute(ctx, &book, &facts, &result);
    if (s) return s;
    result.rules = rules.number;
    return reply(ctx, req, &result, &claim_result_shape);
}

static const Route routes[] = {
    {POST, "/api/v1/claim-trials", .right = CLAIM_READ, .in = &trial_shape,
     .out = &claim_result_shape, .run = api_try,
     .doc = "Only compute: what rules, published, drafted or given, say of facts"},
    {GET, "/api/v1/claim-rules", .right = CLAIM_READ, .query = &page_query_shape,
     .out = &claim_rules_shape, .is_list = true, .run = api_list,
     .doc = "All rules that claims were and are judged by, the newest first"},
    {POST, "/api/v1/claim-rules", .right = CLAIM_RULES, .whole = WHOLE, .writes = true,
     .creates = true, .in = &claim_rules_input_shape, .out = &claim_rules_shape, .run = api_create,
     .doc = "Draft rules"},
    {GET, "/api/v1/claim-rules/{number}", .right = CLAIM_READ, .out = &claim_rules_shape,
     .run = api_find, .doc = "Rules by their number"},
    {PUT, "/api/v1/claim-rules/{number}", .right = CLAIM_RULES, .whole = WHOLE, .writes = true,
     .if_match = true, .in = &claim_rules_input_shape, .out = &claim_rules_shape, .run = api_change,
     .doc = "Change a draft"},
    {POST, "/api/v1/claim-rules/{number}/publication", .right = CLAIM_RULES, .whole = WHOLE,
     .writes = true, .if_match = true, .in = &publication_shape, .out = &claim_rules_shape,
     .run = api_publish, .doc = "Publish a draft, from an instant on, for ever"},
    ROUTE_END};

const Slice claim_rules_slice = {
    .name = "claim_rules", .doc = "How claims are judged", .routes = routes};
