#include "insight/insight.h"

#include <math.h>
#include <string.h>

#include "access/outlet.h"
#include "access/outlet_cache.h"
#include "access/person.h"
#include "access/setting.h"
#include "base/instant.h"
#include "insight/answer.h"
#include "insight/insight_slice.h"
#include "slices.h"
#include "test.h"
#include "waybill/scan.h"

/* Parcels that come in as scans, as any other would. */
typedef struct Story {
    T *t;
    ScanInput scans[64];
    UpsertRow rows[64];
    size_t count;
} Story;

static void tell(Story *story, const char *no, const char *carrier, const char *code,
                 const char *site, int64_t hours)
{
    ScanInput *scan = &story->scans[story->count];
    shape_clear(&scan_input_shape, scan);
    scan->carrier = carrier;
    scan->no = no;
    scan->at = TEST_NOW - 10 * DAY_MS + hours * HOUR_MS;
    scan->code = code;
    scan->site_code = site;
    story->rows[story->count] = (UpsertRow){.thing = scan, .number = (int64_t)story->count + 1};
    story->count++;
}

static void happens(Story *story)
{
    check_ok(story->t, scan_apply(story->t->ctx, story->rows, story->count));
    for (size_t i = 0; i < story->count; i++)
        check_int(story->t, story->rows[i].outcome, UPSERT_CREATED);
    story->count = 0;
}

static void given_outlet(T *t, const char *code, const char *parent)
{
    Outlet outlet = {
        .code = code, .name = code, .parent = parent, .kind = OUTLET_BRANCH, .region = ""};
    check_ok(t, outlet_create(t->ctx, &outlet));
}

/* Three delivered (20, 60 and 100 hours after collection; the last at the second attempt), one
 * still on its way and stalled, one on its way and damaged. */
static void given_parcels(T *t)
{
    Story *story = ARENA_NEW(t->ctx->arena, Story);
    story->t = t;
    tell(story, "1001", "sto", "collected", "EAST", 0);
    tell(story, "1001", "sto", "out_for_delivery", "EAST", 19);
    tell(story, "1001", "sto", "delivered", "EAST", 20);
    tell(story, "1002", "sto", "collected", "EAST", 0);
    tell(story, "1002", "sto", "out_for_delivery", "WEST", 59);
    tell(story, "1002", "sto", "delivered", "WEST", 60);
    tell(story, "1003", "yto", "collected", "EAST", 0);
    tell(story, "1003", "yto", "out_for_delivery", "WEST", 80);
    tell(story, "1003", "yto", "attempt_failed", "WEST", 81);
    tell(story, "1003", "yto", "out_for_delivery", "WEST", 99);
    tell(story, "1003", "yto", "delivered", "WEST", 100);
    tell(story, "1004", "yto", "collected", "EAST", 0);
    tell(story, "1005", "yto", "collected", "WEST", 230);
    tell(story, "1005", "yto", "damaged", "WEST", 235);
    happens(story);
}

static void given_company(T *t)
{
    given_outlet(t, "HQ", NULL);
    given_outlet(t, "EAST", "HQ");
    given_outlet(t, "WEST", "HQ");
    check_ok(t, outlets_refresh(t->ctx, t->house->outlets));
}

static List rows_of(T *t, const char *name, const char *by)
{
    FigureQuery query = {.name = name, .by = by, .from = NONE, .to = NONE, .limit = NONE};
    FigureAnswer answer;
    check_ok(t, figure_answer(t->ctx, &query, &answer));
    return answer.rows;
}

static const FigureRow *row_of(T *t, const List *rows, const char *by)
{
    const FigureRow *row = rows->items;
    for (size_t i = 0; i < rows->count; i++)
        if (strcmp(row[i].by, by) == 0) return &row[i];
    check_text(t, "no such row", by);
    return NULL;
}

static Status no_difference(void *user, const char *what, int64_t off_by)
{
    (void)off_by;
    check_text(user, what, "no difference");
    return OK;
}

static void check_verified(T *t)
{
    int64_t differences = -1;
    check_ok(t, figures_verify(t->ctx, no_difference, t, &differences));
    check_int(t, differences, 0);
}

