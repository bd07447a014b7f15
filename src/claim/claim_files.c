#include "claim/claim_files.h"

#include "access/person.h"
#include "claim/claim.h"
#include "claim/claim_store.h"

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

const FileOwner claim_files_owner = {"claim", may};

enum { TOLD_AT_ONCE = 100 };

static Status tell(Ctx *ctx, int64_t customer_id, Buf *out)
{
    List page;
    int64_t after = 0;
    Status s = OK;
    buf_char(out, '[');
    do {
        s = claim_store_family(ctx, customer_id, after, TOLD_AT_ONCE, &page);
        if (s) return s;
        contributor_rows(out, &claim_shape, &page, after == 0);
        const Claim *claims = page.items;
        if (page.count) after = claims[page.count - 1].id;
    } while (page.count == TOLD_AT_ONCE);
    buf_char(out, ']');
    return buf_check(ctx, out);
}

#define BOOKS "会计法 art. 23, 会计档案管理办法: books of account are kept"

static Status erase(Ctx *ctx, int64_t customer_id, ErasureProof *proof)
{
    int64_t emptied, kept;
    Status s = claim_store_erase(ctx, customer_id, &emptied, &kept);
    const ErasureRow claimant = {"claim", ERASURE_EMPTIED, emptied, NULL};
    const ErasureRow ledger = {"claim_entry", ERASURE_KEPT, kept, BOOKS};
    if (!s) s = erasure_note(ctx, proof, &claimant);
    return s ? s : erasure_note(ctx, proof, &ledger);
}

static Status left(Ctx *ctx, int64_t customer_id, int64_t *rows)
{
    return claim_store_left(ctx, customer_id, rows);
}

static Status open_claims(Ctx *ctx, int64_t customer_id, int64_t *count)
{
    return claim_store_open(ctx, customer_id, count);
}

const CustomerContributor claim_contributor = {
    .name = "claims", .tell = tell, .erase = erase, .left = left, .open = open_claims};
