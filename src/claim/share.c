#include "access/masked.h"
#include "access/outlet.h"
#include "claim/ledger_store.h"
#include "claim/steps_keep.h"
#include "claim/steps_store.h"

static const Field share_fields[] = {
    FIELD_INT(ClaimShare, number, .read_only = true, .doc = "1, 2, 3 … of the claim"),
    FIELD_ENUM(ClaimShare, party, claim_parties, .required = true, .doc = "Who bears it"),
    FIELD_TEXT(ClaimShare, outlet, .max = 32, .doc = "Code of the outlet, of a party that is one"),
    FIELD_INT(ClaimShare, percent, .required = true, .min = 1, .max = 100,
              .doc = "All shares sum to 100"),
    FIELD_MONEY(ClaimShare, due, .read_only = true, .doc = "Of what was paid"),
    FIELD_MONEY(ClaimShare, recovered, .read_only = true, .doc = "Of that, what they gave"),
    FIELD_TEXT(ClaimShare, evidence, .writing = WRITING_LINES, .max = 300,
               .personal = PERSONAL_WORDS, .doc = "What shows it; nothing personal"),
    FIELD_END};
const Shape claim_share_shape = SHAPE(ClaimShare, share_fields, "Who bears what was paid");

static const Field shares_fields[] = {
    FIELD_LIST(SharesInput, shares, &claim_share_shape, .required = true, .min = 1,
               .max = CLAIM_SHARES_MAX, .doc = "In place of those there are"),
    FIELD_END};
const Shape shares_input_shape = SHAPE(SharesInput, shares_fields, "Who bears what was paid");

static const Field recovery_fields[] = {
    FIELD_INT(RecoveryInput, share, .required = true, .min = 1, .max = CLAIM_SHARES_MAX,
              .doc = "Number of the share"),
    FIELD_MONEY(RecoveryInput, amount, .required = true, .min = 1, .max = AMOUNT_MAX,
                .doc = "What they gave"),
    FIELD_TEXT(RecoveryInput, reference, .max = 64, .doc = "Of the books"), FIELD_END};
const Shape recovery_input_shape = SHAPE(RecoveryInput, recovery_fields, "What a party gave");

Status claim_shares(Ctx *ctx, int64_t claim_id, List *out)
{
    return share_store_list(ctx, claim_id, out);
}

static Status read_shares(Ctx *ctx, const List *given, ClaimShare *shares, int64_t *percents)
{
    int64_t sum = 0;
    const ClaimShare *from = given->items;
    for (size_t i = 0; i < given->count; i++) {
        shares[i] = from[i];
        shares[i].number = (int64_t)i + 1;
        sum += percents[i] = from[i].percent;
        if (!from[i].outlet) continue;
        shares[i].outlet_id = outlet_id_of(ctx, from[i].outlet);
        if (!shares[i].outlet_id)
            return fail_field(ctx, "shares", "there is no outlet %.32s", from[i].outlet);
    }
    if (sum != 100)
        return fail_field(ctx, "shares", "the shares sum to %lld, not to 100", (long long)sum);
    return OK;
}

static Status write_shares(Ctx *ctx, const Claim *claim, ClaimShare *shares, size_t count,
                           const int64_t *percents)
{
    int64_t parts[CLAIM_SHARES_MAX];
    amount_split(claim->paid, percents, count, parts);
    Status s = share_store_clear(ctx, claim->id);
    for (size_t i = 0; i < count && !s; i++) {
        shares[i].due = parts[i];
        s = share_store_insert(ctx, claim->id, &shares[i]);
    }
    return s;
}

