#include "waybill/status.h"

#include <string.h>

#include "test.h"

/* --- small histories in words --- */

enum { MINUTE = 60000, EVENTS_MAX = 40 };

typedef struct History {
    T *t;
    Journey journey;
    JourneyEvent events[EVENTS_MAX];
    size_t count;
} History;

static History *history(T *t)
{
    History *h = ARENA_NEW(t->ctx->arena, History);
    h->t = t;
    journey_init(&h->journey);
    return h;
}

static void refold(History *h)
{
    JourneyEvent copy[EVENTS_MAX];
    memcpy(copy, h->events, sizeof copy);
    check_ok(h->t, journey_fold(h->t->ctx, &h->journey, copy, h->count, NULL));
}

static JourneyEvent *take(History *h, JourneyEvent event)
{
    event.ingest_id = (int64_t)h->count + 1;
    event.hash = 1000 + (int64_t)h->count;
    JourneyEvent *kept = &h->events[h->count++];
    *kept = event;
    JourneyNotes notes;
    if (!journey_step(&h->journey, kept, &notes)) refold(h);
    return kept;
}

static JourneyEvent *reach(History *h, int minute, WaybillStage stage)
{
    return take(h, (JourneyEvent){.at_ms = minute * MINUTE,
                                  .stage = (int)stage,
                                  .opens = EXCEPTION_NONE,
                                  .closes = EXCEPTION_NONE});
}

static JourneyEvent *opens(History *h, int minute, WaybillException exception)
{
    return take(h, (JourneyEvent){.at_ms = minute * MINUTE,
                                  .opens = (int)exception,
                                  .closes = EXCEPTION_NONE});
}

static void check_stage(History *h, WaybillStage stage)
{
    check_int(h->t, h->journey.facts.stage, stage);
}

static bool is_open(const History *h, WaybillException exception)
{
    return h->journey.facts.exceptions & EXCEPTION_BIT(exception);
}

/* --- stage, leg and order --- */

TEST(the_stage_is_that_of_the_last_event)
{
    History *h = history(t);
    check_stage(h, STAGE_CREATED);
    reach(h, 1, STAGE_COLLECTED);
    reach(h, 2, STAGE_HUB_OUT);
    reach(h, 3, STAGE_HUB_IN);
    check_stage(h, STAGE_HUB_IN);
    check_int(t, h->journey.facts.collected_ms, 1 * MINUTE);
    check_int(t, h->journey.facts.last_ms, 3 * MINUTE);
}

TEST(a_late_event_does_not_move_the_stage_back)
{
    History *h = history(t);
    reach(h, 10, STAGE_OUT_FOR_DELIVERY);
    reach(h, 5, STAGE_HUB_IN);
    check_stage(h, STAGE_OUT_FOR_DELIVERY);
    reach(h, 1, STAGE_COLLECTED);
    check_stage(h, STAGE_OUT_FOR_DELIVERY);
    check_int(t, h->journey.facts.collected_ms, 1 * MINUTE);
    check_int(t, h->journey.facts.last_ms, 10 * MINUTE);
}

TEST(events_of_one_instant_stand_in_the_order_of_their_stages)
{
    History *h = history(t);
    reach(h, 1, STAGE_HUB_OUT);
    reach(h, 1, STAGE_HUB_IN);
    check_stage(h, STAGE_HUB_OUT);
    opens(h, 2, EXCEPTION_ATTEMPT_FAILED);
    reach(h, 2, STAGE_OUT_FOR_DELIVERY);
    check(t, is_open(h, EXCEPTION_ATTEMPT_FAILED));
    reach(h, 2, STAGE_DELIVERED);
    check(t, !is_open(h, EXCEPTION_ATTEMPT_FAILED));
}

TEST(the_beginning_of_a_journey_never_moves_it_back)
{
    History *h = history(t);
    reach(h, 1, STAGE_HUB_IN);
    reach(h, 2, STAGE_COLLECTED);
    reach(h, 3, STAGE_CREATED);
    check_stage(h, STAGE_HUB_IN);
    check_int(t, h->journey.facts.collected_ms, 2 * MINUTE);
}

TEST(a_pickup_point_is_not_delivery_and_a_redelivery_leaves_it)
{
    History *h = history(t);
    reach(h, 1, STAGE_AT_PICKUP_POINT);
    check_int(t, h->journey.facts.delivered_ms, NONE);
    check(t, !stage_is_terminal(h->journey.facts.stage));
    reach(h, 2, STAGE_OUT_FOR_DELIVERY);
    check_stage(h, STAGE_OUT_FOR_DELIVERY);
    check(t, !is_open(h, EXCEPTION_REOPENED));
    reach(h, 3, STAGE_AT_PICKUP_POINT);
    reach(h, 4, STAGE_COLLECTED_BY_CONSIGNEE);
    check_int(t, h->journey.facts.delivered_ms, 4 * MINUTE);
}

