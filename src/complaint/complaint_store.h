/* complaint_store.h -- complaints, their shares, causes and weights as they are stored. For the
 * files of complaint/ only. */
#pragma once

#include "complaint/cause.h"
#include "complaint/complaint.h"
#include "complaint/weigh.h"

/* In the scope of ctx's person, without its shares. NOT_FOUND, without words. */
Status complaint_store_find(Ctx *ctx, int64_t ticket_id, Complaint *out);

typedef struct ComplaintStand {
    bool found, told;
    int64_t step, category;
} ComplaintStand;

/* How far one is, whoever asks. */
Status complaint_store_stand(Ctx *ctx, int64_t ticket_id, ComplaintStand *out);

/* Only says whether the sums have it. */
Status complaint_store_sum(Ctx *ctx, int64_t ticket_id, bool in_sums);

/* With its shares. */
Status complaint_store_delete(Ctx *ctx, int64_t ticket_id);

/* CONFLICT where the ticket has one. */
Status complaint_store_insert(Ctx *ctx, const Complaint *complaint);
/* Over that version; *written is false where somebody was faster. */
Status complaint_store_update(Ctx *ctx, const Complaint *complaint, int64_t over, bool *written);

/* Who answers for it, and by how much; in the order they were put. */
Status complaint_store_shares(Ctx *ctx, int64_t ticket_id, List *out);
/* In place of those there are. */
Status complaint_store_put_shares(Ctx *ctx, int64_t ticket_id, const List *shares);

typedef struct ComplaintSearch {
    int64_t step, after_due, after_id, due_until, limit;
} ComplaintSearch;

/* After a deadline and ticket; step NONE: those the customer was not told of. */
Status complaint_store_search(Ctx *ctx, const ComplaintSearch *search, List *out);

typedef struct BehindSearch {
    int64_t by; /* TallyDimension */
    const char *value;
    int64_t from, to, before_id, limit;
    int64_t from_ms, end_ms; /* received between, the end left out */
    bool founded;            /* only those found true */
} BehindSearch;

/* What a sum of tally.h counts, the newest ticket first: received in those months (year * 12 +
 * month - 1), of that value (a category or party by its number). */
Status complaint_store_behind(Ctx *ctx, const BehindSearch *search, List *out);

/* CONFLICT where the code is taken. */
Status complaint_cause_store_insert(Ctx *ctx, const ComplaintCause *cause);
/* Over the version before; *written is false where somebody was faster. */
Status complaint_cause_store_update(Ctx *ctx, const ComplaintCause *cause, bool *written);
/* NOT_FOUND, without words. */
Status complaint_cause_store_find(Ctx *ctx, const char *code, ComplaintCause *out);
/* By category and code; at most 1,000. */
Status complaint_cause_store_list(Ctx *ctx, List *out);

/* The weights that are set; at most a few dozen. */
Status complaint_weight_store_list(Ctx *ctx, List *out);
/* Over the version that it says, which rises (0: adds it); a weight of 0 takes it away. *written is
 * false where somebody was faster. */
Status complaint_weight_store_put(Ctx *ctx, Weight *weight, bool *written);
