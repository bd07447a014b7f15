/* knowledge.h -- what the company knows and says: articles for agents and customers, service
 * standards and the service statement.
 *
 * An article has a code, a language, who may read it, and versions. A version is a draft until it
 * is published; published, it is in force from an instant until the next one is, or until it is
 * retired. No version is ever lost or changed once it was published, so what was in force at any
 * instant can be shown. Articles of one code are translations of each other.
 *
 * Text is a small part of Markdown: see markup.h. Times are UTC milliseconds. */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"
#include "base/field.h"

typedef enum ArticleKind { ARTICLE_ARTICLE = 1, ARTICLE_STANDARD, ARTICLE_STATEMENT } ArticleKind;
typedef enum ArticleLanguage { ARTICLE_ZH = 1, ARTICLE_EN } ArticleLanguage;

/* Who may read it, once it is in force. Who may write articles reads all of them. */
typedef enum ArticleAudience {
    AUDIENCE_PUBLIC = 1, /* everybody, on the public pages too */
    AUDIENCE_AGENT,      /* who may read articles and is not limited to a customer */
    AUDIENCE_OUTLET,     /* of those, who works in the subtree of an outlet, or sees everything */
    AUDIENCE_ROLE,       /* of those, who has a role */
} ArticleAudience;

typedef enum ArticleState { ARTICLE_DRAFT = 1, ARTICLE_PUBLISHED, ARTICLE_RETIRED } ArticleState;

extern const Name article_kinds[], article_languages[], article_audiences[], article_states[];

typedef struct Article {
    int64_t id, version;
    const char *code; /* 1–64 small letters, digits and - */
    int64_t language, kind, audience;
    const char *outlet; /* code; of AUDIENCE_OUTLET only */
    const char *role;   /* of AUDIENCE_ROLE only */
    Texts tags;         /* folded; without quotes, % and _ */
    Texts topics;       /* "late", or names of stages and exceptions: see article_topic_check() */
    int64_t review_on;  /* date by which somebody reads it again; NONE */
    int64_t draft;      /* number of the draft; NONE: there is none */
    /* What is in force at the instant that was asked for; NONE and NULL where nothing is. */
    int64_t number, effective_from, effective_to;
    const char *title, *body, *html;
    int64_t helpful, unhelpful; /* what readers of that version said */
    int64_t created_at, changed_at;
    const char *why; /* only on the way in: why it is written */
} Article;
extern const Shape article_shape;     /* whole */
extern const Shape article_row_shape; /* without the text: in lists */

typedef struct ArticleVersion {
    int64_t number;
    int64_t article_id;
    int64_t version; /* the article's */
    int64_t state;   /* ArticleState */
    const char *title, *body;
    const char *why; /* it was written */
    int64_t effective_from, effective_to;
    int64_t created_at, published_at, retired_at;
    const char *created_by, *published_by, *published_why, *retired_by, *retired_why;
} ArticleVersion;
extern const Shape article_version_shape;

/* --- reading; NOT_FOUND for what ctx's person may not read --- */

/* As it was in force at an instant (NONE: now). */
Status article_find(Ctx *ctx, int64_t id, int64_t at, Article *out);

/* The public one of a code, in a language or, where there is none, in the other. */
Status article_find_public(Ctx *ctx, const char *code, int64_t language, int64_t at, Article *out);

typedef struct ArticleFilter {
    const char *q; /* words: see search/search.h; NULL: all, by id */
    int64_t kind, language;
    const char *tag;
    int64_t due_by; /* date: only those to be reviewed by then; NONE: any */
    int64_t format; /* TableFormat, where it is taken out as a file */
    int64_t limit;
    const char *cursor;
} ArticleFilter;

/* Without their text. Those in force; who may write sees those with only a draft too, unless `q` is
 * given. Pages of a search may be shorter than `limit`, though more follows. */
Status article_list(Ctx *ctx, const ArticleFilter *filter, List *out, const char **next);

/* All versions, the newest first; for who may write. */
Status article_versions(Ctx *ctx, int64_t id, int64_t limit, const char *cursor, List *out,
                        const char **next);

/* Those in force now that are most like a text: at most `limit`, the best first. */
Status knowledge_suggest(Ctx *ctx, const char *text, int64_t language, int64_t limit, List *out);

/* The public ones in force, all (at most 500) or those of which one topic is among `topics`, by
 * code. */
Status article_list_public(Ctx *ctx, int64_t language, const Texts *topics, List *out);

/* --- writing; in the transaction of ctx, audited; FORBIDDEN to who is limited to an outlet or a
 * customer --- */

/* With a first draft of `title`, `body`, `why`. Fills in the rest. CONFLICT when the code has that
 * language; INVALID. */
Status article_create(Ctx *ctx, Article *article);

/* Who reads it, tags, topics, review date. STALE, INVALID, NOT_FOUND. */
Status article_change(Ctx *ctx, int64_t id, int64_t version, const Article *change, Article *out);

typedef struct ArticleText {
    const char *title, *body, *why;
} ArticleText;
extern const Shape article_text_shape;

/* A new draft, or a new text of the one there is. STALE, INVALID, NOT_FOUND. */
Status article_write(Ctx *ctx, int64_t id, int64_t version, const ArticleText *text,
                     ArticleVersion *out);

typedef struct ArticlePublication {
    int64_t effective_from; /* NONE: now; not in the past */
    int64_t review_on;      /* NONE: as it was */
    const char *why;
} ArticlePublication;
extern const Shape article_publication_shape;

/* The draft becomes the version in force from then on. CONFLICT without a draft, STALE, INVALID. */
Status article_publish(Ctx *ctx, int64_t id, int64_t version, const ArticlePublication *how,
                       Article *out);

/* What is in force, or will be, is so no longer; a draft is put away. CONFLICT when there is
 * nothing of either. */
Status article_retire(Ctx *ctx, int64_t id, int64_t version, const char *why, Article *out);

/* What a reader said of the version in force. NOT_FOUND. */
Status article_feedback(Ctx *ctx, int64_t id, bool helpful);

/* INVALID, naming `topics`, for a topic that no parcel can have. */
Status article_topic_check(Ctx *ctx, const char *topic);

/* --- where articles helped: for tickets --- */

typedef struct ArticleLink {
    int64_t article_id, number; /* the version in force when it was linked */
    const char *code, *title;   /* of that version */
    int64_t at;
    const char *made_by; /* login */
} ArticleLink;
extern const Shape article_link_shape;

/* In the transaction of ctx: links the article with a subject ("ticket", id); nothing happens where
 * they are linked. NOT_FOUND for an article that ctx's person may not read. */
Status article_link_add(Ctx *ctx, const char *subject_kind, int64_t subject_id, int64_t article_id);

/* In the transaction of ctx: takes the link away, where there is one. */
Status article_link_remove(Ctx *ctx, const char *subject_kind, int64_t subject_id,
                           int64_t article_id);

/* The articles of a subject (ArticleLink, at most 100), the first linked first. */
Status article_link_list(Ctx *ctx, const char *subject_kind, int64_t subject_id, List *out);
