#include "claim/claim.h"

#include <string.h>

#include "access/audit.h"
#include "access/outlet.h"
#include "access/page.h"
#include "access/person.h"
#include "access/setting.h"
#include "base/instant.h"
#include "claim/claim_keep.h"
#include "claim/claim_store.h"
#include "claim/ledger.h"
#include "claim/overlap.h"
#include "claim/rules.h"
#include "claim/service.h"
#include "claim/service_store.h"
#include "claim/worth.h"
#include "waybill/number.h"

static Status not_found(Ctx *ctx, Status s)
{
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no such claim") : s;
}

Status claim_find(Ctx *ctx, int64_t id, Claim *out)
{
    return not_found(ctx, claim_store_by_id(ctx, id, out));
}

Status claim_find_no(Ctx *ctx, const char *no, Claim *out)
{
    return not_found(ctx, claim_store_by_no(ctx, no, out));
}

Status claim_open(Ctx *ctx, int64_t id, int64_t version, Claim *out)
{
    Status s = claim_find(ctx, id, out);
    if (s) return s;
    if (version != NONE && out->version != version)
        return fail(ctx, STALE, "claim %s was changed by someone else", out->no);
    if (strcmp(out->currency, ctx_currency(ctx)) != 0)
        return fail(ctx, CONFLICT, "claim %s is in %s, and the company's money is %s", out->no,
                    out->currency, ctx_currency(ctx));
    return OK;
}

static Status audit(Ctx *ctx, const Claim *claim, const char *action)
{
    const char *detail =
        arena_format(ctx->arena, "{\"no\":\"%s\",\"state\":\"%s\",\"ledger\":%lld}", claim->no,
                     name_of(claim_states, claim->state), (long long)claim->entries);
    return detail ? audit_write(ctx, action, "claim", claim->id, detail) : no_memory(ctx);
}

Status claim_save(Ctx *ctx, Claim *claim, const char *action)
{
    bool written = false;
    int64_t version = claim->version++;
    claim->changed_at = ctx_now(ctx);
    Claim before;
    Status s = claim_service_row(ctx, claim->id, &before);
    if (!s) s = claim_store_update(ctx, claim, version, &written);
    if (!s && !written) return fail(ctx, STALE, "claim %s was changed by someone else", claim->no);
    if (!s) s = claim_count(ctx, &before, claim);
    if (!s) s = audit(ctx, claim, action);
    return s ? s : claim_tell_feed(ctx, claim);
}

/* --- registering --- */

static Status find_number(Ctx *ctx, Claim *claim)
{
    int64_t day = instant_date(claim->created_at, setting_text(ctx, SETTING_NAMED_ZONE)), count;
    int year, month, date;
    Status s = claim_store_number(ctx, day, &count);
    if (s) return s;
    date_parts(day, &year, &month, &date);
    claim->no =
        arena_format(ctx->arena, "C%04d%02d%02d-%06lld", year, month, date, (long long)count);
    return claim->no ? OK : no_memory(ctx);
}

static Claim claim_of(Ctx *ctx, const ClaimInput *in)
{
    return (Claim){.id = ctx_id(ctx),
                   .version = 1,
                   .kind = in->kind,
                   .state = CLAIM_REGISTERED,
                   .claimant = in->claimant,
                   .currency = ctx_currency(ctx),
                   .demanded = in->demanded,
                   .declared = in->declared,
                   .insured = in->insured,
                   .full_value = in->full_value,
                   .actual_loss = in->actual_loss,
                   .freight = in->freight,
                   .agreed = in->agreed,
                   .market_price = in->market_price,
                   .proportional = in->proportional,
                   .delay_hours = in->delay_hours,
                   .exclusion = in->exclusion == NONE ? EXCLUSION_NOTHING : in->exclusion,
                   .answerable = in->answerable == NONE ? ANSWERABLE_BRAND : in->answerable,
                   .operator= in->operator,
                   .offer = OFFER_OPEN,
                   .fault = NONE,
                   .assessed = NONE,
                   .proposer_kind = NONE,
                   .created_at = ctx_now(ctx),
                   .changed_at = ctx_now(ctx),
                   .decided_at = NONE,
                   .closed_at = NONE};
}

Status claim_check_answerable(Ctx *ctx, const Claim *claim)
{
    if (claim->answerable == ANSWERABLE_OPERATOR && !claim->operator)
        return fail_field(ctx, "operator", "say which operator answers to the claimant");
    return OK;
}

