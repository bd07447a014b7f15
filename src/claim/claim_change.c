#include <string.h>

#include "access/audit.h"
#include "access/masked.h"
#include "base/buf.h"
#include "base/field_set.h"
#include "base/json.h"
#include "base/text.h"
#include "claim/claim_keep.h"
#include "claim/ledger.h"
#include "claim/overlap.h"
#include "claim/page.h"
#include "claim/party.h"
#include "claim/steps_keep.h"
#include "claim/worth.h"

static void take(int64_t *into, int64_t given)
{
    if (given != NONE) *into = given;
}

static void take_values(Claim *claim, const ClaimChange *change)
{
    take(&claim->kind, change->kind);
    take(&claim->declared, change->declared);
    take(&claim->insured, change->insured);
    take(&claim->full_value, change->full_value);
    take(&claim->actual_loss, change->actual_loss);
    take(&claim->freight, change->freight);
    take(&claim->agreed, change->agreed);
    take(&claim->market_price, change->market_price);
    take(&claim->delay_hours, change->delay_hours);
    take(&claim->exclusion, change->exclusion);
    take(&claim->answerable, change->answerable);
    if (change->proportional != NONE) claim->proportional = change->proportional != 0;
    if (change->operator) claim->operator= change->operator;
}

/* Of the claimant what is given alone; an empty text takes it away. */
static Status take_claimant(Ctx *ctx, Claim *claim, const Claimant *given)
{
    if (!given) return OK;
    Claimant *all = ARENA_NEW(ctx->arena, Claimant);
    if (!all) return no_memory(ctx);
    *all = claim->claimant ? *claim->claimant : (Claimant){0};
    shape_merge(&claimant_shape, all, given);
    for (const Field *field = claimant_shape.fields; field->name; field++) {
        const char **text = field_at(field, all);
        if (*text && !**text) *text = NULL;
    }
    claim->claimant = all;
    return claim_check_claimant(ctx, given);
}

/* Another demand is more of a claim, or a part of it taken back. */
static Status take_demand(Ctx *ctx, Claim *claim, int64_t demanded)
{
    if (demanded == NONE || demanded == claim->demanded) return OK;
    bool more = demanded > claim->demanded;
    LedgerEntry entry = {.what = more ? STEP_CLAIM : STEP_TAKE_BACK,
                         .from_account = more ? ACCOUNT_OUTSIDE : ACCOUNT_CLAIMED,
                         .to_account = more ? ACCOUNT_CLAIMED : ACCOUNT_OUTSIDE,
                         .amount = more ? demanded - claim->demanded : claim->demanded - demanded};
    claim->demanded = demanded;
    return ledger_move(ctx, claim, &entry);
}

static Status check(Ctx *ctx, const Claim *was, const Claim *now)
{
    Status s = claim_check_answerable(ctx, now);
    if (!s && (was->kind == CLAIM_KIND_DELAY) != (now->kind == CLAIM_KIND_DELAY))
        s = overlap_check_new(ctx, now, NULL);
    return s || now->insured == was->insured ? s : worth_check_insured(ctx, now);
}

/* The facts of it (rules.h), and whose it is. */
static bool rests_on_other(const Claim *was, const Claim *now)
{
    return was->kind != now->kind || was->exclusion != now->exclusion ||
           was->demanded != now->demanded || was->declared != now->declared ||
           was->insured != now->insured || was->full_value != now->full_value ||
           was->actual_loss != now->actual_loss || was->freight != now->freight ||
           was->agreed != now->agreed || was->market_price != now->market_price ||
           was->proportional != now->proportional || was->delay_hours != now->delay_hours ||
           was->customer_id != now->customer_id;
}

static Status unassess(Ctx *ctx, Claim *claim)
{
    claim->assessed = NONE;
    return claim_step(ctx, claim, ACT_CHANGE);
}

/* Names alone: what they say is personal. */
static Status tell_claimant(Ctx *ctx, const Claim *was, const Claim *now)
{
    static const Claimant nobody;
    Buf names;
    if (was->claimant == now->claimant) return OK;
    buf_init(&names, ctx->arena);
    for (const Field *field = claimant_shape.fields; field->name; field++) {
        const char *const *before = field_at(field, was->claimant ? was->claimant : &nobody);
        const char *const *after = field_at(field, now->claimant);
        if (!text_equal(*before, *after))
            buf_format(&names, "%s%s", names.length ? "," : "", field->name);
    }
    Status s = buf_check(ctx, &names);
    if (s || !names.length) return s;
    const ClaimNews news = {NULL, "claimant", NONE, names.data};
    const char *detail = arena_format(ctx->arena, "{\"fields\":\"%s\"}", names.data);
    if (!detail) return no_memory(ctx);
    s = audit_write(ctx, "claim.claimant", "claim", now->id, detail);
    return s ? s : claim_tell(ctx, now, &news);
}

