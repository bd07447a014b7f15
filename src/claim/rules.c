#include "claim/rules.h"

#include "access/audit.h"
#include "access/page.h"
#include "access/person.h"
#include "base/embedded.h"
#include "claim/claim_keep.h"
#include "claim/rules_store.h"

Status rules_find(Ctx *ctx, int64_t number, int64_t at, ClaimRules *out)
{
    Status s = number ? rules_store_find(ctx, number, out) : rules_store_at(ctx, at, out);
    if (s == NOT_FOUND && number)
        return fail(ctx, NOT_FOUND, "there are no claim rules %lld", (long long)number);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "no claim rules are in force") : s;
}

Status rules_book(Ctx *ctx, int64_t number, RuleBook *out)
{
    ClaimRules rules;
    Status s = rules_find(ctx, number, ctx_now(ctx), &rules);
    return s ? s : rules_parse(ctx, rules.text, out);
}

Status rules_list(Ctx *ctx, int64_t limit, const char *cursor, List *out, const char **next)
{
    int64_t below;
    Status s = page_start(ctx, cursor, INT64_MAX, &below);
    if (!s) s = rules_store_list(ctx, below, limit, out);
    return s ? s : page_end(ctx, out, limit, &claim_rules_shape, next);
}

static Status audit(Ctx *ctx, const char *action, int64_t number)
{
    return audit_write(ctx, action, "claim_rules", number, NULL);
}

Status rules_create(Ctx *ctx, ClaimRules *rules)
{
    RuleBook book;
    int64_t newest;
    Status s = scope_check_whole(ctx, "claim rules are");
    if (!s) s = rules_parse(ctx, rules->text, &book);
    if (!s) s = rules_store_newest(ctx, &newest);
    if (s) return s;
    rules->number = newest + 1;
    rules->version = 1;
    rules->state = RULES_DRAFT;
    rules->effective_at = rules->published_at = NONE;
    rules->created_at = ctx_now(ctx);
    rules->created_by = claim_who(ctx);
    rules->published_by = NULL;
    s = rules_store_insert(ctx, rules);
    return s ? s : audit(ctx, "claim_rules.create", rules->number);
}

static Status open_draft(Ctx *ctx, int64_t number, int64_t version, ClaimRules *out)
{
    Status s = scope_check_whole(ctx, "claim rules are");
    if (!s) s = rules_find(ctx, number, 0, out);
    if (s) return s;
    if (out->state != RULES_DRAFT)
        return fail(ctx, CONFLICT, "claim rules %lld are published and stay as they are",
                    (long long)number);
    if (out->version != version)
        return fail(ctx, STALE, "claim rules %lld are at version %lld, not %lld", (long long)number,
                    (long long)out->version, (long long)version);
    return OK;
}

static Status save(Ctx *ctx, ClaimRules *rules, const char *action)
{
    bool written = false;
    int64_t version = rules->version++;
    Status s = rules_store_update(ctx, rules, version, &written);
    if (!s && !written)
        return fail(ctx, STALE, "claim rules %lld were changed by someone else",
                    (long long)rules->number);
    return s ? s : audit(ctx, action, rules->number);
}

Status rules_change(Ctx *ctx, int64_t number, int64_t version, const ClaimRules *change,
                    ClaimRules *out)
{
    RuleBook book;
    Status s = open_draft(ctx, number, version, out);
    if (!s) s = rules_parse(ctx, change->text, &book);
    if (s) return s;
    out->text = change->text;
    out->why = change->why;
    return save(ctx, out, "claim_rules.change");
}

/* Of two that begin at once nobody could say which judges a claim. */
static Status check_alone(Ctx *ctx, int64_t effective_at)
{
    int64_t other;
    Status s = rules_store_lock(ctx);
    if (!s) s = rules_store_from(ctx, effective_at, &other);
    if (s || !other) return s;
    return fail(ctx, CONFLICT, "claim rules %lld are in force from that instant on",
                (long long)other);
}

Status rules_publish(Ctx *ctx, int64_t number, int64_t version, int64_t effective_at,
                     ClaimRules *out)
{
    RuleBook book;
    int64_t now = ctx_now(ctx);
    Status s = open_draft(ctx, number, version, out);
    if (!s) s = rules_parse(ctx, out->text, &book);
    if (s) return s;
    if (effective_at != NONE && effective_at < now)
        return fail_field(ctx, "effective_at", "rules are not put in force in the past");
    out->state = RULES_PUBLISHED;
    out->effective_at = effective_at == NONE ? now : effective_at;
    s = check_alone(ctx, out->effective_at);
    if (s) return s;
    out->published_at = now;
    out->published_by = claim_who(ctx);
    return save(ctx, out, "claim_rules.publish");
}

/* In force from the beginning of time. */
Status rules_seed(Ctx *ctx)
{
    int64_t newest;
    Status s = rules_store_newest(ctx, &newest);
    if (s || newest) return s;
    const ClaimRules rules = {.number = 1,
                              .version = 1,
                              .state = RULES_PUBLISHED,
                              .text = (const char *)claim_files[0].data,
                              .why = "shipped",
                              .effective_at = 0,
                              .created_at = ctx_now(ctx),
                              .created_by = "system",
                              .published_at = ctx_now(ctx),
                              .published_by = "system"};
    return rules_store_insert(ctx, &rules);
}
