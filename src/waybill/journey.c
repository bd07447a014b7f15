#include <stdlib.h>

#include "waybill/status.h"

/* --- the table of moves: from a stage, by an event of a stage --- */

typedef enum StageGroup {
    GROUP_CREATED,
    GROUP_COLLECTED,
    GROUP_MOVING,
    GROUP_DELIVERED,
    GROUP_RETURNING,
    GROUP_CLOSED,
    GROUP_COUNT
} StageGroup;

static StageGroup stage_group(int stage)
{
    switch (stage) {
    case STAGE_CREATED:
        return GROUP_CREATED;
    case STAGE_COLLECTED:
        return GROUP_COLLECTED;
    case STAGE_RETURNING:
        return GROUP_RETURNING;
    case STAGE_RETURNED:
    case STAGE_CANCELLED:
    case STAGE_TERMINATED:
        return GROUP_CLOSED;
    default:
        return stage_is_delivered((WaybillStage)stage) ? GROUP_DELIVERED : GROUP_MOVING;
    }
}

typedef enum Move {
    STAY,    /* belongs to the beginning: the journey is further on */
    GO,      /* is where the parcel is now */
    CONFIRM, /* more news of the same end: the more telling of the two stages */
    REOPEN,  /* was at its end and goes on after all */
    DOUBT,   /* was at its end, and what happened at the beginning is dated after it */
} Move;

static const Move moves[GROUP_COUNT][GROUP_COUNT] = {
    /* by:               created collected moving delivered returning closed */
    [GROUP_CREATED] = {GO, GO, GO, GO, GO, GO},
    [GROUP_COLLECTED] = {STAY, GO, GO, GO, GO, GO},
    [GROUP_MOVING] = {STAY, STAY, GO, GO, GO, GO},
    [GROUP_DELIVERED] = {DOUBT, DOUBT, REOPEN, CONFIRM, REOPEN, REOPEN},
    [GROUP_RETURNING] = {STAY, STAY, GO, GO, GO, GO},
    [GROUP_CLOSED] = {DOUBT, REOPEN, REOPEN, REOPEN, REOPEN, REOPEN},
};

static Move move_of(int from, int to)
{
    if (from == to && stage_group(from) == GROUP_CLOSED) return CONFIRM;
    return moves[stage_group(from)][stage_group(to)];
}

/* --- order --- */

/* Of events of one instant the later stage comes later. An event with an exception alone follows
 * what was done to the parcel, and is followed by how its journey ended. */
static int event_rank(const JourneyEvent *event)
{
    return event->stage == STAGE_NONE ? 2 * STAGE_AT_PICKUP_POINT + 1 : 2 * event->stage;
}

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

int journey_compare(const void *a, const void *b)
{
    const JourneyEvent *one = a, *other = b;
    int order = compare(one->at_ms, other->at_ms);
    if (!order) order = compare(one->raised_ms, other->raised_ms);
    if (!order) order = compare(event_rank(one), event_rank(other));
    if (!order) order = compare(one->ingest_id, other->ingest_id);
    return order ? order : compare(one->hash, other->hash);
}

/* --- one event further --- */

#define FAILED_ATTEMPT                                                                             \
    (EXCEPTION_BIT(EXCEPTION_ATTEMPT_FAILED) | EXCEPTION_BIT(EXCEPTION_UNREACHABLE) |              \
     EXCEPTION_BIT(EXCEPTION_REFUSED))

static void note(JourneyNotes *notes, const JourneyEvent *event, int exception, bool opened)
{
    int cause = event->cause ? event->cause : (int)exception_cause(exception);
    int64_t at_ms = event->raised_ms ? event->raised_ms : event->at_ms;
    notes->items[notes->count++] = (ExceptionNote){exception, opened, cause, at_ms, event->hash};
}

static void exception_open(WaybillFacts *facts, const JourneyEvent *event, int exception,
                           JourneyNotes *notes)
{
    uint64_t bit = EXCEPTION_BIT(exception);
    if (facts->exceptions & bit) return;
    /* what is said twice of one attempt, in other words, is still one */
    if (bit & FAILED_ATTEMPT && !(facts->exceptions & FAILED_ATTEMPT)) facts->attempts++;
    facts->exceptions |= bit;
    note(notes, event, exception, true);
}

static void exceptions_close(WaybillFacts *facts, const JourneyEvent *event, uint64_t bits,
                             JourneyNotes *notes)
{
    bits &= facts->exceptions;
    facts->exceptions &= ~bits;
    for (int i = 0; bits >> i; i++)
        if (bits >> i & 1) note(notes, event, i, false);
}

