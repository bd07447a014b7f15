#include <math.h>
#include <string.h>

#include "access/person.h"
#include "base/instant.h"
#include "customer/customer.h"
#include "http/route.h"
#include "insight/answer.h"
#include "test.h"
#include "waybill/testing.h"
#include "waybill/waybill.h"

/* Customers C1 and C2 and parcels of theirs: in turn, of two lanes, delivered after 10, 20, 30 …
 * hours but for the last two, which are on their way, one of them damaged and one long silent. */
enum { PARCELS = 12, CUSTOMERS = 2 };

typedef struct Company {
    Customer customers[CUSTOMERS];
} Company;

static const char *number_of(T *t, int i)
{
    return arena_format(t->ctx->arena, "77123456780%04d", i);
}

static Company *given_company(T *t)
{
    Company *company = ARENA_NEW(t->ctx->arena, Company);
    UpsertRow rows[CUSTOMERS];
    for (size_t i = 0; i < CUSTOMERS; i++) {
        shape_clear(&customer_shape, &company->customers[i]);
        company->customers[i].code = i == 0 ? "C1" : "C2";
        rows[i] = (UpsertRow){.thing = &company->customers[i], .number = (int64_t)i + 1};
    }
    check_ok(t, customer_upsert(t->ctx, rows, CUSTOMERS));
    for (size_t i = 0; i < CUSTOMERS; i++)
        check_ok(t, customer_by_code(t->ctx, i == 0 ? "C1" : "C2", &company->customers[i]));
    return company;
}

static void given_orders(T *t)
{
    WaybillInput orders[PARCELS];
    UpsertRow rows[PARCELS];
    for (int i = 0; i < PARCELS; i++) {
        shape_clear(&waybill_input_shape, &orders[i]);
        orders[i].carrier = "sto";
        orders[i].no = number_of(t, i);
        orders[i].customer_ref = i % 2 == 0 ? "C1" : "C2";
        orders[i].origin = "CN-31";
        orders[i].destination = i % 3 == 0 ? "CN-44" : "CN-11";
        orders[i].ordered_at = TEST_NOW - 200 * HOUR_MS;
        orders[i].promised_at = orders[i].ordered_at + 72 * HOUR_MS;
        rows[i] = (UpsertRow){.thing = &orders[i], .number = i + 1};
    }
    check_ok(t, waybill_apply(t->ctx, rows, PARCELS));
}

static Company *given_parcels(T *t)
{
    Company *company = given_company(t);
    given_orders(t);
    for (int i = 0; i < PARCELS; i++) {
        const char *no = number_of(t, i);
        take_scan(t, given_scan(no, 198 * 60, "collected"), NULL);
        if (i < PARCELS - 2)
            take_scan(t, given_scan(no, (198 - 10 * (i + 1)) * 60, "delivered"), NULL);
        if (i == PARCELS - 2) take_scan(t, given_scan(no, 60, "damaged"), NULL);
    }
    return company;
}

static Status answer_to(T *t, const Customer *customer, const FigureQuery *query,
                        FigureAnswer *answer)
{
    const Person person = {.kind = PERSON_HUMAN,
                           .scope_customer_id = customer == NULL ? 0 : customer->id};
    t->ctx->who = &person;
    Status s = figure_answer(t->ctx, query, answer);
    t->ctx->who = NULL;
    return s;
}

static const FigureRow *row_of(const FigureAnswer *answer, const char *by)
{
    const FigureRow *rows = answer->rows.items;
    for (size_t i = 0; i < answer->rows.count; i++)
        if (strcmp(rows[i].by, by) == 0) return &rows[i];
    return NULL;
}

