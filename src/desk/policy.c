#include "desk/policy.h"

#include <string.h>

#include "access/audit.h"
#include "access/person.h"
#include "base/instant.h"
#include "base/text.h"
#include "desk/book.h"
#include "desk/book_store.h"
#include "desk/ticket_refs.h"
#include "promise/promise.h"

#define MINUTES_MAX (366 * 24 * 60)

#define DETAILS                                                                                    \
    FIELD_ENUM(Policy, kind, ticket_kinds, .doc = "Of tickets of this kind; null: of any"),        \
        FIELD_ENUM(Policy, priority, ticket_priorities, .doc = "Of this priority; null: any"),     \
        FIELD_ENUM(Policy, channel, ticket_channels, .doc = "That came this way; null: any"),      \
        FIELD_TEXT(Policy, tier, .max = 32, .doc = "Of customers of this tier; null: any"),        \
        FIELD_TEXT(Policy, category, .max = 64, .doc = "Of this category; null: any"),             \
        FIELD_INT(Policy, minutes, .max = MINUTES_MAX,                                             \
                  .doc = "How long it may run; 0: there is no such clock"),                        \
        FIELD_TEXT(Policy, calendar, .max = 32,                                                    \
                   .doc = "Whose working time counts; null: every minute does"),                   \
        FIELD_ENUM(Policy, pauses, clock_pauses, .doc = "When it stands still"),                   \
        FIELD_INT(Policy, warn_minutes, .max = MINUTES_MAX,                                        \
                  .doc = "How long before the deadline its holder is warned; 0: never"),           \
        FIELD_BOOL(Policy, raise_priority, .doc = "A breach raises the ticket's priority"),        \
        FIELD_BOOL(Policy, tell_lead, .doc = "A breach is told to the leads of the team"),         \
        FIELD_TEXT(Policy, source, .writing = WRITING_LINES, .max = 200,                           \
                   .doc = "Where the figure comes from")

static const Field policy_fields[] = {
    FIELD_ID(Policy, id, .read_only = true, .doc = "Its id: what clocks name"),
    FIELD_INT(Policy, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_TEXT(Policy, code, .required = true, .min = 1, .max = 64,
               .example = "complaint-resolution", .doc = "Short and unique"),
    FIELD_ENUM(Policy, clock, clock_kinds, .required = true, .doc = "Which clock"),
    DETAILS,
    FIELD_END};
const Shape policy_shape = SHAPE(Policy, policy_fields, "How long a clock may run");

static const Field change_fields[] = {DETAILS, FIELD_END};
const Shape policy_change_shape = {.name = "PolicyChange",
                                   .doc = "A line as it is to be from now on, whole",
                                   .size = sizeof(Policy),
                                   .fields = change_fields};

Status policy_to_terms(Ctx *ctx, const DeskBook *book, const Policy *policy, ClockTerms *out)
{
    *out = (ClockTerms){.policy_id = policy->id,
                        .budget_ms = policy->minutes * MINUTE_MS,
                        .warn_ms = policy->warn_minutes * MINUTE_MS,
                        .pauses = policy->pauses,
                        .raise_priority = policy->raise_priority,
                        .tell_lead = policy->tell_lead};
    if (!policy->calendar) return OK;
    out->calendar = desk_calendar(book, policy->calendar);
    if (out->calendar) return OK;
    return fail(ctx, INTERNAL, "calendar %s is missing", policy->calendar);
}

/* How exactly a line fits: 0 for one that does not. */
static int fit(const Policy *line, const PolicySubject *subject)
{
    int score = 1;
    if (line->clock != subject->clock) return 0;
    if (line->category) {
        if (!subject->category || strcmp(line->category, subject->category) != 0) return 0;
        score += 16;
    }
    if (line->tier) {
        if (!subject->tier || strcmp(line->tier, subject->tier) != 0) return 0;
        score += 8;
    }
    const struct {
        int64_t wanted, is;
        int weight;
    } parts[] = {{line->channel, subject->channel, 4},
                 {line->priority, subject->priority, 2},
                 {line->kind, subject->kind, 1}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].wanted == NONE) continue;
        if (parts[i].wanted != parts[i].is) return 0;
        score += parts[i].weight;
    }
    return score;
}

Status policy_choose(Ctx *ctx, const DeskBook *book, const PolicySubject *subject,
                     const ClockTerms **out)
{
    const Policy *lines = book->policies.items;
    size_t best = 0;
    int best_fit = 0;
    (void)ctx;
    for (size_t i = 0; i < book->policies.count; i++) {
        int now = fit(&lines[i], subject);
        bool later = now && now == best_fit && lines[i].id > lines[best].id;
        if (now > best_fit || later) best = i, best_fit = now;
    }
    *out = best_fit && lines[best].minutes ? &book->terms[best] : NULL;
    return OK;
}

