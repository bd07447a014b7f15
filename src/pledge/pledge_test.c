#include "pledge/pledge.h"

#include <math.h>
#include <string.h>

#include "access/person.h"
#include "base/instant.h"
#include "base/upsert.h"
#include "insight/figure.h"
#include "pledge/period.h"
#include "pledge/pledge_page.h"
#include "pledge/pledge_slice.h"
#include "test.h"
#include "waybill/scan.h"

static void check_period(T *t, PledgeSpan span, int64_t day, int64_t first, int64_t last)
{
    int64_t from, to;
    period_last(span, day, &from, &to);
    check_int(t, from, first);
    check_int(t, to, last);
}

TEST(a_period_is_the_last_whole_one_over_years_and_leap_days)
{
    check_period(t, PLEDGE_MONTH, date_days(2026, 11, 22), date_days(2026, 10, 1),
                 date_days(2026, 10, 31));
    check_period(t, PLEDGE_MONTH, date_days(2026, 11, 1), date_days(2026, 10, 1),
                 date_days(2026, 10, 31));
    check_period(t, PLEDGE_MONTH, date_days(2026, 10, 31), date_days(2026, 9, 1),
                 date_days(2026, 9, 30));
    check_period(t, PLEDGE_MONTH, date_days(2028, 3, 15), date_days(2028, 2, 1),
                 date_days(2028, 2, 29));
    check_period(t, PLEDGE_QUARTER, date_days(2026, 2, 3), date_days(2025, 10, 1),
                 date_days(2025, 12, 31));
    check_period(t, PLEDGE_YEAR, date_days(2026, 1, 1), date_days(2025, 1, 1),
                 date_days(2025, 12, 31));
}

static Pledge pledge_of(const char *code, const char *figure)
{
    Pledge pledge;
    shape_clear(&pledge_shape, &pledge);
    pledge.code = code;
    pledge.zh = "三日送达";
    pledge.en = "Within three days";
    pledge.figure = figure;
    pledge.target = 0.5;
    pledge.span = PLEDGE_MONTH;
    pledge.least = 2;
    return pledge;
}

/* A parcel collected at an instant, and delivered so many hours later; 0: not yet. */
static void given_parcel(T *t, const char *no, int64_t at, int64_t hours)
{
    ScanInput scans[2] = {0};
    UpsertRow rows[2];
    size_t count = hours ? 2 : 1;
    for (size_t i = 0; i < count; i++) {
        shape_clear(&scan_input_shape, &scans[i]);
        scans[i].carrier = "sto";
        scans[i].no = no;
        scans[i].at = at + (i ? hours * HOUR_MS : 0);
        scans[i].code = i ? "delivered" : "collected";
        rows[i] = (UpsertRow){.thing = &scans[i], .number = (int64_t)i + 1};
    }
    check_ok(t, scan_apply(t->ctx, rows, count));
    check_int(t, rows[0].outcome, UPSERT_CREATED);
}

/* Of October's three parcels two came within 72 hours; November has one that did not. */
static void given_parcels(T *t)
{
    int64_t october = date_instant(date_days(2026, 10, 10), "Asia/Shanghai");
    given_parcel(t, "770000000000001", october, 20);
    given_parcel(t, "770000000000002", october, 71);
    given_parcel(t, "770000000000003", october, 100);
    given_parcel(t, "770000000000004", TEST_NOW - 10 * DAY_MS, 0);
}

TEST_DB(a_pledge_tells_its_figure_of_the_last_whole_period)
{
    given_parcels(t);
    Pledge pledge = pledge_of("fast", "hours72");
    check_ok(t, pledge_create(t->ctx, &pledge));
    check_int(t, pledge.version, 1);
    check_int(t, pledge.from, date_days(2026, 10, 1));
    check_int(t, pledge.to, date_days(2026, 10, 31));
    check_int(t, pledge.behind, 3);
    check_near(t, pledge.share, 2.0 / 3, 1e-12);
    check_int(t, pledge.tenths, 666);
    check_int(t, pledge.outcome, PLEDGE_KEPT);
}

TEST_DB(a_period_is_told_when_its_days_to_settle_are_over)
{
    given_parcels(t);
    Pledge pledge = pledge_of("fast", "hours72");
    pledge.settle_days = 22;
    check_ok(t, pledge_create(t->ctx, &pledge));
    check_int(t, pledge.to, date_days(2026, 9, 30));
    pledge.settle_days = 21;
    check_ok(t, pledge_change(t->ctx, "fast", 1, &pledge, &pledge));
    check_int(t, pledge.to, date_days(2026, 10, 31));
}

TEST_DB(where_too_few_stand_behind_it_nothing_is_told)
{
    given_parcels(t);
    Pledge pledge = pledge_of("fast", "hours72");
    pledge.least = 4;
    check_ok(t, pledge_create(t->ctx, &pledge));
    check_int(t, pledge.outcome, PLEDGE_TOO_FEW);
    check(t, isnan(pledge.share));
    check_int(t, pledge.tenths, NONE);
}

TEST_DB(of_what_is_better_low_the_target_is_the_most_there_may_be)
{
    given_parcels(t);
    Pledge pledge = pledge_of("returns", "returned");
    pledge.target = 0;
    check_ok(t, pledge_create(t->ctx, &pledge));
    check_int(t, pledge.tenths, 0);
    check_int(t, pledge.outcome, PLEDGE_KEPT);
}

