/* testing.h -- claims, and who works at them, for tests. */
#pragma once

#include "claim/claim.h"
#include "test.h"

/* From now on ctx's person is somebody with all rights, but for one (0: but for none). */
void as(T *t, int64_t id, int but);

/* Nothing but its kind and what is demanded, in fen. */
ClaimInput blank_claim(int64_t kind, int64_t demanded);

/* The claim that is registered by it. */
Claim registered_claim(T *t, ClaimInput input);

/* Of a loss, by somebody who is no customer; `ticket_id` 0: about no ticket. */
Claim claim_of_stranger(T *t, const char *name, const char *phone, int64_t ticket_id);

/* All evidence that it needs is waived. */
void waive_all(T *t, Claim *claim);
