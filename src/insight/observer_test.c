#include "insight/observer.h"

#include <math.h>
#include <string.h>

#include "access/setting.h"
#include "base/instant.h"
#include "insight/answer.h"
#include "insight/histogram.h"
#include "insight/proof.h"
#include "test.h"

enum { PARCELS = 300 };

/* A company in memory: what the observer is told, and what the proof counts from. */
typedef struct Company {
    WaybillFacts parcels[PARCELS];
    int count;
    void *observer;
    uint64_t state;
} Company;

static int64_t chance(Company *company, int64_t below)
{
    company->state = company->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((company->state >> 33) % (uint64_t)below);
}

static Company *company_open(T *t)
{
    Company *company = ARENA_NEW(t->ctx->arena, Company);
    check(t, company != NULL);
    company->state = 42;
    check_ok(t, insight_observer.open(t->ctx, &company->observer));
    return company;
}

static Status company_facts(Ctx *ctx, void *from, FactsEach *each, void *user)
{
    (void)ctx;
    const Company *company = from;
    Status s = OK;
    for (int i = 0; !s && i < company->count; i++)
        s = each(user, &company->parcels[i]);
    return s;
}

static Status count_difference(void *user, const char *what, int64_t off_by)
{
    (void)what;
    (void)off_by;
    ++*(int *)user;
    return OK;
}

static int64_t differences(T *t, Company *company)
{
    int64_t count = -1;
    int heard = 0;
    check_ok(t, proof_compare(t->ctx, &(FactsSource){company_facts, company}, count_difference,
                              &heard, &count));
    check_int(t, heard, count);
    return count;
}

static WaybillFacts some_parcel(Company *company, int number)
{
    static const char *const regions[] = {"", "CN-31", "CN-44", "CN-11"};
    static const char *const carriers[] = {"sto", "yto"};
    int64_t ordered = TEST_NOW - chance(company, 90) * DAY_MS - chance(company, DAY_MS);
    return (WaybillFacts){.waybill_id = number + 1,
                          .carrier = carriers[chance(company, 2)],
                          .product = "next_day",
                          .origin = regions[chance(company, 4)],
                          .destination = regions[chance(company, 4)],
                          .origin_outlet_id = chance(company, 3),
                          .destination_outlet_id = chance(company, 3),
                          .outlet_id = chance(company, 3),
                          .stage = STAGE_CREATED,
                          .leg = LEG_FORWARD,
                          .ordered_ms = chance(company, 5) == 0 ? NONE : ordered,
                          .collected_ms = NONE,
                          .delivered_ms = NONE,
                          .promised_ms = chance(company, 5) == 0 ? NONE : ordered + 3 * DAY_MS,
                          .last_ms = ordered};
}

static WaybillFacts some_change(Company *company, WaybillFacts f)
{
    f.last_ms += chance(company, 30 * HOUR_MS);
    f.outlet_id = chance(company, 3);
    switch (chance(company, 8)) {
    case 0:
        f.stage = STAGE_DELIVERED;
        f.delivered_ms = f.last_ms;
        f.attempts++;
        break;
    case 1: /* the signature was false */
        f.stage = STAGE_OUT_FOR_DELIVERY;
        f.delivered_ms = NONE;
        f.exceptions |= EXCEPTION_BIT(EXCEPTION_FALSE_SIGNATURE);
        break;
    case 2:
        f.stage = STAGE_RETURNING;
        f.leg = LEG_RETURN;
        break;
    case 3:
        f.exceptions ^= EXCEPTION_BIT(chance(company, EXCEPTION_COUNT));
        break;
    case 4:
        f.stage = STAGE_CANCELLED;
        break;
    case 5:
        f.promised_ms = f.last_ms - chance(company, 2 * DAY_MS);
        break;
    default:
        f.stage = STAGE_COLLECTED;
        f.collected_ms = f.last_ms - chance(company, DAY_MS);
    }
    return f;
}

static void company_lives(T *t, Company *company, int changes)
{
    for (int i = 0; i < changes; i++) {
        int which = (int)chance(company, PARCELS);
        WaybillFacts after;
        const WaybillFacts *before = NULL;
        if (which >= company->count) {
            which = company->count++;
            after = some_parcel(company, which);
        } else {
            before = &company->parcels[which];
            after = some_change(company, *before);
        }
        check_ok(t, insight_observer.changed(t->ctx, company->observer, before, &after));
        company->parcels[which] = after;
        if (chance(company, 50) == 0)
            check_ok(t, insight_observer.flush(t->ctx, company->observer));
    }
    check_ok(t, insight_observer.flush(t->ctx, company->observer));
}

