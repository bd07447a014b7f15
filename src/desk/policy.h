/* policy.h -- service levels: how long each clock may run, as data.
 *
 * A line says for which clock, and for which kind, priority, channel, tier and category of tickets
 * it holds; what is not given is whichever. Of the lines that fit the most exact one holds: one
 * that names the category before one that names the tier, then channel, priority, kind. No two
 * lines of a clock name the same; of such from before that was refused the last written one holds.
 * A line is never changed: a change supersedes it by a new one of the same code, so that clocks can
 * always say what they followed. Every line names the source of its figure. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"
#include "desk/clock.h"

typedef struct Policy {
    int64_t id, version;
    const char *code;                /* "complaint-resolution" */
    int64_t clock;                   /* ClockKind */
    int64_t kind, priority, channel; /* NONE: whichever */
    const char *tier, *category;     /* NULL: whichever */
    int64_t minutes;                 /* 0: there is no such clock */
    const char *calendar;            /* code; NULL: every minute counts */
    int64_t pauses;                  /* ClockPause */
    int64_t warn_minutes;            /* before the deadline; 0: no warning */
    bool raise_priority, tell_lead;  /* at the deadline */
    const char *source;
} Policy;
extern const Shape policy_shape;
extern const Shape policy_change_shape; /* the same without code and clock */

struct DeskBook;

/* What a line is chosen by. */
typedef struct PolicySubject {
    int64_t clock, kind, priority, channel;
    const char *tier, *category; /* NULL: unknown */
} PolicySubject;

/* The terms of the line that holds; `*out` NULL where there is no such clock. They live as long as
 * the book. */
Status policy_choose(Ctx *ctx, const struct DeskBook *book, const PolicySubject *subject,
                     const ClockTerms **out);

/* The terms of a line by its id, superseded or not; NULL for 0. INTERNAL when there is none. */
Status policy_terms(Ctx *ctx, const struct DeskBook *book, int64_t id, const ClockTerms **out);

/* --- keeping them: of the whole company, in the transaction of ctx; audited --- */

/* INVALID when the calendar, category or tier is unknown, or the warning comes before the clock
 * begins; CONFLICT when the code is taken, or another line holds for the same. */
Status policy_create(Ctx *ctx, Policy *policy);

/* Supersedes the line. NOT_FOUND, STALE, INVALID, CONFLICT. */
Status policy_change(Ctx *ctx, const char *code, int64_t version, const Policy *change,
                     Policy *out);

/* Takes the line out of force. NOT_FOUND, STALE. */
Status policy_remove(Ctx *ctx, const char *code, int64_t version);

/* The line in force. NOT_FOUND. */
Status policy_find(Ctx *ctx, const char *code, Policy *out);

/* Those in force, by code; at most 1,000. */
Status policy_list(Ctx *ctx, List *out);

/* Puts in the shipped lines where there were never any. */
Status policy_seed(Ctx *ctx);
