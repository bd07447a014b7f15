#include "claim/ledger.h"

#include "access/person.h"
#include "claim/ledger_store.h"

static const Field entry_fields[] = {
    FIELD_INT(LedgerEntry, no, .doc = "Its number within the claim"),
    FIELD_TIME(LedgerEntry, at, .doc = "When"),
    FIELD_ENUM(LedgerEntry, what, ledger_steps, .doc = "What was done"),
    FIELD_ENUM(LedgerEntry, from_account, ledger_accounts, .doc = "Out of this account"),
    FIELD_ENUM(LedgerEntry, to_account, ledger_accounts, .doc = "Into this one"),
    FIELD_MONEY(LedgerEntry, amount, .doc = "How much"),
    FIELD_INT(LedgerEntry, who_kind, .doc = "0 the system, 1 a person, 2 a machine"),
    FIELD_ID(LedgerEntry, who_id, .doc = "The account or token"),
    FIELD_TEXT(LedgerEntry, who, .colleague = true, .doc = "Its login or name"),
    FIELD_INT(LedgerEntry, reverses, .doc = "The row that it takes back"),
    FIELD_INT(LedgerEntry, share, .doc = "Of a recovery: the share"),
    FIELD_TEXT(LedgerEntry, reference, .doc = "Of a payment or recovery: its reference"),
    FIELD_TEXT(LedgerEntry, why, .personal = PERSONAL_WORDS, .doc = "Why"),
    FIELD_END};
const Shape ledger_entry_shape = SHAPE(LedgerEntry, entry_fields, "A row of a claim's ledger");

/* The account's place in the claim; NULL for those that stand for the outside. */
static int64_t *balance_of(Claim *claim, int64_t account)
{
    switch (account) {
    case ACCOUNT_CLAIMED:
        return &claim->claimed;
    case ACCOUNT_PROPOSED:
        return &claim->proposed;
    case ACCOUNT_APPROVED:
        return &claim->approved;
    case ACCOUNT_PAID:
        return &claim->paid;
    case ACCOUNT_REFUSED:
        return &claim->refused;
    case ACCOUNT_DUE:
        return &claim->due;
    case ACCOUNT_RECOVERED:
        return &claim->recovered;
    case ACCOUNT_WRITTEN_OFF:
        return &claim->written_off;
    default:
        return NULL;
    }
}

int64_t ledger_balance(const Claim *claim, LedgerAccount account)
{
    Claim copy = *claim;
    const int64_t *balance = balance_of(&copy, account);
    if (balance) return *balance;
    if (account == ACCOUNT_BORNE) return -(copy.due + copy.recovered + copy.written_off);
    return -(copy.claimed + copy.proposed + copy.approved + copy.paid + copy.refused);
}

static void sign(Ctx *ctx, Claim *claim, LedgerEntry *entry)
{
    entry->no = ++claim->entries;
    entry->at = ctx_now(ctx);
    entry->who_kind = ctx->who ? (int64_t)ctx->who->kind : PERSON_SYSTEM;
    entry->who_id = ctx->who ? ctx->who->id : 0;
    entry->who = ctx->who ? ctx->who->login : "system";
    if (!entry->reverses) entry->reverses = NONE;
    if (!entry->share) entry->share = NONE;
}

Status ledger_move(Ctx *ctx, Claim *claim, LedgerEntry *entry)
{
    int64_t *from = balance_of(claim, entry->from_account);
    int64_t *to = balance_of(claim, entry->to_account);
    if (entry->amount == 0) return OK;
    if (entry->amount < 0 || entry->amount > AMOUNT_MAX)
        return fail_field(ctx, "amount", "the amount is larger than a claim can be");
    if (from && *from < entry->amount)
        return fail(ctx, CONFLICT, "only %lld of claim %s is %s", (long long)*from, claim->no,
                    name_of(ledger_accounts, entry->from_account));
    if (to && *to > AMOUNT_MAX - entry->amount)
        return fail_field(ctx, "amount", "the amount is larger than a claim can be");
    if (from) *from -= entry->amount;
    if (to) *to += entry->amount;
    sign(ctx, claim, entry);
    return ledger_store_insert(ctx, claim->id, entry);
}

Status ledger_list(Ctx *ctx, int64_t claim_id, int64_t after, int64_t limit, List *out)
{
    return ledger_store_list(ctx, claim_id, after, limit, out);
}

static Status verify_rows(Ctx *ctx, const LedgerEntry *rows, size_t count, Claim *sums)
{
    for (size_t i = 0; i < count; i++) {
        int64_t *from = balance_of(sums, rows[i].from_account);
        int64_t *to = balance_of(sums, rows[i].to_account);
        if (rows[i].no != ++sums->entries || rows[i].amount <= 0)
            return fail(ctx, INTERNAL, "row %lld of the ledger does not follow",
                        (long long)rows[i].no);
        if (from) *from -= rows[i].amount;
        if (to) *to += rows[i].amount;
        if (from && *from < 0)
            return fail(ctx, INTERNAL, "row %lld of the ledger takes what is not there",
                        (long long)rows[i].no);
    }
    return OK;
}

enum { VERIFIED_AT_ONCE = 500 };

Status ledger_verify(Ctx *ctx, const Claim *claim)
{
    Claim sums = {.id = claim->id}, stands = *claim;
    List page = {0};
    Status s = OK;
    do {
        s = ledger_store_list(ctx, claim->id, sums.entries, VERIFIED_AT_ONCE, &page);
        if (!s) s = verify_rows(ctx, page.items, page.count, &sums);
    } while (!s && page.count == VERIFIED_AT_ONCE);
    for (int64_t account = 1; !s && account < ACCOUNT_LIMIT; account++)
        if (balance_of(&sums, account) &&
            *balance_of(&sums, account) != *balance_of(&stands, account))
            return fail(ctx, INTERNAL, "the ledger of claim %s has another balance of %s",
                        claim->no, name_of(ledger_accounts, account));
    if (s) return s;
    if (-ledger_balance(&sums, ACCOUNT_OUTSIDE) != claim->demanded)
        return fail(ctx, INTERNAL, "the ledger of claim %s is not about its demand", claim->no);
    if (-ledger_balance(&sums, ACCOUNT_BORNE) != sums.paid)
        return fail(ctx, INTERNAL, "what claim %s cost is not what was paid", claim->no);
    return OK;
}
