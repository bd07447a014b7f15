#include "knowledge/knowledge_store.h"

#include "db/db.h"

/* The version in force at the instant `at`: of those that hold then, the newest. */
#define ARTICLES(at, body)                                                                         \
    "SELECT a.id, a.version, a.code, a.language, a.kind, a.audience, o.code AS outlet, a.role,"    \
    " a.tags, a.topics, a.review_on, d.number AS draft, v.number, v.effective_from,"               \
    " v.effective_to, v.title" body ", f.helpful, f.unhelpful, a.created_at, a.changed_at"         \
    " FROM knowledge_article a LEFT JOIN outlet o ON o.id = a.outlet_id"                           \
    " LEFT JOIN knowledge_version d ON d.article_id = a.id AND d.state = 1"                        \
    " LEFT JOIN knowledge_version v ON v.article_id = a.id AND v.number ="                         \
    " (SELECT max(x.number) FROM knowledge_version x WHERE x.article_id = a.id"                    \
    " AND x.effective_from <= " at " AND (x.effective_to IS NULL OR x.effective_to > " at "))"     \
    " LEFT JOIN knowledge_feedback f ON f.article_id = a.id AND f.number = v.number"
#define WITH_BODY ", v.body"

SQL(article_row, ARTICLES("$2", WITH_BODY) " WHERE a.id = $1");
SQL(article_row_by_code, ARTICLES("$3", WITH_BODY) " WHERE a.code = $1 AND a.language = $2");
SQL(article_page,
    ARTICLES("$7",
             "") " WHERE a.id > $1 AND (CAST($2 AS BIGINT) IS NULL OR a.kind = $2)"
                 " AND (CAST($3 AS BIGINT) IS NULL OR a.language = $3)"
                 " AND (CAST($4 AS TEXT) IS NULL OR a.tags LIKE '%\"' || CAST($4 AS TEXT) || '\"%')"
                 " AND (CAST($5 AS BIGINT) IS NULL OR a.review_on <= $5)"
                 " AND (v.number IS NOT NULL OR $6 = 1) ORDER BY a.id LIMIT $8");
SQL(article_public, ARTICLES("$2", "") " WHERE a.audience = 1 AND a.language = $1"
                                       " AND v.number IS NOT NULL ORDER BY a.code LIMIT 500");

Status article_store_find(Ctx *ctx, int64_t id, int64_t at, Article *out)
{
    return db_read(ctx, &article_row, &article_shape, out, db_int(id), db_int(at));
}

Status article_store_by_code(Ctx *ctx, const char *code, int64_t language, int64_t at, Article *out)
{
    return db_read(ctx, &article_row_by_code, &article_shape, out, db_text(code), db_int(language),
                   db_int(at));
}

Status article_store_page(Ctx *ctx, const ArticleFilter *f, int64_t at, bool drafts,
                          int64_t after_id, List *out)
{
    return db_list(ctx, &article_page, &article_shape, out, db_int(after_id), db_int(f->kind),
                   db_int(f->language), db_text(f->tag), db_int(f->due_by), db_bool(drafts),
                   db_int(at), db_int(f->limit + 1));
}

Status article_store_public(Ctx *ctx, int64_t language, int64_t at, List *out)
{
    return db_list(ctx, &article_public, &article_shape, out, db_int(language), db_int(at));
}

SQL(article_insert,
    "INSERT INTO knowledge_article (id, version, code, language, kind, audience, outlet_id, role,"
    " tags, topics, review_on, review_told, created_at, changed_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13)");
SQL(article_update,
    "UPDATE knowledge_article SET version = $2, audience = $3, outlet_id = $4, role = $5,"
    " tags = $6, topics = $7, review_told = CASE WHEN coalesce(review_on, -1) ="
    " coalesce(CAST($8 AS BIGINT), -1) THEN review_told ELSE 0 END, review_on = $8,"
    " changed_at = $9 WHERE id = $1");

static DbValue field_value(Ctx *ctx, const Article *article, const char *name)
{
    return db_field(ctx, shape_field(&article_shape, name), article);
}

Status article_store_insert(Ctx *ctx, const Article *a, int64_t outlet_id)
{
    return db_run(ctx, &article_insert, db_int(a->id), db_int(a->version), db_text(a->code),
                  db_int(a->language), db_int(a->kind), db_int(a->audience), db_id(outlet_id),
                  db_text(a->role), field_value(ctx, a, "tags"), field_value(ctx, a, "topics"),
                  db_int(a->review_on), db_int(a->created_at), db_int(a->changed_at));
}

Status article_store_update(Ctx *ctx, const Article *a, int64_t outlet_id)
{
    return db_run(ctx, &article_update, db_int(a->id), db_int(a->version), db_int(a->audience),
                  db_id(outlet_id), db_text(a->role), field_value(ctx, a, "tags"),
                  field_value(ctx, a, "topics"), db_int(a->review_on), db_int(a->changed_at));
}

/* --- versions --- */

#define VERSIONS                                                                                   \
    "SELECT v.number, v.article_id, a.version, v.state, v.title, v.body, v.why, v.effective_from," \
    " v.effective_to, v.created_at, v.created_by, v.published_at, v.published_by,"                 \
    " v.published_why, v.retired_at, v.retired_by, v.retired_why"                                  \
    " FROM knowledge_version v JOIN knowledge_article a ON a.id = v.article_id"

