#include "watch/replay.h"

#include <math.h>
#include <string.h>

#include "base/instant.h"
#include "test.h"

enum { PARCELS = 3000, FIRST_DAY = 19000, SPAN_DAYS = 300 };

static uint64_t chance(uint64_t *state, uint64_t below)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (*state >> 16) % below;
}

/* Ten months of parcels: near ones take two days, far ones six; the promise is five. */
static EtaParcel *given_parcels(T *t)
{
    static const char *const regions[] = {"CN-31", "CN-44", "CN-65"};
    EtaParcel *parcels = ARENA_ARRAY(t->ctx->arena, PARCELS, EtaParcel);
    check(t, parcels != NULL);
    uint64_t state = 7;
    for (int i = 0; i < PARCELS; i++) {
        EtaParcel *p = &parcels[i];
        const uint64_t to = chance(&state, 3);
        *p = (EtaParcel){.carrier = "sto",
                         .product = "",
                         .origin = regions[chance(&state, 3)],
                         .destination = regions[to],
                         .beginning = ETA_FROM_COLLECTED,
                         .ordered_ms = NONE,
                         .until_ms = NONE,
                         .number = i + 1};
        p->start_ms = FIRST_DAY * DAY_MS + (int64_t)chance(&state, SPAN_DAYS * DAY_MS);
        const int64_t usual = to == 2 ? 6 * DAY_MS : 2 * DAY_MS;
        p->delivered_ms = p->start_ms + usual / 2 + (int64_t)chance(&state, (uint64_t)usual);
        p->promised_ms = p->start_ms + 5 * DAY_MS;
    }
    return parcels;
}

static const ReplayOptions from_half = {.from_ms = (FIRST_DAY + SPAN_DAYS / 2) * DAY_MS,
                                        .to_ms = INT64_MAX,
                                        .step_ms = DAY_MS,
                                        .as_of_ms = NONE,
                                        .warn = 0.3};

TEST(a_replay_judges_what_started_in_time_and_finds_the_late_lanes)
{
    EtaParcel *parcels = given_parcels(t);
    Replay replay;
    check_ok(t, replay_run(t->ctx, parcels, PARCELS, &from_half, &replay));
    int64_t n = 0, late = 0;
    for (int i = 0; i < PARCELS; i++) {
        n += parcels[i].start_ms >= from_half.from_ms;
        late += parcels[i].start_ms >= from_half.from_ms &&
                parcels[i].delivered_ms > parcels[i].promised_ms;
    }
    check_int(t, replay.n, n);
    check_int(t, replay.late, late);
    check(t, replay.auc > 0.8);
    check(t, replay.brier_skill > 0.3);
    check(t, replay.coverage > 0.6 && replay.coverage < 0.98);
    check(t, replay.mae_days < replay.mae_given_days);
    check_near(t, replay.recall, 1, 0.05);
}

TEST(calibration_bands_hold_every_judged_parcel_once)
{
    Replay replay;
    check_ok(t, replay_run(t->ctx, given_parcels(t), PARCELS, &from_half, &replay));
    const ReplayBand *bands = replay.calibration.items;
    int64_t n = 0;
    double late = 0;
    for (size_t i = 0; i < replay.calibration.count; i++) {
        check(t, bands[i].foretold >= bands[i].low && bands[i].foretold <= bands[i].high);
        n += bands[i].n;
        late += bands[i].late * (double)bands[i].n;
    }
    check_int(t, n, replay.n);
    check_near(t, late, (double)replay.late, 1e-6);
}

