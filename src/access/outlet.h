/* outlet.h -- the company and its tree of branches, hubs, stations and departments.
 *
 * A code is for ever: it names the outlet in files and scans, and is never given to another. An
 * outlet is closed, not deleted. People see the rows of their own outlet's subtree (person.h). */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

typedef enum OutletKind {
    OUTLET_ORGANIZATION = 1,
    OUTLET_BRANCH,
    OUTLET_HUB,
    OUTLET_STATION,
    OUTLET_DEPARTMENT,
} OutletKind;

extern const Name outlet_kinds[];

typedef struct Outlet {
    int64_t id, version;
    int64_t parent_id;  /* 0 at the top */
    const char *parent; /* its code; NULL at the top */
    const char *code;   /* 1–32 characters, upper case, no spaces */
    const char *name;   /* 1–120 characters */
    int64_t kind;       /* OutletKind */
    const char *region; /* region code, at most 16 characters; "" when unknown */
    bool closed;
} Outlet;
extern const Shape outlet_shape;

/* Levels of the tree, the top included. */
#define OUTLET_DEPTH_MAX 16

/* In the transaction of ctx; all audited. */

/* Creates `outlet`: code, name, kind, region and parent (by code) are given; fills in the rest.
 * INVALID (a bad code, no such parent, too deep), CONFLICT (the code is taken, the parent is
 * closed), FORBIDDEN (outside the person's subtree; a top without seeing everything). */
Status outlet_create(Ctx *ctx, Outlet *outlet);

/* Writes name, kind, region, parent and closed over the outlet of that code, which must have
 * `version` (STALE). CONFLICT when its parent would be itself or stand below it, or when it is
 * closed while one of its children is open. Fills `outlet` with what is then stored. */
Status outlet_update(Ctx *ctx, Outlet *outlet, int64_t version);

/* The outlet of that code in the person's subtree. NOT_FOUND. */
Status outlet_find(Ctx *ctx, const char *code, Outlet *out);

/* The outlet of that code, made below the person's own (else below the top) where there is none:
 * for imports of parcels that name outlets nobody has entered. */
Status outlet_ensure(Ctx *ctx, const char *code, const char *name, OutletKind kind,
                     int64_t *out_id);

typedef struct OutletFilter {
    const char *parent; /* code; NULL: any */
    int64_t kind;       /* NONE: any */
    bool open_only;
    bool top; /* only those above which one sees none */
    int64_t limit;
    const char *cursor;
} OutletFilter;

/* Those of the person's subtree, by id. `next` is NULL at the end. */
Status outlet_list(Ctx *ctx, const OutletFilter *filter, List *out, const char **next);

/* --- the tree in memory: for hot paths; committed state, at most a second old --- */

typedef struct Outlets Outlets;

/* Reads the tree as ctx->db sees it. */
Status outlets_open(Ctx *ctx, Outlets **out);

/* Frees it. */
void outlets_close(Outlets *outlets); /* NULL is allowed */

/* Id of a code, 0 if there is none (or it is not committed yet); code of an id, NULL if there is
 * none. Without a statement. The code lives in ctx's arena. */
int64_t outlet_id_of(Ctx *ctx, const char *code);

/* The other way round. */
const char *outlet_code_of(Ctx *ctx, int64_t id);

/* Whether `outlet_id` stands in the subtree of `ancestor_id` (0: everything does). */
bool outlet_within(Ctx *ctx, int64_t outlet_id, int64_t ancestor_id);

/* Whether ctx's person sees rows of that outlet: for feeds and for single rows already read. */
bool outlet_visible(Ctx *ctx, int64_t outlet_id);
