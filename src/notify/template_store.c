#include "notify/template_store.h"

#include "db/db.h"

#define TEMPLATES                                                                                  \
    "SELECT id, version, fact, channel, language, audience, purpose, subject, body, enabled,"      \
    " urgent, why, made_by, created_at, changed_at FROM notify_template "

SQL(template_row, TEMPLATES "WHERE id = $1");
SQL(template_page, TEMPLATES "WHERE id > $1 AND (CAST($2 AS TEXT) IS NULL OR fact = $2)"
                             " ORDER BY id LIMIT $3");
SQL(template_enabled_rows, TEMPLATES "WHERE fact = $1 AND enabled = 1"
                                     " ORDER BY audience, channel, language LIMIT 64");
SQL(template_has, "SELECT count(*) FROM notify_template WHERE fact = $1 AND audience = $2"
                  " AND channel = $3 AND language = $4");
SQL(template_saying,
    TEMPLATES "WHERE fact = $1 AND audience = $2 AND channel = $3 AND language = $4"
              " AND body = $5");
SQL(template_insert,
    "INSERT INTO notify_template (id, version, fact, channel, language, audience, purpose, subject,"
    " body, enabled, urgent, why, made_by, created_at, changed_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)");
SQL(template_update,
    "UPDATE notify_template SET version = $3, purpose = $4, subject = $5, body = $6, enabled = $7,"
    " urgent = $8, why = $9, made_by = $10, changed_at = $11 WHERE id = $1 AND version = $2");
SQL(template_keep,
    "INSERT INTO notify_template_version (template_id, version, subject, body, enabled, urgent,"
    " purpose, why, made_by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
SQL(template_version_page,
    "SELECT version, template_id, purpose, subject, body, enabled, urgent, why, made_by, at"
    " FROM notify_template_version WHERE template_id = $1 AND version < $2"
    " ORDER BY version DESC LIMIT $3");
SQL(notify_wanted,
    "SELECT (SELECT count(*) FROM notify_template WHERE fact = $1 AND enabled = 1)"
    " + (SELECT count(*) FROM webhook WHERE enabled = 1"
    " AND (events IS NULL OR events = '[]' OR events LIKE '%\"' || CAST($1 AS TEXT) || '\"%'))");

Status template_find(Ctx *ctx, int64_t id, NoticeTemplate *out)
{
    Status s = db_read(ctx, &template_row, &notice_template_shape, out, db_int(id));
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no such template") : s;
}

Status template_list(Ctx *ctx, const char *fact, int64_t after_id, int64_t limit, List *out)
{
    return db_list(ctx, &template_page, &notice_template_shape, out, db_int(after_id),
                   db_text(fact), db_int(limit));
}

Status template_enabled(Ctx *ctx, const char *fact, List *out)
{
    return db_list(ctx, &template_enabled_rows, &notice_template_shape, out, db_text(fact));
}

Status template_versions(Ctx *ctx, int64_t id, int64_t below, int64_t limit, List *out)
{
    return db_list(ctx, &template_version_page, &template_version_shape, out, db_int(id),
                   db_int(below), db_int(limit));
}

Status template_store_has(Ctx *ctx, const NoticeTemplate *given, int64_t *out)
{
    return db_get_int(ctx, &template_has, out, db_text(given->fact), db_int(given->audience),
                      db_int(given->channel), db_int(given->language));
}

Status template_store_saying(Ctx *ctx, const NoticeTemplate *place, const char *body,
                             NoticeTemplate *out)
{
    return db_read(ctx, &template_saying, &notice_template_shape, out, db_text(place->fact),
                   db_int(place->audience), db_int(place->channel), db_int(place->language),
                   db_text(body));
}

Status template_store_insert(Ctx *ctx, const NoticeTemplate *g)
{
    return db_run(ctx, &template_insert, db_int(g->id), db_int(g->version), db_text(g->fact),
                  db_int(g->channel), db_int(g->language), db_int(g->audience), db_int(g->purpose),
                  db_text(g->subject), db_text(g->body), db_bool(g->enabled), db_bool(g->urgent),
                  db_text(g->why), db_text(g->made_by), db_int(g->created_at),
                  db_int(g->changed_at));
}

Status template_store_update(Ctx *ctx, const NoticeTemplate *g, int64_t version, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &template_update, &changed, db_int(g->id), db_int(version),
                            db_int(g->version), db_int(g->purpose), db_text(g->subject),
                            db_text(g->body), db_bool(g->enabled), db_bool(g->urgent),
                            db_text(g->why), db_text(g->made_by), db_int(g->changed_at));
    *written = changed == 1;
    return s;
}

Status template_store_keep(Ctx *ctx, const NoticeTemplate *g)
{
    return db_run(ctx, &template_keep, db_int(g->id), db_int(g->version), db_text(g->subject),
                  db_text(g->body), db_bool(g->enabled), db_bool(g->urgent), db_int(g->purpose),
                  db_text(g->why), db_text(g->made_by), db_int(g->changed_at));
}

Status notify_store_wanted(Ctx *ctx, const char *event, bool *out)
{
    int64_t count = 0;
    Status s = db_get_int(ctx, &notify_wanted, &count, db_text(event));
    *out = count > 0;
    return s;
}