TEST(a_return_leg_is_told_apart_and_its_delivery_is_a_return)
{
    History *h = history(t);
    reach(h, 1, STAGE_OUT_FOR_DELIVERY);
    opens(h, 2, EXCEPTION_REFUSED);
    reach(h, 3, STAGE_RETURNING);
    check_int(t, h->journey.facts.leg, LEG_RETURN);
    check(t, is_open(h, EXCEPTION_REFUSED));
    reach(h, 4, STAGE_HUB_IN);
    check_stage(h, STAGE_HUB_IN);
    check_int(t, h->journey.facts.leg, LEG_RETURN);
    reach(h, 5, STAGE_DELIVERED);
    check_stage(h, STAGE_RETURNED);
    check_int(t, h->journey.facts.delivered_ms, NONE);
    check(t, !is_open(h, EXCEPTION_REFUSED));
}

TEST(an_event_that_states_the_forward_leg_ends_a_return)
{
    History *h = history(t);
    reach(h, 1, STAGE_RETURNING);
    take(h, (JourneyEvent){.at_ms = 2 * MINUTE,
                           .stage = STAGE_OUT_FOR_DELIVERY,
                           .leg = LEG_FORWARD,
                           .opens = EXCEPTION_NONE,
                           .closes = EXCEPTION_NONE});
    reach(h, 3, STAGE_DELIVERED);
    check_stage(h, STAGE_DELIVERED);
}

/* --- after the end --- */

TEST(an_event_after_the_end_reopens_the_parcel)
{
    History *h = history(t);
    reach(h, 1, STAGE_DELIVERED);
    reach(h, 2, STAGE_HUB_IN);
    check_stage(h, STAGE_HUB_IN);
    check(t, is_open(h, EXCEPTION_REOPENED));
    check_int(t, h->journey.facts.delivered_ms, 1 * MINUTE);
    reach(h, 3, STAGE_DELIVERED);
    check(t, !is_open(h, EXCEPTION_REOPENED));
    check_int(t, h->journey.facts.delivered_ms, 1 * MINUTE);
}

TEST(a_collection_dated_after_the_delivery_is_doubted_not_believed)
{
    History *h = history(t);
    reach(h, 1, STAGE_DELIVERED);
    reach(h, 2, STAGE_COLLECTED);
    check_stage(h, STAGE_DELIVERED);
    check(t, is_open(h, EXCEPTION_REOPENED));
    check_int(t, h->journey.facts.collected_ms, 2 * MINUTE);
}

TEST(a_cancelled_parcel_that_is_collected_goes_on)
{
    History *h = history(t);
    reach(h, 1, STAGE_CANCELLED);
    reach(h, 2, STAGE_COLLECTED);
    check_stage(h, STAGE_COLLECTED);
    check(t, is_open(h, EXCEPTION_REOPENED));
}

TEST(more_news_of_one_delivery_confirms_it)
{
    History *h = history(t);
    reach(h, 1, STAGE_DELIVERED_TO_AGENT);
    reach(h, 2, STAGE_DELIVERED);
    check_stage(h, STAGE_DELIVERED_TO_AGENT);
    reach(h, 3, STAGE_COLLECTED_BY_CONSIGNEE);
    check_stage(h, STAGE_COLLECTED_BY_CONSIGNEE);
    check(t, !is_open(h, EXCEPTION_REOPENED));
    check_int(t, h->journey.facts.attempts, 1);
    reach(h, 4, STAGE_RETURNED);
    reach(h, 5, STAGE_RETURNED);
    check_stage(h, STAGE_RETURNED);
}

TEST(a_false_signature_revokes_the_delivery)
{
    History *h = history(t);
    reach(h, 1, STAGE_AT_PICKUP_POINT);
    reach(h, 2, STAGE_DELIVERED);
    opens(h, 3, EXCEPTION_FALSE_SIGNATURE);
    check_stage(h, STAGE_AT_PICKUP_POINT);
    check_int(t, h->journey.facts.delivered_ms, NONE);
    check(t, is_open(h, EXCEPTION_FALSE_SIGNATURE));
    reach(h, 4, STAGE_DELIVERED);
    check_int(t, h->journey.facts.delivered_ms, 4 * MINUTE);
    check(t, is_open(h, EXCEPTION_FALSE_SIGNATURE));
}

/* --- corrections --- */

TEST(a_correction_takes_the_place_of_what_it_names)
{
    History *h = history(t);
    reach(h, 1, STAGE_HUB_IN);
    int64_t wrong = reach(h, 2, STAGE_DELIVERED)->hash;
    take(h, (JourneyEvent){.at_ms = 2 * MINUTE,
                           .stage = STAGE_HUB_OUT,
                           .corrects = wrong,
                           .opens = EXCEPTION_NONE,
                           .closes = EXCEPTION_NONE});
    check_stage(h, STAGE_HUB_OUT);
    check_int(t, h->journey.facts.delivered_ms, NONE);
    check_int(t, h->journey.facts.exceptions, 0);
}

