#include "watch/try.h"

#include <math.h>
#include <stdlib.h>

#include "base/instant.h"
#include "customer/customer.h"
#include "watch/rule_book.h"
#include "waybill/history.h"

static const Field day_fields[] = {FIELD_DATE(TryDay, day, .doc = "The day"),
                                   FIELD_INT(TryDay, found, .doc = "Findings"),
                                   FIELD_INT(TryDay, right, .doc = "… that were right"), FIELD_END};
static const Shape day_shape = SHAPE(TryDay, day_fields, "What would have been found on a day");

static const Field example_fields[] = {
    FIELD_ID(TryExample, waybill_id, .doc = "The parcel"),
    FIELD_TEXT(TryExample, carrier, .doc = "Its carrier"),
    FIELD_TEXT(TryExample, no, .doc = "… and number"),
    FIELD_TIME(TryExample, found_at, .doc = "When it would have been found"),
    FIELD_TIME(TryExample, since_at, .doc = "From when on the rule counted"),
    FIELD_TIME(TryExample, promised_at, .doc = "What was promised"),
    FIELD_TIME(TryExample, delivered_at, .doc = "When it was delivered; null: not yet"),
    FIELD_BOOL(TryExample, right, .doc = "Late, lost, sent back, or not heard of for a week"),
    FIELD_END};
static const Shape example_shape = SHAPE(TryExample, example_fields, "A parcel that is found");

static const Field try_fields[] = {
    FIELD_INT(RuleTry, parcels, .doc = "Parcels that were looked at"),
    FIELD_BOOL(RuleTry, more, .doc = "There were more; the newest were looked at"),
    FIELD_INT(RuleTry, found, .doc = "What would have been found"),
    FIELD_INT(RuleTry, judged, .doc = "… of which it is known by now what they were"),
    FIELD_INT(RuleTry, right, .doc = "… that were late, lost, sent back or silent for a week"),
    FIELD_REAL(RuleTry, precision, .doc = "Right by judged"),
    FIELD_REAL(RuleTry, lead_hours, .doc = "Mean time from the finding to the promised instant"),
    FIELD_LIST(RuleTry, days, &day_shape, .doc = "By day"),
    FIELD_LIST(RuleTry, examples, &example_shape, .doc = "The first of them"),
    FIELD_END};
const Shape rule_try_shape = SHAPE(RuleTry, try_fields, "What a rule would have found");

typedef struct Trial {
    Ctx *ctx;
    Ctx then; /* its clock stands where the journey is */
    RuleBook book;
    EtaKnown *known;
    bool hit;     /* something was found, inside the span or before it */
    int64_t tier; /* of who pays for the parcel in hand, as it is now */
    const TryOptions *options;
    RuleTry *out;
    TryDay *days; /* by place: days since the first */
    int64_t first_day, now_ms;
    int64_t lead_ms, late;
} Trial;

/* --- what it turned out to be --- */

typedef enum Truth { TRUTH_OPEN, TRUTH_RIGHT, TRUTH_WRONG } Truth;

static bool was_late(const Trial *trial, const WaybillFacts *facts)
{
    if (facts->promised_ms == NONE) return false;
    int64_t delivered = facts->delivered_ms == NONE ? trial->now_ms : facts->delivered_ms;
    return delivered > facts->promised_ms;
}

static Truth truth_of(const Trial *trial, const WaybillFacts *end, int64_t found_ms)
{
    bool is_lost = end->exceptions & EXCEPTION_BIT(EXCEPTION_LOST);
    if (was_late(trial, end) || is_lost || end->leg == LEG_RETURN) return TRUTH_RIGHT;
    if (stage_is_terminal(end->stage)) return TRUTH_WRONG;
    bool is_silent = end->last_ms == NONE || end->last_ms <= found_ms;
    if (is_silent && trial->now_ms - found_ms >= 7 * DAY_MS) return TRUTH_RIGHT;
    return TRUTH_OPEN;
}

static Status example_add(Trial *trial, const History *history, const TryExample *example)
{
    Ctx *ctx = trial->ctx;
    List *list = &trial->out->examples;
    if (list->count == TRY_EXAMPLES) return OK;
    TryExample *own = (TryExample *)list->items + list->count++;
    *own = *example;
    own->carrier = arena_text(ctx->arena, history->facts.carrier);
    own->no = arena_text(ctx->arena, history->no);
    return own->carrier && own->no ? OK : no_memory(ctx);
}

static Status found_note(Trial *trial, const History *history, int64_t found_ms, int64_t anchor)
{
    RuleTry *out = trial->out;
    const WaybillFacts *end = &history->facts;
    Truth truth = truth_of(trial, end, found_ms);
    TryDay *day = &trial->days[instant_date(found_ms, trial->book.zone) - trial->first_day];
    out->found++;
    day->found++;
    out->judged += truth != TRUTH_OPEN;
    out->right += truth == TRUTH_RIGHT;
    day->right += truth == TRUTH_RIGHT;
    if (was_late(trial, end)) {
        trial->late++;
        trial->lead_ms += end->promised_ms - found_ms;
    }
    return example_add(trial, history,
                       &(TryExample){.waybill_id = end->waybill_id,
                                     .found_at = found_ms,
                                     .since_at = anchor,
                                     .promised_at = end->promised_ms,
                                     .delivered_at = end->delivered_ms,
                                     .right = truth == TRUTH_RIGHT});
}

