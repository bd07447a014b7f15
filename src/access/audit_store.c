#include "access/audit_store.h"

#include <string.h>

#include "db/db.h"

/* Reads `no, hash` of the head, or of a row; number 0 where there is none. */
static Status read_head(Ctx *ctx, const Sql *sql, int64_t key, AuditHead *out)
{
    Rows *rows;
    *out = (AuditHead){0};
    Status s = db_query(ctx, sql, &rows, db_int(key));
    if (s) return s;
    if (rows_next(rows)) {
        size_t length = 0;
        const void *hash = rows_blob(rows, 1, &length);
        out->no = rows_int(rows, 0);
        if (hash && length == AUDIT_HASH_BYTES) memcpy(out->hash, hash, length);
    }
    return rows_end(rows);
}

SQL(take_audit_head, "UPDATE audit_head SET no = no + 1 WHERE one = $1 RETURNING no, hash");

Status audit_head_take(Ctx *ctx, AuditHead *out)
{
    return read_head(ctx, &take_audit_head, 1, out);
}

SQL(read_audit_head, "SELECT no, hash FROM audit_head WHERE one = $1");

Status audit_head_read(Ctx *ctx, AuditHead *out)
{
    return read_head(ctx, &read_audit_head, 1, out);
}

SQL(put_audit_head, "UPDATE audit_head SET hash = $1 WHERE one = 1");

Status audit_head_put(Ctx *ctx, const unsigned char hash[AUDIT_HASH_BYTES])
{
    return db_run(ctx, &put_audit_head, db_blob(hash, AUDIT_HASH_BYTES));
}

SQL(insert_audit,
    "INSERT INTO audit (no, at_ms, who_kind, who_id, who_login, action, subject_kind, subject_id,"
    " detail, request_id, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");

Status audit_insert(Ctx *ctx, const AuditRow *row, const unsigned char hash[AUDIT_HASH_BYTES])
{
    return db_run(ctx, &insert_audit, db_int(row->no), db_int(row->at), db_int(row->who_kind),
                  db_id(row->who_id), db_text(row->who_login), db_text(row->action),
                  db_text(row->subject_kind), db_id(row->subject_id), db_text(row->detail),
                  db_text(row->request_id), db_blob(hash, AUDIT_HASH_BYTES));
}

#define COLUMNS                                                                                    \
    "no, at_ms AS at, who_kind, who_id, who_login, action, subject_kind, subject_id, detail,"      \
    " request_id"
#define LIST(first)                                                                                \
    "SELECT " COLUMNS " FROM audit WHERE " first " no < $1"                                        \
    " AND (CAST($2 AS TEXT) IS NULL OR subject_kind = CAST($2 AS TEXT))"                           \
    " AND (CAST($3 AS BIGINT) IS NULL OR subject_id = CAST($3 AS BIGINT))"                         \
    " AND (CAST($4 AS TEXT) IS NULL OR who_login = CAST($4 AS TEXT))"                              \
    " AND (CAST($5 AS TEXT) IS NULL OR action = CAST($5 AS TEXT))"                                 \
    " AND (CAST($6 AS BIGINT) IS NULL OR at_ms >= CAST($6 AS BIGINT))"                             \
    " AND (CAST($7 AS BIGINT) IS NULL OR at_ms < CAST($7 AS BIGINT))"                              \
    " ORDER BY no DESC LIMIT $8"

/* What is asked for alone may be rare: each is found by an index of its own. */
SQL(list_audit, LIST(""));
SQL(list_audit_subject, LIST("subject_kind = CAST($2 AS TEXT)"
                             " AND subject_id = CAST($3 AS BIGINT) AND"));
SQL(list_audit_kind, LIST("subject_kind = CAST($2 AS TEXT) AND"));
SQL(list_audit_who, LIST("who_login = CAST($4 AS TEXT) AND"));
SQL(list_audit_action, LIST("action = CAST($5 AS TEXT) AND"));

static const Sql *list_of(const AuditFilter *filter)
{
    if (filter->subject_kind && filter->subject_id) return &list_audit_subject;
    if (filter->who) return &list_audit_who;
    if (filter->action) return &list_audit_action;
    return filter->subject_kind ? &list_audit_kind : &list_audit;
}

static DbValue bound_of(int64_t at_ms)
{
    return db_id(at_ms == NONE ? 0 : at_ms);
}

Status audit_rows(Ctx *ctx, const AuditFilter *filter, int64_t before, List *out)
{
    return db_list(ctx, list_of(filter), &audit_shape, out, db_int(before),
                   db_text(filter->subject_kind), db_id(filter->subject_id), db_text(filter->who),
                   db_text(filter->action), bound_of(filter->from), bound_of(filter->to),
                   db_int(filter->limit + 1));
}

SQL(read_audit_hash, "SELECT no, hash FROM audit WHERE no = $1");

Status audit_hash_read(Ctx *ctx, int64_t no, AuditHead *out)
{
    return read_head(ctx, &read_audit_hash, no, out);
}

SQL(walk_audit, "SELECT " COLUMNS ", hash FROM audit WHERE no > $1 ORDER BY no LIMIT $2");

Status audit_each(Ctx *ctx, int64_t after, int64_t limit, AuditEach *each, void *user)
{
    Rows *rows;
    Status s = db_query(ctx, &walk_audit, &rows, db_int(after), db_int(limit));
    if (s) return s;
    while (!s && rows_next(rows)) {
        size_t length = 0;
        const void *hash = rows_blob(rows, 10, &length);
        AuditRow row = {.no = rows_int(rows, 0),
                        .at = rows_int(rows, 1),
                        .who_kind = rows_int(rows, 2),
                        .who_id = rows_id(rows, 3),
                        .who_login = rows_text(rows, 4),
                        .action = rows_text(rows, 5),
                        .subject_kind = rows_text(rows, 6),
                        .subject_id = rows_id(rows, 7),
                        .detail = rows_text(rows, 8),
                        .request_id = rows_text(rows, 9)};
        s = each(ctx, user, &row, hash, length);
    }
    Status end = rows_end(rows);
    return s ? s : end;
}
