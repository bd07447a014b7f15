#include "watch/eta.h"

#include <math.h>
#include <string.h>

#include "base/field.h"
#include "base/instant.h"
#include "test.h"
#include "watch/evidence.h"

enum { DAYS = 200, PER_DAY = 5, TODAY = 20000 };

/* Constants that make differences plain, whatever those in force are. */
static const EtaTuning plain = {.now_half_life = 5,
                                .now_weight = 5,
                                .return_rate = 0.9,
                                .level_half_life = 5,
                                .effect_weight = 3,
                                .hour_weight = 3,
                                .weekday_weight = 3,
                                .sender_weight = 3,
                                .receiver_weight = 3,
                                .receiver_part = 0.5,
                                .promised_weight = 3,
                                .promised_part = 1,
                                .recent_half_life = 5,
                                .recent_weight = 20,
                                .width_half_life = 60,
                                .width_weight = 10,
                                .shape_days = 60,
                                .shape_weight = 5};

/* Five deliveries on each of the days before today, all over and on one lane. */
typedef struct Past {
    EtaDay days[DAYS];
    EtaWeek weeks[DAYS / 7 + 2];
    size_t week_count;
    EtaEvidence evidence;
} Past;

/* Durations of 1.5, 2, 3, 4.5 and 6 days, times `slow` on the last twenty days. */
static void given_past(Past *past, double slow)
{
    static const double days[PER_DAY] = {1.5, 2, 3, 4.5, 6};
    memset(past, 0, sizeof *past);
    for (int d = 0; d < DAYS; d++) {
        EtaDay *day = &past->days[d];
        day->day = TODAY - DAYS + d;
        const double factor = d >= DAYS - 20 ? slow : 1;
        if (past->week_count == 0 || past->weeks[past->week_count - 1].day != eta_week(day->day))
            past->weeks[past->week_count++].day = eta_week(day->day);
        for (int i = 0; i < PER_DAY; i++) {
            const int64_t y = eta_measure((int64_t)(days[i] * factor * (double)DAY_MS));
            day->n++;
            day->sum += y;
            day->squares += y * y;
            past->weeks[past->week_count - 1].bins[eta_bin(y)]++;
        }
    }
    past->evidence = (EtaEvidence){.today = TODAY,
                                   .cells = {{past->days, DAYS}},
                                   .weeks = past->weeks,
                                   .week_count = past->week_count,
                                   .shift = NAN,
                                   .tuning = &plain};
}

TEST(a_duration_is_measured_as_the_logarithm_of_days_and_a_half)
{
    check_int(t, eta_measure(0), -693);
    check_int(t, eta_measure(DAY_MS / 2), 0);
    check_int(t, eta_measure(10 * DAY_MS), 2351);
    check_int(t, eta_measure(-1), NONE);
    check_int(t, eta_bin(-693), 6);
    check_int(t, eta_bin(-5000), 0);
    check_int(t, eta_bin(INT64_C(1000000)), ETA_BINS - 1);
}

TEST(weeks_begin_every_seventh_day_before_and_after_1970)
{
    check_int(t, eta_week(14), 14);
    check_int(t, eta_week(20), 14);
    check_int(t, eta_week(-1), -7);
    check_int(t, eta_week(-7), -7);
    check_int(t, eta_day(-1), -1);
    check_int(t, eta_day(DAY_MS), 1);
}

TEST(without_evidence_nothing_is_foretold)
{
    Past past;
    EtaModel model;
    given_past(&past, 1);
    check(t, !eta_learn(&(EtaEvidence){.today = TODAY, .tuning = &plain}, &model));
    past.evidence.cells[ETA_ALL].count = ETA_LEAST / PER_DAY - 1;
    check(t, !eta_learn(&past.evidence, &model));
    past.evidence.cells[ETA_ALL].count = ETA_LEAST / PER_DAY;
    check(t, eta_learn(&past.evidence, &model));
    past.evidence.today = TODAY + 2 * ETA_WINDOW_DAYS;
    check(t, !eta_learn(&past.evidence, &model));
}

TEST(quantiles_are_in_order_and_near_those_of_what_was_delivered)
{
    Past past;
    EtaModel model;
    given_past(&past, 1);
    check(t, eta_learn(&past.evidence, &model));
    const double p10 = eta_quantile(&model, 0.1, 0), p50 = eta_quantile(&model, 0.5, 0),
                 p90 = eta_quantile(&model, 0.9, 0);
    check(t, p10 < p50 && p50 < p90);
    check_near(t, p50, 3, 0.3);
    check(t, p10 > 1 && p10 < 2.5);
    check(t, p90 > 4 && p90 < 6.5);
    check_near(t, model.tempo, 1, 0.01);
}

TEST(the_probability_of_being_late_falls_as_more_time_is_promised)
{
    Past past;
    EtaModel model;
    given_past(&past, 1);
    check(t, eta_learn(&past.evidence, &model));
    double before = 1;
    for (double limit = 0; limit < 12; limit += 0.25) {
        const double late = eta_late(&model, limit, 0);
        check(t, late <= before && late >= 0);
        before = late;
    }
    check_near(t, eta_late(&model, eta_quantile(&model, 0.5, 0), 0), 0.5, 1e-9);
    check_near(t, eta_late(&model, -3, 0), 1, 0);
    check_near(t, before, 0, 1e-9);
}

