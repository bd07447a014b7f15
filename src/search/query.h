/* query.h -- what somebody typed, as ranges of tokens. */
#pragma once

#include "search/posting.h"

#define QUERY_TERMS_MAX 256

/* What must stand `offset` units behind the place where its group begins. */
typedef struct Term {
    TokenRange range;
    uint32_t group, offset;
    bool alone; /* a range that is all of its group: where it stands does not matter */
    Hits hits;
} Term;

/* All groups must occur, each with all its terms in their places. Terms are in the order of their
 * groups. */
typedef struct Query {
    Term *terms;
    size_t count;
    uint32_t groups;
} Query;

/* INVALID, naming `q`: without a word, with too many, longer than 200 characters. */
Status query_parse(Ctx *ctx, const char *text, Query *out);
