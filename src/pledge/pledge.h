/* pledge.h -- what the company promises on its service statement, each beside how it was kept.
 *
 * A pledge names a figure that is a share (Figure.share_of), the target, and the period by which it
 * is told: the last whole month, quarter or year, once `settle_days` have passed behind it. Where
 * fewer than `least` parcels or tickets stand behind the share, it is not told.
 *
 * A change ends a pledge and begins its next version, so that what was promised at any instant can
 * be shown. The shares are the whole company's, whoever asks: they are public. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

typedef enum PledgeSpan { PLEDGE_MONTH = 1, PLEDGE_QUARTER, PLEDGE_YEAR } PledgeSpan;
typedef enum PledgeOutcome { PLEDGE_TOO_FEW = 1, PLEDGE_KEPT, PLEDGE_MISSED } PledgeOutcome;

typedef struct Pledge {
    const char *code;    /* 1–64 small letters, digits and - */
    int64_t version;     /* of this code, from 1 on */
    int64_t position;    /* the lowest stands first */
    const char *zh, *en; /* what is promised, 1–300 characters */
    const char *figure;  /* name */
    double target;       /* 0 to 1: at least, of a figure that is better low at most */
    int64_t span;        /* PledgeSpan */
    int64_t settle_days; /* 0–90: what a period's figure still changes after its end */
    int64_t least;       /* from 1 on */
    int64_t begun_at;    /* UTC milliseconds: since when this version is in force */
    /* How it was kept; read only. */
    int64_t from, to; /* days of the period, both included */
    int64_t behind;   /* parcels or tickets */
    double share;     /* NAN where they are too few */
    int64_t outcome;  /* PledgeOutcome */
    int64_t tenths;   /* of a per cent, rounded against the company; NONE where they are too few */
} Pledge;
extern const Shape pledge_shape;

/* Pledges that may be in force. */
enum { PLEDGES_MAX = 50 };

/* Those in force at an instant (NONE: now), as they were kept by then. */
Status pledge_list(Ctx *ctx, int64_t at, List *out);

/* The one of a code that is in force. NOT_FOUND. */
Status pledge_find(Ctx *ctx, const char *code, Pledge *out);

/* --- in the transaction of ctx, audited; FORBIDDEN to who is limited to an outlet or a customer;
 * INVALID names the field --- */

/* From now on. CONFLICT: the code is in force, or there are too many. */
Status pledge_create(Ctx *ctx, Pledge *pledge);

/* The next version from now on. NOT_FOUND, STALE. */
Status pledge_change(Ctx *ctx, const char *code, int64_t version, const Pledge *change,
                     Pledge *out);

/* Promised no longer. NOT_FOUND, STALE. */
Status pledge_end(Ctx *ctx, const char *code, int64_t version);