TEST(a_parcel_that_has_waited_is_expected_after_now_and_is_likelier_late)
{
    Past past;
    EtaModel model;
    given_past(&past, 1);
    check(t, eta_learn(&past.evidence, &model));
    check(t, eta_quantile(&model, 0.1, 4) >= 4);
    check(t, eta_quantile(&model, 0.5, 4) > eta_quantile(&model, 0.5, 0));
    check(t, eta_late(&model, 5, 4) > eta_late(&model, 5, 0));
    check_near(t, eta_late(&model, 4, 5), 1, 0);
    check(t, isnan(eta_quantile(&model, 0.5, 500)));
    check(t, isnan(eta_late(&model, 600, 500)));
}

TEST(deliveries_that_slow_down_move_the_expectation_within_days)
{
    Past steady, slower;
    EtaModel a, b;
    given_past(&steady, 1);
    given_past(&slower, 1.5);
    check(t, eta_learn(&steady.evidence, &a));
    check(t, eta_learn(&slower.evidence, &b));
    check(t, b.tempo > 1.2);
    check(t, eta_quantile(&b, 0.5, 0) > 1.3 * eta_quantile(&a, 0.5, 0));
}

TEST(days_after_today_are_not_looked_at)
{
    Past past;
    EtaModel now, later;
    given_past(&past, 3);
    past.evidence.today = TODAY - 25;
    check(t, eta_learn(&past.evidence, &now));
    for (int d = DAYS - 24; d < DAYS; d++)
        past.days[d] = (EtaDay){past.days[d].day, 99, 99000, 99000000};
    for (size_t w = 0; w < past.week_count; w++)
        if (past.weeks[w].day > past.evidence.today) past.weeks[w].bins[100] += 1000;
    check(t, eta_learn(&past.evidence, &later));
    check(t, memcmp(&now, &later, sizeof now) == 0);
}

TEST(a_lane_leans_on_all_until_it_has_deliveries_of_its_own)
{
    Past past;
    EtaModel none, few, many;
    given_past(&past, 1);
    EtaDay lane[60];
    const int64_t y = eta_measure(9 * DAY_MS);
    for (int i = 0; i < 60; i++)
        lane[i] = (EtaDay){TODAY - 60 + i, 2, 2 * y, 2 * y * y};
    check(t, eta_learn(&past.evidence, &none));
    check_int(t, eta_scope(&none), ETA_ALL);
    past.evidence.cells[ETA_LANE] = (EtaCell){lane + 58, 2};
    check(t, eta_learn(&past.evidence, &few));
    past.evidence.cells[ETA_LANE] = (EtaCell){lane, 60};
    check(t, eta_learn(&past.evidence, &many));
    check_int(t, eta_scope(&few), ETA_LANE);
    check_int(t, few.recent[ETA_LANE], 4);
    check_int(t, many.recent[ETA_LANE], 120);
    const double p_none = eta_quantile(&none, 0.5, 0), p_few = eta_quantile(&few, 0.5, 0),
                 p_many = eta_quantile(&many, 0.5, 0);
    check(t, p_none < p_few && p_few < p_many && p_many < 9.5);
    check(t, p_many > 7.5);
}

TEST(a_parcel_that_starts_at_a_slow_hour_is_expected_later)
{
    Past past;
    EtaModel usual, slow;
    given_past(&past, 1);
    EtaDay hour[60];
    const int64_t y = eta_measure(5 * DAY_MS);
    for (int i = 0; i < 60; i++)
        hour[i] = (EtaDay){TODAY - 60 + i, 1, y, y * y};
    past.evidence.cells[ETA_PRODUCT] = past.evidence.cells[ETA_ALL];
    check(t, eta_learn(&past.evidence, &usual));
    past.evidence.cells[ETA_HOUR] = (EtaCell){hour, 60};
    check(t, eta_learn(&past.evidence, &slow));
    check_near(t, eta_quantile(&usual, 0.5, 0), 3, 0.3);
    check_near(t, eta_quantile(&slow, 0.5, 0), 5, 0.5);
    check_int(t, eta_scope(&slow), ETA_PRODUCT);
}

/* Ten parcels start on every day, and each takes as many days as `took`; from `slow_from` on, days
 * since the first, nothing is delivered any more. */
enum { FLOWS = 120, TOOK = 4 };
static void given_flows(EtaFlow *flows, int slow_from)
{
    memset(flows, 0, FLOWS * sizeof *flows);
    for (int d = 0; d < FLOWS; d++) {
        flows[d] = (EtaFlow){.day = TODAY - FLOWS + d, .started = 10};
        if (d >= TOOK && d < slow_from) flows[d].delivered[TOOK] = 10;
    }
}