/* A number that was checked: it is one of ours. */
static Status audit_despite(Ctx *ctx, const Claim *claim, const char *despite)
{
    const char *detail = arena_format(ctx->arena, "{\"despite\":\"%s\"}", despite);
    return detail ? audit_write(ctx, "claim.despite", "claim", claim->id, detail) : no_memory(ctx);
}

Status claim_create(Ctx *ctx, const ClaimInput *input, Claim *out)
{
    Claim claim = claim_of(ctx, input);
    ClaimRules rules;
    LedgerEntry entry = {.what = STEP_CLAIM,
                         .from_account = ACCOUNT_OUTSIDE,
                         .to_account = ACCOUNT_CLAIMED,
                         .amount = input->demanded,
                         .reference = input->despite,
                         .why = input->despite ? input->despite_why : NULL};
    Status s = claim_check_answerable(ctx, &claim);
    if (!s && input->despite && (!input->despite_why || !*input->despite_why))
        return fail_field(ctx, "despite_why", "say why there is to be a second claim");
    if (!s) s = claim_check_claimant(ctx, input->claimant);
    if (!s) s = claim_refs(ctx, input, &claim);
    if (!s) s = rules_find(ctx, 0, claim.created_at, &rules);
    if (s) return s;
    claim.rules = rules.number;
    s = find_number(ctx, &claim);
    if (!s) s = ledger_move(ctx, &claim, &entry);
    if (!s) s = claim_store_insert(ctx, &claim);
    if (!s) s = worth_check_insured(ctx, &claim);
    if (!s) s = overlap_check_new(ctx, &claim, input->despite);
    if (!s) s = claim_count(ctx, NULL, &claim);
    if (!s) s = audit(ctx, &claim, "claim.create");
    if (!s && input->despite) s = audit_despite(ctx, &claim, input->despite);
    const ClaimNews news = {"claim.opened", "claimed", claim.demanded};
    if (!s) s = claim_tell(ctx, &claim, &news);
    if (!s) s = claim_tell_feed(ctx, &claim);
    return s ? s : claim_find(ctx, claim.id, out);
}

/* --- lists --- */

/* None handles it, or this one; INVALID for one that nobody knows. */
static Status search_outlet(Ctx *ctx, const char *code, ClaimSearch *search)
{
    if (!code) return OK;
    search->outlet_id = strcmp(code, "none") == 0 ? 0 : outlet_id_of(ctx, code);
    if (search->outlet_id || strcmp(code, "none") == 0) return OK;
    return fail_field(ctx, "outlet", "there is no outlet %.32s", code);
}

static Status search_of(Ctx *ctx, ClaimFilter *filter, ClaimSearch *search)
{
    SortPlace after = {.number = INT64_MAX, .id = filter->sort == CLAIM_OLDEST ? 0 : INT64_MAX};
    if (filter->sort == NONE) filter->sort = CLAIM_NEWEST;
    Status s = filter->cursor ? sort_start(ctx, filter->cursor, filter->sort, &after) : OK;
    *search = (ClaimSearch){.filter = filter,
                            .owner_id = NONE,
                            .outlet_id = NONE,
                            .after_id = after.id,
                            .after_key = after.number};
    if (!s) s = search_outlet(ctx, filter->outlet, search);
    if (!s && filter->waybill) {
        char *no = arena_alloc(ctx->arena, NUMBER_MAX + 1);
        if (!no) return no_memory(ctx);
        s = number_normalise(ctx, filter->waybill, no);
        filter->waybill = no;
    }
    if (!s && filter->customer) {
        s = claim_store_customer(ctx, filter->customer, &search->customer_id);
        if (!s && !search->customer_id)
            return fail_field(ctx, "customer", "there is no customer %.64s", filter->customer);
    }
    if (s || !filter->owner) return s;
    if (strcmp(filter->owner, "none") == 0) {
        search->owner_id = 0;
        return OK;
    }
    s = claim_store_account(ctx, filter->owner, &search->owner_id);
    if (!s && !search->owner_id)
        return fail_field(ctx, "owner", "nobody signs in as \"%.60s\"", filter->owner);
    return s;
}

Status claim_list(Ctx *ctx, const ClaimFilter *filter, List *out, const char **next)
{
    ClaimFilter asked = *filter;
    ClaimSearch search;
    *next = NULL;
    Status s = search_of(ctx, &asked, &search);
    if (!s) s = claim_store_list(ctx, &search, out);
    if (s || !page_cut(out, filter->limit)) return s;
    const Claim *last = (const Claim *)out->items + (out->count - 1);
    const SortPlace place = {.number = last->demanded, .id = last->id};
    return sort_end(ctx, asked.sort, &place, next);
}
