/* rule_book.h -- the rules that are on, with what they name looked up: what timers ask. For the
 * files of watch/ only. */
#pragma once

#include "watch/eta_known.h"
#include "watch/rule.h"

typedef struct RuleEntry {
    WatchRule rule;
    const char *zone;               /* the company's */
    const Calendar *calendar;       /* NULL: plain hours */
    int64_t customer_id, outlet_id; /* 0: any; -1: what it names is gone, so that none fits */
    int64_t plan_id, plan_version;  /* 0: none */
} RuleEntry;

typedef struct RuleBook {
    int64_t stamp; /* rule_store_stamp when it was read */
    const char *zone;
    const RuleEntry *entries;
    size_t count;
} RuleBook;

/* Reads them; in ctx's arena. */
Status rule_book_read(Ctx *ctx, RuleBook *out);

/* The same of one rule that is only tried. */
Status rule_book_of(Ctx *ctx, const WatchRule *rule, RuleBook *out);

/* The stamp of the rules as they are now. */
Status rule_book_stamp(Ctx *ctx, int64_t *out);

/* The earliest look that the entry asks for a parcel; NONE: none. As rule_look, and by customer. */
int64_t entry_look(const RuleBook *book, const RuleEntry *entry, const WaybillFacts *facts);

/* What of a parcel is no fact but may be filtered by. */
typedef struct RuleSubject {
    int64_t insured; /* fen; NONE: not at all */
    int64_t tier;    /* CustomerTier of who pays; NONE: none, or no entry asks */
} RuleSubject;

/* Whether an entry asks for the tier: else it need not be looked up. */
bool book_asks_tier(const RuleBook *book);

/* Whether the parcel fits what entry_look did not ask. */
bool entry_fits(Ctx *ctx, const RuleEntry *entry, const WaybillFacts *facts,
                const RuleSubject *subject);

/* Looks at a parcel to which the entry's rule applies, at the instant of ctx. `known` is what the
 * model is asked from. */
Status entry_judge(Ctx *ctx, const RuleEntry *entry, EtaKnown *known, const WaybillFacts *facts,
                   RuleVerdict *out);

/* When the parcel, which has come from `before` (NULL: from nowhere) to `after`, must be looked at
 * next; NONE: its row of watch_due is there and early enough, or it needs none. The invariant:
 * where a rule's look at an open parcel lies ahead, the parcel has a row that is not later. */
int64_t book_due(const RuleBook *book, int64_t now_ms, const WaybillFacts *before,
                 const WaybillFacts *after);