TEST_DB(after_any_history_the_roll_ups_are_what_the_parcels_say)
{
    Company *company = company_open(t);
    company_lives(t, company, 3000);
    check_int(t, company->count, PARCELS);
    check_int(t, differences(t, company), 0);
    insight_observer.close(company->observer);
}

TEST_DB(a_roll_up_that_is_wrong_is_told)
{
    Company *company = company_open(t);
    company_lives(t, company, 200);
    company->parcels[0].stage = STAGE_COLLECTED;
    company->parcels[0].exceptions = 0;
    company->parcels[0].collected_ms = TEST_NOW - 200 * DAY_MS;
    check(t, differences(t, company) > 0);
    check_ok(t, proof_rebuild(t->ctx, &(FactsSource){company_facts, company}));
    check_int(t, differences(t, company), 0);
    insight_observer.close(company->observer);
}

TEST_DB(what_was_forgotten_is_not_counted)
{
    Company *company = company_open(t);
    WaybillFacts f = some_parcel(company, 0);
    check_ok(t, insight_observer.changed(t->ctx, company->observer, NULL, &f));
    insight_observer.forget(company->observer);
    check_ok(t, insight_observer.flush(t->ctx, company->observer));
    check_int(t, differences(t, company), 0);
    insight_observer.close(company->observer);
}

static FigureRow answer_one(T *t, const char *name, const char *by, int64_t from, int64_t to)
{
    FigureQuery query = {.name = name, .by = by, .from = from, .to = to, .limit = NONE};
    FigureAnswer answer;
    check_ok(t, figure_answer(t->ctx, &query, &answer));
    check(t, answer.rows.count > 0);
    return *(FigureRow *)answer.rows.items;
}

/* Delivered parcels, one each 7 hours, each a little slower than the one before. */
static void given_deliveries(T *t, Company *company, int count)
{
    for (int i = 0; i < count; i++) {
        WaybillFacts f = some_parcel(company, i);
        f.collected_ms = TEST_NOW - 80 * DAY_MS + i * 7 * HOUR_MS;
        f.ordered_ms = f.collected_ms - HOUR_MS;
        f.delivered_ms = f.collected_ms + 30 * HOUR_MS + i * i * MINUTE_MS;
        f.promised_ms = f.collected_ms + 72 * HOUR_MS;
        f.stage = STAGE_DELIVERED;
        f.attempts = 1 + i % 4 / 3;
        company->parcels[company->count++] = f;
        check_ok(t, insight_observer.changed(t->ctx, company->observer, NULL, &f));
    }
    check_ok(t, insight_observer.flush(t->ctx, company->observer));
}

static int64_t counted(const Company *company, int64_t from, int64_t to, bool on_time)
{
    int64_t n = 0;
    for (int i = 0; i < company->count; i++) {
        const WaybillFacts *f = &company->parcels[i];
        int64_t day = instant_date(f->delivered_ms, "Asia/Shanghai");
        n += day >= from && day <= to && (!on_time || f->delivered_ms <= f->promised_ms);
    }
    return n;
}

TEST_DB(any_range_of_days_counts_its_days_and_no_others)
{
    Company *company = company_open(t);
    given_deliveries(t, company, 150);
    int64_t today = instant_date(TEST_NOW, "Asia/Shanghai");
    for (int64_t from = today - 85; from < today; from += 9)
        for (int64_t to = from; to < today; to += 13) {
            FigureRow row = answer_one(t, "on_time", NULL, from, to);
            check_int(t, row.denominator, counted(company, from, to, false));
            check_int(t, row.numerator, counted(company, from, to, true));
        }
    FigureRow row = answer_one(t, "on_time", NULL, NONE, NONE);
    check_int(t, row.denominator, 150);
    check_near(t, row.value, row.numerator / 150, 1e-12);
    insight_observer.close(company->observer);
}

TEST_DB(quantiles_of_a_few_are_those_of_the_sorted_durations)
{
    Company *company = company_open(t);
    given_deliveries(t, company, 151);
    int64_t durations[151];
    double sum = 0;
    for (int i = 0; i < 151; i++) {
        durations[i] = company->parcels[i].delivered_ms - company->parcels[i].ordered_ms;
        sum += (double)durations[i];
    }
    durations_sort(durations, 151);
    FigureRow row = answer_one(t, "full_time", NULL, NONE, NONE);
    check(t, row.exact);
    check_near(t, row.mean, sum / 151 / DAY_MS, 1e-9);
    check_near(t, row.p50, quantile_sorted(durations, 151, 0.50) / DAY_MS, 1e-9);
    check_near(t, row.p90, quantile_sorted(durations, 151, 0.90) / DAY_MS, 1e-9);
    check_near(t, row.p95, quantile_sorted(durations, 151, 0.95) / DAY_MS, 1e-9);
    check_near(t, row.p99, quantile_sorted(durations, 151, 0.99) / DAY_MS, 1e-9);
    insight_observer.close(company->observer);
}

