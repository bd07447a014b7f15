/* weigh.h -- how much a complaint matters: severity of its category × tier of the customer × age ×
 * value of the parcel. The weights are data, in hundredths, and the answer says its reasons. */
#pragma once

#include "complaint/complaint.h"

typedef enum WeightFactor {
    WEIGHT_CATEGORY = 1, /* at: ComplaintCategory */
    WEIGHT_TIER,         /* tier: its code */
    WEIGHT_AGE,          /* at: hours from receipt from which it holds */
    WEIGHT_VALUE,        /* at: fen from which it holds */
    WEIGHT_PRIORITY,     /* at: TicketPriority; weight: the score from which it holds */
} WeightFactor;
extern const Name complaint_weight_factors[];

typedef struct Weight {
    int64_t factor;
    const char *tier; /* "" but for tiers */
    int64_t at;       /* 0 for tiers */
    int64_t weight;   /* hundredths: 100 changes nothing */
    int64_t version;  /* 0: it is not set */
} Weight;
extern const Shape complaint_weight_shape;

/* All of them, by factor, tier and at; at most 1,000. */
Status complaint_weight_list(Ctx *ctx, List *out);

/* In the transaction of ctx, by who sees the whole company: adds a weight, or changes it, over the
 * version that it says, which rises; a weight of 0 takes it away. Complaints follow as they are
 * changed or grow older. Audited. INVALID (a category, tier or priority that there is none of; a
 * priority whose score is not above those of lower ones), CONFLICT (it is added and there already),
 * NOT_FOUND (it is to be taken away and is not there), STALE. */
Status complaint_weight_put(Ctx *ctx, Weight *weight);

/* Sets the complaint's score, priority and reasons as of an instant. What has no weight counts
 * 1.00. `*next` gets the instant at which its age will weigh more; NONE. */
Status complaint_weigh(Ctx *ctx, Complaint *complaint, int64_t at, int64_t *next);

/* Puts in the shipped weights where there are none. */
Status complaint_weight_seed(Ctx *ctx);
