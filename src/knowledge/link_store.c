#include "db/db.h"
#include "knowledge/knowledge_store.h"

SQL(knowledge_link_insert,
    "INSERT INTO knowledge_link (subject_kind, subject_id, article_id, number, at, made_by)"
    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING");
SQL(knowledge_link_delete, "DELETE FROM knowledge_link WHERE subject_kind = $1 AND subject_id = $2"
                           " AND article_id = $3");
SQL(knowledge_link_rows,
    "SELECT l.article_id, l.number, a.code, v.title, l.at, l.made_by FROM knowledge_link l"
    " JOIN knowledge_article a ON a.id = l.article_id"
    " JOIN knowledge_version v ON v.article_id = l.article_id AND v.number = l.number"
    " WHERE l.subject_kind = $1 AND l.subject_id = $2 ORDER BY l.at, l.article_id LIMIT 100");

Status link_store_insert(Ctx *ctx, const char *subject_kind, int64_t subject_id,
                         const ArticleLink *link)
{
    return db_run(ctx, &knowledge_link_insert, db_text(subject_kind), db_int(subject_id),
                  db_int(link->article_id), db_int(link->number), db_int(link->at),
                  db_text(link->made_by));
}

Status link_store_delete(Ctx *ctx, const char *subject_kind, int64_t subject_id, int64_t article_id)
{
    return db_run(ctx, &knowledge_link_delete, db_text(subject_kind), db_int(subject_id),
                  db_int(article_id));
}

Status link_store_list(Ctx *ctx, const char *subject_kind, int64_t subject_id, List *out)
{
    return db_list(ctx, &knowledge_link_rows, &article_link_shape, out, db_text(subject_kind),
                   db_int(subject_id));
}
