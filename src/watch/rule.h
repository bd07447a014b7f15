/* rule.h -- what the watch looks for: rules as data that a company edits.
 *
 * A rule says of which parcels (filters), what must not happen (kind and its parameters), and what
 * it means (exception, cause, severity, plan). Which kind takes which parameter is a table. A rule
 * that is changed rises in version; the findings it made keep the version that made them. */
#pragma once

#include "base/calendar.h"
#include "waybill/status.h"

/* Stored as numbers: append only. */
typedef enum RuleKind {
    RULE_NO_SCAN_SINCE_COLLECTED = 1,
    RULE_HUB_IN_WITHOUT_OUT,
    RULE_NO_SCAN,              /* wherever it is under way */
    RULE_OUT_UNTIL_EVENING,    /* out for delivery, and no word by a time of day */
    RULE_AT_PICKUP_POINT_LONG, /* waits to be picked up */
    RULE_OVERDUE,
    RULE_LATE_CHANCE, /* P(late) of the model is at least `threshold` */
    RULE_SILENCE,     /* longer than 99 in 100 of the gaps that followed the stage on this lane */
    RULE_NO_INFO,     /* an order, and no scan */
} RuleKind;
extern const Name rule_kinds[];

/* Stored as numbers: append only. */
typedef enum Severity {
    SEVERITY_LOW = 1,
    SEVERITY_MEDIUM,
    SEVERITY_HIGH,
    SEVERITY_CRITICAL
} Severity;
extern const Name severity_names[];

typedef struct WatchRule {
    int64_t id, version;
    const char *code;           /* 1–40 small letters, digits and _ */
    const char *name, *name_zh; /* as people call it */
    int64_t kind;               /* RuleKind */
    int64_t hours;        /* silence allowed, or days of grace; of late_chance: between two looks */
    const char *calendar; /* code: hours are working hours; NULL: plain ones */
    double threshold;     /* above 0, at most 1; NAN where the kind takes none */
    int64_t minute;       /* of the day in the company's zone */
    /* which parcels; NULL, NONE: any */
    const char *carrier, *product, *origin, *destination;
    const char *outlet;   /* code: parcels that stand in its subtree */
    const char *customer; /* code of who pays */
    int64_t insured;      /* fen: insured for at least that */
    int64_t tier;         /* CustomerTier of who pays, at the time of the look */
    int64_t exception;    /* WaybillException that the clock can find */
    int64_t cause;        /* ExceptionCause; NONE: the exception's usual one */
    int64_t severity;     /* Severity */
    const char *plan;     /* code of what is proposed; NULL: nothing */
    const char *source;   /* why it is as it is */
    bool is_off;
} WatchRule;
extern const Shape watch_rule_shape;

/* Checks a rule as it is about to be kept or tried: INVALID names the field that cannot be (hours
 * that are none, a parameter the kind does not take, an unknown product, outlet, customer, calendar
 * or plan, an exception that no clock can find). */
Status watch_rule_check(Ctx *ctx, const WatchRule *rule);

/* --- keeping them; audited, in the transaction of ctx; FORBIDDEN to who is limited --- */

/* CONFLICT when the code is taken. Fills in id and version. */
Status watch_rule_create(Ctx *ctx, WatchRule *rule);
/* Writes all of `change` but the code and the kind, which stay. NOT_FOUND, STALE, INVALID. */
Status watch_rule_change(Ctx *ctx, const char *code, int64_t version, const WatchRule *change,
                         WatchRule *out);
/* What it found stays. NOT_FOUND, STALE. */
Status watch_rule_delete(Ctx *ctx, const char *code, int64_t version);

/* NOT_FOUND. */
Status watch_rule_by_code(Ctx *ctx, const char *code, WatchRule *out);
/* All of them, by code; at most 200, which is how many there may be. */
Status watch_rule_list(Ctx *ctx, List *out);
enum { WATCH_RULES_MAX = 200 };

/* Puts in the shipped plans and rules where there is none of their code and never was. */
Status watch_rule_seed(Ctx *ctx);

/* --- what they mean --- */

/* From when on the rule counts for a parcel in this state, NONE where it does not apply: it finds a
 * parcel at most once for each such instant. Filters that facts can answer are looked at; those on
 * outlet and insured value are not. */
int64_t rule_anchor(const WatchRule *rule, const WaybillFacts *facts);

/* The earliest instant at which the rule may find the parcel, if nothing happens to it before: pure
 * and cheap, never later than what rule_judge says. NONE where it does not apply. */
int64_t rule_look(const WatchRule *rule, const char *zone, const WaybillFacts *facts);

/* What a look at a parcel came to. */
typedef struct RuleVerdict {
    bool found;
    int64_t again_ms; /* when to look again, if nothing happens; NONE: never */
    int64_t limit_ms; /* the instant after which it is found */
    double late;      /* P(late); NAN where it was not asked */
    int64_t samples;  /* gaps that the limit is known from; NONE where it was not asked */
} RuleVerdict;
