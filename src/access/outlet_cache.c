#include "access/outlet_cache.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "access/outlet_store.h"
#include "access/person.h"
#include "base/text.h"
#include "db/db.h"
#include "house.h"

#define LOOK_AGAIN_US 1000000

typedef struct Entry {
    int64_t id, parent_id;
    char *code;
} Entry;

/* The tree at one revision: never changed once it stands. */
typedef struct Tree {
    int64_t revision;
    size_t count, room;
    Entry *by_id, *by_code;
} Tree;

struct Outlets {
    pthread_rwlock_t lock; /* of `tree` */
    Tree *tree;
    _Atomic int64_t looked_us; /* 0: look at once */
};

/* --- reading the tree --- */

static void tree_release(Tree *tree)
{
    if (!tree) return;
    for (size_t i = 0; i < tree->count; i++)
        memory_free(tree->by_id[i].code);
    memory_free(tree->by_id);
    memory_free(tree->by_code);
    memory_free(tree);
}

static Status tree_add(Ctx *ctx, void *user, int64_t id, int64_t parent_id, const char *code)
{
    Tree *tree = user;
    if (tree->count == tree->room) {
        size_t room = tree->room ? tree->room * 2 : 64;
        Entry *entries = memory_resize(tree->by_id, room * sizeof *entries);
        if (!entries) return no_memory(ctx);
        tree->by_id = entries;
        tree->room = room;
    }
    Entry entry = {id, parent_id, memory_text(code)};
    if (!entry.code) return no_memory(ctx);
    tree->by_id[tree->count++] = entry;
    return OK;
}

static int compare_ids(const void *a, const void *b)
{
    int64_t x = ((const Entry *)a)->id, y = ((const Entry *)b)->id;
    return (x > y) - (x < y);
}

static int compare_codes(const void *a, const void *b)
{
    return strcmp(((const Entry *)a)->code, ((const Entry *)b)->code);
}

static Status tree_sort(Ctx *ctx, Tree *tree)
{
    if (!tree->count) return OK;
    tree->by_code = memory_alloc(tree->count * sizeof *tree->by_code);
    if (!tree->by_code) return no_memory(ctx);
    memcpy(tree->by_code, tree->by_id, tree->count * sizeof *tree->by_code);
    qsort(tree->by_id, tree->count, sizeof(Entry), compare_ids);
    qsort(tree->by_code, tree->count, sizeof(Entry), compare_codes);
    return OK;
}

static Status tree_read(Ctx *ctx, int64_t revision, Tree **out)
{
    Tree *tree = memory_alloc(sizeof *tree);
    if (!tree) return no_memory(ctx);
    tree->revision = revision;
    Status s = outlet_each(ctx, tree_add, tree);
    if (!s) s = tree_sort(ctx, tree);
    if (s)
        tree_release(tree);
    else
        *out = tree;
    return s;
}

static int64_t revision_seen(Outlets *outlets)
{
    pthread_rwlock_rdlock(&outlets->lock);
    int64_t revision = outlets->tree ? outlets->tree->revision : NONE;
    pthread_rwlock_unlock(&outlets->lock);
    return revision;
}

Status outlets_refresh(Ctx *ctx, Outlets *outlets)
{
    int64_t revision = 0;
    Tree *tree = NULL;
    Status s = outlet_revision(ctx, &revision);
    if (s || revision == revision_seen(outlets)) return s;
    s = tree_read(ctx, revision, &tree);
    if (s) return s;
    pthread_rwlock_wrlock(&outlets->lock);
    Tree *old = outlets->tree;
    bool overtaken = old && old->revision > revision; /* by who read later, and was done sooner */
    if (!overtaken) outlets->tree = tree;
    pthread_rwlock_unlock(&outlets->lock);
    tree_release(overtaken ? tree : old);
    return OK;
}