static void times_note(Journey *journey, const JourneyEvent *event, int stage)
{
    WaybillFacts *facts = &journey->facts;
    if (stage == STAGE_CREATED && facts->ordered_ms == NONE) facts->ordered_ms = event->at_ms;
    if (facts->leg != LEG_FORWARD) return;
    if (stage == STAGE_COLLECTED && facts->collected_ms == NONE) facts->collected_ms = event->at_ms;
    if (stage_is_delivered((WaybillStage)stage) && facts->delivered_ms == NONE) {
        facts->delivered_ms = event->at_ms;
        facts->attempts++;
    }
}

static void stage_reach(Journey *journey, const JourneyEvent *event, int stage, JourneyNotes *notes)
{
    WaybillFacts *facts = &journey->facts;
    Move move = move_of((int)facts->stage, stage);
    if (move == GO || move == REOPEN || (move == CONFIRM && stage > (int)facts->stage))
        facts->stage = (WaybillStage)stage;
    if (move != STAY && move != DOUBT) exceptions_close(facts, event, stage_closes(stage), notes);
    if (move == REOPEN || move == DOUBT) exception_open(facts, event, EXCEPTION_REOPENED, notes);
    times_note(journey, event, stage);
}

static void leg_follow(WaybillFacts *facts, const JourneyEvent *event)
{
    if (event->leg) facts->leg = (WaybillLeg)event->leg;
    if (event->stage == STAGE_RETURNING || event->stage == STAGE_RETURNED) facts->leg = LEG_RETURN;
}

static void exceptions_follow(WaybillFacts *facts, const JourneyEvent *event, JourneyNotes *notes)
{
    if (event->opens != EXCEPTION_NONE) exception_open(facts, event, event->opens, notes);
    if (event->closes != EXCEPTION_NONE)
        exceptions_close(facts, event, EXCEPTION_BIT(event->closes), notes);
}

/* The last event of the journey so far. */
static void advance(Journey *journey, const JourneyEvent *event, JourneyNotes *notes)
{
    WaybillFacts *facts = &journey->facts;
    leg_follow(facts, event);
    int stage = event->stage;
    if (facts->leg == LEG_RETURN && stage_is_delivered((WaybillStage)stage)) stage = STAGE_RETURNED;
    if (stage != STAGE_NONE) stage_reach(journey, event, stage, notes);
    exceptions_follow(facts, event, notes);
    if (event->outlet_id) facts->outlet_id = event->outlet_id;
    if (stage != STAGE_NONE ||
        (event->opens != EXCEPTION_NONE && !exception_by_clock(event->opens)))
        facts->last_ms = event->at_ms;
    journey->tail = *event;
}

static bool revokes_delivery(const WaybillFacts *facts, const JourneyEvent *event)
{
    return event->opens == EXCEPTION_FALSE_SIGNATURE &&
           (facts->delivered_ms != NONE || stage_is_delivered(facts->stage) ||
            stage_is_delivered((WaybillStage)event->stage));
}

bool journey_step(Journey *journey, const JourneyEvent *event, JourneyNotes *notes)
{
    notes->count = 0;
    if (journey->corrected || event->corrects) return false;
    if (journey->tail.at_ms != NONE && journey_compare(event, &journey->tail) <= 0) return false;
    if (revokes_delivery(&journey->facts, event)) return false;
    advance(journey, event, notes);
    return true;
}

void journey_raise(Journey *journey, const JourneyEvent *event, JourneyNotes *notes)
{
    notes->count = 0;
    exceptions_follow(&journey->facts, event, notes);
}

/* --- from the beginning --- */

void journey_init(Journey *journey)
{
    *journey = (Journey){.facts = {.carrier = "",
                                   .product = "",
                                   .origin = "",
                                   .destination = "",
                                   .stage = STAGE_CREATED,
                                   .leg = LEG_FORWARD,
                                   .ordered_ms = NONE,
                                   .collected_ms = NONE,
                                   .delivered_ms = NONE,
                                   .promised_ms = NONE,
                                   .last_ms = NONE},
                         .tail = {.at_ms = NONE}};
}

static void journey_restart(Journey *journey)
{
    WaybillFacts *facts = &journey->facts;
    if (!journey->ordered_given) facts->ordered_ms = NONE;
    facts->collected_ms = facts->delivered_ms = facts->last_ms = NONE;
    facts->stage = STAGE_CREATED;
    facts->leg = LEG_FORWARD;
    facts->exceptions = 0;
    facts->attempts = facts->outlet_id = 0;
    journey->corrected = false;
    journey->tail = (JourneyEvent){.at_ms = NONE};
}

