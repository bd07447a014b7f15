/* What a claim says of insurance, beside what the order says. */
#include "claim/claim.h"
#include "test.h"
#include "waybill/testing.h"

static void ordered(T *t, const char *no, int64_t insured)
{
    WaybillInput order = given_waybill(no);
    order.insured = insured;
    check_int(t, take_waybill(t, order, NULL), UPSERT_CREATED);
}

static Status try_register(T *t, const char *first, const char *second, int64_t insured, Claim *out)
{
    ClaimInput input;
    ClaimWaybill parcels[] = {{.no = first}, {.no = second}};
    shape_clear(&claim_input_shape, &input);
    input.kind = CLAIM_KIND_LOSS;
    input.demanded = 50000;
    input.insured = insured;
    input.waybills = (List){parcels, second ? 2 : 1};
    return claim_create(t->ctx, &input, out);
}

static void refused(T *t, Status s, const char *why)
{
    check_status(t, s, INVALID);
    check_text(t, t->ctx->problem.field, "insured");
    check_text(t, t->ctx->problem.message, why);
    problem_clear(t->ctx);
}

static Status change_insured(T *t, Claim *claim, int64_t insured)
{
    ClaimChange change;
    shape_clear(&claim_change_shape, &change);
    change.insured = insured;
    return claim_change(t->ctx, claim->id, claim->version, &change, claim);
}

TEST_DB(a_parcel_is_insured_for_what_its_order_says)
{
    Claim claim;
    ordered(t, "78900000000001", 480000);
    refused(t, try_register(t, "78900000000001", NULL, 99000000, &claim),
            "the order says 4800.00 CNY");
    refused(t, try_register(t, "78900000000001", NULL, 1, &claim), "the order says 4800.00 CNY");
}

TEST_DB(the_value_of_the_order_may_be_said_and_stays)
{
    Claim claim;
    ordered(t, "78900000000001", 480000);
    check_ok(t, try_register(t, "78900000000001", NULL, 480000, &claim));
    check_int(t, claim.insured, 480000);
    check_ok(t, change_insured(t, &claim, 480000));
    refused(t, change_insured(t, &claim, 480001), "the order says 4800.00 CNY");
}

TEST_DB(a_parcel_that_its_order_does_not_insure_is_not_insured_by_a_claim)
{
    Claim claim;
    ordered(t, "78900000000001", NONE);
    refused(t, try_register(t, "78900000000001", NULL, 5000000, &claim),
            "the order says that the parcel is not insured");
    ordered(t, "78900000000002", NONE);
    check_ok(t, try_register(t, "78900000000002", NULL, NONE, &claim));
    check_int(t, claim.insured, NONE);
    refused(t, change_insured(t, &claim, 5000000), "the order says that the parcel is not insured");
}

TEST_DB(a_claim_for_several_parcels_says_no_more_than_their_orders_together)
{
    Claim claim;
    ordered(t, "78900000000001", 480000);
    ordered(t, "78900000000002", 20000);
    refused(t, try_register(t, "78900000000001", "78900000000002", 500001, &claim),
            "the orders of these parcels say at most 5000.00 CNY in all");
    ordered(t, "78900000000003", 480000);
    ordered(t, "78900000000004", 20000);
    check_ok(t, try_register(t, "78900000000003", "78900000000004", 500000, &claim));
}

TEST_DB(a_parcel_that_nobody_knows_insures_none_that_is_known)
{
    Claim claim;
    ordered(t, "78900000000001", NONE);
    refused(t, try_register(t, "78900000000001", "78900000000009", 5000000, &claim),
            "the orders of these parcels say at most 0.00 CNY in all");
}

TEST_DB(what_is_said_of_a_parcel_without_an_order_stands)
{
    Claim claim;
    ScanInput scan = given_scan("78900000000002", 60, "collected");
    check_int(t, take_scan(t, scan, NULL), UPSERT_CREATED);
    check_ok(t, try_register(t, "78900000000001", NULL, 5000000, &claim));
    check_int(t, claim.insured, 5000000);
    check_ok(t, try_register(t, "78900000000002", NULL, 5000000, &claim));
    check(t, ((const ClaimWaybill *)claim.waybills.items)->waybill_id != 0);
    check_ok(t, change_insured(t, &claim, 6000000));
    check_int(t, claim.insured, 6000000);
}