/* --- walking --- */

static void clock_set(Ctx *then, int64_t at_ms)
{
    source_move(then->source, at_ms - ctx_now(then));
}

/* What is learned is kept by days: of the day itself nothing may be known yet. */
static Status judge_then(Trial *trial, const WaybillFacts *facts, int64_t at_ms, RuleVerdict *out)
{
    clock_set(&trial->then, at_ms);
    eta_known_at(trial->known, eta_day(at_ms) - 1);
    return entry_judge(&trial->then, trial->book.entries, trial->known, facts, out);
}

/* From one event to the next: what the rule finds of the parcel as it stands. */
static Status span_look(Trial *trial, const History *history, const WaybillFacts *facts,
                        int64_t begin_ms, int64_t end_ms)
{
    const RuleEntry *entry = trial->book.entries;
    int64_t at = entry_look(&trial->book, entry, facts);
    const RuleSubject subject = {history->insured, trial->tier};
    if (at == NONE || !entry_fits(trial->ctx, entry, facts, &subject)) return OK;
    if (at < begin_ms) at = begin_ms;
    while (at != NONE && at < end_ms) {
        RuleVerdict verdict;
        Status s = judge_then(trial, facts, at, &verdict);
        if (s) return s;
        if (verdict.found) {
            trial->hit = true;
            bool inside = at >= trial->options->from_ms && at < trial->options->to_ms;
            return inside ? found_note(trial, history, at, rule_anchor(&entry->rule, facts)) : OK;
        }
        at = verdict.again_ms;
    }
    return OK;
}

/* What is known of a parcel changes: an event, or (NULL) what is promised. */
typedef struct Moment {
    int64_t at_ms;
    const JourneyEvent *event;
    int64_t promised_ms;
} Moment;

static int compare_moments(const void *left, const void *right)
{
    const Moment *a = left, *b = right;
    if (a->at_ms != b->at_ms) return a->at_ms < b->at_ms ? -1 : 1;
    if (!a->event || !b->event) return (a->event != NULL) - (b->event != NULL);
    return journey_compare(a->event, b->event);
}

/* A correction is known from its receipt on; another event counts from its own time, whenever it
 * was received, so that imported history can be tried. */
static int64_t known_from(const JourneyEvent *event)
{
    int64_t received = event->corrects ? id_ms(event->ingest_id) : NONE;
    return received != NONE && received > event->at_ms ? received : event->at_ms;
}

static Status moments_make(Ctx *ctx, const History *history, Moment **out, size_t *count)
{
    *count = history->count + history->promise_count;
    Moment *moments = *out = ARENA_ARRAY(ctx->arena, *count, Moment);
    if (!moments) return no_memory(ctx);
    for (size_t i = 0; i < history->count; i++)
        moments[i] = (Moment){known_from(&history->events[i]), &history->events[i], NONE};
    moments += history->count;
    for (size_t i = 0; i < history->promise_count; i++) {
        const PromiseWas *next = i + 1 < history->promise_count ? &history->promises[i + 1] : NULL;
        moments[i] = (Moment){history->promises[i].until_ms, NULL,
                              next ? next->promised_ms : history->facts.promised_ms};
    }
    if (*count) qsort(*out, *count, sizeof **out, compare_moments);
    return OK;
}

static void journey_begin(Journey *journey, const History *history)
{
    const WaybillFacts *now = &history->facts;
    journey_init(journey);
    journey->facts.waybill_id = now->waybill_id;
    journey->facts.carrier = now->carrier;
    journey->facts.product = now->product;
    journey->facts.origin = now->origin;
    journey->facts.destination = now->destination;
    journey->facts.origin_zone = now->origin_zone;
    journey->facts.destination_zone = now->destination_zone;
    journey->facts.origin_outlet_id = now->origin_outlet_id;
    journey->facts.destination_outlet_id = now->destination_outlet_id;
    journey->facts.customer_id = now->customer_id;
    journey->facts.promised_ms =
        history->promise_count ? history->promises[0].promised_ms : now->promised_ms;
    journey->facts.ordered_ms = now->ordered_ms;
}

/* One parcel's way. */
typedef struct Way {
    Journey journey;
    JourneyEvent *seen; /* so far */
    size_t seen_count;
    int64_t at_ms;        /* since when it stands so; NONE: it has not begun */
    int64_t found_before; /* what was found last, by its anchor */
} Way;

