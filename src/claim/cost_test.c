#include "access/person.h"
#include "claim/steps.h"
#include "claim/testing.h"
#include "complaint/testing.h"
#include "db/db.h"

SQL(test_approve, "UPDATE claim SET state = $2, offer = $3, outlet_id = $4, claimed = 0,"
                  " approved = demanded WHERE id = $1");

/* One that is to be paid, of an outlet. */
static Claim given_approved(T *t, int64_t ticket_id, int64_t outlet_id)
{
    ClaimInput input = blank_claim(CLAIM_KIND_LOSS, 10000);
    input.ticket_id = ticket_id;
    Claim claim = registered_claim(t, input);
    check_ok(t, db_run(t->ctx, &test_approve, db_int(claim.id), db_int(CLAIM_APPROVED),
                       db_int(OFFER_ACCEPTED), db_int(outlet_id)));
    check_ok(t, claim_find(t->ctx, claim.id, &claim));
    return claim;
}

TEST_DB(a_payment_is_what_the_complaint_costs_until_it_comes_back)
{
    int64_t ticket = registered_complaint(t);
    Claim claim = given_approved(t, ticket, given_outlet(t, "PD")), again;
    const PaymentInput in = {.reference = "B-1", .amount = 4000};
    check_ok(t, claim_pay(t->ctx, claim.id, claim.version, &in, &claim));
    check_ok(t, claim_pay(t->ctx, claim.id, claim.version, &in, &again));
    check_int(t, cost_of_complaint(t, ticket), 4000);
    check_ok(t, claim_payment_reverse(t->ctx, claim.id, claim.version, "B-1", "came back", &claim));
    check_int(t, cost_of_complaint(t, ticket), 0);
}

TEST_DB(who_pays_a_claim_need_not_see_the_complaint_that_it_costs)
{
    int64_t ticket = registered_complaint(t), outlet = given_outlet(t, "PD");
    Claim claim = given_approved(t, ticket, outlet);
    Person payer = {.kind = PERSON_HUMAN,
                    .id = 6,
                    .login = "payer",
                    .rights = rights_all(),
                    .scope_outlet_id = outlet};
    const PaymentInput in = {.reference = "B-1", .amount = NONE};
    t->ctx->who = &payer;
    check_ok(t, claim_pay(t->ctx, claim.id, claim.version, &in, &claim));
    check(t, t->ctx->who == &payer);
    t->ctx->who = NULL;
    check_int(t, cost_of_complaint(t, ticket), 10000);
}

TEST_DB(a_claim_of_a_ticket_without_a_complaint_is_paid_all_the_same)
{
    Claim claim = given_approved(t, given_complaint_ticket(t).id, given_outlet(t, "PD"));
    const PaymentInput in = {.reference = "B-1", .amount = NONE};
    check_ok(t, claim_pay(t->ctx, claim.id, claim.version, &in, &claim));
    check_int(t, claim.state, CLAIM_PAID);
}