TEST_DB(figures_follow_the_scans)
{
    given_parcels(t);
    List rows = rows_of(t, "hours72", NULL);
    check_near(t, row_of(t, &rows, "all")->value, 0.4, 1e-12);
    rows = rows_of(t, "first_attempt", NULL);
    check_near(t, row_of(t, &rows, "all")->value, 2.0 / 3, 1e-12);
    rows = rows_of(t, "stall", NULL);
    check_near(t, row_of(t, &rows, "all")->value, 0.5, 1e-12);
    check_verified(t);
}

TEST_DB(a_breakdown_has_the_quantiles_of_its_own_parcels)
{
    given_parcels(t);
    List rows = rows_of(t, "collection_to_delivery", "carrier");
    check_int(t, rows.count, 2);
    const FigureRow *sto = row_of(t, &rows, "sto"), *yto = row_of(t, &rows, "yto");
    check_near(t, sto->p50, 40.0 / 24, 1e-9);
    check_near(t, sto->p90, 56.0 / 24, 1e-9);
    check_near(t, yto->p50, 100.0 / 24, 1e-9);
    check_near(t, sto->mean, 40.0 / 24, 1e-9);
    check(t, sto->exact && isnan(sto->error));
}

TEST_DB(what_stands_now_breaks_down_as_it_adds_up)
{
    given_parcels(t);
    List rows = rows_of(t, "stall", "carrier");
    check_int(t, rows.count, 1);
    check_near(t, row_of(t, &rows, "yto")->value, 0.5, 1e-12);
    rows = rows_of(t, "open_exceptions", "carrier");
    check_int(t, row_of(t, &rows, "yto")->value, 1);
    check_int(t, row_of(t, &rows, "yto")->denominator, 2);
    rows = rows_of(t, "open_exceptions", "exception");
    check_int(t, row_of(t, &rows, "damaged")->value, 1);
}

TEST_DB(a_correction_of_a_delivery_moves_the_figures)
{
    given_parcels(t);
    Story *story = ARENA_NEW(t->ctx->arena, Story);
    story->t = t;
    tell(story, "1001", "sto", "false_signature", "EAST", 22);
    happens(story);
    List rows = rows_of(t, "delivered", NULL);
    check_int(t, row_of(t, &rows, "all")->value, 2);
    rows = rows_of(t, "hours72", NULL);
    check_near(t, row_of(t, &rows, "all")->value, 0.2, 1e-12);
    check_verified(t);
}

TEST_DB(another_zone_is_told_until_the_figures_are_rebuilt_in_it)
{
    given_parcels(t);
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_ZONE, "America/Sao_Paulo", NONE));
    check_ok(t, settings_refresh(t->ctx, t->house->settings));
    FigureQuery query = {.name = "shipments", .by = "day", .from = NONE, .to = NONE, .limit = NONE};
    FigureAnswer answer;
    check_ok(t, figure_answer(t->ctx, &query, &answer));
    check_text(t, answer.zone, "Asia/Shanghai");
    check_text(t, answer.company_zone, "America/Sao_Paulo");
    check_int(t, row_of(t, &answer.rows, "2026-11-22")->value, 1);
    check_verified(t);
    check_ok(t, figures_rebuild(t->ctx));
    check_ok(t, figure_answer(t->ctx, &query, &answer));
    check_text(t, answer.zone, "America/Sao_Paulo");
    check(t, answer.company_zone == NULL);
    check_int(t, row_of(t, &answer.rows, "2026-11-21")->value, 1);
    check_verified(t);
}

TEST_DB(a_change_of_the_zone_makes_a_job_that_counts_anew)
{
    static const Slice *const only[] = {&insight_slice, NULL};
    FigureQuery query = {.name = "shipments", .by = "day", .from = NONE, .to = NONE, .limit = NONE};
    FigureAnswer answer;
    int64_t count = 0;
    given_parcels(t);
    t->house->slices = only;
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_STALL_HOURS, "36", NONE));
    check_ok(t, jobs_run_due(t->ctx, &count));
    check_ok(t, figure_answer(t->ctx, &query, &answer));
    check_text(t, answer.zone, "Asia/Shanghai");
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_ZONE, "America/Sao_Paulo", NONE));
    check_ok(t, jobs_run_due(t->ctx, &count));
    check_ok(t, settings_refresh(t->ctx, t->house->settings));
    check_ok(t, figure_answer(t->ctx, &query, &answer));
    check_text(t, answer.zone, "America/Sao_Paulo");
    check(t, answer.company_zone == NULL);
    check_int(t, row_of(t, &answer.rows, "2026-11-21")->value, 1);
    check_verified(t);
}