/* What a correction or a revocation changes is folded anew from what was known by then. */
static Status way_step(Ctx *ctx, Way *way, const Moment *moment)
{
    JourneyNotes notes;
    if (way->at_ms == NONE || moment->at_ms > way->at_ms) way->at_ms = moment->at_ms;
    if (!moment->event) {
        way->journey.facts.promised_ms = moment->promised_ms;
        return OK;
    }
    way->seen[way->seen_count++] = *moment->event;
    if (journey_step(&way->journey, moment->event, &notes)) return OK;
    return journey_fold(ctx, &way->journey, way->seen, way->seen_count, NULL);
}

static Status way_look(Trial *trial, const History *history, Way *way, int64_t until_ms)
{
    const WaybillFacts *facts = &way->journey.facts;
    int64_t anchor = rule_anchor(&trial->book.entries->rule, facts);
    if (way->at_ms == NONE || anchor == NONE || anchor == way->found_before) return OK;
    trial->hit = false;
    Status s = span_look(trial, history, facts, way->at_ms, until_ms);
    if (trial->hit) way->found_before = anchor;
    return s;
}

static Status history_try(void *user, History *history)
{
    Trial *trial = user;
    Ctx *then = &trial->then;
    int64_t end = trial->options->to_ms < trial->now_ms ? trial->options->to_ms : trial->now_ms;
    Way way = {.at_ms = history->facts.ordered_ms, .found_before = NONE};
    Moment *moments;
    size_t count = 0;
    arena_clear(then->arena);
    journey_begin(&way.journey, history);
    way.seen = ARENA_ARRAY(then->arena, history->count, JourneyEvent);
    Status s = way.seen ? moments_make(then, history, &moments, &count) : no_memory(then);
    if (!s && book_asks_tier(&trial->book))
        s = customer_tiers_of(then, &history->facts.customer_id, 1, &trial->tier);
    trial->out->parcels++;
    for (size_t i = 0; !s && i <= count; i++) {
        int64_t next = i < count ? moments[i].at_ms : end;
        s = way_look(trial, history, &way, next < end ? next : end);
        if (!s && i < count) s = way_step(then, &way, &moments[i]);
    }
    if (s && then->problem.status) trial->ctx->problem = then->problem;
    return s;
}

/* --- putting it together --- */

static Status options_check(Ctx *ctx, const TryOptions *options)
{
    if (options->to_ms <= options->from_ms)
        return fail_field(ctx, "to", "the span ends before it begins");
    if (options->to_ms - options->from_ms > (int64_t)TRY_DAYS_MAX * DAY_MS)
        return fail_field(ctx, "from", "at most %d days at once", TRY_DAYS_MAX);
    return OK;
}

static void days_gather(Trial *trial, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        trial->days[i].day = trial->first_day + (int64_t)i;
        if (trial->days[i].found) trial->days[kept++] = trial->days[i];
    }
    trial->out->days = (List){trial->days, kept};
}

static Status trial_run(Ctx *ctx, Trial *trial)
{
    const TryOptions *options = trial->options;
    RuleTry *out = trial->out;
    trial->first_day = instant_date(options->from_ms, trial->book.zone);
    size_t days = (size_t)(instant_date(options->to_ms, trial->book.zone) - trial->first_day) + 1;
    trial->days = ARENA_ARRAY(ctx->arena, days, TryDay);
    out->examples = (List){ARENA_ARRAY(ctx->arena, TRY_EXAMPLES, TryExample), 0};
    if (!trial->days || !out->examples.items) return no_memory(ctx);
    Status s = history_each(ctx, options->from_ms, options->to_ms, options->most, history_try,
                            trial, &out->more);
    if (s) return s;
    days_gather(trial, days);
    if (out->judged) out->precision = (double)out->right / (double)out->judged;
    if (trial->late)
        out->lead_hours = (double)trial->lead_ms / (double)HOUR_MS / (double)trial->late;
    return OK;
}

/* Parcels of the span were under way before it. */
enum { WARMING_DAYS = 60 };

Status watch_rule_try(Ctx *ctx, const WatchRule *rule, const TryOptions *options, RuleTry *out)
{
    Trial trial = {.ctx = ctx, .then = *ctx, .options = options, .out = out};
    *out = (RuleTry){.precision = NAN, .lead_hours = NAN};
    Status s = options_check(ctx, options);
    if (!s) s = rule_book_of(ctx, rule, &trial.book);
    if (s) return s;
    trial.now_ms = ctx_now(ctx);
    trial.then.source = source_fixed(trial.now_ms, 1);
    trial.then.arena = arena_new();
    const EtaSpan span = {eta_day(options->from_ms) - WARMING_DAYS, eta_day(options->to_ms), true};
    s = trial.then.source && trial.then.arena ? eta_known_open(ctx, &span, &trial.known)
                                              : no_memory(ctx);
    if (!s) s = trial_run(ctx, &trial);
    eta_known_close(trial.known);
    arena_release(trial.then.arena);
    source_release(trial.then.source);
    return s;
}
