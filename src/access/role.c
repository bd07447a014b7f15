#include "access/role.h"

#include <string.h>

#include "access/audit.h"
#include "access/role_store.h"
#include "base/arena.h"
#include "base/json.h"

#define SHIPPED_RIGHTS_MAX 48

typedef struct ShippedRole {
    const char *name, *doc;
    const char *rights[SHIPPED_RIGHTS_MAX + 1]; /* ends with NULL */
} ShippedRole;

/* The roles of the trade. Whoever sees one customer or one parcel only (client_user, consumer) is
 * held to it by the account's customer, not by the role. */
static const ShippedRole shipped_roles[] = {
    {"agent",
     "Answers customers",
     {"waybill.read",   "customer.read", "customer.write", "personal.read",  "promise.read",
      "knowledge.read", "notice.read",   "outlet.read",    "feed.read",      "watch.read",
      "incident.read",  "watch.act",     "ticket.read",    "ticket.write",   "claim.read",
      "claim.write",    "handoff.read",  "handoff.write",  "complaint.read", "complaint.write"}},
    {"senior_agent",
     "Answers customers, also where names and numbers matter",
     {"waybill.read",    "waybill.write",  "customer.read",  "customer.write", "personal.read",
      "promise.read",    "promise.change", "knowledge.read", "notice.read",    "outlet.read",
      "feed.read",       "figure.read",    "watch.read",     "incident.read",  "watch.act",
      "ticket.read",     "ticket.write",   "ticket.close",   "ticket.bulk",    "claim.read",
      "claim.write",     "claim.fast",     "handoff.read",   "handoff.write",  "complaint.read",
      "complaint.write", "appeal.read",    "appeal.write"}},
    {ROLE_SUPERVISOR,
     "Leads a team of agents",
     {"waybill.read",      "waybill.write",       "scan.review",      "customer.read",
      "customer.write",    "customer.merge",      "personal.read",    "promise.read",
      "promise.change",    "cause.write",         "knowledge.read",   "knowledge.write",
      "knowledge.publish", "notice.read",         "notice.write",     "outlet.read",
      "feed.read",         "figure.read",         "people.read",      "watch.read",
      "incident.read",     "watch.act",           "watch.rule_write", "incident.act",
      "ticket.read",       "ticket.write",        "ticket.close",     "ticket.admin",
      "ticket.bulk",       "ticket.dispatch",     "claim.read",       "claim.write",
      "claim.approve",     "claim.approve_large", "claim.fast",       "claim.rules",
      "handoff.read",      "handoff.write",       "complaint.read",   "complaint.write",
      "complaint.review",  "complaint.admin",     "appeal.read",      "appeal.write"}},
    {"claims_officer",
     "Decides claims",
     {"waybill.read",  "customer.read",  "personal.read", "promise.read", "knowledge.read",
      "notice.read",   "outlet.read",    "feed.read",     "figure.read",  "watch.read",
      "incident.read", "ticket.read",    "ticket.write",  "claim.read",   "claim.write",
      "claim.approve", "claim.fast",     "claim.pay",     "claim.rules",  "handoff.read",
      "handoff.write", "complaint.read", "appeal.read"}},
    {"specialist",
     "Looks after customers of their own",
     {"waybill.read", "waybill.write",  "customer.read",  "customer.write", "personal.read",
      "promise.read", "promise.change", "knowledge.read", "notice.read",    "outlet.read",
      "feed.read",    "figure.read",    "watch.read",     "incident.read",  "watch.act",
      "ticket.read",  "ticket.write",   "ticket.close",   "claim.read",     "claim.write",
      "handoff.read", "handoff.write",  "complaint.read", "complaint.write"}},
    {"station_clerk",
     "Works at a station's counter and shelves",
     {"waybill.read", "waybill.write", "scan.write", "customer.read", "personal.ask",
      "knowledge.read", "outlet.read", "feed.read", "watch.read", "incident.read", "ticket.read",
      "ticket.write", "handoff.read", "handoff.write", "complaint.read"}},
    {"courier",
     "Collects and delivers, and answers what the desk hands over",
     {"waybill.read", "scan.write", "outlet.read", "feed.read", "handoff.read", "handoff.write"}},
    {"analyst",
     "Reads figures and what they come from, without names and contact details",
     {"waybill.read", "customer.read", "promise.read", "outlet.read", "figure.read", "watch.read",
      "incident.read", "ticket.read", "claim.read", "complaint.read"}},
    {"hr",
     "Keeps the list of people, and sees nothing of customers",
     {"people.read", "people.write", "personal.read", "outlet.read"}},
    {ROLE_ADMINISTRATOR, "May do everything", {"*"}},
    {"auditor",
     "Reads everything that was changed, and changes nothing",
     {"audit.read", "people.read", "outlet.read", "setting.read", "job.read", "waybill.read",
      "customer.read", "promise.read", "figure.read", "watch.read", "incident.read", "ticket.read",
      "claim.read", "handoff.read", "complaint.read", "appeal.read"}},
    {ROLE_CLIENT_USER,
     "Works for a customer and sees that customer's parcels",
     {"waybill.read", "figure.read"}},
    {ROLE_CONSUMER, "Sees their own parcels", {"waybill.read"}},
    {"integration",
     "A system that brings in parcels and scans",
     {"waybill.read", "waybill.write", "scan.write", "customer.write", "promise.read",
      "ticket.read", "ticket.write"}},
    {NULL},
};

