/* try.h -- what a rule would have found of past parcels, had it been there: touches nothing.
 *
 * Every journey is walked event by event; between two events only what was known then is looked
 * at: the events so far, corrections since their receipt, what was promised then, and what had been
 * learned by the midnight (UTC) before; of stages by the end of the week before. What the finding
 * turned out to be is told from how the journey ended. */
#pragma once

#include "watch/rule.h"

typedef struct TryDay {
    int64_t day; /* date in the company's zone */
    int64_t found, right;
} TryDay;

typedef struct TryExample {
    int64_t waybill_id;
    const char *carrier, *no;
    int64_t found_at, since_at;
    int64_t promised_at, delivered_at;
    bool right;
} TryExample;

typedef struct RuleTry {
    int64_t parcels; /* looked at */
    bool more;       /* there were more than were looked at: the newest were */
    int64_t found;
    int64_t judged;    /* of these, parcels of which it is known by now */
    int64_t right;     /* of these, late, lost, sent back, or not heard of for a week after */
    double precision;  /* right ÷ judged; NAN when none was judged */
    double lead_hours; /* mean of promised instant less found, of those that were late; NAN */
    List days;         /* of TryDay, those that have findings */
    List examples;     /* of TryExample, the first TRY_EXAMPLES */
} RuleTry;
extern const Shape rule_try_shape;

enum { TRY_EXAMPLES = 20, TRY_DAYS_MAX = 366 };

typedef struct TryOptions {
    int64_t from_ms, to_ms; /* what would have been found at or after, and before; ≤ TRY_DAYS_MAX */
    int64_t most;           /* parcels that are looked at */
} TryOptions;

/* The rule must be good (watch_rule_check). INVALID names from or to. */
Status watch_rule_try(Ctx *ctx, const WatchRule *rule, const TryOptions *options, RuleTry *out);
