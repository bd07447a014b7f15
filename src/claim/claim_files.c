#include "claim/claim_files.h"

#include "access/person.h"
#include "claim/claim.h"
#include "claim/claim_store.h"
#include "claim/steps_store.h"

static Status may(Ctx *ctx, int64_t owner_id, bool write)
{
    Claim claim;
    int right = write ? CLAIM_WRITE : CLAIM_READ;
    if (!ctx_may(ctx, right))
        return fail(ctx, FORBIDDEN, "this needs the right %s", right_name(right));
    Status s = claim_find(ctx, owner_id, &claim);
    if (!s && write && claim.state == CLAIM_CLOSED)
        return fail(ctx, CONFLICT, "claim %s is closed: its evidence stays as it is", claim.no);
    return s;
}

/* What shows an item stays while it does: the claim would be complete without it. */
static Status told(Ctx *ctx, const StoredFile *file, bool added)
{
    List list = {0};
    Status s = added ? OK : evidence_store_list(ctx, file->owner_id, &list);
    const ClaimEvidence *rows = list.items;
    for (size_t i = 0; !s && i < list.count; i++)
        if (rows[i].file_id == file->id)
            s = fail(ctx, CONFLICT, "the file is evidence of the claim: %s", rows[i].item);
    if (s == CONFLICT) problem_hint(ctx, "put something else in its place first");
    return s;
}

const FileOwner claim_files_owner = {"claim", may, told};
