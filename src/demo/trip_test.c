#include "demo/trip.h"

#include <string.h>

#include "base/instant.h"
#include "test.h"

static const TripOrder usual = {.carrier = "pd",
                                .no = "PD8800000000001",
                                .slowness = 1,
                                .from = &cities[0],
                                .to = &cities[10],
                                .service = SERVICE_STANDARD};

static Trip one_trip(T *t, uint64_t seed, int64_t ordered_ms)
{
    const TripWorld world = {TEST_NOW, "Asia/Shanghai", NULL, 0};
    TripOrder order = usual;
    order.ordered_ms = ordered_ms;
    Dice dice = {seed};
    Trip trip;
    check_ok(t, trip_make(t->ctx, &world, &dice, &order, &trip));
    return trip;
}

TEST(every_journey_goes_forward_in_time_and_never_beyond_now)
{
    for (uint64_t seed = 0; seed < 300; seed++) {
        int64_t ordered_ms = TEST_NOW - (int64_t)(seed % 12) * DAY_MS - HOUR_MS;
        Trip trip = one_trip(t, seed, ordered_ms);
        int64_t last_ms = ordered_ms;
        for (size_t i = 0; i < trip.count; i++) {
            check(t, trip.scans[i].at >= last_ms);
            check(t, trip.scans[i].at <= TEST_NOW);
            last_ms = trip.scans[i].at;
        }
    }
}

TEST(a_journey_long_ago_has_about_a_dozen_scans_and_mostly_arrives)
{
    size_t scans = 0, arrived = 0;
    for (uint64_t seed = 0; seed < 500; seed++) {
        Trip trip = one_trip(t, seed, TEST_NOW - 30 * DAY_MS);
        scans += trip.count;
        const char *last = trip.scans[trip.count - 1].code;
        arrived +=
            strncmp(last, "delivered", 9) == 0 || strcmp(last, "collected_by_consignee") == 0;
    }
    check(t, scans > 500 * 10 && scans < 500 * 14);
    check(t, arrived > 450 && arrived < 500);
}

TEST(the_same_seed_lives_the_same_life)
{
    Trip one = one_trip(t, 5, TEST_NOW - 20 * DAY_MS), two = one_trip(t, 5, TEST_NOW - 20 * DAY_MS);
    check_int(t, one.count, two.count);
    for (size_t i = 0; i < one.count; i++) {
        check_int(t, one.scans[i].at, two.scans[i].at);
        check_text(t, one.scans[i].text, two.scans[i].text);
    }
}

TEST(what_a_hub_keeps_comes_late)
{
    const Trouble trouble = {2, 0, TEST_NOW, 100, 100, 1, "network", "kept"};
    const TripWorld world = {TEST_NOW, "Asia/Shanghai", &trouble, 1};
    TripOrder order = usual;
    order.ordered_ms = TEST_NOW - 30 * DAY_MS;
    Dice dice = {11};
    Trip trip;
    check_ok(t, trip_make(t->ctx, &world, &dice, &order, &trip));
    size_t kept = 0;
    for (size_t i = 0; i + 1 < trip.count; i++)
        if (strcmp(trip.scans[i].code, "network") == 0) {
            kept++;
            check(t, trip.scans[i + 1].at - trip.scans[i].at > 100 * HOUR_MS);
        }
    check_int(t, kept, 1);
}

TEST(farther_is_promised_later_and_economy_later_still)
{
    check_int(t, service_days(SERVICE_STANDARD, 200), 1);
    check_int(t, service_days(SERVICE_STANDARD, 4000), 5);
    check_int(t, service_days(SERVICE_ECONOMY, 200), 3);
    check_int(t, service_days(SERVICE_NEXT_DAY, 800), 1);
    double km = city_distance_km(&cities[0], &cities[14]);
    check(t, km > 1100 && km < 1500); /* Shanghai to Beijing */
}
