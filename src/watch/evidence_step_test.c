#include "watch/evidence_step.h"

#include "base/instant.h"
#include "test.h"

static EtaEvent event(int stage, int64_t at_ms, int64_t outlet_id)
{
    return (EtaEvent){.at_ms = at_ms,
                      .hash = at_ms + stage,
                      .ingest_id = 10,
                      .stage = stage,
                      .outlet_id = outlet_id};
}

TEST(a_trail_is_the_stages_up_to_the_delivery_in_their_order)
{
    EtaEvent events[] = {event(STAGE_OUT_FOR_DELIVERY, 9000, 0), event(STAGE_DELIVERED, 9500, 3),
                         event(STAGE_HUB_IN, 2000, 5),           event(STAGE_CREATED, 500, 0),
                         event(STAGE_HUB_OUT, 2600, 0),          event(STAGE_NONE, 2700, 0),
                         event(STAGE_AT_PICKUP_POINT, 9900, 3),  event(STAGE_COLLECTED, 1000, 2)};
    EtaTrail trail;
    eta_trail(events, sizeof events / sizeof events[0], INT64_MAX, 9500, &trail);
    check_int(t, trail.count, 4);
    check_int(t, trail.steps[0].stage, STAGE_COLLECTED);
    check_int(t, trail.steps[0].next_ms, 2000);
    check_int(t, trail.steps[1].stage, STAGE_HUB_IN);
    check_int(t, trail.steps[1].outlet_id, 5);
    check_int(t, trail.steps[2].outlet_id, 5);
    check_int(t, trail.steps[3].stage, STAGE_OUT_FOR_DELIVERY);
    check_int(t, trail.steps[3].next_ms, 9500);
    check_int(t, trail.ingest_id, 10);
}

TEST(what_was_corrected_sent_back_or_came_later_leaves_no_step)
{
    EtaEvent events[] = {event(STAGE_COLLECTED, 1000, 2), event(STAGE_HUB_IN, 2000, 5),
                         event(STAGE_HUB_IN, 2200, 6), event(STAGE_HUB_OUT, 3000, 6)};
    EtaTrail trail;
    events[2].corrects = events[1].hash;
    events[2].ingest_id = 20;
    eta_trail(events, 4, INT64_MAX, 9000, &trail);
    check_int(t, trail.count, 3);
    check_int(t, trail.steps[1].outlet_id, 6);
    eta_trail(events, 4, 10, 9000, &trail);
    check_int(t, trail.count, 3);
    check_int(t, trail.steps[1].outlet_id, 5);
    check_int(t, trail.ingest_id, 10);
    for (int i = 0; i < 4; i++)
        if (events[i].stage == STAGE_HUB_OUT) events[i].leg = LEG_RETURN;
    eta_trail(events, 4, INT64_MAX, 9000, &trail);
    check_int(t, trail.count, 2);
}

TEST(of_a_journey_without_end_the_last_steps_are_kept)
{
    EtaEvent events[ETA_STEPS + 5];
    for (int i = 0; i < ETA_STEPS + 5; i++)
        events[i] = event(STAGE_HUB_IN, 1000 + i, i + 1);
    EtaTrail trail;
    eta_trail(events, ETA_STEPS + 5, INT64_MAX, 9000, &trail);
    check_int(t, trail.count, ETA_STEPS);
    check_int(t, trail.steps[0].outlet_id, 6);
    check_int(t, trail.steps[ETA_STEPS - 1].outlet_id, ETA_STEPS + 5);
}

TEST(a_step_belongs_to_cells_of_its_stage_lane_site_hour_and_weekday)
{
    const WaybillFacts facts = {
        .carrier = "sto", .product = "", .origin = "CN-31", .destination = "CN-44"};
    WaybillFacts other = facts;
    const EtaStep step = {STAGE_HUB_IN, 5, 15 * DAY_MS + 13 * HOUR_MS, 0};
    EtaStep moved = step;
    moved.outlet_id = 6;
    const EtaLane lane = eta_lane(&facts);
    int64_t a, b;
    check(t, eta_step_cell(&lane, &step, ETA_ALL, &a));
    check(t, eta_step_cell(&lane, &moved, ETA_ALL, &b) && a == b);
    check(t, eta_step_cell(&lane, &step, ETA_LANE, &a));
    check(t, eta_step_cell(&lane, &moved, ETA_LANE, &b) && a != b);
    check(t, eta_step_cell(&lane, &step, ETA_DESTINATION, &a));
    other.origin = "CN-32";
    const EtaLane another = eta_lane(&other);
    check(t, eta_step_cell(&another, &step, ETA_DESTINATION, &b) && a != b);
    check(t, eta_step_cell(&lane, &step, ETA_HOUR, &a));
    moved.at_ms += HOUR_MS;
    check(t, eta_step_cell(&lane, &moved, ETA_HOUR, &b) && a != b);
    check(t, !eta_step_cell(&lane, &step, ETA_PROMISED, &a));
    moved.outlet_id = 0;
    check(t, !eta_step_cell(&lane, &moved, ETA_LANE, &a));
    other.origin = "";
    const EtaLane nowhere = eta_lane(&other);
    check(t, !eta_step_cell(&nowhere, &step, ETA_DESTINATION, &a));
    check(t, !eta_step_cell(&nowhere, &step, ETA_LANE, &a));
}