static const Field change_fields[] = {
    FIELD_TIME(ClaimantChange, at, .doc = "When"),
    FIELD_TEXT(ClaimantChange, who, .colleague = true, .doc = "Login of who changed it"),
    FIELD_TEXT(ClaimantChange, fields,
               .doc = "What: name, phone, account_name, account_no, bank, parted by commas"),
    FIELD_END};
const Shape claimant_change_shape =
    SHAPE(ClaimantChange, change_fields, "A change of who demands, or of where the money goes");

static const Field detail_fields[] = {FIELD_TEXT(ClaimantChange, fields, .max = 200), FIELD_END};
static const Shape detail_shape = SHAPE(ClaimantChange, detail_fields, "What the log says of it");

static Status read_changes(Ctx *ctx, const List *rows, List *out)
{
    const AuditRow *from = rows->items;
    ClaimantChange *items = ARENA_ARRAY(ctx->arena, rows->count, ClaimantChange);
    Status s = items ? OK : no_memory(ctx);
    for (size_t i = 0; i < rows->count && !s; i++) {
        const char *detail = from[i].detail ? from[i].detail : "{}";
        s = json_decode(ctx, &detail_shape, &items[i], detail, strlen(detail));
        items[i].at = from[i].at;
        items[i].who = from[i].who_login;
    }
    *out = (List){items, rows->count};
    return s;
}

/* Who sees the claim need not see the whole log. */
Status claimant_changes(Ctx *ctx, int64_t claim_id, List *out)
{
    const AuditFilter filter = {.subject_kind = "claim",
                                .subject_id = claim_id,
                                .action = "claim.claimant",
                                .from = NONE,
                                .to = NONE,
                                .limit = 50};
    const Person *who = ctx->who;
    const char *next;
    List rows;
    ctx->who = NULL;
    Status s = audit_list(ctx, &filter, &rows, &next);
    ctx->who = who;
    return s ? s : read_changes(ctx, &rows, out);
}

/* Who is the customer now has it on their timeline, as if they had been from the first. */
static Status tell(Ctx *ctx, const Claim *was, const Claim *now)
{
    const ClaimNews kind = {NULL, "kind", NONE};
    const ClaimNews customer = {"claim.opened", "customer", NONE};
    Status s = was->kind == now->kind ? OK : claim_tell(ctx, now, &kind);
    if (!s) s = tell_claimant(ctx, was, now);
    if (s || was->customer_id == now->customer_id) return s;
    const char *detail = arena_format(ctx->arena, "{\"was\":\"%lld\",\"is\":\"%lld\"}",
                                      (long long)was->customer_id, (long long)now->customer_id);
    if (!detail) return no_memory(ctx);
    s = audit_write(ctx, "claim.customer", "claim", now->id, detail);
    return s ? s : claim_tell(ctx, now, &customer);
}

Status claim_change(Ctx *ctx, int64_t id, int64_t version, const ClaimChange *change, Claim *out)
{
    Status s = claim_open(ctx, id, version, out);
    if (!s) s = claim_step(ctx, out, ACT_AMEND);
    if (!s) s = masked_check(ctx, &claim_change_shape, change, &claim_shape, out);
    if (s) return s;
    size_t unknown = claim_unknown_parcels(out);
    s = claim_bind(ctx, out);
    if (s) return s;
    const Claim was = *out;
    take_values(out, change);
    s = check(ctx, &was, out);
    if (!s) s = take_claimant(ctx, out, change->claimant);
    if (!s) s = party_change(ctx, change->customer, out);
    if (!s) s = claim_owner(ctx, change->owner, out);
    if (!s) s = take_demand(ctx, out, change->demanded);
    if (!s && (rests_on_other(&was, out) || claim_unknown_parcels(out) != unknown))
        s = unassess(ctx, out);
    if (!s) s = claim_save(ctx, out, "claim.change");
    if (!s) s = tell(ctx, &was, out);
    return s ? s : claim_find(ctx, id, out);
}
