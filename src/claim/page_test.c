#include "claim/page.h"

#include <string.h>

#include "claim/steps.h"
#include "claim/testing.h"

TEST_DB(a_settlement_shows_that_a_refusal_was_taken_back)
{
    ClaimRecord record;
    Buf page;
    const View view = {.unmask = true};
    ClaimInput input = blank_claim(CLAIM_KIND_LOSS, 500);
    Claim claim = registered_claim(t, input);
    check_ok(t, claim_withdraw(t->ctx, claim.id, claim.version, "found", &claim));
    check_ok(t, claim_reopen(t->ctx, claim.id, claim.version, "lost after all", &claim));
    check_ok(t, claim_record(t->ctx, claim.id, &record));
    buf_init(&page, t->ctx->arena);
    settlement_page(t->ctx, &page, &record, false, &view);
    check_ok(t, buf_check(t->ctx, &page));
    check(t, strstr(page.data, "Refused") != NULL);
    check(t, strstr(page.data, "Taken back") != NULL);
}

TEST_DB(a_phone_is_masked_on_paper_whoever_prints)
{
    ClaimRecord record;
    Claimant who;
    Buf page;
    const View view = {.unmask = true};
    shape_clear(&claimant_shape, &who);
    who.name = "张三";
    who.phone = "13800138000";
    ClaimInput input = blank_claim(CLAIM_KIND_LOSS, 500);
    input.claimant = &who;
    Claim claim = registered_claim(t, input);
    check_ok(t, claim_record(t->ctx, claim.id, &record));
    buf_init(&page, t->ctx->arena);
    settlement_page(t->ctx, &page, &record, false, &view);
    check_ok(t, buf_check(t->ctx, &page));
    check(t, strstr(page.data, "张三") != NULL);
    check(t, strstr(page.data, "138****8000") != NULL);
    check(t, strstr(page.data, "13800138000") == NULL);
}
