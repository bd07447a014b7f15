#include "claim/testing.h"

#include "access/person.h"
#include "claim/steps.h"

void as(T *t, int64_t id, int but)
{
    Person *person = ARENA_NEW(t->ctx->arena, Person);
    check(t, person != NULL);
    *person = (Person){.kind = PERSON_HUMAN, .id = id, .login = "clerk"};
    for (int right = RIGHT_FIRST_ + 1; right < RIGHT_COUNT; right++)
        if (right != but) rights_add(&person->rights, right);
    t->ctx->who = person;
}

ClaimInput blank_claim(int64_t kind, int64_t demanded)
{
    ClaimInput input;
    shape_clear(&claim_input_shape, &input);
    input.kind = kind;
    input.demanded = demanded;
    return input;
}

Claim registered_claim(T *t, ClaimInput input)
{
    Claim claim;
    check_ok(t, claim_create(t->ctx, &input, &claim));
    return claim;
}

Claim claim_of_stranger(T *t, const char *name, const char *phone, int64_t ticket_id)
{
    Claimant claimant = {.name = name, .phone = phone};
    ClaimInput input = blank_claim(CLAIM_KIND_LOSS, 5000);
    input.ticket_id = ticket_id;
    input.claimant = &claimant;
    Claim claim = registered_claim(t, input);
    check_int(t, claim.customer_id, 0);
    return claim;
}

void waive_all(T *t, Claim *claim)
{
    List items;
    const EvidenceInput in = {.waived_why = "known"};
    check_ok(t, claim_evidence_list(t->ctx, claim, &items));
    const ClaimEvidence *rows = items.items;
    for (size_t i = 0; i < items.count; i++)
        if (rows[i].required)
            check_ok(
                t, claim_evidence_put(t->ctx, claim->id, claim->version, rows[i].item, &in, claim));
}
