#include "access/factor.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <string.h>

#include "access/access.h"
#include "access/access_internal.h"
#include "access/access_store.h"
#include "access/account_store.h"
#include "access/alert.h"
#include "access/audit.h"
#include "access/factor_store.h"
#include "access/qr.h"
#include "access/session.h"
#include "access/setting.h"
#include "base/arena.h"
#include "base/instant.h"
#include "base/text.h"
#include "db/db.h"
#include "house.h"

enum {
    SECRET_BYTES = 20, /* RFC 4226 4: 160 bits */
    DIGITS = 6,
    STEP_S = OATH_TOTP_DEFAULT_TIME_STEP_SIZE,
    RECOVERY_CODES = 10,
    RECOVERY_LETTERS = 16 /* of 32: 80 bits */
};

static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/* --- codes --- */

/* The step whose code this is, of the present one and its neighbours; NONE: of none. */
static int64_t step_of(Ctx *ctx, const char *secret, const char *code)
{
    unsigned char bytes[SECRET_BYTES];
    char made[DIGITS + 1];
    size_t length = 0;
    int64_t now = ctx_now(ctx) / SECOND_MS / STEP_S, found = NONE;
    if (strlen(code) != DIGITS ||
        sodium_hex2bin(bytes, sizeof bytes, secret, strlen(secret), NULL, &length, NULL))
        return NONE;
    for (int64_t step = now - 1; step <= now + 1; step++)
        if (oath_totp_generate((const char *)bytes, length, (time_t)(step * STEP_S), STEP_S, 0,
                               DIGITS, made) == OATH_OK &&
            sodium_memcmp(made, code, DIGITS) == 0)
            found = step;
    sodium_memzero(bytes, sizeof bytes);
    return found;
}

/* As people type them: with spaces or dashes, in whatever case. */
static Status code_plain(Ctx *ctx, const char *code, const char **out)
{
    char *plain = arena_text(ctx->arena, code);
    if (!plain) return no_memory(ctx);
    char *end = plain;
    for (const char *from = code; *from; from++)
        if (*from != ' ' && *from != '-')
            *end++ = *from >= 'a' && *from <= 'z' ? (char)(*from - 'a' + 'A') : *from;
    *end = '\0';
    *out = plain;
    return OK;
}

static Status recovery_make(Ctx *ctx, Texts *codes, unsigned char *hashes)
{
    codes->items = ARENA_ARRAY(ctx->arena, RECOVERY_CODES, const char *);
    if (!codes->items) return no_memory(ctx);
    for (codes->count = 0; codes->count < RECOVERY_CODES; codes->count++) {
        unsigned char random[RECOVERY_LETTERS];
        char text[RECOVERY_LETTERS + 1];
        ctx_random(ctx, random, sizeof random);
        for (size_t i = 0; i < RECOVERY_LETTERS; i++)
            text[i] = base32[random[i] % 32];
        text[RECOVERY_LETTERS] = '\0';
        secret_hash(ctx, "recovery", text, hashes + codes->count * SECRET_HASH_BYTES);
        const char *shown =
            arena_format(ctx->arena, "%.4s-%.4s-%.4s-%.4s", text, text + 4, text + 8, text + 12);
        if (!shown) return no_memory(ctx);
        codes->items[codes->count] = shown;
    }
    return OK;
}

/* --- one that is tried --- */

typedef struct Trial {
    int64_t account_id;
    const char *code;
    bool pending; /* a secret that is not confirmed yet counts too */
    bool holds;
    StoredFactor stored;
} Trial;

static Status trial_run(Ctx *ctx, void *work)
{
    Trial *trial = work;
    unsigned char hash[SECRET_HASH_BYTES];
    Status s = factor_store_find(ctx, trial->account_id, &trial->stored);
    trial->holds = false;
    if (s || !trial->stored.secret) return s;
    if (trial->stored.confirmed_ms == NONE && !trial->pending) return OK;
    int64_t step = step_of(ctx, trial->stored.secret, trial->code);
    if (step != NONE) return factor_store_take(ctx, trial->account_id, step, &trial->holds);
    secret_hash(ctx, "recovery", trial->code, hash);
    s = recovery_store_take(ctx, trial->account_id, hash, &trial->holds);
    if (s || !trial->holds) return s;
    s = alert_write(ctx, trial->account_id, ALERT_RECOVERY_USED);
    return s ? s : audit_write(ctx, "account.recovery", "account", trial->account_id, NULL);
}

static Status code_wrong(Ctx *ctx, Status status)
{
    Status s = fail(ctx, status, "this code does not hold: take the one that is shown now");
    snprintf(ctx->problem.field, sizeof ctx->problem.field, "code");
    return s;
}

/* Wrong codes are counted apart from wrong passwords: only who has the password comes to this. */
static Status code_try(Ctx *ctx, const Counted *person, Trial *trial)
{
    const Counted counted = {person->kind, arena_format(ctx->arena, "code\n%s", person->key)};
    if (!counted.key) return no_memory(ctx);
    Status s = code_plain(ctx, trial->code, &trial->code);
    if (!s) s = failures_take(ctx, &counted);
    if (s) return s;
    s = database_write(ctx, ctx->house->database, trial_run, trial);
    if (s) failures_give_back(ctx, &counted);
    if (!s && trial->holds) failures_clear(ctx, &counted);
    return s;
}

