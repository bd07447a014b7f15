/* ledger.h -- a claim's own book: each row moves an amount from one of its accounts to another.
 *
 * Rows are never changed; a mistake is taken back by a row the other way round. So all accounts
 * together are always 0, and
 *   claimed + proposed + approved + paid + refused = demanded,
 *   due + recovered + written_off = paid.
 * The first accounts say where the demand stands, the others who bears what was paid. */
#pragma once

#include "claim/claim.h"

/* The two that stand for the world outside may be below 0, the others never. Numbers are stored. */
#define LEDGER_ACCOUNTS(X)                                                                         \
    X(OUTSIDE, "outside", 1, "外部", "Outside")                                                    \
    X(CLAIMED, "claimed", 2, "索赔", "Claimed")                                                    \
    X(PROPOSED, "proposed", 3, "提议", "Proposed")                                                 \
    X(APPROVED, "approved", 4, "批准", "Approved")                                                 \
    X(PAID, "paid", 5, "已付", "Paid")                                                             \
    X(REFUSED, "refused", 6, "不予赔付", "Refused")                                                \
    X(BORNE, "borne", 7, "公司承担", "Borne")                                                      \
    X(DUE, "due", 8, "应追偿", "Due from who is liable")                                           \
    X(RECOVERED, "recovered", 9, "已追偿", "Recovered")                                            \
    X(WRITTEN_OFF, "written_off", 10, "核销", "Written off")

#define LEDGER_STEPS(X)                                                                            \
    X(CLAIM, "claim", 1, "索赔", "Claimed")                                                        \
    X(PROPOSE, "propose", 2, "提议", "Proposed")                                                   \
    X(APPROVE, "approve", 3, "批准", "Approved")                                                   \
    X(PAY, "pay", 4, "支付", "Paid")                                                               \
    X(BOOK, "book", 5, "计入应追偿", "Booked as due")                                              \
    X(RECOVER, "recover", 6, "追偿", "Recovered")                                                  \
    X(WRITE_OFF, "write_off", 7, "核销", "Written off")                                            \
    X(REFUSE, "refuse", 8, "不予赔付", "Refused")                                                  \
    X(TAKE_BACK, "take_back", 9, "冲正", "Taken back")

typedef enum LedgerAccount {
#define X(constant, name, value, zh, en) ACCOUNT_##constant = value,
    LEDGER_ACCOUNTS(X)
#undef X
        ACCOUNT_LIMIT
} LedgerAccount;

typedef enum LedgerStep {
#define X(constant, name, value, zh, en) STEP_##constant = value,
    LEDGER_STEPS(X)
#undef X
} LedgerStep;
extern const Name ledger_accounts[], ledger_steps[];

typedef struct LedgerEntry {
    int64_t no; /* 1, 2, 3 … of the claim */
    int64_t at;
    int64_t what; /* LedgerStep */
    int64_t from_account, to_account;
    int64_t amount; /* over 0 */
    int64_t who_kind, who_id;
    const char *who;
    int64_t reverses;      /* the row that it takes back; NONE */
    int64_t share;         /* of a recovery: number of the share; NONE */
    const char *reference; /* of a payment or recovery */
    const char *why;       /* never personal */
} LedgerEntry;
extern const Shape ledger_entry_shape;

/* Moves entry->amount and writes the row; fills in the rest. Nothing at all for an amount of 0.
 * CONFLICT where the account has not that much, INVALID over AMOUNT_MAX. The claim's balances are
 * in `claim`, to be saved with it. */
Status ledger_move(Ctx *ctx, Claim *claim, LedgerEntry *entry);

/* The balance of an account, with what stands for the outside as it follows from the others. */
int64_t ledger_balance(const Claim *claim, LedgerAccount account);

/* A page of rows after one. */
Status ledger_list(Ctx *ctx, int64_t claim_id, int64_t after, int64_t limit, List *out);

/* Adds up all rows anew: INTERNAL, saying where, unless they are numbered without gaps and give the
 * balances that the claim has, none below 0. */
Status ledger_verify(Ctx *ctx, const Claim *claim);
