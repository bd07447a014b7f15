#include "oidc/provider.h"

#include <string.h>

#include "access/audit.h"
#include "access/outlet.h"
#include "access/role.h"
#include "access/setting.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "db/db.h"
#include "house.h"
#include "oidc/provider_store.h"

#define REDIRECT_PATH "/console/sign-in/answer"
#define LOGIN_CLAIM "preferred_username"
#define SCOPES "openid profile"

static const Name factors[] = {
    {"ours", PROVIDER_FACTOR_OURS, "The account's own, where it has one or its roles need one"},
    {"amr", PROVIDER_FACTOR_AMR, "The provider's where it says mfa, else the account's own"},
    {"theirs", PROVIDER_FACTOR_THEIRS, "The provider sees to it"},
    {NULL}};

static const Field provider_fields[] = {
    FIELD_INT(Provider, version, .read_only = true, .doc = "Rises with every change; 0: never set"),
    FIELD_BOOL(Provider, enabled, .doc = "People may sign in by it"),
    FIELD_TEXT(Provider, issuer, .required = true, .min = 1, .max = 300,
               .example = "https://login.example.com", .doc = "As the provider calls itself"),
    FIELD_TEXT(Provider, client_id, .required = true, .min = 1, .max = 300,
               .doc = "What the provider calls this desk"),
    FIELD_TEXT(Provider, secret, .max = 500, .write_only = true,
               .doc = "Of the client; not given: the present one stays"),
    FIELD_TEXT(Provider, scopes, .max = 300, .example = "openid profile",
               .doc = "With spaces between; openid is one of them"),
    FIELD_TEXT(Provider, label, .required = true, .min = 1, .max = 40, .example = "Example ID",
               .doc = "What the button on the sign-in page calls it"),
    FIELD_TEXT(Provider, address, .max = 200, .example = "https://desk.example.com",
               .doc = "Where people reach the console; null: setting public_url"),
    FIELD_TEXT(Provider, redirect_uri, .read_only = true,
               .doc = "To be entered at the provider; null: there is no address yet"),
    FIELD_TEXT(Provider, login_claim, .max = 80, .example = "preferred_username",
               .doc = "The claim that is the login at the first sign-in"),
    FIELD_TEXT(Provider, newcomer_role, .max = 40,
               .doc = "Role of an account made for who has none, where roles_claim gives no "
                      "others; null: they are refused"),
    FIELD_TEXT(Provider, newcomer_outlet, .max = 32,
               .doc = "Code of its outlet; null: it sees everything"),
    FIELD_TEXT(Provider, roles_claim, .max = 80,
               .doc = "The claim that tells the roles; null: they are given here"),
    FIELD_MAP(Provider, roles, .max = 100, .item_max = 200,
              .doc = "Values of that claim, each with the name of a role"),
    FIELD_ENUM(Provider, second_factor, factors, .doc = "Whose second factor counts"),
    FIELD_BOOL(Provider, passwords_off,
               .doc = "Linked people sign in by it only; administrators keep their passwords"),
    FIELD_BOOL(Provider, private, .doc = "It may stand in a private network"),
    FIELD_TIME(Provider, changed_at, .read_only = true, .doc = "When it was changed"),
    FIELD_END,
};
const Shape provider_shape = SHAPE(Provider, provider_fields, "The company's sign-in provider");

static Status redirect_fill(Ctx *ctx, Provider *p)
{
    const char *at = p->address ? p->address : setting_text(ctx, SETTING_NAMED_PUBLIC_URL);
    p->redirect_uri = *at ? arena_format(ctx->arena, "%s" REDIRECT_PATH, at) : NULL;
    return *at && !p->redirect_uri ? no_memory(ctx) : OK;
}

Status provider_find(Ctx *ctx, Provider *out)
{
    Status s = provider_store_find(ctx, out);
    if (s && s != NOT_FOUND) return s;
    if (s == NOT_FOUND) {
        problem_clear(ctx);
        shape_clear(&provider_shape, out);
        out->version = 0;
        out->scopes = SCOPES;
        out->login_claim = LOGIN_CLAIM;
        out->second_factor = PROVIDER_FACTOR_OURS;
    }
    out->ask_until_us = monotonic_us() + (int64_t)PROVIDER_WAIT_MS * 1000;
    return redirect_fill(ctx, out);
}

Status provider_read(Ctx *ctx, bool enabled, Provider *out)
{
    Status s = database_reader(ctx, ctx->house->database);
    if (s) return s;
    s = provider_find(ctx, out);
    database_give_back(ctx, ctx->house->database);
    if (!s && (!out->version || (enabled && !out->enabled)))
        return fail(ctx, NOT_FOUND, "there is no sign-in provider");
    return s;
}

/* --- what may be set --- */

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* Another machine is asked over TLS only: what comes back says who somebody is. */
static bool is_own_machine(const char *url)
{
    static const char *const own[] = {"http://127.0.0.1", "http://localhost", "http://[::1]"};
    bool is = false;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        size_t length = strlen(own[i]);
        is = is || (strncmp(url, own[i], length) == 0 && strchr(":/", url[length]));
    }
    return is;
}