static const Pledge *pledge_at(T *t, int64_t at, const char *code)
{
    List list;
    check_ok(t, pledge_list(t->ctx, at, &list));
    const Pledge *pledges = list.items;
    for (size_t i = 0; i < list.count; i++)
        if (strcmp(pledges[i].code, code) == 0) return &pledges[i];
    return NULL;
}

TEST_DB(what_was_promised_at_an_instant_is_shown_as_it_was_kept_by_then)
{
    given_parcels(t);
    Pledge pledge = pledge_of("fast", "hours72");
    check_ok(t, pledge_create(t->ctx, &pledge));
    source_move(t->ctx->source, 30 * DAY_MS);
    Pledge change = pledge;
    change.target = 0.9;
    check_ok(t, pledge_change(t->ctx, "fast", 1, &change, &change));
    check_int(t, change.version, 2);
    check_int(t, change.outcome, PLEDGE_TOO_FEW);
    const Pledge *then = pledge_at(t, TEST_NOW + DAY_MS, "fast");
    check(t, then && then->version == 1 && then->outcome == PLEDGE_KEPT);
    source_move(t->ctx->source, DAY_MS);
    check_ok(t, pledge_end(t->ctx, "fast", 2));
    check(t, !pledge_at(t, NONE, "fast"));
    check(t, pledge_at(t, TEST_NOW + DAY_MS, "fast"));
    check(t, !pledge_at(t, TEST_NOW - DAY_MS, "fast"));
}

TEST_DB(the_same_share_is_told_to_whoever_asks)
{
    given_parcels(t);
    Pledge pledge = pledge_of("fast", "hours72");
    check_ok(t, pledge_create(t->ctx, &pledge));
    const Person customer = {.kind = PERSON_HUMAN, .id = 1, .login = "c", .scope_customer_id = 7};
    t->ctx->who = &customer;
    check_ok(t, pledge_find(t->ctx, "fast", &pledge));
    check(t, t->ctx->who == &customer);
    check_int(t, pledge.behind, 3);
    check_status(t, pledge_end(t->ctx, "fast", 1), FORBIDDEN);
    check_status(t, pledge_change(t->ctx, "fast", 1, &pledge, &pledge), FORBIDDEN);
    t->ctx->who = NULL;
}

static void check_refused(T *t, Pledge pledge, const char *field)
{
    check_status(t, pledge_create(t->ctx, &pledge), INVALID);
    check_text(t, t->ctx->problem.field, field);
    problem_clear(t->ctx);
}

TEST_DB(a_pledge_needs_a_figure_that_is_a_share)
{
    check_refused(t, pledge_of("fast", "no_such"), "figure");
    check_refused(t, pledge_of("fast", "shipments"), "figure");
    check_refused(t, pledge_of("fast", "stall"), "figure");
    check_refused(t, pledge_of("fast", "claim_freight"), "figure");
    check_refused(t, pledge_of("Fast!", "hours72"), "code");
}

TEST_DB(a_code_is_in_force_once_and_a_stale_change_is_refused)
{
    Pledge pledge = pledge_of("fast", "hours72"), other;
    check_ok(t, pledge_create(t->ctx, &pledge));
    check_status(t, pledge_change(t->ctx, "fast", 2, &pledge, &other), STALE);
    check_status(t, pledge_end(t->ctx, "fast", 2), STALE);
    check_status(t, pledge_end(t->ctx, "slow", 1), NOT_FOUND);
    check_status(t, pledge_find(t->ctx, "slow", &other), NOT_FOUND);
    check_ok(t, pledge_end(t->ctx, "fast", 1));
    pledge = pledge_of("fast", "hours72");
    check_ok(t, pledge_create(t->ctx, &pledge));
    check_int(t, pledge.version, 2);
    check_status(t, pledge_create(t->ctx, &pledge), CONFLICT);
}

TEST_DB(what_was_shipped_and_ended_does_not_come_back)
{
    const Pledge *shipped = pledge_at(t, 0, "on-time");
    check(t, shipped != NULL);
    if (!shipped) return;
    check_ok(t, pledge_end(t->ctx, "on-time", 1));
    check_ok(t, pledge_seed(t->ctx));
    check(t, !pledge_at(t, NONE, "on-time"));
}

TEST(a_page_says_how_each_was_kept_and_nothing_of_too_few)
{
    Pledge pledges[] = {pledge_of("a", "hours72"), pledge_of("b", "first_answer_kept")};
    pledges[0].from = pledges[1].from = date_days(2026, 10, 1);
    pledges[0].to = pledges[1].to = date_days(2026, 10, 31);
    pledges[0].behind = 1000, pledges[0].tenths = 499, pledges[0].outcome = PLEDGE_MISSED;
    pledges[1].behind = 1, pledges[1].outcome = PLEDGE_TOO_FEW;
    Buf buf;
    buf_init(&buf, t->ctx->arena);
    pledge_page_write(&buf, pledges, 2, true);
    check(t, strstr(buf.data, "<strong>49.9%</strong> Not reached · Target: at least 50%") != NULL);
    check(t, strstr(buf.data, "· 1000 parcels") != NULL);
    check(t, strstr(buf.data, "Too few in this period to tell.") != NULL);
    check(t, strstr(buf.data, "tickets<br>") == NULL);
}
