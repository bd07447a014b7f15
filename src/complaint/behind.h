/* behind.h -- the complaints behind one of the sums of tally.h. */
#pragma once

#include "complaint/tally.h"

typedef struct BehindQuery {
    int64_t by;        /* TallyDimension; not of appeals, which are none */
    const char *value; /* a row's; NULL: all of them */
    int64_t from, to;  /* days, as in TallyQuery */
    bool exact;        /* those days, not their whole months */
    bool founded;      /* only those found true */
    int64_t format;    /* TableFormat, where they are taken out as a file */
    int64_t limit;
    const char *cursor;
} BehindQuery;
extern const Shape behind_query_shape, behind_export_shape;

/* Complaints that the row counts, of tickets in the scope of ctx's person, the newest first. What
 * it reads is bounded by the months that are asked for. INVALID: to before from, more than five
 * years, appeals. FORBIDDEN as tally_list. */
Status tally_behind(Ctx *ctx, const BehindQuery *query, List *out, const char **next);