TEST(what_happens_after_a_parcel_starts_does_not_change_what_was_foretold)
{
    EtaParcel *parcels = given_parcels(t);
    ReplayOptions options = from_half;
    options.to_ms = options.from_ms + DAY_MS;
    Replay before, after;
    check_ok(t, replay_run(t->ctx, parcels, PARCELS, &options, &before));
    uint64_t state = 99;
    for (int i = 0; i < PARCELS; i++) {
        EtaParcel *p = &parcels[i];
        const bool judged = p->start_ms >= options.from_ms && p->start_ms < options.to_ms;
        if (judged || p->delivered_ms < options.from_ms) continue;
        if (chance(&state, 2) == 0)
            p->delivered_ms = NONE;
        else
            p->delivered_ms += (int64_t)chance(&state, 60 * DAY_MS);
    }
    check_ok(t, replay_run(t->ctx, parcels, PARCELS, &options, &after));
    check(t, before.n > 3);
    check_int(t, after.n, before.n);
    check_near(t, after.brier, before.brier, 0);
    check_near(t, after.mae_days, before.mae_days, 0);
    check_near(t, after.mae_lane_mean_days, before.mae_lane_mean_days, 0);
    check_near(t, after.coverage, before.coverage, 0);
}

TEST(what_was_delivered_before_does_change_it)
{
    EtaParcel *parcels = given_parcels(t);
    Replay before, after;
    check_ok(t, replay_run(t->ctx, parcels, PARCELS, &from_half, &before));
    for (int i = 0; i < PARCELS; i++)
        if (parcels[i].delivered_ms < from_half.from_ms) parcels[i].start_ms -= DAY_MS;
    check_ok(t, replay_run(t->ctx, parcels, PARCELS, &from_half, &after));
    check(t, fabs(after.mae_days - before.mae_days) > 1e-6);
}

TEST(the_order_in_which_parcels_are_given_does_not_matter)
{
    EtaParcel *parcels = given_parcels(t);
    Replay before, after;
    check_ok(t, replay_run(t->ctx, parcels, PARCELS, &from_half, &before));
    uint64_t state = 5;
    for (int i = PARCELS - 1; i > 0; i--) {
        const size_t other = (size_t)chance(&state, (uint64_t)i + 1);
        const EtaParcel swap = parcels[i];
        parcels[i] = parcels[other];
        parcels[other] = swap;
    }
    check_ok(t, replay_run(t->ctx, parcels, PARCELS, &from_half, &after));
    check_int(t, after.n, before.n);
    check_near(t, after.auc, before.auc, 1e-9);
    check_near(t, after.brier, before.brier, 1e-9);
    check_near(t, after.mae_days, before.mae_days, 1e-9);
}

TEST(learning_can_be_stopped_at_a_day)
{
    EtaParcel *parcels = given_parcels(t);
    ReplayOptions options = from_half;
    options.as_of_ms = FIRST_DAY * DAY_MS;
    Replay replay;
    check_status(t, replay_run(t->ctx, parcels, PARCELS, &options, &replay), NOT_FOUND);
    check_ok(t, replay_run(t->ctx, parcels, PARCELS, &from_half, &replay));
    check_int(t, replay.known, REPLAY_EACH_STEP);
    check_int(t, replay.known_until, NONE);
    options.as_of_ms = options.from_ms;
    check_ok(t, replay_run(t->ctx, parcels, PARCELS, &options, &replay));
    check_int(t, replay.known, REPLAY_FROZEN);
    check_int(t, replay.known_until, options.from_ms);
    const double brier = replay.brier;
    for (int i = 0; i < PARCELS; i++)
        if (parcels[i].start_ms >= options.from_ms && i % 2 == 0) parcels[i].promised_ms = NONE;
    Replay half;
    check_ok(t, replay_run(t->ctx, parcels, PARCELS, &options, &half));
    check(t, half.n < replay.n && half.n > 0);
    check(t, fabs(half.brier - brier) < 0.1);
}

TEST(parcels_still_under_way_are_counted_and_not_judged)
{
    EtaParcel *parcels = given_parcels(t);
    Replay all, some;
    check_ok(t, replay_run(t->ctx, parcels, PARCELS, &from_half, &all));
    int64_t open = 0;
    for (int i = 0; i < PARCELS; i += 10) {
        if (parcels[i].start_ms < from_half.from_ms) continue;
        parcels[i].delivered_ms = NONE;
        open++;
    }
    check_ok(t, replay_run(t->ctx, parcels, PARCELS, &from_half, &some));
    check_int(t, some.under_way, open);
    check_int(t, some.n, all.n - open);
}

