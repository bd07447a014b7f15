/* knowledge_internal.h -- what the files of this slice share. */
#pragma once

#include "knowledge/knowledge.h"

extern const Shape article_about_shape;

/* Whether ctx's person may read it: never fails for want of a right. */
Status article_readable(Ctx *ctx, const Article *article, bool *out);

/* Sets `html` from `body`. */
Status article_show(Ctx *ctx, Article *article);

/* In the transaction of ctx: has the search find what is in force now, retires what has ended, and
 * comes back when that changes by itself. */
Status article_refresh(Ctx *ctx, int64_t id);
#define ARTICLE_REFRESH "knowledge.refresh"

/* Puts in the shipped articles that were never there. */
Status knowledge_seed(Ctx *ctx);

/* "system", or who is signed in. */
const char *article_who(Ctx *ctx);

/* What may be searched by ctx's person of a kind and a language (NONE: any), as SearchQuery.flags;
 * what a document has of it. */
uint64_t article_flags_wanted(Ctx *ctx, int64_t kind, int64_t language);

/* The flag of an article. */
uint64_t article_flag(const Article *article);