/* What a plan over all days has in its bins. */
static Histogram histogram_of(T *t, const int64_t *sorted, size_t count)
{
    Bin *bins = ARENA_ARRAY(t->ctx->arena, count, Bin);
    Histogram histogram = {bins, 0, (int64_t)count};
    for (size_t i = 0; i < count; i++) {
        int64_t bin = bin_of(sorted[i]);
        if (histogram.count == 0 || bins[histogram.count - 1].bin != bin)
            bins[histogram.count++] = (Bin){bin, 0};
        bins[histogram.count - 1].n++;
    }
    return histogram;
}

TEST_DB(quantiles_read_from_few_bins_are_those_of_all_durations)
{
    Company *company = company_open(t);
    given_deliveries(t, company, 149);
    int64_t durations[149];
    for (int i = 0; i < 149; i++)
        durations[i] = company->parcels[i].delivered_ms - company->parcels[i].ordered_ms;
    durations_sort(durations, 149);
    Histogram histogram = histogram_of(t, durations, 149);
    check(t, histogram.count < 149);
    Plan plan = {.from = DAY_FIRST, .to = DAY_LAST};
    check_ok(t, figure_find(t->ctx, "full_time", &plan.figure));
    FigureRow row = {.exact = false, .error = 1};
    check_ok(t, answer_refine(t->ctx, &plan, &histogram, &row));
    check(t, row.exact && isnan(row.error));
    for (size_t q = 0; q < QUANTILES; q++)
        check_near(t, *quantile_place(&row, q) * DAY_MS,
                   quantile_sorted(durations, 149, quantile_levels[q]), 1e-4);
    insight_observer.close(company->observer);
}

TEST_DB(bins_that_are_not_what_the_parcels_say_are_told)
{
    Company *company = company_open(t);
    given_deliveries(t, company, 20);
    int64_t durations[20];
    for (int i = 0; i < 20; i++)
        durations[i] = i * HOUR_MS;
    Histogram histogram = histogram_of(t, durations, 20);
    Plan plan = {.from = DAY_FIRST, .to = DAY_LAST};
    check_ok(t, figure_find(t->ctx, "full_time", &plan.figure));
    FigureRow row = {.exact = false};
    check_status(t, answer_refine(t->ctx, &plan, &histogram, &row), INTERNAL);
    insight_observer.close(company->observer);
}

TEST_DB(rows_by_day_and_month_add_up_to_the_whole)
{
    Company *company = company_open(t);
    given_deliveries(t, company, 150);
    static const char *const dimensions[] = {"day", "month", "carrier", "lane", "outlet"};
    for (size_t d = 0; d < sizeof dimensions / sizeof dimensions[0]; d++) {
        FigureQuery query = {
            .name = "on_time", .by = dimensions[d], .from = NONE, .to = NONE, .limit = NONE};
        FigureAnswer answer;
        check_ok(t, figure_answer(t->ctx, &query, &answer));
        check(t, answer.rows.count > 1);
        const FigureRow *rows = answer.rows.items;
        int64_t sum = 0;
        for (size_t i = 0; i < answer.rows.count; i++)
            sum += rows[i].denominator;
        check_int(t, sum, 150);
    }
    insight_observer.close(company->observer);
}

TEST_DB(pages_of_rows_follow_each_other)
{
    Company *company = company_open(t);
    given_deliveries(t, company, 150);
    FigureQuery query = {.name = "delivered", .by = "day", .from = NONE, .to = NONE, .limit = 7};
    FigureAnswer answer;
    double sum = 0;
    int pages = 0;
    do {
        check_ok(t, figure_answer(t->ctx, &query, &answer));
        const FigureRow *rows = answer.rows.items;
        for (size_t i = 0; i < answer.rows.count; i++)
            sum += rows[i].value;
        query.cursor = answer.next;
        pages++;
    } while (answer.next != NULL);
    check(t, pages > 3);
    check_int(t, sum, 150);
    query.cursor = "nonsense";
    check_status(t, figure_answer(t->ctx, &query, &answer), INVALID);
    insight_observer.close(company->observer);
}