Status outlets_open(Ctx *ctx, Outlets **out)
{
    Outlets *outlets = memory_alloc(sizeof *outlets);
    if (!outlets) return no_memory(ctx);
    pthread_rwlock_init(&outlets->lock, NULL);
    Status s = outlets_refresh(ctx, outlets);
    atomic_store(&outlets->looked_us, monotonic_us());
    if (s)
        outlets_close(outlets);
    else
        *out = outlets;
    return s;
}

void outlets_close(Outlets *outlets)
{
    if (!outlets) return;
    tree_release(outlets->tree);
    pthread_rwlock_destroy(&outlets->lock);
    memory_free(outlets);
}

static void look_at_once(void *work)
{
    Outlets *outlets = work;
    atomic_store(&outlets->looked_us, 0);
}

Status outlets_changed(Ctx *ctx)
{
    return ctx->house->outlets ? db_after_commit(ctx, look_at_once, ctx->house->outlets) : OK;
}

/* --- looking things up --- */

/* With a reader's connection of its own: what ctx has written may yet be undone. Where it fails,
 * the tree as it was serves on. */
static void refresh_apart(Ctx *ctx, Outlets *outlets)
{
    Ctx apart;
    Arena *arena = arena_new();
    if (!arena) return;
    ctx_init(&apart, arena, ctx->source);
    apart.house = ctx->house;
    if (!database_reader(&apart, ctx->house->database)) {
        (void)!outlets_refresh(&apart, outlets);
        database_give_back(&apart, ctx->house->database);
    }
    arena_release(arena);
}

static Outlets *outlets_now(Ctx *ctx)
{
    Outlets *outlets = ctx->house->outlets;
    int64_t now = monotonic_us(), looked = atomic_load(&outlets->looked_us);
    if (now - looked > LOOK_AGAIN_US &&
        atomic_compare_exchange_strong(&outlets->looked_us, &looked, now))
        refresh_apart(ctx, outlets);
    return outlets;
}

static const Entry *entry_of_id(const Tree *tree, int64_t id)
{
    Entry wanted = {.id = id};
    if (!tree || !tree->count) return NULL;
    return bsearch(&wanted, tree->by_id, tree->count, sizeof wanted, compare_ids);
}

static int64_t id_of_code(const Tree *tree, const char *code)
{
    Entry wanted = {.code = (char *)code};
    if (!tree || !tree->count) return 0;
    const Entry *entry = bsearch(&wanted, tree->by_code, tree->count, sizeof wanted, compare_codes);
    return entry ? entry->id : 0;
}

int64_t outlet_id_of(Ctx *ctx, const char *code)
{
    Outlets *outlets = outlets_now(ctx);
    pthread_rwlock_rdlock(&outlets->lock);
    int64_t id = id_of_code(outlets->tree, code);
    const char *normal = id ? NULL : text_normal(ctx->arena, code);
    if (normal) id = id_of_code(outlets->tree, normal);
    pthread_rwlock_unlock(&outlets->lock);
    return id;
}

const char *outlet_code_of(Ctx *ctx, int64_t id)
{
    Outlets *outlets = outlets_now(ctx);
    pthread_rwlock_rdlock(&outlets->lock);
    const Entry *entry = entry_of_id(outlets->tree, id);
    const char *code = entry ? arena_text(ctx->arena, entry->code) : NULL;
    pthread_rwlock_unlock(&outlets->lock);
    return code;
}

bool outlet_within(Ctx *ctx, int64_t outlet_id, int64_t ancestor_id)
{
    if (!ancestor_id || outlet_id == ancestor_id) return true;
    Outlets *outlets = outlets_now(ctx);
    pthread_rwlock_rdlock(&outlets->lock);
    for (int level = 0; outlet_id && outlet_id != ancestor_id && level < OUTLET_DEPTH_MAX;
         level++) {
        const Entry *entry = entry_of_id(outlets->tree, outlet_id);
        outlet_id = entry ? entry->parent_id : 0;
    }
    pthread_rwlock_unlock(&outlets->lock);
    return outlet_id == ancestor_id;
}

bool outlet_visible(Ctx *ctx, int64_t outlet_id)
{
    return outlet_within(ctx, outlet_id, scope_outlet(ctx));
}