/* The newest correction decides first, so that one which was itself corrected voids nothing. */
static int compare_newest(const void *a, const void *b)
{
    const JourneyEvent *one = *(const JourneyEvent *const *)a,
                       *other = *(const JourneyEvent *const *)b;
    int order = compare(other->ingest_id, one->ingest_id);
    return order ? order : compare(other->hash, one->hash);
}

static int compare_hashes(const void *a, const void *b)
{
    return compare((*(const JourneyEvent *const *)a)->hash,
                   (*(const JourneyEvent *const *)b)->hash);
}

Status journey_voids(Ctx *ctx, const JourneyEvent *events, size_t count, bool *is_void)
{
    const JourneyEvent **newest = ARENA_ARRAY(ctx->arena, count, const JourneyEvent *);
    const JourneyEvent **by_hash = ARENA_ARRAY(ctx->arena, count, const JourneyEvent *);
    if (!newest || !by_hash) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        newest[i] = by_hash[i] = &events[i];
    qsort(newest, count, sizeof *newest, compare_newest);
    qsort(by_hash, count, sizeof *by_hash, compare_hashes);
    for (size_t i = 0; i < count; i++) {
        if (!newest[i]->corrects || is_void[newest[i] - events]) continue;
        const JourneyEvent sought = {.hash = newest[i]->corrects}, *key = &sought;
        const JourneyEvent **found = bsearch(&key, by_hash, count, sizeof *by_hash, compare_hashes);
        if (found && *found != newest[i]) is_void[*found - events] = true;
    }
    return OK;
}

static Status span_open(Ctx *ctx, ExceptionSpans *spans, const ExceptionNote *item)
{
    if (spans->count == spans->room) {
        size_t room = spans->room ? 2 * spans->room : 8;
        ExceptionSpan *more =
            arena_grow(ctx->arena, spans->items, spans->room * sizeof *more, room * sizeof *more);
        if (!more) return no_memory(ctx);
        spans->items = more;
        spans->room = room;
    }
    spans->items[spans->count++] =
        (ExceptionSpan){item->exception, item->cause, item->at_ms, item->hash, NONE, 0};
    return OK;
}

static void span_close(ExceptionSpans *spans, const ExceptionNote *item)
{
    for (size_t i = spans->count; i-- > 0;) {
        ExceptionSpan *span = &spans->items[i];
        if (span->exception != item->exception) continue;
        span->closed_ms = item->at_ms;
        span->closed_hash = item->hash;
        return;
    }
}

static Status spans_note(Ctx *ctx, ExceptionSpans *spans, const JourneyNotes *notes)
{
    Status s = OK;
    for (size_t i = 0; !s && i < notes->count; i++) {
        if (notes->items[i].opened)
            s = span_open(ctx, spans, &notes->items[i]);
        else
            span_close(spans, &notes->items[i]);
    }
    return s;
}

/* `before_delivery` is where a delivery that is revoked leaves the parcel. */
static void advance_or_revoke(Journey *journey, const JourneyEvent *event, int *before_delivery,
                              JourneyNotes *notes)
{
    WaybillFacts *facts = &journey->facts;
    WaybillStage stage = facts->stage;
    bool revoked = revokes_delivery(facts, event);
    advance(journey, event, notes);
    bool is_delivered = stage_is_delivered(facts->stage);
    if (is_delivered && !stage_is_delivered(stage)) *before_delivery = (int)stage;
    if (!revoked) return;
    facts->delivered_ms = NONE;
    if (is_delivered) facts->stage = (WaybillStage)*before_delivery;
}

Status journey_fold(Ctx *ctx, Journey *journey, JourneyEvent *events, size_t count,
                    ExceptionSpans *spans)
{
    qsort(events, count, sizeof *events, journey_compare);
    journey_restart(journey);
    bool *is_void = NULL;
    for (size_t i = 0; i < count && !is_void; i++) {
        if (!events[i].corrects) continue;
        is_void = ARENA_ARRAY(ctx->arena, count, bool);
        if (!is_void) return no_memory(ctx);
        Status s = journey_voids(ctx, events, count, is_void);
        if (s) return s;
    }

    int before_delivery = STAGE_CREATED;
    for (size_t i = 0; i < count; i++) {
        if (is_void && is_void[i]) continue;
        JourneyNotes notes = {.count = 0};
        if (events[i].raised_ms)
            journey_raise(journey, &events[i], &notes);
        else
            advance_or_revoke(journey, &events[i], &before_delivery, &notes);
        Status s = spans ? spans_note(ctx, spans, &notes) : OK;
        if (s) return s;
    }
    journey->corrected = is_void != NULL;
    return OK;
}
