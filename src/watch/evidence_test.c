#include "watch/evidence.h"

#include "base/field.h"
#include "base/instant.h"
#include "test.h"

TEST(a_parcel_belongs_to_the_cells_whose_regions_it_knows)
{
    char room[ETA_NAME_ROOM];
    EtaParcel p = {.carrier = "sto",
                   .product = "next_day",
                   .origin = "CN-31",
                   .destination = "CN-44",
                   .delivered_ms = NONE,
                   .promised_ms = NONE};
    check_text(t, eta_cell_name(&p, ETA_ALL, room), "");
    check_text(t, eta_cell_name(&p, ETA_PRODUCT, room), "sto/next_day");
    check_text(t, eta_cell_name(&p, ETA_DESTINATION, room), "sto/next_day>CN-44");
    check_text(t, eta_cell_name(&p, ETA_LANE, room), "sto/next_day/CN-31>CN-44");
    check(t, eta_cell_name(&p, ETA_SENDER_ZONE, room) == NULL);
    check(t, eta_cell_name(&p, ETA_RECEIVER_ZONE, room) == NULL);
    p.origin_zone = 77;
    p.destination_zone = 78;
    check_text(t, eta_cell_name(&p, ETA_SENDER_ZONE, room), "sto/next_day/z77>CN-44");
    check_text(t, eta_cell_name(&p, ETA_RECEIVER_ZONE, room), "sto/next_day>z78");
    p.start_ms = 15 * DAY_MS + 13 * HOUR_MS + 1;
    check_text(t, eta_cell_name(&p, ETA_HOUR, room), "sto/next_day@h13");
    check_text(t, eta_cell_name(&p, ETA_WEEKDAY, room), "sto/next_day@d1");
    p.start_ms = NONE;
    check(t, eta_cell_name(&p, ETA_HOUR, room) == NULL);
    p.origin = "";
    check(t, eta_cell_name(&p, ETA_LANE, room) == NULL);
    check_text(t, eta_cell_name(&p, ETA_DESTINATION, room), "sto/next_day>CN-44");
    p.destination = "";
    check(t, eta_cell_name(&p, ETA_DESTINATION, room) == NULL);
}

TEST(what_was_sent_back_or_came_before_it_left_teaches_nothing)
{
    WaybillFacts facts = {.carrier = "sto",
                          .product = "",
                          .origin = "",
                          .destination = "",
                          .leg = LEG_FORWARD,
                          .ordered_ms = NONE,
                          .collected_ms = 5 * DAY_MS,
                          .delivered_ms = 7 * DAY_MS,
                          .promised_ms = NONE};
    int64_t day, y;
    EtaParcel p = eta_parcel(&facts, ETA_FROM_COLLECTED);
    check(t, eta_lesson(&p, &day, &y));
    check_int(t, day, 7);
    check_int(t, y, 916);
    p = eta_parcel(&facts, ETA_FROM_ORDERED);
    check(t, !eta_lesson(&p, &day, &y));
    facts.delivered_ms = 4 * DAY_MS;
    p = eta_parcel(&facts, ETA_FROM_COLLECTED);
    check(t, !eta_lesson(&p, &day, &y));
    facts.delivered_ms = 7 * DAY_MS;
    facts.leg = LEG_RETURN;
    p = eta_parcel(&facts, ETA_FROM_COLLECTED);
    check(t, !eta_lesson(&p, &day, &y));
}

TEST(parcels_with_as_much_time_are_compared_with_each_other)
{
    char room[ETA_NAME_ROOM];
    EtaParcel p = {.carrier = "sto",
                   .product = "next_day",
                   .origin = "",
                   .destination = "CN-44",
                   .delivered_ms = NONE,
                   .promised_ms = 6 * DAY_MS,
                   .ordered_ms = NONE};
    check_text(t, eta_cell_name(&p, ETA_PROMISED, room), "sto/next_day>CN-44@t4");
    p.promised_ms = 100 * DAY_MS;
    check_text(t, eta_cell_name(&p, ETA_PROMISED, room), "sto/next_day>CN-44@t16");
    p.promised_ms = -DAY_MS;
    check_text(t, eta_cell_name(&p, ETA_PROMISED, room), "sto/next_day>CN-44@t0");
    p.ordered_ms = -15 * DAY_MS; /* what counts is how long it was to take in all */
    check_text(t, eta_cell_name(&p, ETA_PROMISED, room), "sto/next_day>CN-44@t8");
    p.promised_ms = NONE;
    check(t, eta_cell_name(&p, ETA_PROMISED, room) == NULL);
}

TEST(deliveries_of_zones_are_kept_by_weeks)
{
    check_int(t, eta_cell_day(ETA_LANE, 20001), 20001);
    check_int(t, eta_cell_day(ETA_SENDER_ZONE, 20001), eta_week(20001));
    check_int(t, eta_cell_day(ETA_RECEIVER_ZONE, eta_week(20001) + 6), eta_week(20001));
}
