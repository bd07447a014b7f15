#include <math.h>
#include <string.h>

#include "base/instant.h"
#include "claim/steps.h"
#include "claim/testing.h"
#include "complaint/testing.h"
#include "db/db.h"
#include "desk/entry.h"
#include "desk/merge.h"
#include "desk/testing.h"
#include "insight/insight.h"
#include "waybill/testing.h"

SQL(test_accept, "UPDATE claim SET state = $2, offer = $3, claimed = 0, approved = demanded"
                 " WHERE id = $1");
SQL(test_uncount, "DELETE FROM figure_service");
SQL(test_unmake, "DELETE FROM figure_service_book");

static Status told(void *user, const char *what, int64_t off_by)
{
    (void)off_by;
    check_text(user, what, "no difference");
    return OK;
}

static int64_t differences(T *t, FigureDifference *tell)
{
    int64_t count = -1;
    check_ok(t, figures_verify(t->ctx, tell, t, &count));
    return count;
}

static Status ignored(void *user, const char *what, int64_t off_by)
{
    (void)user, (void)what, (void)off_by;
    return OK;
}

static FigureRow row_of(T *t, const char *name, const char *by)
{
    FigureAnswer answer;
    const FigureQuery query = {.name = name, .by = by, .from = NONE, .to = NONE, .limit = NONE};
    check_ok(t, figure_answer(t->ctx, &query, &answer));
    check(t, answer.rows.count > 0);
    return answer.rows.count ? *(const FigureRow *)answer.rows.items : (FigureRow){.by = ""};
}

static void given_collected_parcels(T *t, int count)
{
    for (int i = 0; i < count; i++) {
        const char *no = arena_format(t->ctx->arena, "77123456789%04d", i);
        check_int(t, take_scan(t, given_scan(no, 60, "collected"), NULL), UPSERT_CREATED);
    }
}

static void answered(T *t, int64_t ticket_id)
{
    TicketEdit edit;
    Entry entry = ticket_entry_of(ENTRY_CALL, ENTRY_PUBLIC);
    entry.direction = ENTRY_OUT;
    entry.text = "called";
    check_ok(t, ticket_edit(t->ctx, ticket_id, NONE, &edit));
    check_ok(t, ticket_entry_say(t->ctx, &edit, &entry));
    check_ok(t, ticket_save(t->ctx, &edit));
}

/* By phone the first answer is given while it rings. */
static Ticket mailed_ticket(T *t)
{
    return opened_ticket(t, blank_ticket(TICKET_INQUIRY, CHANNEL_EMAIL));
}

static Claim paid_claim_of(T *t, int64_t ticket_id, int64_t freight, const char *reference)
{
    const PaymentInput in = {.reference = reference, .amount = 4000};
    ClaimInput input = blank_claim(CLAIM_KIND_LOSS, 10000);
    input.ticket_id = ticket_id;
    input.freight = freight;
    Claim claim = registered_claim(t, input);
    check_ok(t, db_run(t->ctx, &test_accept, db_int(claim.id), db_int(CLAIM_APPROVED),
                       db_int(OFFER_ACCEPTED)));
    check_ok(t, claim_find(t->ctx, claim.id, &claim));
    check_ok(t, claim_pay(t->ctx, claim.id, claim.version, &in, &claim));
    return claim;
}

static Claim paid_claim(T *t, int64_t ticket_id)
{
    return paid_claim_of(t, ticket_id, NONE, "B-1");
}

TEST_DB(complaints_and_claims_are_set_beside_the_parcels)
{
    given_collected_parcels(t, 4);
    paid_claim(t, registered_complaint(t));
    FigureRow rate = row_of(t, "complaint_rate", NULL);
    check_near(t, rate.numerator, 1, 0);
    check_int(t, rate.denominator, 4);
    check_near(t, rate.value, 250000, 0);
    check_near(t, row_of(t, "founded_rate", NULL).numerator, 0, 0);
    check_near(t, row_of(t, "claim_rate", NULL).value, 250, 0);
    check_near(t, row_of(t, "claim_cost", NULL).value, 1000, 0);
    check_text(t, row_of(t, "complaint_rate", "month").by, "2026-11");
    check_int(t, differences(t, told), 0);
}