static const Field role_fields[] = {
    FIELD_ID(Role, id, .read_only = true, .doc = "Its id"),
    FIELD_INT(Role, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_TEXT(Role, name, .required = true, .min = 1, .max = 40, .example = "station_clerk",
               .doc = "Small letters, digits and _"),
    FIELD_TEXT(Role, doc, .writing = WRITING_LINES, .max = 200, .doc = "What it is for"),
    FIELD_TEXTS(Role, rights, .required = true, .max = 128,
                .doc = "Names of rights; * stands for all"),
    FIELD_BOOL(Role, built_in, .read_only = true, .doc = "Shipped; it cannot be deleted"),
    FIELD_TEXTS(Role, lacks, .read_only = true, .no_column = true,
                .doc = "Rights that the program ships with it by now and that it has not"),
    FIELD_END,
};
const Shape role_shape = SHAPE(Role, role_fields, "A named set of rights");

static Status audit_role(Ctx *ctx, const char *action, const Role *role)
{
    Buf detail;
    buf_init(&detail, ctx->arena);
    json_encode(&detail, &role_shape, role, &(View){0});
    Status s = buf_check(ctx, &detail);
    return s ? s : audit_write(ctx, action, "role", role->id, detail.data);
}

/* --- those that are shipped --- */

static Texts rights_shipped(const ShippedRole *shipped)
{
    Texts rights = {.items = (const char **)shipped->rights};
    while (shipped->rights[rights.count])
        rights.count++;
    return rights;
}

static Status rights_text(Ctx *ctx, const Texts *rights, const char **out)
{
    Buf text;
    buf_init(&text, ctx->arena);
    for (size_t i = 0; i < rights->count; i++)
        buf_format(&text, "%s%s", i ? " " : "", rights->items[i]);
    Status s = buf_check(ctx, &text);
    *out = text.data;
    return s;
}

static Status shipped_insert(Ctx *ctx, const ShippedRole *shipped, const char *text)
{
    const Role role = {.id = ctx_id(ctx),
                       .version = 1,
                       .name = shipped->name,
                       .doc = shipped->doc,
                       .rights = rights_shipped(shipped),
                       .built_in = true};
    Status s = role_insert(ctx, &role);
    return s ? s : role_ship(ctx, role.id, text);
}

/* Of a role from before that was kept, the version tells whether anybody edited it. */
static Status shipped_follow(Ctx *ctx, const ShippedRole *shipped, Role *role, const char *text)
{
    const char *was, *is;
    Status s = role_shipped(ctx, role->id, &was);
    if (!s) s = rights_text(ctx, &role->rights, &is);
    if (s || (was && strcmp(was, text) == 0)) return s;
    if (was ? strcmp(was, is) != 0 : role->version > 1) return OK;
    if (strcmp(is, text) != 0) {
        role->rights = rights_shipped(shipped);
        role->version++;
        s = role_put(ctx, role);
        if (!s) s = audit_role(ctx, "role.upgrade", role);
    }
    return s ? s : role_ship(ctx, role->id, text);
}

Status role_seed(Ctx *ctx)
{
    List have;
    Status s = role_rows(ctx, &have);
    Role *roles = have.items;
    for (const ShippedRole *shipped = shipped_roles; !s && shipped->name; shipped++) {
        const Texts rights = rights_shipped(shipped);
        const char *text;
        Role *there = NULL;
        for (size_t i = 0; i < have.count; i++)
            if (strcmp(roles[i].name, shipped->name) == 0) there = &roles[i];
        s = rights_text(ctx, &rights, &text);
        if (!s)
            s = there ? shipped_follow(ctx, shipped, there, text)
                      : shipped_insert(ctx, shipped, text);
    }
    return s;
}

static bool has_right(const Role *role, const char *name)
{
    return texts_have(&role->rights, name) || texts_have(&role->rights, "*");
}

static Status lacks_fill(Ctx *ctx, Role *role)
{
    const ShippedRole *shipped = shipped_roles;
    role->lacks = (Texts){NULL, 0};
    while (shipped->name && strcmp(shipped->name, role->name) != 0)
        shipped++;
    if (!role->built_in || !shipped->name) return OK;
    role->lacks.items = ARENA_ARRAY(ctx->arena, SHIPPED_RIGHTS_MAX, const char *);
    if (!role->lacks.items) return no_memory(ctx);
    for (size_t i = 0; shipped->rights[i]; i++)
        if (!has_right(role, shipped->rights[i]))
            role->lacks.items[role->lacks.count++] = shipped->rights[i];
    return OK;
}

Status role_find(Ctx *ctx, const char *name, Role *out)
{
    Status s = role_by_name(ctx, name, out);
    if (s != NOT_FOUND) return s ? s : lacks_fill(ctx, out);
    return fail(ctx, NOT_FOUND, "there is no role \"%.60s\"", name);
}

Status role_list(Ctx *ctx, List *out)
{
    Status s = role_rows(ctx, out);
    Role *roles = out->items;
    for (size_t i = 0; !s && i < out->count; i++)
        s = lacks_fill(ctx, &roles[i]);
    return s;
}

/* Whoever may change roles must not be able to give themselves more than they have. */
static Status check_rights(Ctx *ctx, const Texts *names)
{
    RightSet wanted;
    Status s = rights_from_names(ctx, "rights", names, &wanted);
    if (s || !ctx->who) return s;
    for (int right = RIGHT_FIRST_ + 1; right < RIGHT_COUNT; right++)
        if (rights_has(&wanted, right) && !rights_has(&ctx->who->rights, right))
            return fail(ctx, FORBIDDEN, "%s is not yours to give", right_name(right));
    return OK;
}

static Status check_name(Ctx *ctx, const char *name)
{
    size_t length = strlen(name);
    if (length && length <= 40 && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == length)
        return OK;
    return fail_field(ctx, "name", "a role's name is 1 to 40 small letters, digits and _");
}

Status role_create(Ctx *ctx, Role *role)
{
    Role other;
    Status s = check_name(ctx, role->name);
    if (!s) s = check_rights(ctx, &role->rights);
    if (s) return s;
    s = role_by_name(ctx, role->name, &other);
    if (!s) return fail(ctx, CONFLICT, "there is a role \"%s\" already", role->name);
    if (s != NOT_FOUND) return s;
    role->id = ctx_id(ctx);
    role->version = 1;
    role->built_in = false;
    if (!role->doc) role->doc = "";
    s = role_insert(ctx, role);
    return s ? s : audit_role(ctx, "role.create", role);
}

static Status find_version(Ctx *ctx, const char *name, int64_t version, Role *out)
{
    Status s = role_find(ctx, name, out);
    if (!s && out->version != version)
        return fail(ctx, STALE, "the role %s was changed by someone else", name);
    return s;
}

Status role_update(Ctx *ctx, Role *role, int64_t version)
{
    Role stored;
    Status s = find_version(ctx, role->name, version, &stored);
    if (s) return s;
    if (strcmp(stored.name, ROLE_ADMINISTRATOR) == 0)
        return fail(ctx, CONFLICT, "the administrator's role always holds every right");
    /* What the role holds now counts too: taking a right away is no less power than giving it. */
    s = check_rights(ctx, &stored.rights);
    if (!s) s = check_rights(ctx, &role->rights);
    if (s) return s;
    role->id = stored.id;
    role->version = stored.version + 1;
    role->built_in = stored.built_in;
    if (!role->doc) role->doc = stored.doc;
    s = role_put(ctx, role);
    if (!s) s = lacks_fill(ctx, role);
    return s ? s : audit_role(ctx, "role.update", role);
}

Status role_delete(Ctx *ctx, const char *name, int64_t version)
{
    Role stored;
    int64_t holders = 0;
    Status s = find_version(ctx, name, version, &stored);
    if (!s) s = check_rights(ctx, &stored.rights);
    if (!s) s = role_holders(ctx, stored.id, &holders);
    if (s) return s;
    if (stored.built_in) return fail(ctx, CONFLICT, "the role %s is built in", name);
    if (holders)
        return fail(ctx, CONFLICT, "there are people with the role %s: %lld", name,
                    (long long)holders);
    s = role_remove(ctx, stored.id);
    return s ? s : audit_role(ctx, "role.delete", &stored);
}
