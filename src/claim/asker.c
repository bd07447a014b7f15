#include "claim/asker.h"

#include "claim/claim.h"
#include "desk/asker.h"

static Status find(Ctx *ctx, int64_t id, NoticeAsker *out)
{
    Claim claim;
    Status s = claim_find(ctx, id, &claim);
    if (s) return s;
    bool left = claim.claimant && claim.claimant->phone && *claim.claimant->phone;
    if (left) *out = (NoticeAsker){.phone = claim.claimant->phone};
    return left || !claim.ticket_id ? OK : ticket_asker.find(ctx, claim.ticket_id, out);
}

const NoticeAskerSource claim_asker = {.subject_kind = "claim", .find = find};