/* The same by who is signed in already. */
static Status own_try(Ctx *ctx, Trial *trial)
{
    const Counted person = {FAILURE_KNOWN, arena_format(ctx->arena, "own\n%s", ctx->who->login)};
    return person.key ? code_try(ctx, &person, trial) : no_memory(ctx);
}

static Status code_audit(Ctx *ctx, void *work)
{
    const Trial *trial = work;
    return audit_write(ctx, "session.refused_code", "account", trial->account_id, NULL);
}

Status factor_check(Ctx *ctx, int64_t account_id, const Counted *person, const char *code)
{
    Trial trial = {.account_id = account_id, .code = code};
    Status s = factor_store_find(ctx, account_id, &trial.stored);
    if (s || trial.stored.confirmed_ms == NONE) return s;
    if (!code || !*code) {
        s = fail(ctx, UNAUTHENTICATED, "the code of the second factor is needed");
        snprintf(ctx->problem.field, sizeof ctx->problem.field, "code");
        return s;
    }
    s = code_try(ctx, person, &trial);
    if (s || trial.holds) return s;
    s = database_write(ctx, ctx->house->database, code_audit, &trial);
    return s ? s : code_wrong(ctx, UNAUTHENTICATED);
}

/* --- who must have one --- */

bool factor_roles_demand(Ctx *ctx, const Texts *roles)
{
    const char *demanding = setting_text(ctx, SETTING_NAMED_SECOND_FACTOR_ROLES);
    for (size_t i = 0; i < roles->count; i++)
        if (text_lists(demanding, roles->items[i])) return true;
    return false;
}

Status factor_demanded(Ctx *ctx, int64_t account_id, bool *out)
{
    Texts roles;
    *out = false;
    if (!*setting_text(ctx, SETTING_NAMED_SECOND_FACTOR_ROLES)) return OK;
    Status s = account_role_names(ctx, account_id, &roles);
    if (!s) *out = factor_roles_demand(ctx, &roles);
    return s;
}

/* --- one's own --- */

static Status own_check(Ctx *ctx)
{
    if (ctx->who && ctx->who->kind == PERSON_HUMAN) return OK;
    return fail(ctx, FORBIDDEN, "only a signed-in person has a second factor");
}

Status factor_read(Ctx *ctx, Factor *out)
{
    StoredFactor stored;
    Status s = own_check(ctx);
    if (!s) s = factor_store_find(ctx, ctx->who->id, &stored);
    if (s) return s;
    *out = (Factor){.confirmed_at = stored.confirmed_ms, .recovery_left = stored.recovery_left};
    return factor_demanded(ctx, ctx->who->id, &out->demanded);
}

typedef struct Beginning {
    char secret[SECRET_BYTES * 2 + 1];
} Beginning;

static Status begin_write(Ctx *ctx, void *work)
{
    const Beginning *beginning = work;
    StoredFactor stored;
    Status s = factor_store_find(ctx, ctx->who->id, &stored);
    if (!s && stored.confirmed_ms != NONE)
        return fail(ctx, CONFLICT, "there is a second factor already: take it away first");
    if (!s) s = factor_store_put(ctx, ctx->who->id, beginning->secret);
    return s ? s : audit_write(ctx, "account.factor_begin", "account", ctx->who->id, NULL);
}

static void base32_write(const unsigned char bytes[SECRET_BYTES], char *out)
{
    for (size_t bit = 0; bit < SECRET_BYTES * 8; bit += 5) {
        unsigned pair = (unsigned)bytes[bit / 8] << 8;
        if (bit / 8 + 1 < SECRET_BYTES) pair |= bytes[bit / 8 + 1];
        *out++ = base32[pair >> (11 - bit % 8) & 31];
    }
    *out = '\0';
}

/* Letters, digits and what else needs no escape in a label. */
static const char *label_part(Ctx *ctx, const char *text)
{
    Buf buf;
    buf_init(&buf, ctx->arena);
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        bool plain = (*at >= '0' && *at <= '9') || (*at >= 'A' && *at <= 'Z') ||
                     (*at >= 'a' && *at <= 'z') || strchr("-._~", *at);
        buf_format(&buf, plain ? "%c" : "%%%02X", *at);
    }
    buf_text(&buf, "");
    return buf_check(ctx, &buf) ? NULL : buf.data;
}

/* As authenticators read it: the Key Uri Format that Google Authenticator set. */
static Status secret_show(Ctx *ctx, const unsigned char bytes[SECRET_BYTES], FactorSecret *out)
{
    char text[SECRET_BYTES * 8 / 5 + 1];
    base32_write(bytes, text);
    const char *company = label_part(ctx, setting_text(ctx, SETTING_NAMED_COMPANY));
    const char *login = label_part(ctx, ctx->who->login);
    out->secret = arena_text(ctx->arena, text);
    if (!company || !login || !out->secret) return no_memory(ctx);
    out->uri = arena_format(ctx->arena, "otpauth://totp/%s:%s?secret=%s&issuer=%s", company, login,
                            text, company);
    sodium_memzero(text, sizeof text);
    return out->uri ? qr_svg(ctx, out->uri, &out->picture) : no_memory(ctx);
}

