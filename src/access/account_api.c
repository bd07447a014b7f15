#include "access/account.h"
#include "access/listing.h"
#include "access/role.h"
#include "access/tables.h"

/* --- people --- */

static Status page(Ctx *ctx, const void *filter, List *out, const char **next)
{
    return account_list(ctx, filter, out, next);
}

static const Listing people = {.name = "people",
                               .action = "account.export",
                               .subject_kind = "account",
                               .shape = &account_shape,
                               .page = page};

static Status api_create(Ctx *ctx, Request *req)
{
    Account account = *(const Account *)request_input(req);
    Status s = account_create(ctx, &account);
    return s ? s : reply(ctx, req, &account, &account_shape);
}

static Status api_get(Ctx *ctx, Request *req)
{
    Account account;
    int64_t id;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = account_find(ctx, id, &account);
    return s ? s : reply(ctx, req, &account, &account_shape);
}

/* All that may be changed of an account: what is not given is taken away. */
static const Field account_change_fields[] = {
    FIELD_TEXT(Account, name, .personal = PERSONAL_NAME, .max = 80, .doc = "The person's name"),
    FIELD_TEXTS(Account, roles, .required = true, .max = 16, .doc = "Names of roles"),
    FIELD_TEXT(Account, outlet, .max = 32, .doc = "Code of the outlet whose subtree they see"),
    FIELD_ID(Account, customer_id, .doc = "The only customer they see"),
    FIELD_BOOL(Account, closed, .doc = "May not sign in"),
    FIELD_END,
};
static const Shape account_change_shape = {.name = "AccountChange",
                                           .doc = "What an account is to be",
                                           .size = sizeof(Account),
                                           .fields = account_change_fields};

static Status api_change(Ctx *ctx, Request *req)
{
    Account account = *(const Account *)request_input(req);
    Status s = path_id(ctx, req, "id", &account.id);
    if (!s) s = account_update(ctx, &account, request_version(req));
    return s ? s : reply(ctx, req, &account, &account_shape);
}

static Status api_reset(Ctx *ctx, Request *req)
{
    Account account = {0};
    Status s = path_id(ctx, req, "id", &account.id);
    if (!s) s = account_reset(ctx, &account);
    return s ? s : reply(ctx, req, &account, &account_shape);
}

/* --- roles --- */

static Status api_role_list(Ctx *ctx, Request *req)
{
    List roles;
    Status s = role_list(ctx, &roles);
    return s ? s : reply_list(ctx, req, &roles, &role_shape, NULL);
}

static Status api_role_get(Ctx *ctx, Request *req)
{
    Role role;
    Status s = role_find(ctx, path_text(req, "name"), &role);
    return s ? s : reply(ctx, req, &role, &role_shape);
}

static Status api_role_create(Ctx *ctx, Request *req)
{
    Role role = *(const Role *)request_input(req);
    Status s = role_create(ctx, &role);
    return s ? s : reply(ctx, req, &role, &role_shape);
}

static const Field role_change_fields[] = {
    FIELD_TEXT(Role, doc, .writing = WRITING_LINES, .max = 200, .doc = "What it is for"),
    FIELD_TEXTS(Role, rights, .required = true, .max = 128, .doc = "Names of rights"),
    FIELD_END,
};
static const Shape role_change_shape = {.name = "RoleChange",
                                        .doc = "What a role is to be",
                                        .size = sizeof(Role),
                                        .fields = role_change_fields};

static Status api_role_change(Ctx *ctx, Request *req)
{
    Role role = *(const Role *)request_input(req);
    role.name = path_text(req, "name");
    Status s = role_update(ctx, &role, request_version(req));
    return s ? s : reply(ctx, req, &role, &role_shape);
}

static Status api_role_delete(Ctx *ctx, Request *req)
{
    Status s = role_delete(ctx, path_text(req, "name"), request_version(req));
    return s ? s : reply_empty(req, 204);
}

/* --- rights --- */

typedef struct RightInfo {
    const char *name, *doc;
} RightInfo;

static const Field right_info_fields[] = {
    FIELD_TEXT(RightInfo, name, .doc = "As it stands in roles and tokens"),
    FIELD_TEXT(RightInfo, doc, .doc = "What it lets one do"),
    FIELD_END,
};
static const Shape right_info_shape = SHAPE(RightInfo, right_info_fields, "A right");

static Status api_right_list(Ctx *ctx, Request *req)
{
    RightInfo infos[RIGHT_COUNT];
    List list = {.items = infos};
    for (int right = RIGHT_FIRST_ + 1; right < RIGHT_COUNT; right++)
        infos[list.count++] = (RightInfo){right_name(right), right_doc(right)};
    return reply_list(ctx, req, &list, &right_info_shape, NULL);
}

const Route account_routes[] = {
    {GET, "/api/v1/people", .right = PEOPLE_READ, .is_list = true, .query = &account_filter_shape,
     .out = &account_shape, .run = listing_page, .of = &people, .doc = "Those who may sign in"},
    {GET, "/api/v1/people-export", .right = PEOPLE_READ, .query = &account_export_shape,
     .media = "text/csv", .run = listing_export, .of = &people,
     .doc = "People as CSV or XLSX, from after a cursor where one is given"},
    {POST, "/api/v1/people", .right = PEOPLE_WRITE, .writes = true, .creates = true,
     .in = &account_shape, .out = &account_shape, .run = api_create,
     .doc = "Add a person; the answer holds their one-time password"},
    {GET, "/api/v1/people/{id}", .right = PEOPLE_READ, .out = &account_shape, .run = api_get,
     .doc = "One person"},
    {PUT, "/api/v1/people/{id}", .right = PEOPLE_WRITE, .writes = true, .if_match = true,
     .in = &account_change_shape, .out = &account_shape, .run = api_change,
     .doc = "Change a person's name, roles and place, or close the account"},
    {POST, "/api/v1/people/{id}/password", .right = PEOPLE_WRITE, .writes = true,
     .out = &account_shape, .run = api_reset, .doc = "Give a person a new one-time password"},
    {GET, "/api/v1/roles", .right = PEOPLE_READ, .is_list = true, .out = &role_shape,
     .run = api_role_list, .doc = "The roles and their rights"},
    {POST, "/api/v1/roles", .right = PEOPLE_WRITE, .writes = true, .whole = "roles are",
     .creates = true, .in = &role_shape, .out = &role_shape, .run = api_role_create,
     .doc = "Add a role"},
    {GET, "/api/v1/roles/{name}", .right = PEOPLE_READ, .out = &role_shape, .run = api_role_get,
     .doc = "One role"},
    {PUT, "/api/v1/roles/{name}", .right = PEOPLE_WRITE, .writes = true, .whole = "roles are",
     .if_match = true, .in = &role_change_shape, .out = &role_shape, .run = api_role_change,
     .doc = "Change what a role may do"},
    {DELETE, "/api/v1/roles/{name}", .right = PEOPLE_WRITE, .writes = true, .whole = "roles are",
     .if_match = true, .run = api_role_delete, .doc = "Take away a role that nobody has"},
    {GET, "/api/v1/rights", .right = PEOPLE_READ, .is_list = true, .out = &right_info_shape,
     .run = api_right_list, .doc = "Every right there is"},
    ROUTE_END,
};
