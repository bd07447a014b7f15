/* knowledge_store.h -- the tables of articles. */
#pragma once

#include "knowledge/knowledge.h"

/* With what is in force at an instant, without `html`. NOT_FOUND without words. */
Status article_store_find(Ctx *ctx, int64_t id, int64_t at, Article *out);

/* The same by code and language. */
Status article_store_by_code(Ctx *ctx, const char *code, int64_t language, int64_t at,
                             Article *out);

/* Those after an id that the filter lets through; with `drafts`, those of which nothing is in force
 * too. One more than `limit`. */
Status article_store_page(Ctx *ctx, const ArticleFilter *filter, int64_t at, bool drafts,
                          int64_t after_id, List *out);

/* Public and in force at an instant, by code; at most 500. */
Status article_store_public(Ctx *ctx, int64_t language, int64_t at, List *out);

/* CONFLICT when the code has that language. */
Status article_store_insert(Ctx *ctx, const Article *article, int64_t outlet_id);

/* Writes what article_change() may change, `version` and `changed_at`. */
Status article_store_update(Ctx *ctx, const Article *article, int64_t outlet_id);

/* One version; NOT_FOUND without words. */
Status version_store_find(Ctx *ctx, int64_t article_id, int64_t number, ArticleVersion *out);

/* Those below a number, the newest first. One more than `limit`. */
Status version_store_page(Ctx *ctx, int64_t article_id, int64_t below, int64_t limit, List *out);

/* The number of the newest; 0 where there is none. */
Status version_store_newest(Ctx *ctx, int64_t article_id, int64_t *out);

/* Puts the version in the place of the one of its number. */
Status version_store_put(Ctx *ctx, const ArticleVersion *v);

/* Published versions other than `keep` that would be in force at or after `from` are so until
 * then. */
Status version_store_end(Ctx *ctx, int64_t article_id, int64_t keep, int64_t from);

/* Published versions that have ended by `at` are retired. */
Status version_store_retire(Ctx *ctx, int64_t article_id, int64_t at, const ArticleVersion *how);

/* Counts one reader's word. */
Status feedback_store_add(Ctx *ctx, int64_t article_id, int64_t number, bool helpful);

/* Articles whose review date has come and that nobody was told of; at most `limit`. */
Status article_store_review_due(Ctx *ctx, int64_t date, int64_t limit, List *out);

/* They were told of. */
Status article_store_review_told(Ctx *ctx, int64_t id);

/* Whether an account has the role. */
Status article_store_has_role(Ctx *ctx, int64_t account_id, const char *role, bool *out);

/* Nothing where it is there already. */
Status link_store_insert(Ctx *ctx, const char *subject_kind, int64_t subject_id,
                         const ArticleLink *link);

/* Nothing where there is none. */
Status link_store_delete(Ctx *ctx, const char *subject_kind, int64_t subject_id,
                         int64_t article_id);

/* At most 100. */
Status link_store_list(Ctx *ctx, const char *subject_kind, int64_t subject_id, List *out);