TEST_DB(what_was_paid_is_set_beside_the_freight_of_claims_whose_freight_is_known)
{
    int64_t ticket_id = registered_complaint(t);
    paid_claim(t, ticket_id);
    check(t, isnan(row_of(t, "claim_freight", NULL).value));
    Claim claim = paid_claim_of(t, ticket_id, 1600, "B-2");
    FigureRow row = row_of(t, "claim_freight", NULL);
    check_near(t, row.numerator, 4000, 0);
    check_int(t, row.denominator, 1600);
    check_near(t, row.value, 2.5, 0);
    check_text(t, row_of(t, "claim_freight", "month").by, "2026-11");
    check_ok(t, claim_payment_reverse(t->ctx, claim.id, claim.version, "B-2", "wrong", &claim));
    check_near(t, row_of(t, "claim_freight", NULL).value, 0, 0);
    check_int(t, differences(t, told), 0);
}

TEST_DB(a_payment_that_came_back_is_not_counted)
{
    Claim claim = paid_claim(t, registered_complaint(t));
    check_near(t, row_of(t, "claim_cost", NULL).numerator, 4000, 0);
    check(t, isnan(row_of(t, "claim_cost", NULL).value)); /* there are no parcels */
    check_ok(t, claim_payment_reverse(t->ctx, claim.id, claim.version, "B-1", "wrong", &claim));
    check_near(t, row_of(t, "claim_cost", NULL).numerator, 0, 0);
    check_int(t, differences(t, told), 0);
}

TEST_DB(answers_in_time_and_late_ones_are_told_apart)
{
    Ticket early = mailed_ticket(t), late = mailed_ticket(t), merged, out;
    answered(t, early.id);
    source_move(t->ctx->source, 60 * DAY_MS);
    answered(t, late.id);
    FigureRow row = row_of(t, "first_answer_kept", NULL);
    check_near(t, row.numerator, 1, 0);
    check_int(t, row.denominator, 2);
    check_near(t, row.value, 0.5, 0);
    check_int(t, differences(t, told), 0);
    merged = mailed_ticket(t);
    check_ok(t, ticket_merge(t->ctx, late.id, NONE, merged.id, &out));
    row = row_of(t, "first_answer_kept", NULL);
    check_int(t, row.denominator, 1); /* what was merged is left out */
    check_int(t, differences(t, told), 0);
    check_ok(t, ticket_unmerge(t->ctx, late.id, NONE, &out));
    check_int(t, row_of(t, "first_answer_kept", NULL).denominator, 2);
    check_int(t, differences(t, told), 0);
}

TEST_DB(what_is_not_counted_is_found_and_counted_anew)
{
    paid_claim(t, registered_complaint(t));
    check_ok(t, db_run_values(t->ctx, &test_uncount, NULL, 0, NULL));
    check(t, differences(t, ignored) > 0);
    check_ok(t, figures_rebuild(t->ctx));
    check_int(t, differences(t, told), 0);
}

TEST_DB(what_stood_before_there_were_such_figures_is_counted_once)
{
    paid_claim(t, registered_complaint(t));
    check_ok(t, db_run_values(t->ctx, &test_uncount, NULL, 0, NULL));
    check_ok(t, db_run_values(t->ctx, &test_unmake, NULL, 0, NULL));
    check_ok(t, insight_slice.seed(t->ctx));
    check_ok(t, insight_slice.seed(t->ctx));
    check_int(t, differences(t, told), 0);
}

TEST_DB(a_figure_of_service_is_shown_by_what_it_is_counted_by)
{
    FigureAnswer answer;
    const FigureQuery query = {
        .name = "claim_rate", .by = "courier", .from = NONE, .to = NONE, .limit = NONE};
    check_status(t, figure_answer(t->ctx, &query, &answer), INVALID);
    List parcels;
    const char *next;
    const FigureParcelsQuery behind = {
        .name = "claim_rate", .from = NONE, .to = NONE, .counted = NONE, .limit = 10};
    check_status(t, figure_parcels(t->ctx, &behind, &parcels, &next), INVALID);
}