TEST(parcels_that_do_not_come_tell_of_a_slow_down_before_any_is_delivered)
{
    EtaFlow flows[FLOWS];
    given_flows(flows, FLOWS);
    check_near(t, eta_shift(flows, FLOWS, TODAY, &plain), 0, 0.02);
    given_flows(flows, FLOWS - 5);
    check(t, eta_shift(flows, FLOWS, TODAY, &plain) > 0.1);
    check(t, isnan(eta_shift(flows, 0, TODAY, &plain)));
    check(t, isnan(eta_shift(flows, FLOWS, TODAY - 2 * FLOWS, &plain)));
}

TEST(a_life_table_does_not_look_at_today_or_later)
{
    EtaFlow before[FLOWS], after[FLOWS];
    given_flows(before, FLOWS);
    given_flows(after, FLOWS - 20);
    check_near(t, eta_shift(after, FLOWS, TODAY - 20, &plain),
               eta_shift(before, FLOWS, TODAY - 20, &plain), 0);
    check(t, eta_shift(after, FLOWS, TODAY - 15, &plain) >
                 eta_shift(before, FLOWS, TODAY - 15, &plain));
}

TEST(what_is_unusual_now_is_expected_to_pass)
{
    Past past;
    EtaModel now, later;
    given_past(&past, 1);
    past.evidence.shift = 0.5;
    check(t, eta_learn(&past.evidence, &now));
    past.evidence.ahead = 20;
    check(t, eta_learn(&past.evidence, &later));
    check_near(t, now.centre - later.centre, 0.5 * (1 - pow(plain.return_rate, 20)), 1e-9);
    check_near(t, now.tempo, exp(0.5), 1e-9);
}

TEST(forecasts_that_were_too_early_make_those_of_today_later)
{
    Past past;
    EtaModel before, after;
    EtaWeek scores[2] = {{.day = eta_week(TODAY - 7)}, {.day = eta_week(TODAY - 200)}};
    given_past(&past, 1);
    check(t, eta_learn(&past.evidence, &before));
    scores[0].bins[eta_score(0, 1, 1000)] = 500;
    past.evidence.scores = scores;
    past.evidence.score_count = 2;
    check(t, eta_learn(&past.evidence, &after));
    check_near(t, log(eta_quantile(&after, 0.5, 0) + 0.5), after.centre + 1.05 * after.width, 0.01);
    check(t, eta_quantile(&after, 0.5, 0) > eta_quantile(&before, 0.5, 0));
    scores[0].bins[eta_score(0, 1, 1000)] = 0;
    scores[1].bins[eta_score(0, 1, 1000)] = 500; /* longer ago than is looked at */
    check(t, eta_learn(&past.evidence, &after));
    check_near(t, eta_quantile(&after, 0.5, 0), eta_quantile(&before, 0.5, 0), 0);
}

TEST(scores_beyond_the_last_bins_lie_in_them)
{
    check_int(t, eta_score(0, 1, 0), 65);
    check_int(t, eta_score(1, 0.5, 1249), 69);
    check_int(t, eta_score(0, 0.001, INT64_C(100000)), ETA_BINS - 1);
    check_int(t, eta_score(0, 0.001, INT64_C(-100000)), 0);
}

TEST(a_zone_tells_of_its_parcels_apart_from_the_lane_and_the_destination)
{
    Past past;
    EtaModel usual, from, to;
    given_past(&past, 1);
    EtaDay zone[10];
    const int64_t y = eta_measure(5 * DAY_MS);
    for (int i = 0; i < 10; i++)
        zone[i] = (EtaDay){eta_week(TODAY) - 7 * (10 - i), 60, 60 * y, 60 * y * y};
    past.evidence.cells[ETA_PRODUCT] = past.evidence.cells[ETA_DESTINATION] =
        past.evidence.cells[ETA_LANE] = past.evidence.cells[ETA_ALL];
    check(t, eta_learn(&past.evidence, &usual));
    past.evidence.cells[ETA_SENDER_ZONE] = (EtaCell){zone, 10};
    check(t, eta_learn(&past.evidence, &from));
    past.evidence.cells[ETA_SENDER_ZONE] = (EtaCell){0};
    past.evidence.cells[ETA_RECEIVER_ZONE] = (EtaCell){zone, 10};
    check(t, eta_learn(&past.evidence, &to));
    check_near(t, eta_quantile(&usual, 0.5, 0), 3, 0.3);
    check_near(t, eta_quantile(&from, 0.5, 0), 5, 0.5);
    check_near(t, to.centre - usual.centre, plain.receiver_part * (from.centre - usual.centre),
               1e-9);
}

TEST(a_forecast_made_long_after_what_is_known_is_wider_where_the_level_strays)
{
    Past steady, slow;
    EtaModel now, later;
    given_past(&steady, 1);
    check(t, eta_learn(&steady.evidence, &now));
    steady.evidence.ahead = 100;
    check(t, eta_learn(&steady.evidence, &later));
    check_near(t, later.width, now.width, 1e-3);
    given_past(&slow, 3);
    check(t, eta_learn(&slow.evidence, &now));
    slow.evidence.ahead = 100;
    check(t, eta_learn(&slow.evidence, &later));
    check(t, later.width > 1.02 * now.width);
}