/* What is answered to nobody's person is the sum of what is answered to each customer's. */
static void check_sums(T *t, Company *company, const Figure *figure, const char *by)
{
    const FigureQuery query = {
        .name = figure->name, .by = by, .from = NONE, .to = NONE, .limit = NONE};
    FigureAnswer whole, own[CUSTOMERS];
    check_ok(t, answer_to(t, NULL, &query, &whole));
    for (size_t c = 0; c < CUSTOMERS; c++)
        check_ok(t, answer_to(t, &company->customers[c], &query, &own[c]));
    const FigureRow *rows = whole.rows.items;
    for (size_t i = 0; i < whole.rows.count; i++) {
        double numerator = 0, denominator = 0;
        for (size_t c = 0; c < CUSTOMERS; c++) {
            const FigureRow *row = row_of(&own[c], rows[i].by);
            if (row == NULL) continue;
            numerator += row->numerator;
            if (row->denominator != NONE) denominator += (double)row->denominator;
        }
        check_near(t, rows[i].numerator, numerator, 1e-9);
        if (rows[i].denominator == NONE) continue;
        /* an exception is set beside all that is on its way, not beside its own */
        if (strcmp(by, "exception") != 0)
            check_near(t, (double)rows[i].denominator, denominator, 0);
    }
}

TEST_DB(what_customers_see_adds_up_to_what_the_company_sees)
{
    Company *company = given_parcels(t);
    for (const Figure *f = figures; f->name != NULL; f++)
        for (const Name *n = dimension_names; n->name != NULL; n++)
            if (f->booked != BOOKED_SERVICE && figure_allows(f, (Dimension)n->value))
                check_sums(t, company, f, n->name);
}

TEST_DB(a_customers_figures_are_of_their_own_parcels)
{
    Company *company = given_parcels(t);
    FigureQuery query = {.name = "collection_to_delivery", .from = NONE, .to = NONE, .limit = NONE};
    FigureAnswer answer;
    check_ok(t, answer_to(t, &company->customers[0], &query, &answer));
    const FigureRow *row = row_of(&answer, "all");
    check_int(t, row->denominator, 5); /* after 10, 30, 50, 70 and 90 hours */
    check_near(t, row->mean * 24, 50, 1e-9);
    check_near(t, row->p50 * 24, 50, 1e-9);
    check_near(t, row->p90 * 24, 82, 1e-9);
    check(t, row->exact);
    query.name = "open_exceptions";
    query.by = "exception";
    check_ok(t, answer_to(t, &company->customers[0], &query, &answer));
    check_int(t, row_of(&answer, "damaged")->value, 1);
    check_int(t, row_of(&answer, "damaged")->denominator, 1);
    check_ok(t, answer_to(t, &company->customers[1], &query, &answer));
    check(t, row_of(&answer, "damaged") == NULL);
    query.name = "stall";
    query.by = NULL;
    check_ok(t, answer_to(t, &company->customers[1], &query, &answer));
    check_near(t, row_of(&answer, "all")->value, 1, 0);
}

TEST_DB(a_customers_quantiles_out_of_bins_are_within_what_they_say)
{
    Company *company = given_parcels(t);
    const Person person = {.kind = PERSON_HUMAN, .scope_customer_id = company->customers[1].id};
    Plan plan = {.by = DIMENSION_ALL,
                 .read = DIMENSION_ALL,
                 .zone = "Asia/Shanghai",
                 .customer = company->customers[1].id,
                 .from = DAY_FIRST,
                 .to = DAY_LAST};
    FigureRow row = {0};
    t->ctx->who = &person;
    check_ok(t, figure_find(t->ctx, "collection_to_delivery", &plan.figure));
    check_ok(t, plan_groups(t->ctx, &plan));
    check_int(t, plan.groups.count, 1);
    check_ok(t, answer_binned(t->ctx, &plan, 0, &row, 1));
    check_near(t, row.p50, 60.0 / 24, row.error); /* after 20, 40, 60, 80 and 100 hours */
    check(t, row.error > 0 && row.error < row.p99 / 100);
    t->ctx->who = NULL;
}

TEST_DB(a_customer_is_shown_their_own_parcels_behind_a_figure)
{
    Company *company = given_parcels(t);
    const Person person = {.kind = PERSON_HUMAN, .scope_customer_id = company->customers[0].id};
    const FigureParcelsQuery query = {
        .name = "delivered", .from = NONE, .to = NONE, .counted = NONE, .limit = 50};
    List parcels;
    const char *next;
    t->ctx->who = &person;
    check_ok(t, figure_parcels(t->ctx, &query, &parcels, &next));
    check_int(t, parcels.count, 5);
    const FigureParcel *parcel = parcels.items;
    for (size_t i = 0; i < parcels.count; i++)
        check_int(t, (parcel[i].no[strlen(parcel[i].no) - 1] - '0') % 2, 0);
    t->ctx->who = NULL;
}

