#include "access/person.h"
#include "claim/claim_keep.h"

#define IN(state) (1u << CLAIM_##state)
#define UNDECIDED (IN(REGISTERED) | IN(EVIDENCE) | IN(ASSESSED))
#define OPEN (UNDECIDED | IN(PROPOSED) | IN(APPROVED))

typedef struct ClaimMove {
    ClaimAct act;
    unsigned from; /* states */
    int64_t to;    /* 0: it stays */
    int right;
    const char *words; /* "cannot be … while it is" */
} ClaimMove;

static const ClaimMove moves[] = {
    {ACT_AMEND, UNDECIDED, 0, CLAIM_WRITE, "changed"},
    {ACT_CHANGE, IN(REGISTERED) | IN(EVIDENCE), 0, CLAIM_WRITE, "changed"},
    {ACT_CHANGE, IN(ASSESSED), CLAIM_EVIDENCE, CLAIM_WRITE, "changed"},
    {ACT_COLLECT, IN(REGISTERED), CLAIM_EVIDENCE, CLAIM_WRITE, "given evidence"},
    {ACT_COLLECT, IN(EVIDENCE) | IN(ASSESSED), 0, CLAIM_WRITE, "given evidence"},
    {ACT_WAIVE, IN(REGISTERED), CLAIM_EVIDENCE, CLAIM_APPROVE, "freed of evidence"},
    {ACT_WAIVE, IN(EVIDENCE) | IN(ASSESSED), 0, CLAIM_APPROVE, "freed of evidence"},
    {ACT_ASSESS, UNDECIDED, CLAIM_ASSESSED, CLAIM_WRITE, "assessed"},
    {ACT_PROPOSE, IN(ASSESSED), CLAIM_PROPOSED, CLAIM_WRITE, "proposed"},
    {ACT_AGREE, IN(PROPOSED), 0, CLAIM_APPROVE, "approved"},
    {ACT_APPROVE, IN(PROPOSED), CLAIM_APPROVED, CLAIM_APPROVE, "approved"},
    {ACT_RETURN, IN(PROPOSED), CLAIM_ASSESSED, CLAIM_APPROVE, "returned"},
    {ACT_FAST, IN(REGISTERED), CLAIM_APPROVED, CLAIM_FAST, "granted at once"},
    {ACT_ACCEPT, IN(APPROVED), 0, CLAIM_WRITE, "accepted"},
    {ACT_DECLINE, IN(APPROVED), CLAIM_ASSESSED, CLAIM_WRITE, "declined"},
    {ACT_REJECT, OPEN, CLAIM_REJECTED, CLAIM_APPROVE, "rejected"},
    {ACT_WITHDRAW, OPEN, CLAIM_WITHDRAWN, CLAIM_WRITE, "withdrawn"},
    {ACT_REOPEN, IN(REJECTED) | IN(WITHDRAWN), CLAIM_REGISTERED, CLAIM_APPROVE, "reopened"},
    {ACT_PAY_PART, IN(APPROVED), 0, CLAIM_PAY, "paid"},
    {ACT_PAY, IN(APPROVED), CLAIM_PAID, CLAIM_PAY, "paid"},
    {ACT_REVERSE, IN(APPROVED) | IN(PAID) | IN(RECOVERING), CLAIM_APPROVED, CLAIM_PAY,
     "taken back"},
    {ACT_APPORTION, IN(PAID) | IN(RECOVERING), 0, CLAIM_APPROVE, "apportioned"},
    {ACT_RECOVER, IN(PAID) | IN(RECOVERING), CLAIM_RECOVERING, CLAIM_PAY, "recovered"},
    {ACT_CLOSE, IN(PAID) | IN(RECOVERING), CLAIM_CLOSED, CLAIM_WRITE, "closed"},
};

enum { MOVES = sizeof moves / sizeof *moves };

static const ClaimMove *first_of(ClaimAct act)
{
    for (size_t i = 0; i < MOVES; i++)
        if (moves[i].act == act) return &moves[i];
    return NULL;
}

int claim_act_right(ClaimAct act)
{
    const ClaimMove *move = first_of(act);
    return move ? move->right : CLAIM_APPROVE;
}

Status claim_step(Ctx *ctx, Claim *claim, ClaimAct act)
{
    const ClaimMove *first = first_of(act);
    if (!first) return fail(ctx, INTERNAL, "there is no move %d", (int)act);
    if (!ctx_may(ctx, first->right))
        return fail(ctx, FORBIDDEN, "this needs the right %s", right_name(first->right));
    for (const ClaimMove *move = first; move < moves + MOVES && move->act == act; move++)
        if (move->from & (1u << claim->state)) {
            if (move->to) claim->state = move->to;
            return OK;
        }
    return fail(ctx, CONFLICT, "claim %s cannot be %s while it is %s", claim->no, first->words,
                name_of(claim_states, claim->state));
}
