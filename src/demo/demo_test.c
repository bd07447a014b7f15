#include "demo/demo.h"

#include <string.h>

#include "claim/claim.h"
#include "db/db.h"
#include "desk/queue.h"
#include "house.h"
#include "insight/insight.h"
#include "test.h"
#include "waybill/waybill.h"

static const DemoPlan small = {.parcels = 300, .days = 20, .seed = 1};

/* By transactions of its own: what one makes is known when it is through. */
static Status made(T *t, const DemoPlan *plan, DemoParcel *sample)
{
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    Status s = demo_make(t->ctx, plan, sample, NULL, NULL);
    Status borrowed = database_borrow_writer(t->ctx, t->house->database);
    return s ? s : borrowed;
}

static FigureRow figure(T *t, const char *name)
{
    FigureQuery query = {.name = name, .from = NONE, .to = NONE, .limit = NONE};
    FigureAnswer answer;
    check_ok(t, figure_answer(t->ctx, &query, &answer));
    return *(FigureRow *)answer.rows.items;
}

static Status no_difference(void *user, const char *what, int64_t off_by)
{
    (void)off_by;
    check_text(user, what, "no difference");
    return OK;
}

TEST_DB(the_demonstration_is_a_company_whose_figures_can_be_believed)
{
    DemoParcel sample;
    check_ok(t, made(t, &small, &sample));
    FigureRow on_time = figure(t, "on_time");
    check(t, on_time.denominator > 200);
    check(t, on_time.value > 0.75 && on_time.value < 0.99);
    FigureRow full_time = figure(t, "full_time");
    check(t, full_time.mean > 1 && full_time.mean < 4);
    check(t, figure(t, "shipments").value > 280);
    int64_t differences = -1;
    check_ok(t, figures_verify(t->ctx, no_difference, t, &differences));
    check_int(t, differences, 0);
}

TEST_DB(the_parcel_to_look_at_is_there_and_its_receiver_is_known)
{
    DemoParcel sample;
    check_ok(t, made(t, &small, &sample));
    Waybill waybill;
    check_ok(t, waybill_find(t->ctx, sample.carrier, sample.no, &waybill));
    check(t, waybill_tail_matches(&waybill, sample.tail));
    check(t, waybill.promised_at != NONE);
}

TEST_DB(its_customers_ask_complain_and_claim)
{
    DemoParcel sample;
    List claims;
    const char *next;
    check_ok(t, made(t, &small, &sample));
    const char *kinds[] = {"inquiry", "complaint", "claim"};
    for (size_t i = 0; i < 3; i++) {
        List tickets;
        TicketFilter filter;
        shape_clear(&ticket_query_shape, &filter);
        filter.kinds = (Texts){&kinds[i], 1};
        filter.limit = 10;
        check_ok(t, ticket_list(t->ctx, &filter, &tickets, &next));
        check(t, tickets.count > 0);
    }
    ClaimFilter all;
    shape_clear(&claim_filter_shape, &all);
    all.limit = 10;
    check_ok(t, claim_list(t->ctx, &all, &claims, &next));
    check(t, claims.count > 0);
}

TEST_DB(a_database_that_is_not_empty_is_left_alone)
{
    DemoParcel sample;
    check_ok(t, made(t, &(DemoPlan){.parcels = 1, .days = 1, .seed = 1}, &sample));
    check_status(t, made(t, &small, &sample), CONFLICT);
}
