#include "claim/claim_files.h"

#include "access/audit.h"
#include "access/person.h"
#include "claim/claim.h"
#include "claim/claim_store.h"
#include "claim/steps_store.h"
#include "claim/worth.h"

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

#define UNPAID "an open claim is paid to its claimant, who is forgotten when it ends (PIPL art. 13)"
#define BOOKS "会计法 art. 23, 会计档案管理办法: books of account are kept"

static Status erase(Ctx *ctx, int64_t customer_id, ErasureProof *proof)
{
    ClaimErased erased = {0};
    Status s = claim_store_erase(ctx, customer_id, &erased);
    const ErasureRow claimant = {"claim", ERASURE_EMPTIED, erased.emptied, NULL};
    const ErasureRow open = {"claim (open)", ERASURE_KEPT, erased.open, UNPAID};
    const ErasureRow ledger = {"claim_entry", ERASURE_KEPT, erased.entries, BOOKS};
    if (!s) s = erasure_note(ctx, proof, &claimant);
    if (!s && erased.open) s = erasure_note(ctx, proof, &open);
    return s ? s : erasure_note(ctx, proof, &ledger);
}

/* What an erased customer was still owed needed their account until now. */
static Status forget(Ctx *ctx, const Job *job)
{
    bool emptied = false;
    Status s = claim_store_forget(ctx, job->subject_id, &emptied);
    return s || !emptied ? s : audit_write(ctx, "claim.forget", "claim", job->subject_id, NULL);
}

static Status follow_order(Ctx *ctx, const Job *job)
{
    return worth_follow_order(ctx, job->subject_id);
}

const JobKind claim_jobs[] = {
    {.name = CLAIM_VALUED_JOB,
     .run = follow_order,
     .doc = "Lets a claim say what the order of its parcel says it is insured for"},
    {.name = "claim.forget",
     .event = CLAIM_CLOSED_EVENT,
     .run = forget,
     .doc = "Empties the claimant of a claim that has ended, where the customer was erased"},
    {.name = NULL}};

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
