#include "access/outlet.h"

#include <string.h>

#include "access/audit.h"
#include "access/outlet_cache.h"
#include "access/outlet_store.h"
#include "access/page.h"
#include "base/json.h"
#include "base/text.h"
#include "db/db.h"

#define CODE_MAX 32

const Name outlet_kinds[] = {{"organization", OUTLET_ORGANIZATION, "The company itself"},
                             {"branch", OUTLET_BRANCH, "Collects and delivers"},
                             {"hub", OUTLET_HUB, "Sorts and sends on"},
                             {"station", OUTLET_STATION, "Shelves where parcels are picked up"},
                             {"department", OUTLET_DEPARTMENT, "People, not parcels"},
                             {NULL}};

static const Field outlet_fields[] = {
    FIELD_ID(Outlet, id, .read_only = true, .doc = "Its id"),
    FIELD_INT(Outlet, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_ID(Outlet, parent_id, .read_only = true, .doc = "What it belongs to; null at the top"),
    FIELD_TEXT(Outlet, parent, .max = CODE_MAX, .doc = "The code of what it belongs to"),
    FIELD_TEXT(Outlet, code, .required = true, .min = 1, .max = CODE_MAX, .example = "SH-001",
               .doc = "Names it for ever"),
    FIELD_TEXT(Outlet, name, .required = true, .min = 1, .max = 120, .doc = "What it is called"),
    FIELD_ENUM(Outlet, kind, outlet_kinds, .required = true, .doc = "What it does"),
    FIELD_TEXT(Outlet, region, .max = 16, .doc = "Code of the region it stands in"),
    FIELD_BOOL(Outlet, closed, .doc = "It no longer works"),
    FIELD_END,
};
const Shape outlet_shape = SHAPE(Outlet, outlet_fields, "A place or a part of the company");

/* A customer's people bring in parcels, and no outlets but those that these name. */
static Status check_company(Ctx *ctx)
{
    if (!scope_customer(ctx)) return OK;
    return fail(ctx, FORBIDDEN, "outlets are the company's: you are limited to a customer");
}

static Status code_normal(Ctx *ctx, const char *field, const char *code, const char **out)
{
    *out = text_normal(ctx->arena, code);
    if (!*out) return no_memory(ctx);
    size_t characters = text_characters(*out);
    if (characters && characters <= CODE_MAX) return OK;
    return fail_field(ctx, field, "a code has 1 to %d characters", CODE_MAX);
}

static Status outlet_changed(Ctx *ctx, const char *action, const Outlet *outlet)
{
    Buf detail;
    buf_init(&detail, ctx->arena);
    json_encode(&detail, &outlet_shape, outlet, &(View){0});
    Status s = buf_check(ctx, &detail);
    if (!s) s = audit_write(ctx, action, "outlet", outlet->id, detail.data);
    return s ? s : outlets_changed(ctx);
}

/* The parent by the code given, in the person's subtree; id 0 for the top. */
static Status find_parent(Ctx *ctx, Outlet *outlet, Outlet *parent)
{
    *parent = (Outlet){0};
    outlet->parent_id = 0;
    if (!outlet->parent) {
        if (!scope_outlet(ctx)) return OK;
        return fail(ctx, FORBIDDEN, "only who sees everything may put an outlet at the top");
    }
    Status s = code_normal(ctx, "parent", outlet->parent, &outlet->parent);
    if (s) return s;
    s = outlet_row(ctx, outlet->parent, scope_outlet(ctx), parent);
    if (s == NOT_FOUND) return fail_field(ctx, "parent", "there is no outlet %s", outlet->parent);
    outlet->parent_id = parent->id;
    return s;
}

/* Whether `levels` more fit below the parent, which must work. */
static Status check_place(Ctx *ctx, const Outlet *outlet, const Outlet *parent, int64_t levels)
{
    int64_t above = 0;
    if (!parent->id) return OK;
    if (parent->closed && !outlet->closed)
        return fail(ctx, CONFLICT, "the outlet %s is closed", parent->code);
    Status s = outlet_levels_above(ctx, parent->id, &above);
    if (!s && above + levels > OUTLET_DEPTH_MAX)
        return fail_field(ctx, "parent", "the tree has at most %d levels", OUTLET_DEPTH_MAX);
    return s;
}

/* Raising the revision first makes those who change the tree take turns: what is checked below
 * still holds when it is written. */
static Status outlet_add(Ctx *ctx, Outlet *outlet)
{
    Outlet parent, other;
    Status s = outlet_revision_raise(ctx);
    if (!s) s = code_normal(ctx, "code", outlet->code, &outlet->code);
    if (!s) s = find_parent(ctx, outlet, &parent);
    if (!s) s = check_place(ctx, outlet, &parent, 1);
    if (s) return s;
    s = outlet_row(ctx, outlet->code, 0, &other);
    if (!s) return fail(ctx, CONFLICT, "the code %s is taken", outlet->code);
    if (s != NOT_FOUND) return s;
    outlet->id = ctx_id(ctx);
    outlet->version = 1;
    if (!outlet->region) outlet->region = "";
    s = outlet_insert(ctx, outlet);
    if (!s) s = closure_insert(ctx, outlet->id, outlet->parent_id);
    return s ? s : outlet_changed(ctx, "outlet.create", outlet);
}

Status outlet_create(Ctx *ctx, Outlet *outlet)
{
    Status s = check_company(ctx);
    return s ? s : outlet_add(ctx, outlet);
}

static Status check_closing(Ctx *ctx, const Outlet *outlet)
{
    int64_t open = 0;
    if (!outlet->closed) return OK;
    Status s = outlet_open_children(ctx, outlet->id, &open);
    if (!s && open)
        return fail(ctx, CONFLICT, "outlets below %s are open: %lld", outlet->code,
                    (long long)open);
    return s;
}

static Status check_move(Ctx *ctx, const Outlet *outlet, const Outlet *parent)
{
    int64_t below = 0, levels = 0;
    Status s = parent->id ? outlet_is_below(ctx, parent->id, outlet->id, &below) : OK;
    if (!s && below) return fail(ctx, CONFLICT, "%s cannot stand below itself", outlet->code);
    if (!s) s = outlet_levels_below(ctx, outlet->id, &levels);
    return s ? s : check_place(ctx, outlet, parent, levels);
}

Status outlet_update(Ctx *ctx, Outlet *outlet, int64_t version)
{
    Outlet stored, parent;
    Status s = check_company(ctx);
    if (!s) s = outlet_revision_raise(ctx);
    if (!s) s = outlet_find(ctx, outlet->code, &stored);
    if (s) return s;
    if (stored.version != version)
        return fail(ctx, STALE, "the outlet %s was changed by someone else", stored.code);
    outlet->id = stored.id;
    outlet->code = stored.code;
    outlet->version = version + 1;
    if (!outlet->region) outlet->region = "";
    bool stays = outlet->parent && stored.parent && strcmp(outlet->parent, stored.parent) == 0;
    outlet->parent_id = stored.parent_id;
    bool moves = !stays && (outlet->parent || stored.parent);
    if (moves) s = find_parent(ctx, outlet, &parent);
    if (!s && moves) s = check_move(ctx, outlet, &parent);
    if (!s) s = check_closing(ctx, outlet);
    if (!s) s = outlet_put(ctx, outlet);
    if (!s && moves) s = closure_move(ctx, outlet->id, outlet->parent_id);
    return s ? s : outlet_changed(ctx, "outlet.update", outlet);
}

Status outlet_find(Ctx *ctx, const char *code, Outlet *out)
{
    const char *normal;
    Status s = code_normal(ctx, "code", code, &normal);
    if (s) return s;
    s = outlet_row(ctx, normal, scope_outlet(ctx), out);
    if (s != NOT_FOUND) return s;
    return fail(ctx, NOT_FOUND, "there is no outlet %s", normal);
}

/* Where an outlet goes that nobody has placed: below the person's own, else below the top. */
static Status default_parent(Ctx *ctx, const char **out)
{
    Outlet top = {0};
    *out = NULL;
    if (scope_outlet(ctx)) {
        *out = outlet_code_of(ctx, scope_outlet(ctx));
        return *out ? OK : fail(ctx, FORBIDDEN, "your own outlet is not known yet");
    }
    Status s = outlet_top(ctx, &top);
    *out = top.code;
    return s == NOT_FOUND ? OK : s;
}

Status outlet_ensure(Ctx *ctx, const char *code, const char *name, OutletKind kind, int64_t *out_id)
{
    *out_id = outlet_id_of(ctx, code);
    if (*out_id) return OK;
    Outlet outlet;
    const char *normal;
    Status s = code_normal(ctx, "outlet", code, &normal);
    if (s) return s;
    s = outlet_row(ctx, normal, 0, &outlet);
    if (s == NOT_FOUND) {
        outlet = (Outlet){.code = normal, .name = name ? name : normal, .kind = kind};
        s = default_parent(ctx, &outlet.parent);
        if (!s) s = outlet_add(ctx, &outlet);
    }
    *out_id = s ? 0 : outlet.id;
    return s;
}

Status outlet_list(Ctx *ctx, const OutletFilter *filter, List *out, const char **next)
{
    int64_t after;
    OutletFilter normal = *filter;
    Status s = page_start(ctx, filter->cursor, 0, &after);
    if (!s && filter->parent) s = code_normal(ctx, "parent", filter->parent, &normal.parent);
    if (!s) s = outlet_rows(ctx, &normal, scope_outlet(ctx), after, out);
    return s ? s : page_end(ctx, out, filter->limit, &outlet_shape, next);
}