TEST_DB(only_promised_days_that_are_over_count_as_kept_or_broken)
{
    Company *company = company_open(t);
    WaybillFacts f = some_parcel(company, 0);
    f.promised_ms = TEST_NOW - DAY_MS;
    check_ok(t, insight_observer.changed(t->ctx, company->observer, NULL, &f));
    f.waybill_id = 2;
    f.promised_ms = TEST_NOW - MINUTE_MS;
    check_ok(t, insight_observer.changed(t->ctx, company->observer, NULL, &f));
    check_ok(t, insight_observer.flush(t->ctx, company->observer));
    FigureRow row = answer_one(t, "promise_kept", NULL, NONE, NONE);
    check_int(t, row.denominator, 1);
    check_int(t, row.numerator, 0);
    insight_observer.close(company->observer);
}

TEST_DB(a_parcel_stalls_when_more_than_the_set_hours_passed)
{
    Company *company = company_open(t);
    int64_t hours = setting_int(t->ctx, SETTING_NAMED_STALL_HOURS);
    for (int i = 0; i < 4; i++) {
        WaybillFacts f = some_parcel(company, i);
        f.stage = STAGE_IN_TRANSIT;
        f.collected_ms = TEST_NOW - 10 * DAY_MS;
        f.last_ms = TEST_NOW - (hours + i - 1) * HOUR_MS;
        check_ok(t, insight_observer.changed(t->ctx, company->observer, NULL, &f));
    }
    check_ok(t, insight_observer.flush(t->ctx, company->observer));
    FigureRow row = answer_one(t, "stall", NULL, NONE, NONE);
    check_int(t, row.denominator, 4);
    check_int(t, row.numerator, 2);
    check_near(t, row.value, 0.5, 1e-12);
    insight_observer.close(company->observer);
}

TEST_DB(open_exceptions_are_counted_by_kind_beside_what_is_on_its_way)
{
    Company *company = company_open(t);
    for (int i = 0; i < 3; i++) {
        WaybillFacts f = some_parcel(company, i);
        f.stage = STAGE_IN_TRANSIT;
        if (i > 0) f.exceptions = EXCEPTION_BIT(EXCEPTION_DAMAGED);
        if (i > 1) f.exceptions |= EXCEPTION_BIT(EXCEPTION_SHORT);
        check_ok(t, insight_observer.changed(t->ctx, company->observer, NULL, &f));
    }
    check_ok(t, insight_observer.flush(t->ctx, company->observer));
    FigureRow row = answer_one(t, "open_exceptions", NULL, NONE, NONE);
    check_int(t, row.value, 2);
    check_int(t, row.denominator, 3);
    FigureQuery query = {
        .name = "open_exceptions", .by = "exception", .from = NONE, .to = NONE, .limit = NONE};
    FigureAnswer answer;
    check_ok(t, figure_answer(t->ctx, &query, &answer));
    const FigureRow *rows = answer.rows.items;
    check_int(t, answer.rows.count, 2);
    check_text(t, rows[0].by, "damaged");
    check_int(t, rows[0].value, 2);
    check_int(t, rows[1].value, 1);
    check_int(t, rows[1].denominator, 3);
    insight_observer.close(company->observer);
}

TEST_DB(nothing_counted_gives_one_row_without_a_value)
{
    for (const Figure *f = figures; f->name != NULL; f++) {
        FigureRow row = answer_one(t, f->name, NULL, NONE, NONE);
        check_int(t, row.numerator, 0);
        check(t, f->kind == FIGURE_COUNT ? row.value == 0 : isnan(row.value));
    }
}

TEST_DB(a_figure_that_is_none_is_refused_and_told_where_they_are_listed)
{
    FigureAnswer answer;
    FigureQuery query = {.name = "on_tme", .from = NONE, .to = NONE, .limit = NONE};
    check_status(t, figure_answer(t->ctx, &query, &answer), INVALID);
    check_text(t, t->ctx->problem.field, "name");
    check(t, strstr(t->ctx->problem.hint, "/api/v1/figures") != NULL);
    query.name = "stall";
    query.by = "day";
    check_status(t, figure_answer(t->ctx, &query, &answer), INVALID);
    check_text(t, t->ctx->problem.field, "by");
    check(t, strstr(t->ctx->problem.hint, "lane") != NULL);
    query = (FigureQuery){.name = "on_time", .from = 20000, .to = 19999, .limit = NONE};
    check_status(t, figure_answer(t->ctx, &query, &answer), INVALID);
    check_text(t, t->ctx->problem.field, "from");
}