static Status check_url(Ctx *ctx, const char *field, const char *url, bool own_too)
{
    if (!begins(url, "https://") && !(own_too && is_own_machine(url)))
        return fail_field(ctx, field, "begins with https://");
    if (strpbrk(url, " \n\t?#@\"<>\\"))
        return fail_field(ctx, field, "is an address without query, fragment, user and spaces");
    return OK;
}

static Status check_address(Ctx *ctx, const Provider *p)
{
    size_t length = p->address ? strlen(p->address) : 0;
    if (p->enabled && !p->redirect_uri)
        return fail_field(ctx, "address", "is required while setting public_url is empty");
    if (!length) return OK;
    if (p->address[length - 1] == '/') return fail_field(ctx, "address", "ends without a slash");
    return check_url(ctx, "address", p->address, true);
}

/* Administrators are made by administrators, whatever their role is called. */
static Status check_role(Ctx *ctx, const char *field, const char *name)
{
    const RightSet all = rights_all();
    Role role;
    Status s = role_find(ctx, name, &role);
    if (s == NOT_FOUND) return fail_field(ctx, field, "there is no role \"%.60s\"", name);
    if (s) return s;
    const RightSet rights = rights_from_stored(&role.rights);
    if (!rights_cover(&rights, &all)) return OK;
    return fail_field(ctx, field, "the provider makes nobody an administrator");
}

static Status check_roles(Ctx *ctx, const Provider *p)
{
    Status s = OK;
    if (p->roles_claim && !p->roles.count) return fail_field(ctx, "roles", "is required");
    for (size_t i = 0; !s && i + 1 < p->roles.count; i += 2)
        s = check_role(ctx, "roles", p->roles.items[i + 1]);
    return s;
}

static Status check_newcomers(Ctx *ctx, const Provider *p)
{
    Outlet outlet;
    Status s = p->newcomer_role ? check_role(ctx, "newcomer_role", p->newcomer_role) : OK;
    if (s || !p->newcomer_outlet) return s;
    s = outlet_find(ctx, p->newcomer_outlet, &outlet);
    if (s != NOT_FOUND) return s;
    return fail_field(ctx, "newcomer_outlet", "there is no outlet %.40s", p->newcomer_outlet);
}

static Status check_lines(Ctx *ctx, const Provider *p)
{
    if (strpbrk(p->client_id, "\n\t")) return fail_field(ctx, "client_id", "is one line");
    if (p->secret && strpbrk(p->secret, "\n\t")) return fail_field(ctx, "secret", "is one line");
    if (strpbrk(p->scopes, "\n\t\"\\") || !text_lists(p->scopes, "openid"))
        return fail_field(ctx, "scopes", "are words with spaces between, and openid is one");
    return OK;
}

static Status check_provider(Ctx *ctx, const Provider *p)
{
    Status s = check_url(ctx, "issuer", p->issuer, p->private);
    if (!s) s = check_lines(ctx, p);
    if (!s) s = check_address(ctx, p);
    if (!s) s = check_newcomers(ctx, p);
    return s ? s : check_roles(ctx, p);
}

static Status check_person(Ctx *ctx)
{
    const RightSet all = rights_all();
    Status s = scope_check_whole(ctx, "sign-in is");
    if (s || !ctx->who || rights_cover(&ctx->who->rights, &all)) return s;
    return fail(ctx, FORBIDDEN, "how people sign in is set by who may do everything");
}

static Status audit_provider(Ctx *ctx, const Provider *p)
{
    Buf detail;
    buf_init(&detail, ctx->arena);
    json_encode(&detail, &provider_shape, p, &(View){0});
    Status s = buf_check(ctx, &detail);
    return s ? s : audit_write(ctx, "sign_in_provider.change", "sign_in_provider", 1, detail.data);
}

static Status write(Ctx *ctx, Provider *p, int64_t version)
{
    bool written = false;
    p->version = version + 1;
    p->changed_at = ctx_now(ctx);
    Status s = provider_store_put(ctx, p, version, &written);
    if (!s && !written) return fail(ctx, STALE, "the sign-in provider was changed by someone else");
    return s ? s : audit_provider(ctx, p);
}

static void fill(Provider *p, const Provider *given, const Provider *stored)
{
    *p = *given;
    bool same = stored->version && strcmp(p->issuer, stored->issuer) == 0 &&
                strcmp(p->client_id, stored->client_id) == 0;
    if (!p->secret && same) p->secret = stored->secret;
    if (!p->scopes) p->scopes = SCOPES;
    if (!p->login_claim) p->login_claim = LOGIN_CLAIM;
    if (p->second_factor == NONE) p->second_factor = PROVIDER_FACTOR_OURS;
}

Status provider_put(Ctx *ctx, int64_t version, const Provider *given, Provider *out)
{
    Provider stored;
    Status s = check_person(ctx);
    if (!s) s = provider_find(ctx, &stored);
    if (s) return s;
    if (stored.version != version)
        return fail(ctx, STALE, "the sign-in provider is at version %lld",
                    (long long)stored.version);
    fill(out, given, &stored);
    s = redirect_fill(ctx, out);
    if (!s) s = check_provider(ctx, out);
    return s ? s : write(ctx, out, version);
}

Status provider_disable(Ctx *ctx)
{
    Provider stored;
    Status s = check_person(ctx);
    if (!s) s = provider_find(ctx, &stored);
    if (s || !stored.enabled) return s;
    stored.enabled = false;
    return write(ctx, &stored, stored.version);
}