TEST(a_large_breakdown_that_is_not_sketched_yet_says_why_it_has_no_quantiles)
{
    RollupCell *cell = arena_alloc(t->ctx->arena, sizeof *cell + 2 * sizeof(int64_t));
    Plan plan = {.read = DIMENSION_CARRIER, .groups = {&cell, 1}};
    cell->n[1] = QUANTILE_ROWS_MAX;
    check(t, quantiles_missing(&plan) == NULL);
    cell->n[1]++;
    check(t, strstr(quantiles_missing(&plan), "shorter range") != NULL);
    plan.sketched = true;
    check(t, quantiles_missing(&plan) == NULL);
    plan.sketched = false;
    plan.read = DIMENSION_ALL;
    check(t, quantiles_missing(&plan) == NULL);
}

static size_t parcels_of(T *t, FigureParcelsQuery query)
{
    List parcels;
    const char *next;
    size_t count = 0;
    query.limit = 2;
    do {
        check_ok(t, figure_parcels(t->ctx, &query, &parcels, &next));
        check(t, parcels.count <= 2);
        count += parcels.count;
        query.cursor = next;
    } while (next != NULL);
    return count;
}

TEST_DB(a_figure_opens_to_the_parcels_behind_it)
{
    given_parcels(t);
    FigureParcelsQuery query = {.name = "hours72", .from = NONE, .to = NONE, .counted = NONE};
    check_int(t, parcels_of(t, query), 5);
    query.counted = 1;
    check_int(t, parcels_of(t, query), 2);
    query.counted = 0;
    check_int(t, parcels_of(t, query), 3);
    query.by = "carrier";
    query.value = "sto";
    check_int(t, parcels_of(t, query), 0);
    query.counted = NONE;
    check_int(t, parcels_of(t, query), 2);
    query = (FigureParcelsQuery){.name = "delivered", .from = NONE, .to = NONE, .counted = NONE};
    check_int(t, parcels_of(t, query), 3);
    query.to = 10000;
    check_int(t, parcels_of(t, query), 0);
}

TEST_DB(parcels_of_what_stands_now_are_listed_elsewhere)
{
    List parcels;
    const char *next;
    FigureParcelsQuery query = {
        .name = "stall", .from = NONE, .to = NONE, .counted = NONE, .limit = 10};
    check_status(t, figure_parcels(t->ctx, &query, &parcels, &next), INVALID);
    check(t, t->ctx->problem.hint[0] != '\0');
    query.name = "on_time";
    query.by = "day";
    check_status(t, figure_parcels(t->ctx, &query, &parcels, &next), INVALID);
    query.by = NULL;
    query.cursor = "nonsense";
    check_status(t, figure_parcels(t->ctx, &query, &parcels, &next), INVALID);
}

TEST_DB(whoever_sees_one_subtree_is_given_that_subtrees_figures)
{
    given_company(t);
    given_parcels(t);
    List all = rows_of(t, "delivered", "outlet");
    check_int(t, row_of(t, &all, "EAST")->value, 1);
    check_int(t, row_of(t, &all, "WEST")->value, 2);
    Outlet east;
    check_ok(t, outlet_find(t->ctx, "EAST", &east));
    const Person person = {.kind = PERSON_HUMAN, .scope_outlet_id = east.id};
    t->ctx->who = &person;
    List rows = rows_of(t, "delivered", NULL);
    check_int(t, row_of(t, &rows, "all")->value, 1);
    rows = rows_of(t, "delivered", "outlet");
    check_int(t, rows.count, 1);
    check_text(t, ((FigureRow *)rows.items)->by, "EAST");
    rows = rows_of(t, "stall", NULL);
    check_int(t, row_of(t, &rows, "all")->denominator, 1);
    FigureParcelsQuery parcels = {.name = "delivered", .from = NONE, .to = NONE, .counted = NONE};
    check_int(t, parcels_of(t, parcels), 1);
    rows = rows_of(t, "collection_to_delivery", "day");
    check_int(t, rows.count, 1);
    check_near(t, ((FigureRow *)rows.items)->p50, 20.0 / 24, 1e-9);
    FigureQuery query = {.name = "hours72", .by = "lane", .from = NONE, .to = NONE, .limit = NONE};
    FigureAnswer answer;
    check_status(t, figure_answer(t->ctx, &query, &answer), FORBIDDEN);
    t->ctx->who = NULL;
}