/* Pages of one parcel each: how many parcels they give, every cursor of which must name a parcel
 * that ctx's person sees, and nothing else. */
static size_t walked(T *t, const Figure *figure)
{
    FigureParcelsQuery query = {
        .name = figure->name, .from = NONE, .to = NONE, .counted = NONE, .limit = 1};
    size_t count = 0;
    do {
        List parcels;
        Waybill parcel;
        int64_t key;
        const char *next;
        check_ok(t, figure_parcels(t->ctx, &query, &parcels, &next));
        count += parcels.count;
        query.cursor = next;
        if (next == NULL) continue;
        check_ok(t, cursor_read(t->ctx, next, &key, 1));
        check_ok(t, waybill_find_id(t->ctx, key, &parcel));
    } while (query.cursor != NULL && count <= PARCELS);
    return count;
}

TEST_DB(no_cursor_shows_a_customer_what_is_anothers)
{
    Company *company = given_parcels(t);
    const Person person = {.kind = PERSON_HUMAN, .scope_customer_id = company->customers[1].id};
    for (const Figure *f = figures; f->name != NULL; f++) {
        if (f->booked == BOOKED_SERVICE || f->booked == BOOKED_NOW) continue;
        const FigureQuery query = {.name = f->name, .from = NONE, .to = NONE, .limit = NONE};
        FigureAnswer answer;
        check_ok(t, answer_to(t, &company->customers[1], &query, &answer));
        const FigureRow *row = row_of(&answer, "all");
        t->ctx->who = &person;
        size_t count = walked(t, f);
        check_int(t, count, row->denominator == NONE ? (int64_t)row->value : row->denominator);
        t->ctx->who = NULL;
    }
}

TEST_DB(a_cursor_of_the_companys_list_is_no_customers)
{
    Company *company = given_parcels(t);
    const Person person = {.kind = PERSON_HUMAN, .scope_customer_id = company->customers[0].id};
    FigureParcelsQuery query = {
        .name = "delivered", .from = NONE, .to = NONE, .counted = NONE, .limit = 1};
    List parcels;
    const char *next, *own;
    check_ok(t, figure_parcels(t->ctx, &query, &parcels, &next));
    t->ctx->who = &person;
    check_ok(t, figure_parcels(t->ctx, &query, &parcels, &own));
    query.cursor = next;
    check_status(t, figure_parcels(t->ctx, &query, &parcels, &next), INVALID);
    check_text(t, t->ctx->problem.field, "cursor");
    t->ctx->who = NULL;
    query.cursor = own;
    check_status(t, figure_parcels(t->ctx, &query, &parcels, &next), INVALID);
}

TEST_DB(figures_of_service_are_no_customers)
{
    Company *company = given_company(t);
    FigureAnswer answer;
    for (const Figure *f = figures; f->name != NULL; f++) {
        const FigureQuery query = {.name = f->name, .from = NONE, .to = NONE, .limit = NONE};
        Status wanted = f->booked == BOOKED_SERVICE ? FORBIDDEN : OK;
        check_status(t, answer_to(t, &company->customers[0], &query, &answer), wanted);
    }
}

static Status ignore(void *user, const WaybillFacts *facts)
{
    *(int64_t *)user += facts->waybill_id != 0;
    return OK;
}

TEST_DB(a_customer_with_too_many_parcels_is_told_so)
{
    Company *company = given_parcels(t);
    int64_t seen = 0;
    CustomerFacts of = {company->customers[0].id, PARCELS / 2};
    check_ok(t, store_customer_facts(t->ctx, &of, ignore, &seen));
    check_int(t, seen, PARCELS / 2);
    of.most--;
    check_status(t, store_customer_facts(t->ctx, &of, ignore, &seen), CONFLICT);
    check(t, strstr(t->ctx->problem.message, "more than 5") != NULL);
}
