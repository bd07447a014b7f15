#include "portal/forget.h"

#include <inttypes.h>

#include "access/keys.h"
#include "base/instant.h"
#include "notify/notify.h"
#include "portal/portal_slice.h"
#include "portal/portal_store.h"

enum { AT_ONCE = 100 };

Status contact_key_of(Ctx *ctx, const char *contact, KeyIndex *out)
{
    return key_index(ctx, "portal_code.contact", contact, out);
}

const char *code_notice_key(Ctx *ctx, int64_t code_id)
{
    return arena_format(ctx->arena, "portal.%" PRId64, code_id);
}

Status code_forget(Ctx *ctx, int64_t code_id)
{
    const char *key = code_notice_key(ctx, code_id);
    if (!key) return no_memory(ctx);
    Status s = notice_forget(ctx, key);
    return s ? s : portal_store_used(ctx, code_id);
}

static Status codes_forget(Ctx *ctx, const List *codes)
{
    const int64_t *ids = codes->items;
    Status s = OK;
    for (size_t i = 0; !s && i < codes->count; i++)
        s = code_forget(ctx, ids[i]);
    return s;
}

Status portal_forget(Ctx *ctx, bool *more)
{
    List old;
    int64_t now = ctx_now(ctx);
    Status s = portal_store_old(ctx, now - DAY_MS, AT_ONCE, &old);
    *more = !s && old.count == AT_ONCE;
    if (!s) s = codes_forget(ctx, &old);
    return s ? s : portal_store_forget(ctx, now);
}

/* --- with their customer --- */

/* The contact as visitors are kept; NULL where nobody could sign in with it. */
static Status kept_form(Ctx *ctx, const char *contact, const char **out)
{
    bool by_mail;
    Status s = portal_contact(ctx, contact, out, &by_mail);
    if (s != INVALID) return s;
    problem_clear(ctx);
    *out = NULL;
    return OK;
}

static Status forget_codes_of(Ctx *ctx, const KeyIndex *contact, int64_t *count)
{
    List codes = {.count = AT_ONCE};
    Status s = OK;
    for (*count = 0; !s && codes.count == AT_ONCE; *count += (int64_t)codes.count) {
        s = portal_store_codes(ctx, contact, AT_ONCE, &codes);
        if (!s) s = codes_forget(ctx, &codes);
    }
    return s;
}

static Status erase_contact(Ctx *ctx, const char *contact, ErasureProof *proof)
{
    KeyIndex key;
    int64_t codes = 0, sessions = 0;
    Status s = kept_form(ctx, contact, &contact);
    if (s || !contact) return s;
    s = contact_key_of(ctx, contact, &key);
    if (!s) s = forget_codes_of(ctx, &key, &codes);
    if (!s) s = portal_store_end_all(ctx, &key, &sessions);
    const ErasureRow rows[] = {{"portal_code", ERASURE_DELETED, codes, NULL},
                               {"portal_session", ERASURE_DELETED, sessions, NULL}};
    for (size_t i = 0; !s && i < sizeof rows / sizeof *rows; i++)
        s = erasure_note(ctx, proof, &rows[i]);
    return s;
}

static Status left_contact(Ctx *ctx, const char *contact, int64_t *rows)
{
    KeyIndex key;
    Status s = kept_form(ctx, contact, &contact);
    if (s || !contact) return s;
    s = contact_key_of(ctx, contact, &key);
    return s ? s : portal_store_left(ctx, &key, rows);
}

const CustomerContributor portal_contributor = {
    .name = "portal", .erase_contact = erase_contact, .left_contact = left_contact};
