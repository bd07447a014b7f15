/* step.h -- the eight steps of a complaint: which follow each other, and what each cannot do
 * without. Pure, but for what is asked about the people. */
#pragma once

#include "complaint/complaint.h"

typedef struct StepMove {
    ComplaintStep from, to;
    int right;
    unsigned needs; /* StepNeed bits */
} StepMove;

typedef enum StepNeed {
    NEED_CATEGORY = 1, /* and a cause */
    NEED_VERDICT = 2,  /* founded or not, with why */
    NEED_SHARES = 4,   /* that sum to 100 */
    NEED_PROPOSAL = 8,
    NEED_TOLD = 16, /* proof that the customer was told */
    NEED_SATISFACTION = 32,
    NEED_OTHER_PERSON = 64, /* than the one who closed it and the one who told */
    NEED_REVIEW = 128,      /* its words */
    NEED_WHY = 256,
    NEED_NO_HANDOFF = 512, /* none of the ticket waits */
} StepNeed;

/* NULL when there is no such move. */
const StepMove *step_move(ComplaintStep from, ComplaintStep to);

/* INVALID, naming the fact that is missing; FORBIDDEN to the same person. `waiting`: handoffs that
 * wait. */
Status step_check(Ctx *ctx, const StepMove *move, const Complaint *complaint, const char *why,
                  int64_t waiting);

/* What the move does to the complaint's own facts, by an account at an instant. */
void step_apply(Complaint *complaint, const StepMove *move, int64_t account_id, int64_t at);