Status claim_apportion(Ctx *ctx, int64_t id, int64_t version, const SharesInput *in, Claim *out)
{
    ClaimShare shares[CLAIM_SHARES_MAX];
    int64_t percents[CLAIM_SHARES_MAX];
    List kept;
    Status s = claim_open(ctx, id, version, out);
    if (!s) s = claim_step(ctx, out, ACT_APPORTION);
    if (s) return s;
    if (out->recovered)
        return fail(ctx, CONFLICT, "take back what was recovered of claim %s first", out->no);
    if (in->shares.count > CLAIM_SHARES_MAX)
        return fail_field(ctx, "shares", "at most %d", CLAIM_SHARES_MAX);
    s = share_store_list(ctx, id, &kept);
    if (!s) s = masked_check_list(ctx, "shares", &claim_share_shape, &in->shares, &kept);
    if (!s) s = read_shares(ctx, &in->shares, shares, percents);
    if (!s) s = write_shares(ctx, out, shares, in->shares.count, percents);
    const ClaimNews news = {NULL, "apportioned", out->paid};
    return s ? s : claim_finish(ctx, out, "claim.apportion", &news);
}

static Status find_share(Ctx *ctx, int64_t claim_id, int64_t number, ClaimShare *out)
{
    List list;
    Status s = share_store_list(ctx, claim_id, &list);
    const ClaimShare *shares = list.items;
    for (size_t i = 0; !s && i < list.count; i++)
        if (shares[i].number == number) {
            *out = shares[i];
            return OK;
        }
    return s ? s : fail_field(ctx, "share", "the claim has no share %lld", (long long)number);
}

Status claim_recover(Ctx *ctx, int64_t id, int64_t version, const RecoveryInput *in, Claim *out)
{
    ClaimShare share = {0};
    Status s = claim_open(ctx, id, version, out);
    if (!s) s = claim_step(ctx, out, ACT_RECOVER);
    if (!s) s = find_share(ctx, id, in->share, &share);
    if (s) return s;
    if (in->amount > share.due - share.recovered)
        return fail(ctx, CONFLICT, "only %lld of share %lld are still due",
                    (long long)(share.due - share.recovered), (long long)in->share);
    LedgerEntry entry = {.what = STEP_RECOVER,
                         .from_account = ACCOUNT_DUE,
                         .to_account = ACCOUNT_RECOVERED,
                         .amount = in->amount,
                         .share = in->share,
                         .reference = in->reference};
    s = ledger_move(ctx, out, &entry);
    if (!s) s = share_store_recovered(ctx, id, in->share, share.recovered + in->amount);
    const ClaimNews news = {NULL, "recovered", in->amount};
    return s ? s : claim_finish(ctx, out, "claim.recover", &news);
}

static Status find_recovery(Ctx *ctx, int64_t id, int64_t entry_no, LedgerEntry *out)
{
    int64_t reversals = 0;
    Status s = ledger_store_find(ctx, id, entry_no, out);
    if (s == NOT_FOUND || (!s && out->what != STEP_RECOVER))
        return fail(ctx, NOT_FOUND, "row %lld of the ledger is no recovery", (long long)entry_no);
    if (!s) s = ledger_store_reversals(ctx, id, entry_no, &reversals);
    if (!s && reversals) return fail(ctx, CONFLICT, "the recovery was taken back already");
    return s;
}

Status claim_recovery_reverse(Ctx *ctx, int64_t id, int64_t version, int64_t entry_no,
                              const char *why, Claim *out)
{
    LedgerEntry was;
    ClaimShare share = {0};
    Status s = claim_open(ctx, id, version, out);
    if (!s) s = claim_step(ctx, out, ACT_RECOVER);
    if (!s) s = find_recovery(ctx, id, entry_no, &was);
    if (!s) s = find_share(ctx, id, was.share, &share);
    if (s) return s;
    LedgerEntry entry = {.what = STEP_TAKE_BACK,
                         .from_account = ACCOUNT_RECOVERED,
                         .to_account = ACCOUNT_DUE,
                         .amount = was.amount,
                         .reverses = entry_no,
                         .share = was.share,
                         .reference = was.reference,
                         .why = why};
    s = ledger_move(ctx, out, &entry);
    if (!s) s = share_store_recovered(ctx, id, was.share, share.recovered - was.amount);
    const ClaimNews news = {NULL, "recovery taken back", was.amount};
    return s ? s : claim_finish(ctx, out, "claim.recovery_reverse", &news);
}
