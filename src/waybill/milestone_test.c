#include "waybill/milestone.h"

#include "base/instant.h"
#include "test.h"

/* Received `late` minutes after it happened. */
static JourneyEvent event(int hour, int stage, int late)
{
    int64_t at_ms = TEST_NOW + hour * HOUR_MS;
    return (JourneyEvent){.at_ms = at_ms,
                          .ingest_id = id_floor(at_ms + late * MINUTE_MS),
                          .hash = hour + 100,
                          .stage = stage,
                          .opens = EXCEPTION_NONE,
                          .closes = EXCEPTION_NONE};
}

static Reached reached(T *t, JourneyEvent *events, size_t count)
{
    Reached out;
    check_ok(t, milestones_reached(t->ctx, events, count, &out));
    return out;
}

TEST(a_parcel_is_visible_when_the_first_event_under_way_was_received)
{
    JourneyEvent events[] = {event(3, STAGE_HUB_IN, 1), event(0, STAGE_COLLECTED, 0),
                             event(1, STAGE_HUB_OUT, 14)};
    Reached r = reached(t, events, 3);
    check_int(t, r.moved_ms, TEST_NOW + HOUR_MS);
    check_int(t, r.visible_ms, TEST_NOW + HOUR_MS + 14 * MINUTE_MS);
    check_int(t, r.city_ms, NONE);
    check_int(t, r.attempt_ms, NONE);
}

TEST(a_later_event_that_came_first_made_it_visible)
{
    JourneyEvent events[] = {event(1, STAGE_HUB_OUT, 600), event(2, STAGE_HUB_IN, 0)};
    check_int(t, reached(t, events, 2).visible_ms, TEST_NOW + 2 * HOUR_MS);
}

TEST(a_failed_attempt_is_one_and_a_pickup_point_is_none)
{
    JourneyEvent events[] = {event(1, STAGE_OUT_FOR_DELIVERY, 0),
                             event(2, STAGE_AT_PICKUP_POINT, 0), event(3, STAGE_NONE, 0),
                             event(4, STAGE_DELIVERED, 0)};
    events[2].opens = EXCEPTION_UNREACHABLE;
    Reached r = reached(t, events, 4);
    check_int(t, r.city_ms, TEST_NOW + HOUR_MS);
    check_int(t, r.attempt_ms, TEST_NOW + 3 * HOUR_MS);
}

TEST(what_was_corrected_or_is_on_the_way_back_was_not_reached)
{
    JourneyEvent events[] = {event(1, STAGE_DEST_CITY, 0), event(2, STAGE_IN_TRANSIT, 0),
                             event(3, STAGE_RETURNING, 0), event(4, STAGE_DEST_CITY, 0)};
    events[1].corrects = events[0].hash;
    check_int(t, reached(t, events, 4).city_ms, NONE);
    check_int(t, reached(t, events, 0).moved_ms, NONE);
}