Status factor_begin(Ctx *ctx, const char *password, FactorSecret *out)
{
    Beginning beginning;
    unsigned char bytes[SECRET_BYTES];
    Status s = own_check(ctx);
    if (!s) s = password_confirm(ctx, "password", password);
    if (s) return s;
    ctx_random(ctx, bytes, sizeof bytes);
    sodium_bin2hex(beginning.secret, sizeof beginning.secret, bytes, sizeof bytes);
    s = database_write(ctx, ctx->house->database, begin_write, &beginning);
    if (!s) s = secret_show(ctx, bytes, out);
    sodium_memzero(bytes, sizeof bytes);
    sodium_memzero(&beginning, sizeof beginning);
    return s;
}

static Status nothing_waits(Ctx *ctx)
{
    return fail(ctx, CONFLICT, "no second factor waits to be confirmed");
}

typedef struct Recovery {
    unsigned char hashes[RECOVERY_CODES * SECRET_HASH_BYTES];
    bool confirms;
} Recovery;

static Status recovery_write(Ctx *ctx, void *work)
{
    const Recovery *recovery = work;
    const Person *who = ctx->who;
    bool holds = true;
    Status s = recovery_store_put(ctx, who->id, recovery->hashes, RECOVERY_CODES);
    if (!s && recovery->confirms) s = factor_store_confirm(ctx, who->id, &holds);
    if (!s && !holds) return nothing_waits(ctx);
    if (!s && recovery->confirms) s = session_remove_others(ctx, who->id, who->session_id);
    if (!s)
        s = audit_write(ctx, recovery->confirms ? "account.factor_confirm" : "account.recovery_new",
                        "account", who->id, NULL);
    return s ? s : access_forget(ctx);
}

static Status recovery_give(Ctx *ctx, bool confirms, Texts *codes)
{
    Recovery recovery = {.confirms = confirms};
    Status s = recovery_make(ctx, codes, recovery.hashes);
    return s ? s : database_write(ctx, ctx->house->database, recovery_write, &recovery);
}

Status factor_confirm(Ctx *ctx, const char *code, Texts *recovery)
{
    Trial trial = {.code = code, .pending = true};
    Status s = own_check(ctx);
    if (s) return s;
    trial.account_id = ctx->who->id;
    s = factor_store_find(ctx, trial.account_id, &trial.stored);
    if (!s && (!trial.stored.secret || trial.stored.confirmed_ms != NONE))
        return nothing_waits(ctx);
    if (!s) s = own_try(ctx, &trial);
    if (!s && !trial.holds) s = code_wrong(ctx, INVALID);
    return s ? s : recovery_give(ctx, true, recovery);
}

/* Whoever finds an open session must not be able to change how one signs in. */
static Status proof_check(Ctx *ctx, const char *password, const char *code)
{
    Trial trial = {.code = code};
    Status s = own_check(ctx);
    if (!s) s = password_confirm(ctx, "password", password);
    if (s) return s;
    trial.account_id = ctx->who->id;
    s = factor_store_find(ctx, trial.account_id, &trial.stored);
    if (!s && trial.stored.confirmed_ms == NONE)
        return fail(ctx, CONFLICT, "there is no second factor");
    if (!s) s = own_try(ctx, &trial);
    return s || trial.holds ? s : code_wrong(ctx, INVALID);
}

Status factor_renew(Ctx *ctx, const char *password, const char *code, Texts *recovery)
{
    Status s = proof_check(ctx, password, code);
    return s ? s : recovery_give(ctx, false, recovery);
}

static Status remove_write(Ctx *ctx, void *work)
{
    bool removed;
    (void)work;
    Status s = factor_store_remove(ctx, ctx->who->id, &removed);
    if (!s) s = audit_write(ctx, "account.factor_remove", "account", ctx->who->id, NULL);
    return s ? s : access_forget(ctx);
}

Status factor_remove(Ctx *ctx, const char *password, const char *code)
{
    Status s = proof_check(ctx, password, code);
    return s ? s : database_write(ctx, ctx->house->database, remove_write, NULL);
}

Status factor_reset(Ctx *ctx, int64_t account_id, bool *removed)
{
    Account account;
    *removed = false;
    if (ctx->who && ctx->who->kind == PERSON_HUMAN && ctx->who->id == account_id)
        return fail(ctx, FORBIDDEN, "one's own second factor goes with password and code only");
    Status s = account_find(ctx, account_id, &account);
    if (!s) s = account_check_target(ctx, &account);
    if (!s) s = factor_store_remove(ctx, account_id, removed);
    if (s || !*removed) return s;
    s = session_remove_others(ctx, account_id, 0);
    if (!s) s = alert_write(ctx, account_id, ALERT_FACTOR_RESET);
    if (!s) s = audit_write(ctx, "account.factor_reset", "account", account_id, NULL);
    return s ? s : access_forget(ctx);
}