TEST(a_corrected_correction_lets_the_first_count_again)
{
    History *h = history(t);
    int64_t first = reach(h, 2, STAGE_DELIVERED)->hash;
    int64_t second = take(h, (JourneyEvent){.at_ms = 3 * MINUTE,
                                            .corrects = first,
                                            .opens = EXCEPTION_NONE,
                                            .closes = EXCEPTION_NONE})
                         ->hash;
    check_stage(h, STAGE_CREATED);
    take(h, (JourneyEvent){.at_ms = 4 * MINUTE,
                           .corrects = second,
                           .opens = EXCEPTION_NONE,
                           .closes = EXCEPTION_NONE});
    check_stage(h, STAGE_DELIVERED);
}

TEST(a_correction_counts_though_what_it_names_comes_later)
{
    History *h = history(t);
    take(h, (JourneyEvent){.at_ms = 3 * MINUTE,
                           .corrects = 1001,
                           .opens = EXCEPTION_NONE,
                           .closes = EXCEPTION_NONE});
    check_int(t, reach(h, 4, STAGE_DELIVERED)->hash, 1001);
    check_stage(h, STAGE_CREATED);
}

/* --- exceptions and attempts --- */

TEST(an_exception_is_separate_from_the_stage_and_several_may_be_open)
{
    History *h = history(t);
    reach(h, 1, STAGE_HUB_IN);
    opens(h, 2, EXCEPTION_DAMAGED);
    opens(h, 3, EXCEPTION_NETWORK);
    check_stage(h, STAGE_HUB_IN);
    check(t, is_open(h, EXCEPTION_DAMAGED) && is_open(h, EXCEPTION_NETWORK));
    reach(h, 4, STAGE_HUB_OUT);
    check(t, is_open(h, EXCEPTION_DAMAGED) && !is_open(h, EXCEPTION_NETWORK));
}

TEST(what_no_stage_heals_is_closed_only_by_word)
{
    static const WaybillException lasting[] = {EXCEPTION_DAMAGED,    EXCEPTION_SHORT,
                                               EXCEPTION_LOST,       EXCEPTION_FALSE_SIGNATURE,
                                               EXCEPTION_NO_CONSENT, EXCEPTION_MISDELIVERED};
    for (int stage = 0; stage <= STAGE_TERMINATED; stage++)
        for (size_t i = 0; i < sizeof lasting / sizeof lasting[0]; i++)
            check(t, !(stage_closes(stage) & EXCEPTION_BIT(lasting[i])));
    History *h = history(t);
    opens(h, 1, EXCEPTION_LOST);
    reach(h, 2, STAGE_DELIVERED);
    check(t, is_open(h, EXCEPTION_LOST));
    take(h, (JourneyEvent){.at_ms = 3 * MINUTE, .opens = EXCEPTION_NONE, .closes = EXCEPTION_LOST});
    check(t, !is_open(h, EXCEPTION_LOST));
}

TEST(every_other_exception_ends_with_some_stage_and_has_a_cause)
{
    uint64_t closed = 0;
    for (int stage = 0; stage <= STAGE_TERMINATED; stage++)
        closed |= stage_closes(stage);
    check_int(t, __builtin_popcountll(closed), EXCEPTION_COUNT - 6);
    for (int i = 0; i < EXCEPTION_COUNT; i++)
        check(t, exception_cause(i) != CAUSE_NONE);
    check_int(t, exception_cause(EXCEPTION_COUNT), CAUSE_NONE);
}

TEST(attempts_count_each_failure_once_and_the_success)
{
    History *h = history(t);
    reach(h, 1, STAGE_OUT_FOR_DELIVERY);
    opens(h, 2, EXCEPTION_UNREACHABLE);
    opens(h, 3, EXCEPTION_ATTEMPT_FAILED);
    check_int(t, h->journey.facts.attempts, 1);
    reach(h, 4, STAGE_OUT_FOR_DELIVERY);
    opens(h, 5, EXCEPTION_ATTEMPT_FAILED);
    reach(h, 6, STAGE_OUT_FOR_DELIVERY);
    reach(h, 7, STAGE_DELIVERED);
    check_int(t, h->journey.facts.attempts, 3);
}

TEST(what_the_clock_finds_is_no_sign_of_life)
{
    History *h = history(t);
    reach(h, 1, STAGE_HUB_IN);
    opens(h, 9, EXCEPTION_STALLED);
    check_int(t, h->journey.facts.last_ms, 1 * MINUTE);
    opens(h, 10, EXCEPTION_DAMAGED);
    check_int(t, h->journey.facts.last_ms, 10 * MINUTE);
}