Status policy_terms(Ctx *ctx, const DeskBook *book, int64_t id, const ClockTerms **out)
{
    *out = NULL;
    if (!id) return OK;
    for (size_t i = 0; i < book->policies.count; i++) {
        if (book->terms[i].policy_id != id) continue;
        *out = &book->terms[i];
        return OK;
    }
    Policy policy;
    Status s = policy_store_by_id(ctx, id, &policy);
    if (s == NOT_FOUND) return fail(ctx, INTERNAL, "there is no service level %lld", (long long)id);
    ClockTerms *terms = ARENA_NEW(ctx->arena, ClockTerms);
    if (!s && !terms) s = no_memory(ctx);
    if (!s) s = policy_to_terms(ctx, book, &policy, terms);
    if (!s) *out = terms;
    return s;
}

static Status check_minutes(Ctx *ctx, Policy *policy)
{
    if (policy->minutes == NONE) return fail_field(ctx, "minutes", "is required");
    if (policy->minutes < 0) return fail_field(ctx, "minutes", "must not be negative");
    if (policy->warn_minutes == NONE) policy->warn_minutes = 0;
    if (policy->warn_minutes < 0) return fail_field(ctx, "warn_minutes", "must not be negative");
    if (policy->warn_minutes && policy->warn_minutes >= policy->minutes)
        return fail_field(ctx, "warn_minutes", "must be less than minutes, %lld",
                          (long long)policy->minutes);
    return OK;
}

/* What was not given has its plain meaning; a line without minutes would say nothing. */
static Status check_line(Ctx *ctx, Policy *policy)
{
    CalendarRow calendar;
    Status s = scope_check_whole(ctx, "service levels are");
    if (!s) s = check_minutes(ctx, policy);
    if (!s) s = ref_condition(ctx, policy->kind, policy->category, policy->tier);
    if (s) return s;
    if (policy->pauses == NONE) policy->pauses = PAUSE_PENDING;
    if (!policy->source) policy->source = "";
    if (!policy->calendar) return OK;
    s = calendar_by_code(ctx, policy->calendar, &calendar);
    if (s == NOT_FOUND)
        return fail_field(ctx, "calendar", "there is no calendar %s", policy->calendar);
    return s;
}

static bool same_scope(const Policy *a, const Policy *b)
{
    return a->clock == b->clock && a->kind == b->kind && a->priority == b->priority &&
           a->channel == b->channel && text_equal(a->tier, b->tier) &&
           text_equal(a->category, b->category);
}

static Status check_only(Ctx *ctx, const Policy *policy)
{
    List list;
    Status s = policy_store_list(ctx, &list);
    const Policy *lines = list.items;
    for (size_t i = 0; !s && i < list.count; i++) {
        if (!same_scope(&lines[i], policy)) continue;
        return fail(ctx, CONFLICT, "service level %s is for the same clock and tickets already",
                    lines[i].code);
    }
    return s;
}

/* The book is written first: whoever writes another line at once waits, and sees this one. */
static Status write_line(Ctx *ctx, Policy *policy)
{
    policy->id = ctx_id(ctx);
    Status s = desk_book_changed(ctx);
    if (!s) s = check_only(ctx, policy);
    if (s) return s;
    s = policy_store_insert(ctx, policy);
    if (s != CONFLICT) return s;
    return fail(ctx, CONFLICT, "there is a service level %s already", policy->code);
}

Status policy_create(Ctx *ctx, Policy *policy)
{
    policy->version = 1;
    Status s = check_line(ctx, policy);
    if (!s) s = write_line(ctx, policy);
    return s ? s : audit_write(ctx, "policy.create", "policy", policy->id, NULL);
}

Status policy_find(Ctx *ctx, const char *code, Policy *out)
{
    Status s = policy_store_by_code(ctx, code, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no service level %s", code) : s;
}

/* Finds the line, at that version, and takes it out of force. */
static Status supersede(Ctx *ctx, const char *code, int64_t version, Policy *old)
{
    bool written = false;
    Status s = scope_check_whole(ctx, "service levels are");
    if (!s) s = policy_find(ctx, code, old);
    if (s) return s;
    if (old->version == version) s = policy_store_supersede(ctx, old->id, &written);
    if (s || written) return s;
    return fail(ctx, STALE, "service level %s is at version %lld, not %lld", code,
                (long long)old->version, (long long)version);
}

Status policy_change(Ctx *ctx, const char *code, int64_t version, const Policy *change, Policy *out)
{
    Policy old;
    Status s = supersede(ctx, code, version, &old);
    if (s) return s;
    *out = *change;
    out->code = old.code;
    out->clock = old.clock;
    out->version = version + 1;
    s = check_line(ctx, out);
    if (!s) s = write_line(ctx, out);
    return s ? s : audit_write(ctx, "policy.change", "policy", out->id, NULL);
}

Status policy_remove(Ctx *ctx, const char *code, int64_t version)
{
    Policy old;
    Status s = supersede(ctx, code, version, &old);
    if (!s) s = desk_book_changed(ctx);
    return s ? s : audit_write(ctx, "policy.remove", "policy", old.id, NULL);
}

Status policy_list(Ctx *ctx, List *out)
{
    return policy_store_list(ctx, out);
}
