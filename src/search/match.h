/* match.h -- which documents have the words of a query, by the index as the transaction sees it. */
#pragma once

#include "search/query.h"
#include "search/search_store.h"

/* The documents that a search looks through, numbered: those that wait, then segment by segment. */
typedef struct Corpus {
    int kind;
    SearchDocument *waiting;
    size_t waiting_count, waiting_room;
    Segments segments;
} Corpus;

/* Reads the corpus, and for every term where it occurs, in order of places. */
Status corpus_read(Ctx *ctx, int kind, Term *terms, size_t count, Corpus *out);

/* A document that matches. */
typedef struct Match {
    uint32_t number;
    int64_t weight;
} Match;

typedef struct Matches {
    Match *items;
    size_t count;
} Matches;

/* Those that have every group, by number. */
Status matches_of(Ctx *ctx, const Query *query, Matches *out);