TEST(spans_tell_when_an_exception_opened_and_closed)
{
    History *h = history(t);
    opens(h, 1, EXCEPTION_NETWORK);
    reach(h, 2, STAGE_HUB_OUT);
    opens(h, 3, EXCEPTION_NETWORK);
    opens(h, 4, EXCEPTION_NETWORK);
    ExceptionSpans spans = {0};
    check_ok(t, journey_fold(t->ctx, &h->journey, h->events, h->count, &spans));
    check_int(t, spans.count, 2);
    check_int(t, spans.items[0].opened_ms, 1 * MINUTE);
    check_int(t, spans.items[0].closed_ms, 2 * MINUTE);
    check_int(t, spans.items[1].opened_ms, 3 * MINUTE);
    check_int(t, spans.items[1].closed_ms, NONE);
    check_int(t, spans.items[1].cause, CAUSE_CARRIER);
}

TEST(an_order_time_that_was_given_is_kept)
{
    History *h = history(t);
    h->journey.ordered_given = true;
    h->journey.facts.ordered_ms = 7;
    reach(h, 5, STAGE_CREATED);
    reach(h, 2, STAGE_CREATED);
    check_int(t, h->journey.facts.ordered_ms, 7);
    h->journey.ordered_given = false;
    refold(h);
    check_int(t, h->journey.facts.ordered_ms, 2 * MINUTE);
}

/* --- the same in whatever order and however often --- */

static uint32_t draw(T *t, uint32_t below)
{
    uint32_t value;
    ctx_random(t->ctx, &value, sizeof value);
    return value % below;
}

static JourneyEvent random_event(T *t, size_t number)
{
    JourneyEvent event = {.at_ms = draw(t, 12) * MINUTE,
                          .ingest_id = 1 + draw(t, 6),
                          .hash = (int64_t)number + 1,
                          .outlet_id = draw(t, 3),
                          .opens = EXCEPTION_NONE,
                          .closes = EXCEPTION_NONE};
    if (draw(t, 4)) event.stage = (int)(1 + draw(t, STAGE_TERMINATED));
    if (!draw(t, 3)) event.opens = (int)draw(t, EXCEPTION_COUNT);
    if (!draw(t, 9)) event.closes = (int)draw(t, EXCEPTION_COUNT);
    if (!draw(t, 5)) event.leg = 1 + (int)draw(t, 2);
    if (!draw(t, 16)) event.corrects = 1 + draw(t, 20);
    return event;
}

/* Member by member where there is padding between them. */
static bool same_journey(const Journey *a, const Journey *b)
{
    const JourneyEvent *one = &a->tail, *other = &b->tail;
    return !memcmp(&a->facts, &b->facts, sizeof a->facts) && a->ordered_given == b->ordered_given &&
           a->corrected == b->corrected && one->at_ms == other->at_ms &&
           one->ingest_id == other->ingest_id && one->hash == other->hash &&
           one->corrects == other->corrects && one->outlet_id == other->outlet_id &&
           one->stage == other->stage && one->leg == other->leg && one->opens == other->opens &&
           one->closes == other->closes && one->cause == other->cause;
}

TEST(carrying_on_event_by_event_equals_folding_from_the_beginning)
{
    for (int round = 0; round < 3000; round++) {
        Journey carried, folded;
        JourneyEvent events[20];
        size_t count = 1 + draw(t, 20);
        journey_init(&carried);
        journey_init(&folded);
        for (size_t i = 0; i < count; i++) {
            events[i] = random_event(t, i);
            JourneyNotes notes;
            JourneyEvent copy[20];
            memcpy(copy, events, sizeof copy);
            if (!journey_step(&carried, &events[i], &notes))
                check_ok(t, journey_fold(t->ctx, &carried, copy, i + 1, NULL));
        }
        check_ok(t, journey_fold(t->ctx, &folded, events, count, NULL));
        check(t, same_journey(&carried, &folded));
    }
}

TEST(a_postal_zone_is_the_first_three_letters_and_digits_of_a_post_code)
{
    check_int(t, waybill_zone("200000"), ((36 + 2) * 36 + 0) * 36 + 0);
    check_int(t, waybill_zone("13023-001"), waybill_zone("130"));
    check_int(t, waybill_zone("sw1a 1aa"), waybill_zone("SW1"));
    check_int(t, waybill_zone(" 1 0-1"), waybill_zone("101"));
    check(t, waybill_zone("010") != waybill_zone("10"));
    check_int(t, waybill_zone("10"), 0);
    check_int(t, waybill_zone("\xe4\xb8\xad"), 0);
    check_int(t, waybill_zone(""), 0);
    check_int(t, waybill_zone(NULL), 0);
}
