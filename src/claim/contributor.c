#include <string.h>

#include "access/audit.h"
#include "access/person.h"
#include "base/instant.h"
#include "claim/claim_files.h"
#include "claim/claim_store.h"
#include "claim/forget.h"
#include "claim/steps.h"
#include "claim/worth.h"

enum { AT_ONCE = 100 };

/* --- telling --- */

static Status tell_ledger(Ctx *ctx, int64_t claim_id, Buf *out)
{
    int64_t after = 0;
    List page = {.count = AT_ONCE};
    Status s = OK;
    while (!s && page.count == AT_ONCE) {
        s = ledger_list(ctx, claim_id, after, AT_ONCE, &page);
        if (s || !page.count) break;
        contributor_rows(out, &ledger_entry_shape, &page, after == 0);
        after = ((const LedgerEntry *)page.items)[page.count - 1].no;
    }
    return s;
}

/* Who is given a person's file need not hold the rights of who works on claims. */
static Status tell_files(Ctx *ctx, int64_t claim_id, Buf *out)
{
    FileFilter filter = {.owner = claim_files_owner.kind, .owner_id = claim_id, .limit = AT_ONCE};
    const Person *who = ctx->who;
    bool first = true;
    Status s = OK;
    ctx->who = NULL;
    do {
        List page;
        s = file_list(ctx, &filter, &page, &filter.cursor);
        if (s) break;
        contributor_rows(out, &stored_file_shape, &page, first);
        first &= page.count == 0;
    } while (filter.cursor);
    ctx->who = who;
    return s;
}

static Status tell_claim(Ctx *ctx, const Claim *claim, Buf *out)
{
    List evidence, assessments;
    Status s = claim_evidence_list(ctx, claim, &evidence);
    if (!s) s = claim_assessments(ctx, claim, &assessments);
    if (s) return s;
    buf_text(out, "{\"claim\":");
    contributor_rows(out, &claim_shape, &(List){(void *)claim, 1}, true);
    buf_text(out, ",\"evidence\":[");
    contributor_rows(out, &claim_evidence_shape, &evidence, true);
    buf_text(out, "],\"files\":[");
    s = tell_files(ctx, claim->id, out);
    buf_text(out, "],\"assessments\":[");
    contributor_rows(out, &claim_assessment_shape, &assessments, true);
    buf_text(out, "],\"ledger\":[");
    if (!s) s = tell_ledger(ctx, claim->id, out);
    buf_text(out, "]}");
    return s ? s : buf_check(ctx, out);
}

static Status tell(Ctx *ctx, int64_t whose, Buf *out)
{
    List page = {.count = AT_ONCE};
    int64_t after = 0;
    Status s = OK;
    buf_char(out, '[');
    while (!s && page.count == AT_ONCE) {
        s = claim_store_family(ctx, whose, after, AT_ONCE, &page);
        const Claim *claims = page.items;
        for (size_t i = 0; !s && i < page.count; i++) {
            if (after) buf_char(out, ',');
            after = claims[i].id;
            s = tell_claim(ctx, &claims[i], out);
        }
    }
    buf_char(out, ']');
    return s ? s : buf_check(ctx, out);
}

/* --- erasing --- */

#define UNPAID "an open claim is paid to its claimant, who is forgotten when it ends (PIPL art. 13)"
#define BOOKS "会计法 art. 23, 会计档案管理办法: books of account are kept"
#define VOUCHERS                                                                                   \
    "会计法 art. 23, 会计档案管理办法 (annex: 30 years): "                              \
    "what shows why a claim was paid is kept; setting claim_voucher_years"

static Status erase(Ctx *ctx, int64_t whose, ErasureProof *proof)
{
    ClaimErased erased = {.until = NONE};
    Status s = claim_erase(ctx, whose, &erased);
    const ErasureRow rows[] = {
        {"claim", ERASURE_EMPTIED, erased.emptied, NULL},
        {"claim (open)", ERASURE_KEPT, erased.open, UNPAID},
        {"claim_evidence", ERASURE_EMPTIED, erased.words, NULL},
        {"file", ERASURE_DELETED, erased.files, NULL},
        {"file (voucher)", ERASURE_KEPT, erased.vouchers, VOUCHERS, erased.until},
        {"claim_entry", ERASURE_KEPT, erased.entries, BOOKS},
    };
    for (size_t i = 0; !s && i < sizeof rows / sizeof *rows; i++)
        if (rows[i].rows || !rows[i].why || strcmp(rows[i].why, BOOKS) == 0)
            s = erasure_note(ctx, proof, &rows[i]);
    return s;
}

/* What an erased customer was still owed needed their account until now. */
static Status forget(Ctx *ctx, const Job *job)
{
    bool emptied = false;
    Status s = claim_forget_ended(ctx, job->subject_id, &emptied);
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
    {.name = "claim.vouchers",
     .every_ms = DAY_MS,
     .run = claim_forget_vouchers,
     .doc =
         "Deletes the files of paid claims of erased customers when the books need them no more"},
    {.name = NULL}};

const CustomerContributor claim_contributor = {.name = "claims",
                                               .tell = tell,
                                               .erase = erase,
                                               .left = claim_store_left,
                                               .unowned = claim_find_unowned,
                                               .of_unowned = true,
                                               .open = claim_store_open};
