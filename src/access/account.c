#include "access/account.h"

#include <string.h>

#include "access/access.h"
#include "access/access_store.h"
#include "access/account_store.h"
#include "access/alert.h"
#include "access/audit.h"
#include "access/factor.h"
#include "access/factor_store.h"
#include "access/listing.h"
#include "access/masked.h"
#include "access/outlet.h"
#include "access/page.h"
#include "access/role.h"
#include "access/setting.h"
#include "base/arena.h"
#include "base/instant.h"
#include "base/json.h"
#include "job/job.h"

#define ROLES_MAX 16

static const Field account_fields[] = {
    FIELD_ID(Account, id, .read_only = true, .doc = "Its id"),
    FIELD_INT(Account, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_TEXT(Account, login, .required = true, .min = 2, .max = 64, .example = "li.na",
               .doc = "What one signs in as: small letters, digits, . _ - @"),
    FIELD_TEXT(Account, name, .personal = PERSONAL_NAME, .max = 80, .doc = "The person's name"),
    FIELD_TEXTS(Account, roles, .required = true, .max = ROLES_MAX, .doc = "Names of roles"),
    FIELD_TEXT(Account, outlet, .max = 32,
               .doc = "Code of the outlet whose subtree they see; null: everything"),
    FIELD_ID(Account, outlet_id, .read_only = true, .doc = "That outlet's id"),
    FIELD_ID(Account, customer_id, .doc = "The only customer they see; null: all"),
    FIELD_BOOL(Account, must_change_password, .read_only = true,
               .doc = "May do nothing else before"),
    FIELD_BOOL(Account, closed, .doc = "May not sign in"),
    FIELD_TIME(Account, factor_at, .read_only = true,
               .doc = "Since when they sign in with a second factor; null: without"),
    FIELD_BOOL(Account, factor_demanded, .read_only = true,
               .doc = "One of their roles needs a second factor"),
    FIELD_TIME(Account, created_at, .read_only = true, .doc = "When it was created"),
    FIELD_TEXT(Account, one_time_password, .read_only = true,
               .doc = "For the first sign-in; shown only in the answer that makes it"),
    FIELD_END,
};
const Shape account_shape = SHAPE(Account, account_fields, "Somebody who signs in");

static const Name sorts[] = {{"created_at", ACCOUNT_BY_CREATED, "The first first"},
                             {"-created_at", -ACCOUNT_BY_CREATED, "The newest first"},
                             {"login", ACCOUNT_BY_LOGIN, "By login"},
                             {"-login", -ACCOUNT_BY_LOGIN, "By login, from the end"},
                             {NULL, 0, NULL}};

#define FILTER_FIELDS                                                                              \
    FIELD_ENUM(AccountFilter, sort, sorts, .doc = "By created_at where it is not given"),          \
        PAGE_FIELDS(AccountFilter)

static const Field filter_fields[] = {FILTER_FIELDS, FIELD_END};
const Shape account_filter_shape = SHAPE(AccountFilter, filter_fields, "Which people");

static const Field export_fields[] = {FILTER_FIELDS, EXPORT_FORMAT_FIELD(AccountFilter), FIELD_END};
const Shape account_export_shape =
    EXPORT_SHAPE(AccountFilter, "AccountExport", export_fields, "Which people");

/* --- what may be given --- */

static Status check_login(Ctx *ctx, const char *login)
{
    size_t length = strlen(login);
    if (length >= 2 && length <= 64 &&
        strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789._-@") == length)
        return OK;
    return fail_field(ctx, "login", "a login is 2 to 64 small letters, digits, . _ - @");
}

/* One cannot give, or lay hands on, more than one has. */
static Status check_role_rights(Ctx *ctx, const Role *role)
{
    RightSet rights = rights_from_stored(&role->rights);
    if (!ctx->who || rights_cover(&ctx->who->rights, &rights)) return OK;
    return fail(ctx, FORBIDDEN, "the role %s holds more than you may give", role->name);
}

/* The roles of those outside the company hold only within one customer's rows. */
static Status check_outsider(Ctx *ctx, const Account *account)
{
    for (size_t i = 0; i < account->roles.count; i++) {
        const char *role = account->roles.items[i];
        bool outsider = strcmp(role, ROLE_CLIENT_USER) == 0 || strcmp(role, ROLE_CONSUMER) == 0;
        if (outsider && !account->customer_id)
            return fail_field(ctx, "customer_id", "the role %s needs a customer", role);
    }
    return OK;
}

static Status check_roles(Ctx *ctx, const Texts *names, int64_t ids[ROLES_MAX])
{
    Status s = OK;
    if (names->count > ROLES_MAX) return fail_field(ctx, "roles", "at most %d roles", ROLES_MAX);
    for (size_t i = 0; !s && i < names->count; i++) {
        Role role;
        s = role_find(ctx, names->items[i], &role);
        if (s == NOT_FOUND)
            return fail_field(ctx, "roles", "there is no role \"%.60s\"", names->items[i]);
        if (!s) s = check_role_rights(ctx, &role);
        ids[i] = role.id;
    }
    return s;
}

/* The outlet within the person's own subtree, the customer within their own. */
static Status check_place(Ctx *ctx, Account *account)
{
    Outlet outlet = {0};
    if (scope_customer(ctx) && account->customer_id != scope_customer(ctx))
        return fail(ctx, FORBIDDEN, "only accounts of your own company");
    if (!account->outlet && scope_outlet(ctx))
        return fail(ctx, FORBIDDEN, "only accounts of your own outlets");
    Status s = account->outlet ? outlet_find(ctx, account->outlet, &outlet) : OK;
    if (s == NOT_FOUND)
        return fail_field(ctx, "outlet", "there is no outlet %.40s", account->outlet);
    account->outlet_id = outlet.id;
    account->outlet = outlet.code;
    return s;
}

/* --- what is written --- */

/* Without name and one-time password. */
static Status audit_account(Ctx *ctx, const char *action, const Account *account)
{
    Account shown = *account;
    Buf detail;
    shown.name = shown.one_time_password = NULL;
    buf_init(&detail, ctx->arena);
    json_encode(&detail, &account_shape, &shown, &(View){0});
    Status s = buf_check(ctx, &detail);
    return s ? s : audit_write(ctx, action, "account", account->id, detail.data);
}

static Status give_one_time(Ctx *ctx, Account *account, Credential *credential)
{
    int64_t hours = setting_int(ctx, SETTING_NAMED_ONE_TIME_PASSWORD_HOURS);
    credential->must_change_password = account->must_change_password = true;
    credential->password_until_ms = ctx_now(ctx) + hours * HOUR_MS;
    return password_one_time(ctx, &account->one_time_password, &credential->password_hash);
}

Status account_create(Ctx *ctx, Account *account)
{
    int64_t role_ids[ROLES_MAX];
    Credential credential;
    Status s = check_login(ctx, account->login);
    if (!s) s = check_roles(ctx, &account->roles, role_ids);
    if (!s) s = check_outsider(ctx, account);
    if (!s) s = check_place(ctx, account);
    if (s) return s;
    s = credential_by_login(ctx, account->login, &credential);
    if (!s) return fail(ctx, CONFLICT, "the login %s is taken", account->login);
    if (s != NOT_FOUND) return s;
    account->id = credential.id = ctx_id(ctx);
    account->version = 1;
    account->created_at = ctx_now(ctx);
    account->factor_at = NONE;
    account->factor_demanded = factor_roles_demand(ctx, &account->roles);
    s = give_one_time(ctx, account, &credential);
    if (!s) s = account_insert(ctx, account, &credential);
    if (!s) s = account_roles_put(ctx, account->id, role_ids, account->roles.count);
    return s ? s : audit_account(ctx, "account.create", account);
}

/* After the log is written, which makes writers take turns: two administrators cannot close each
 * other at the same time. */
static Status check_administrator_left(Ctx *ctx)
{
    int64_t left = 0;
    Status s = account_administrators(ctx, &left);
    if (s || left) return s;
    return fail(ctx, CONFLICT, "nobody would be left who may do everything");
}

Status account_check_target(Ctx *ctx, const Account *stored)
{
    int64_t ids[ROLES_MAX];
    return check_roles(ctx, &stored->roles, ids);
}

/* Nothing is left that signs in; who comes back begins anew. */
static Status sign_ins_end(Ctx *ctx, Account *account)
{
    bool removed;
    account->factor_at = NONE;
    Status s = session_remove_others(ctx, account->id, 0);
    if (!s) s = factor_store_remove(ctx, account->id, &removed);
    return s || !removed ? s : alert_write(ctx, account->id, ALERT_FACTOR_RESET);
}

Status account_update(Ctx *ctx, Account *account, int64_t version)
{
    int64_t role_ids[ROLES_MAX];
    Account stored;
    Status s = account_find(ctx, account->id, &stored);
    if (s) return s;
    if (stored.version != version)
        return fail(ctx, STALE, "the account %s was changed by someone else", stored.login);
    s = account_check_target(ctx, &stored);
    if (!s) s = masked_check(ctx, &account_shape, account, &account_shape, &stored);
    if (!s) s = check_roles(ctx, &account->roles, role_ids);
    if (!s) s = check_outsider(ctx, account);
    if (!s) s = check_place(ctx, account);
    if (s) return s;
    account->login = stored.login;
    account->version = version + 1;
    account->created_at = stored.created_at;
    account->must_change_password = stored.must_change_password;
    account->factor_at = stored.factor_at;
    account->factor_demanded = factor_roles_demand(ctx, &account->roles);
    s = account_put(ctx, account);
    if (!s) s = account_roles_put(ctx, account->id, role_ids, account->roles.count);
    if (!s && account->closed) s = sign_ins_end(ctx, account);
    if (!s && account->closed && !stored.closed)
        s = event_publish(ctx, ACCOUNT_CLOSED, account->id, NULL);
    if (!s) s = audit_account(ctx, "account.update", account);
    if (!s) s = check_administrator_left(ctx);
    return s ? s : access_forget(ctx);
}

Status account_reset(Ctx *ctx, Account *account)
{
    Credential credential = {.id = account->id};
    Status s = account_find(ctx, account->id, account);
    if (!s) s = account_check_target(ctx, account);
    if (!s) s = give_one_time(ctx, account, &credential);
    if (!s) s = credential_put(ctx, &credential);
    if (!s) s = session_remove_others(ctx, account->id, 0);
    if (!s) s = alert_write(ctx, account->id, ALERT_PASSWORD_RESET);
    account->version++;
    if (!s) s = audit_account(ctx, "account.reset", account);
    return s ? s : access_forget(ctx);
}

static void demands_fill(Ctx *ctx, const List *list)
{
    Account *accounts = list->items;
    for (size_t i = 0; i < list->count; i++)
        accounts[i].factor_demanded = factor_roles_demand(ctx, &accounts[i].roles);
}

static Status find_one(Ctx *ctx, int64_t id, const char *login, Account *out)
{
    List found;
    Status s = account_named(ctx, id, login, &found);
    if (s) return s;
    if (!found.count) return fail(ctx, NOT_FOUND, "there is no such account");
    demands_fill(ctx, &found);
    *out = *(const Account *)found.items;
    return OK;
}

Status account_find(Ctx *ctx, int64_t id, Account *out)
{
    return find_one(ctx, id, NULL, out);
}

Status account_find_login(Ctx *ctx, const char *login, Account *out)
{
    return find_one(ctx, 0, login, out);
}

Status account_list(Ctx *ctx, const AccountFilter *filter, List *out, const char **next)
{
    bool unsaid = filter->sort == 0 || filter->sort == NONE;
    int64_t sort = unsaid ? ACCOUNT_BY_CREATED : filter->sort;
    SortPlace after;
    *next = NULL;
    Status s = sort_start(ctx, filter->cursor, sort, &after);
    if (!s) s = account_page(ctx, sort, &after, filter->limit + 1, out);
    if (!s) demands_fill(ctx, out);
    if (s || !page_cut(out, filter->limit)) return s;
    const Account *last = (const Account *)out->items + (out->count - 1);
    bool by_login = sort == ACCOUNT_BY_LOGIN || sort == -ACCOUNT_BY_LOGIN;
    const SortPlace place = {.id = last->id, .text = by_login ? last->login : NULL};
    return sort_end(ctx, sort, &place, next);
}

Status account_first(Ctx *ctx, Account *out, bool *made)
{
    static const char *const role[] = {ROLE_ADMINISTRATOR};
    int64_t count = 0;
    *made = false;
    Status s = account_count(ctx, &count);
    if (s || count) return s;
    *out = (Account){.login = "admin", .roles = {.items = (const char **)role, .count = 1}};
    s = account_create(ctx, out);
    *made = !s;
    return s;
}

Status account_person(Ctx *ctx, int64_t id, Person *out)
{
    const Person *asking = ctx->who;
    Account account;
    ctx->who = NULL;
    Status s = account_find(ctx, id, &account);
    ctx->who = asking;
    if (!s && account.closed) s = fail(ctx, NOT_FOUND, "that account was closed");
    if (s) return s;
    *out = (Person){.kind = PERSON_HUMAN,
                    .id = id,
                    .login = account.login,
                    .scope_outlet_id = account.outlet_id,
                    .scope_customer_id = account.customer_id};
    return account_rights(ctx, id, &out->rights);
}
