#include "access/account_link.h"

#include <string.h>

#include "access/account.h"
#include "access/audit.h"
#include "access/keys.h"
#include "base/arena.h"
#include "db/db.h"

#define HASH_BYTES 32

static const Field link_fields[] = {
    FIELD_ID(AccountLink, account_id, .doc = "The account"),
    FIELD_TEXT(AccountLink, issuer, .doc = "The provider"),
    FIELD_TIME(AccountLink, linked_at, .doc = "Since when"),
    FIELD_END,
};
const Shape account_link_shape = SHAPE(AccountLink, link_fields, "Who one is at the provider");

static Status subject_hash(Ctx *ctx, const char *issuer, const char *subject,
                           unsigned char out[HASH_BYTES])
{
    const char *text = arena_format(ctx->arena, "%s\n%s", issuer, subject);
    if (!text) return no_memory(ctx);
    key_hash(ctx, "account_link.subject", text, strlen(text), out);
    return OK;
}

SQL(find_linked, "SELECT account_id FROM account_link WHERE subject_hash = $1");

Status account_link_whose(Ctx *ctx, const char *issuer, const char *subject, int64_t *account_id)
{
    unsigned char hash[HASH_BYTES];
    *account_id = 0;
    Status s = subject_hash(ctx, issuer, subject, hash);
    if (!s) s = db_get_int(ctx, &find_linked, account_id, db_blob(hash, sizeof hash));
    return s == NOT_FOUND ? OK : s;
}

SQL(insert_link, "INSERT INTO account_link (account_id, subject_hash, issuer, linked_at)"
                 " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING");

Status account_link_put(Ctx *ctx, int64_t account_id, const char *issuer, const char *subject)
{
    unsigned char hash[HASH_BYTES];
    int64_t written = 0;
    Status s = subject_hash(ctx, issuer, subject, hash);
    if (!s)
        s = db_run_count(ctx, &insert_link, &written, db_id(account_id), db_blob(hash, sizeof hash),
                         db_text(issuer), db_int(ctx_now(ctx)));
    if (!s && !written) return fail(ctx, CONFLICT, "the account, or the subject, is linked");
    return s ? s : audit_write(ctx, "account.link", "account", account_id, NULL);
}

SQL(find_link, "SELECT account_id, issuer, linked_at FROM account_link WHERE account_id = $1");

Status account_link_of(Ctx *ctx, int64_t account_id, AccountLink *out)
{
    return db_read(ctx, &find_link, &account_link_shape, out, db_id(account_id));
}

Status account_link_find(Ctx *ctx, int64_t account_id, AccountLink *out)
{
    Account account;
    Status s = account_find(ctx, account_id, &account);
    if (s) return s;
    s = account_link_of(ctx, account_id, out);
    if (s != NOT_FOUND) return s;
    problem_clear(ctx);
    *out = (AccountLink){.linked_at = NONE};
    return OK;
}

SQL(delete_link, "DELETE FROM account_link WHERE account_id = $1");

Status account_link_remove(Ctx *ctx, int64_t account_id)
{
    Account account;
    int64_t removed = 0;
    Status s = account_find(ctx, account_id, &account);
    if (!s) s = account_check_target(ctx, &account);
    if (!s) s = db_run_count(ctx, &delete_link, &removed, db_id(account_id));
    return s || !removed ? s : audit_write(ctx, "account.unlink", "account", account_id, NULL);
}
