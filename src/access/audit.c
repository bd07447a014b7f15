#include "access/audit.h"

#include <string.h>

#include "access/audit_store.h"
#include "access/keys.h"
#include "access/page.h"
#include "base/buf.h"

static const Name who_kinds[] = {{"system", PERSON_SYSTEM, "A job, or a command on the machine"},
                                 {"human", PERSON_HUMAN, "A person who was signed in"},
                                 {"token", PERSON_TOKEN, "A machine with an API token"},
                                 {"nobody", PERSON_NOBODY, "Somebody who was not signed in"},
                                 {NULL}};

static const Field audit_fields[] = {
    FIELD_INT(AuditRow, no, .doc = "1, 2, 3 … without gaps"),
    FIELD_TIME(AuditRow, at, .doc = "When it was done"),
    FIELD_ENUM(AuditRow, who_kind, who_kinds, .doc = "What did it"),
    FIELD_ID(AuditRow, who_id, .doc = "Of the account or the token"),
    FIELD_TEXT(AuditRow, who_login, .colleague = true, .doc = "Login, or the token's name"),
    FIELD_TEXT(AuditRow, action, .doc = "What was done", .example = "token.create"),
    FIELD_TEXT(AuditRow, subject_kind, .doc = "What it was done to", .example = "token"),
    FIELD_ID(AuditRow, subject_id, .doc = "Its id"),
    FIELD_TEXT(AuditRow, detail, .doc = "A JSON object with what changed, as text"),
    FIELD_TEXT(AuditRow, request_id, .doc = "Of the request that did it"),
    FIELD_END,
};
const Shape audit_shape = SHAPE(AuditRow, audit_fields, "One change, for ever");

/* What the hash covers: every field with its length in front, so that no two rows read alike. */
static void add_text(Buf *buf, const char *text)
{
    if (text)
        buf_format(buf, "%zu:%s", strlen(text), text);
    else
        buf_char(buf, '-');
}

static void add_int(Buf *buf, int64_t value)
{
    buf_int(buf, value);
    buf_char(buf, ';');
}

static Status audit_hash(Ctx *ctx, const AuditRow *row, const unsigned char *before,
                         unsigned char out[AUDIT_HASH_BYTES])
{
    Buf buf;
    buf_init(&buf, NULL);
    buf_add(&buf, before, AUDIT_HASH_BYTES);
    add_int(&buf, row->no);
    add_int(&buf, row->at);
    add_int(&buf, row->who_kind);
    add_int(&buf, row->who_id);
    add_text(&buf, row->who_login);
    add_text(&buf, row->action);
    add_text(&buf, row->subject_kind);
    add_int(&buf, row->subject_id);
    add_text(&buf, row->detail);
    add_text(&buf, row->request_id);
    Status s = buf_check(ctx, &buf);
    if (!s) key_hash(ctx, "audit", buf.data, buf.length, out);
    buf_release(&buf);
    return s;
}

Status audit_write(Ctx *ctx, const char *action, const char *subject_kind, int64_t subject_id,
                   const char *detail)
{
    AuditHead head;
    Status s = audit_head_take(ctx, &head);
    if (s) return s;
    AuditRow row = {.no = head.no,
                    .at = ctx_now(ctx),
                    .action = action,
                    .subject_kind = subject_kind,
                    .subject_id = subject_id,
                    .detail = detail,
                    .request_id = ctx->request_id};
    if (ctx->who) {
        row.who_kind = ctx->who->kind;
        row.who_id = ctx->who->id;
        row.who_login = ctx->who->login;
    }
    unsigned char hash[AUDIT_HASH_BYTES];
    s = audit_hash(ctx, &row, head.hash, hash);
    if (!s) s = audit_insert(ctx, &row, hash);
    return s ? s : audit_head_put(ctx, hash);
}

Status audit_list(Ctx *ctx, const AuditFilter *filter, List *out, const char **next)
{
    int64_t before;
    Status s = scope_check_whole(ctx, "the audit log is");
    if (!s) s = page_start(ctx, filter->cursor, INT64_MAX, &before);
    if (!s) s = audit_rows(ctx, filter, before, out);
    return s ? s : page_end(ctx, out, filter->limit, &audit_shape, next);
}

static Status broken(Ctx *ctx, int64_t no, const char *how)
{
    return fail(ctx, CONFLICT, "the audit log is broken at row %lld: %s", (long long)no, how);
}

static Status verify_row(Ctx *ctx, void *user, const AuditRow *row, const void *hash,
                         size_t hash_length)
{
    AuditHead *seen = user;
    unsigned char want[AUDIT_HASH_BYTES];
    if (row->no != seen->no + 1) return broken(ctx, seen->no + 1, "it is missing");
    Status s = audit_hash(ctx, row, seen->hash, want);
    if (s) return s;
    if (hash_length != sizeof want || memcmp(hash, want, sizeof want) != 0)
        return broken(ctx, row->no, "it was changed");
    seen->no = row->no;
    memcpy(seen->hash, want, sizeof want);
    return OK;
}

/* How the stretch ends: in the midst of the log, or where the log does. */
static Status verify_end(Ctx *ctx, const AuditHead *seen, AuditWalk *walk)
{
    AuditHead head;
    Status s = audit_head_read(ctx, &head);
    if (s) return s;
    if (head.no > seen->no && walk->rows < walk->limit)
        return broken(ctx, seen->no + 1, "it is missing");
    if (head.no > seen->no) {
        walk->next = seen->no;
        return OK;
    }
    if (head.no < seen->no || memcmp(head.hash, seen->hash, sizeof head.hash) != 0)
        return broken(ctx, seen->no, "it was put in behind the end");
    s = audit_end_noted(ctx, &head);
    return s ? s : audit_check_end(ctx, &head);
}

Status audit_verify(Ctx *ctx, AuditWalk *walk)
{
    AuditHead seen = {0};
    walk->rows = 0;
    walk->next = NONE;
    Status s = walk->after ? audit_hash_read(ctx, walk->after, &seen) : OK;
    if (s) return s;
    if (seen.no != walk->after) return broken(ctx, walk->after, "it is missing");
    s = audit_each(ctx, walk->after, walk->limit, verify_row, &seen);
    walk->rows = seen.no - walk->after;
    return s ? s : verify_end(ctx, &seen, walk);
}