SQL(version_row, VERSIONS " WHERE v.article_id = $1 AND v.number = $2");
SQL(version_page, VERSIONS " WHERE v.article_id = $1 AND v.number < $2"
                           " ORDER BY v.number DESC LIMIT $3");
SQL(version_newest, "SELECT coalesce(max(number), 0) FROM knowledge_version WHERE article_id = $1");
SQL(version_put,
    "INSERT INTO knowledge_version (article_id, number, state, title, body, why, effective_from,"
    " effective_to, created_at, created_by, published_at, published_by, published_why, retired_at,"
    " retired_by, retired_why)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
    " ON CONFLICT (article_id, number) DO UPDATE SET state = excluded.state,"
    " title = excluded.title, body = excluded.body, why = excluded.why,"
    " effective_from = excluded.effective_from, effective_to = excluded.effective_to,"
    " created_at = excluded.created_at, created_by = excluded.created_by,"
    " published_at = excluded.published_at, published_by = excluded.published_by,"
    " published_why = excluded.published_why, retired_at = excluded.retired_at,"
    " retired_by = excluded.retired_by, retired_why = excluded.retired_why");
SQL(version_end, "UPDATE knowledge_version SET effective_to = $3 WHERE article_id = $1"
                 " AND number <> $2 AND state = 2 AND (effective_to IS NULL OR effective_to > $3)");
SQL(version_retire,
    "UPDATE knowledge_version SET state = 3, retired_at = $3, retired_by = $4, retired_why = $5"
    " WHERE article_id = $1 AND state = 2 AND effective_to <= $2");

Status version_store_find(Ctx *ctx, int64_t article_id, int64_t number, ArticleVersion *out)
{
    return db_read(ctx, &version_row, &article_version_shape, out, db_int(article_id),
                   db_int(number));
}

Status version_store_page(Ctx *ctx, int64_t article_id, int64_t below, int64_t limit, List *out)
{
    return db_list(ctx, &version_page, &article_version_shape, out, db_int(article_id),
                   db_int(below), db_int(limit + 1));
}

Status version_store_newest(Ctx *ctx, int64_t article_id, int64_t *out)
{
    return db_get_int(ctx, &version_newest, out, db_int(article_id));
}

Status version_store_put(Ctx *ctx, const ArticleVersion *v)
{
    return db_run(ctx, &version_put, db_int(v->article_id), db_int(v->number), db_int(v->state),
                  db_text(v->title), db_text(v->body), db_text(v->why), db_int(v->effective_from),
                  db_int(v->effective_to), db_int(v->created_at), db_text(v->created_by),
                  db_int(v->published_at), db_text(v->published_by), db_text(v->published_why),
                  db_int(v->retired_at), db_text(v->retired_by), db_text(v->retired_why));
}

Status version_store_end(Ctx *ctx, int64_t article_id, int64_t keep, int64_t from)
{
    return db_run(ctx, &version_end, db_int(article_id), db_int(keep), db_int(from));
}

Status version_store_retire(Ctx *ctx, int64_t article_id, int64_t at, const ArticleVersion *how)
{
    return db_run(ctx, &version_retire, db_int(article_id), db_int(at), db_int(how->retired_at),
                  db_text(how->retired_by), db_text(how->retired_why));
}

/* --- reviews, readers --- */

SQL(article_review_due, ARTICLES("$3", "") " WHERE a.review_on <= $1 AND a.review_told = 0"
                                           " ORDER BY a.review_on, a.id LIMIT $2");
SQL(article_review_told, "UPDATE knowledge_article SET review_told = 1 WHERE id = $1");
SQL(article_role, "SELECT count(*) FROM account_role h JOIN role r ON r.id = h.role_id"
                  " WHERE h.account_id = $1 AND r.name = $2");
SQL(feedback_add, "INSERT INTO knowledge_feedback (article_id, number, helpful, unhelpful)"
                  " VALUES ($1, $2, $3, $4) ON CONFLICT (article_id, number) DO UPDATE SET"
                  " helpful = knowledge_feedback.helpful + excluded.helpful,"
                  " unhelpful = knowledge_feedback.unhelpful + excluded.unhelpful");

Status article_store_review_due(Ctx *ctx, int64_t date, int64_t limit, List *out)
{
    return db_list(ctx, &article_review_due, &article_shape, out, db_int(date), db_int(limit),
                   db_int(ctx_now(ctx)));
}

Status article_store_review_told(Ctx *ctx, int64_t id)
{
    return db_run(ctx, &article_review_told, db_int(id));
}

Status article_store_has_role(Ctx *ctx, int64_t account_id, const char *role, bool *out)
{
    int64_t count = 0;
    Status s = db_get_int(ctx, &article_role, &count, db_int(account_id), db_text(role));
    *out = count > 0;
    return s;
}

Status feedback_store_add(Ctx *ctx, int64_t article_id, int64_t number, bool helpful)
{
    return db_run(ctx, &feedback_add, db_int(article_id), db_int(number), db_int(helpful),
                  db_int(!helpful));
}
