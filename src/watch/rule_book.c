#include "watch/rule_book.h"

#include <string.h>

#include "access/outlet.h"
#include "access/setting.h"
#include "customer/customer.h"
#include "promise/promise.h"
#include "watch/rule_store.h"

/* --- reading --- */

/* What a rule names may be gone since: then the rule finds nothing. */
static Status gone(Ctx *ctx, Status s, int64_t *id)
{
    if (s != NOT_FOUND) return s;
    problem_clear(ctx);
    *id = -1;
    return OK;
}

static Status calendar_fill(Ctx *ctx, RuleEntry *entry)
{
    CalendarRow row;
    Calendar *calendar;
    Status s = calendar_by_code(ctx, entry->rule.calendar, &row);
    if (!s) s = calendar_read(ctx, row.document, strlen(row.document), &calendar);
    if (!s) entry->calendar = calendar;
    return gone(ctx, s, &entry->customer_id);
}

static Status customer_fill(Ctx *ctx, RuleEntry *entry)
{
    CustomerRef ref;
    Status s = customer_refs(ctx, &entry->rule.customer, 1, &ref);
    if (!s) entry->customer_id = ref.id ? ref.id : -1;
    return s;
}

static Status plan_fill(Ctx *ctx, RuleEntry *entry)
{
    WatchPlan plan;
    Status s = plan_store_by_code(ctx, entry->rule.plan, &plan);
    if (s == NOT_FOUND) return OK;
    entry->plan_id = plan.id;
    entry->plan_version = plan.version;
    return s;
}

static Status entry_fill(Ctx *ctx, RuleEntry *entry)
{
    const WatchRule *rule = &entry->rule;
    Status s = OK;
    if (rule->customer) s = customer_fill(ctx, entry);
    if (!s && rule->calendar) s = calendar_fill(ctx, entry);
    if (!s && rule->plan) s = plan_fill(ctx, entry);
    if (rule->outlet) {
        entry->outlet_id = outlet_id_of(ctx, rule->outlet);
        if (!entry->outlet_id) entry->outlet_id = -1;
    }
    return s;
}

static Status book_make(Ctx *ctx, const WatchRule *rules, size_t count, RuleBook *out)
{
    RuleEntry *entries = ARENA_ARRAY(ctx->arena, count, RuleEntry);
    out->zone = arena_text(ctx->arena, setting_text(ctx, SETTING_NAMED_ZONE));
    if (!entries || !out->zone) return no_memory(ctx);
    out->entries = entries;
    out->count = 0;
    Status s = OK;
    for (size_t i = 0; !s && i < count; i++) {
        if (rules[i].is_off) continue;
        entries[out->count].rule = rules[i];
        entries[out->count].zone = out->zone;
        s = entry_fill(ctx, &entries[out->count++]);
    }
    return s;
}

Status rule_book_stamp(Ctx *ctx, int64_t *out)
{
    return rule_store_stamp(ctx, out);
}

Status rule_book_read(Ctx *ctx, RuleBook *out)
{
    List rules;
    Status s = rule_store_stamp(ctx, &out->stamp);
    if (!s) s = rule_store_list(ctx, &rules);
    return s ? s : book_make(ctx, rules.items, rules.count, out);
}

Status rule_book_of(Ctx *ctx, const WatchRule *rule, RuleBook *out)
{
    WatchRule own = *rule;
    own.is_off = false;
    out->stamp = 0;
    return book_make(ctx, &own, 1, out);
}

/* --- asking --- */

int64_t entry_look(const RuleBook *book, const RuleEntry *entry, const WaybillFacts *facts)
{
    if (entry->customer_id && entry->customer_id != facts->customer_id) return NONE;
    return rule_look(&entry->rule, book->zone, facts);
}

bool book_asks_tier(const RuleBook *book)
{
    bool asks = false;
    for (size_t i = 0; i < book->count; i++)
        asks |= book->entries[i].rule.tier != NONE;
    return asks;
}

bool entry_fits(Ctx *ctx, const RuleEntry *entry, const WaybillFacts *facts,
                const RuleSubject *subject)
{
    const WatchRule *rule = &entry->rule;
    const int64_t insured = subject->insured;
    if (rule->insured != NONE && (insured == NONE || insured < rule->insured)) return false;
    if (rule->tier != NONE && subject->tier != rule->tier) return false;
    if (!entry->outlet_id) return true;
    return entry->outlet_id > 0 && facts->outlet_id &&
           outlet_within(ctx, facts->outlet_id, entry->outlet_id);
}

/* A look that is past was made already, unless something made it so now. */
static bool is_new(const RuleBook *book, const RuleEntry *entry, int64_t look,
                   const WaybillFacts *before, const WaybillFacts *after)
{
    if (before == NULL || entry_look(book, entry, before) != look) return true;
    return entry->outlet_id && before->outlet_id != after->outlet_id;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The earliest look that lies ahead; INT64_MAX: none. */
static int64_t look_ahead(const RuleBook *book, int64_t now_ms, const WaybillFacts *facts)
{
    int64_t first = INT64_MAX;
    for (size_t i = 0; i < book->count; i++) {
        int64_t look = entry_look(book, &book->entries[i], facts);
        if (look > now_ms) first = earlier(first, look);
    }
    return first;
}

static bool promise_moved(const WaybillFacts *before, const WaybillFacts *after)
{
    const uint64_t of_promise = EXCEPTION_BIT(EXCEPTION_OVERDUE) | EXCEPTION_BIT(EXCEPTION_AT_RISK);
    return before != NULL && before->promised_ms != after->promised_ms &&
           after->exceptions & of_promise;
}

int64_t book_due(const RuleBook *book, int64_t now_ms, const WaybillFacts *before,
                 const WaybillFacts *after)
{
    if (promise_moved(before, after)) return now_ms;
    int64_t due = INT64_MAX;
    for (size_t i = 0; i < book->count; i++) {
        const RuleEntry *entry = &book->entries[i];
        int64_t look = entry_look(book, entry, after);
        if (look == NONE) continue;
        if (look > now_ms)
            due = earlier(due, look);
        else if (is_new(book, entry, look, before, after))
            due = now_ms;
    }
    if (due == INT64_MAX) return NONE;
    if (before == NULL || due <= now_ms) return due;
    return due < look_ahead(book, now_ms, before) ? due : NONE;
}