TEST(a_replay_of_nothing_says_so)
{
    Replay replay;
    check_status(t, replay_run(t->ctx, NULL, 0, &from_half, &replay), NOT_FOUND);
}

static ReplayOptions daily_from_half(void)
{
    ReplayOptions options = from_half;
    options.daily = true;
    return options;
}

TEST(by_day_every_parcel_under_way_and_not_overdue_is_judged_at_every_step)
{
    EtaParcel *parcels = given_parcels(t);
    const ReplayOptions options = daily_from_half();
    int64_t n = 0, late = 0;
    for (int i = 0; i < PARCELS; i++)
        for (int64_t at = options.from_ms; at < parcels[i].delivered_ms; at += DAY_MS) {
            if (at <= parcels[i].start_ms || at >= parcels[i].promised_ms) continue;
            n++;
            late += parcels[i].delivered_ms > parcels[i].promised_ms;
        }
    Replay replay;
    check_ok(t, replay_run(t->ctx, parcels, PARCELS, &options, &replay));
    check_int(t, replay.n + replay.unforetold, n);
    check(t, replay.unforetold < n / 50 && replay.late <= late);
    check(t, replay.parcels < replay.n && replay.late_parcels < replay.late);
    check(t, replay.auc > 0.85 && replay.recall > 0.95);
    check(t, replay.lead_p10_days <= replay.lead_p50_days);
    check(t, replay.lead_p50_days <= replay.lead_p90_days && replay.lead_p90_days < 5);
}

TEST(by_day_too_nothing_is_known_of_what_happens_later)
{
    EtaParcel *parcels = given_parcels(t);
    ReplayOptions options = daily_from_half();
    options.to_ms = options.from_ms + DAY_MS;
    Replay before, after;
    check_ok(t, replay_run(t->ctx, parcels, PARCELS, &options, &before));
    uint64_t state = 11;
    for (int i = 0; i < PARCELS; i++) {
        EtaParcel *p = &parcels[i];
        const bool judged = p->start_ms < options.from_ms;
        if (judged || p->delivered_ms == NONE) continue;
        p->delivered_ms += (int64_t)chance(&state, 40 * DAY_MS);
        p->destination = "CN-31";
    }
    check_ok(t, replay_run(t->ctx, parcels, PARCELS, &options, &after));
    check(t, before.n > 10);
    check_int(t, after.n, before.n);
    check_near(t, after.brier, before.brier, 0);
    check_near(t, after.coverage, before.coverage, 0);
    check_near(t, after.mae_days, before.mae_days, 0);
}

TEST(each_beginning_learns_for_itself_and_a_parcel_is_warned_of_once)
{
    EtaParcel *parcels = given_parcels(t);
    Replay alone, both;
    ReplayOptions options = from_half;
    options.warn = 0.01;
    check_ok(t, replay_run(t->ctx, parcels, PARCELS, &options, &alone));
    EtaParcel *more = ARENA_ARRAY(t->ctx->arena, 2 * PARCELS, EtaParcel);
    check(t, more != NULL);
    for (int i = 0; i < PARCELS; i++) {
        more[2 * i] = more[2 * i + 1] = parcels[i];
        more[2 * i + 1].beginning = (EtaStart)(ETA_FROM_STAGE + STAGE_HUB_IN);
        more[2 * i + 1].outlet_id = 7;
    }
    check_ok(t, replay_run(t->ctx, more, 2 * PARCELS, &options, &both));
    check_int(t, both.n, 2 * alone.n);
    check_int(t, both.parcels, alone.parcels);
    check_int(t, both.late_parcels, alone.late_parcels);
    check(t, both.warned >= alone.warned && both.warned <= both.parcels);
    check(t, both.auc > 0.8);
}
