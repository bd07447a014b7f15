#include "house.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access/access.h"
#include "access/indexed.h"
#include "access/keys.h"
#include "access/outlet.h"
#include "access/setting.h"
#include "base/arena.h"
#include "db/db.h"
#include "desk/book.h"
#include "oidc/metadata.h"
#include "slices.h"

#define NODES 64

/* --- the folder --- */

static bool makes_anew(const HouseOptions *options)
{
    return !options->read_only && !options->present;
}

static Status open_folder(Ctx *ctx, const HouseOptions *options, House *house)
{
    struct stat stat_of;
    const char *folder = options->data;
    if (makes_anew(options) && mkdir(folder, 0700) != 0 && errno != EEXIST)
        return fail(ctx, INVALID, "the data folder %s cannot be made: %s", folder, strerror(errno));
    if (stat(folder, &stat_of) != 0) return fail(ctx, NOT_FOUND, "there is no folder %s", folder);
    if (!S_ISDIR(stat_of.st_mode)) return fail(ctx, INVALID, "%s is not a folder", folder);
    house->data_folder = memory_text(folder);
    return house->data_folder ? OK : no_memory(ctx);
}

/* *fd is -1 where another process holds the lock. */
static Status lock_file(Ctx *ctx, const char *folder, const char *name, int *fd)
{
    const char *path = arena_format(ctx->arena, "%s/%s", folder, name);
    if (!path) return no_memory(ctx);
    *fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*fd < 0) return fail(ctx, UNAVAILABLE, "%s cannot be opened: %s", path, strerror(errno));
    if (flock(*fd, LOCK_EX | LOCK_NB) == 0) return OK;
    int why = errno;
    close(*fd);
    *fd = -1;
    if (why == EWOULDBLOCK) return OK;
    return fail(ctx, UNAVAILABLE, "%s cannot be locked: %s", path, strerror(why));
}

static Status lock_serving(Ctx *ctx, const HouseOptions *options, House *house)
{
    if (!options->server) return OK;
    Status s = lock_file(ctx, options->data, "serve.lock", &house->serve_lock);
    if (s || house->serve_lock >= 0) return s;
    s = fail(ctx, CONFLICT, "another server is running on the data folder %s", options->data);
    problem_hint(ctx, "stop it first, or give this one a folder of its own with --data");
    return s;
}

static Status lock_one_node(Ctx *ctx, const char *folder, int node, int *fd)
{
    char name[16];
    snprintf(name, sizeof name, "node.%d", node);
    return lock_file(ctx, folder, name, fd);
}

/* Ids hold the node's number, so that processes that write at the same time never make the same. */
static Status lock_node(Ctx *ctx, const HouseOptions *options, House *house, int *node)
{
    *node = 0;
    if (options->read_only) return OK;
    int first = options->node < 0 ? 0 : options->node;
    int last = options->node < 0 ? NODES - 1 : options->node;
    Status s = OK;
    for (*node = first; !s && *node <= last; ++*node) {
        s = lock_one_node(ctx, options->data, *node, &house->node_lock);
        if (house->node_lock >= 0) return OK;
    }
    if (s) return s;
    if (options->node < 0)
        return fail(ctx, UNAVAILABLE, "%d processes write in %s already", NODES, options->data);
    return fail(ctx, CONFLICT, "another process is node %d of %s", first, options->data);
}

/* --- what stands in it --- */

/* The node's file keeps the last id, so that a clock that was set back makes no id twice. */
static int64_t last_id(int file)
{
    char text[32] = "";
    ssize_t length = pread(file, text, sizeof text - 1, 0);
    return length > 0 ? strtoll(text, NULL, 10) : 0;
}

static void keep_last_id(Ctx *ctx, int file)
{
    char text[32];
    int length = snprintf(text, sizeof text, "%020lld\n", (long long)ctx_id(ctx));
    /* Where it cannot be kept, the clock is all we have. */
    (void)!pwrite(file, text, (size_t)length, 0);
}

static Status open_source(Ctx *ctx, const HouseOptions *options, House *house)
{
    int node = 0;
    Status s = lock_node(ctx, options, house, &node);
    if (s) return s;
    house->source =
        options->source ? options->source : source_real(options->start_ms, (unsigned)node);
    if (!house->source) return no_memory(ctx);
    if (options->clock_stands) source_stand(house->source, options->start_ms);
    ctx->source = house->source;
    if (house->node_lock >= 0 && !options->source)
        source_start_after(house->source, last_id(house->node_lock));
    return OK;
}

const char *house_database_url(Ctx *ctx, const HouseOptions *options)
{
    if (options->database) return options->database;
    return arena_format(ctx->arena, "%s/parceldesk.db", options->data);
}

Status house_check_keys(Ctx *ctx, const HouseOptions *options, bool has_data)
{
    const char *path = arena_format(ctx->arena, "%s/keys", options->data);
    if (!path) return no_memory(ctx);
    if (!has_data || access(path, F_OK) == 0) return OK;
    Status s =
        fail(ctx, CONFLICT, "there is no key file %s, and the database was made with one", path);
    problem_hint(ctx, "put the copy of it back: what is sealed opens with no other");
    return s;
}

/* Keys are made for a database that holds nothing, and for no other. */
static Status check_keys_kept(Ctx *ctx, const HouseOptions *options)
{
    struct Database *database = NULL;
    const char *url = house_database_url(ctx, options);
    const char *path = arena_format(ctx->arena, "%s/keys", options->data);
    if (!url || !path) return no_memory(ctx);
    if (!makes_anew(options) || access(path, F_OK) == 0) return OK;
    const DatabaseOptions look = {
        .url = url, .read_only = true, .look = true, .prepare_late = true, .readers = 1};
    Status s = database_open(ctx, &look, &database);
    database_close(database);
    if (s && s != NOT_FOUND && s != CONFLICT) return s;
    problem_clear(ctx);
    return house_check_keys(ctx, options, s != NOT_FOUND);
}

static Status open_database(Ctx *ctx, const HouseOptions *options, House *house)
{
    const char *url = house_database_url(ctx, options);
    if (!url) return no_memory(ctx);
    if (options->present && !options->database && access(url, F_OK) != 0)
        return fail(ctx, NOT_FOUND, "there is no database %s", url);
    DatabaseOptions wanted = {
        .url = url, .read_only = options->read_only, .cache_bytes = options->cache_bytes};
    if (options->throw_away) {
        wanted.synchronous_off = true;
        wanted.prepare_late = true;
        wanted.cache_bytes = (size_t)16 << 20;
        wanted.readers = 4;
    }
    return database_open(ctx, &wanted, &house->database);
}

static Status seed(Ctx *ctx, void *work)
{
    (void)work;
    Status s = access_seed(ctx);
    for (const Slice *const *slice = ctx->house->slices; !s && *slice; slice++)
        if ((*slice)->seed) s = (*slice)->seed(ctx);
    return s;
}

static Status open_caches(Ctx *ctx, House *house)
{
    Status s = database_reader(ctx, house->database);
    if (s) return s;
    s = access_check_keys(ctx);
    if (!s) s = index_state_refresh(ctx);
    if (!s) s = settings_open(ctx, &house->settings);
    if (!s) s = outlets_open(ctx, &house->outlets);
    database_give_back(ctx, house->database);
    if (!s) s = access_open(ctx, &house->access);
    return s ? s : metadata_cache_open(ctx, NULL, &house->provider);
}

static Status open_all(Ctx *ctx, const HouseOptions *options, House *house)
{
    Status s = open_folder(ctx, options, house);
    if (!s) s = lock_serving(ctx, options, house);
    if (!s) s = open_source(ctx, options, house);
    if (!s) s = check_keys_kept(ctx, options);
    if (!s) s = keys_open(ctx, options->data, makes_anew(options), &house->keys);
    if (!s) s = open_database(ctx, options, house);
    if (!s) s = desk_books_open(ctx, &house->desk);
    if (!s && !options->read_only) s = database_write(ctx, house->database, seed, NULL);
    return s ? s : open_caches(ctx, house);
}

void house_enter(Ctx *ctx, struct House *house)
{
    ctx->house = house;
    ctx->currency = setting_text(ctx, SETTING_NAMED_CURRENCY);
}

Status house_open(Ctx *ctx, const HouseOptions *options)
{
    House *house = memory_alloc(sizeof *house);
    if (!house) return no_memory(ctx);
    *house = (House){.slices = slices,
                     .node_lock = -1,
                     .serve_lock = -1,
                     .outer_source = ctx->source,
                     .source_is_lent = options->source,
                     .watch_is_off = options->watch_is_off};
    ctx->house = house;
    Status s = open_all(ctx, options, house);
    if (s)
        house_close(ctx);
    else
        house_enter(ctx, house);
    return s;
}

void house_close(Ctx *ctx)
{
    House *house = ctx->house;
    if (!house) return;
    metadata_cache_close(house->provider);
    access_close(house->access);
    desk_books_close(house->desk);
    outlets_close(house->outlets);
    settings_close(house->settings);
    database_close(house->database);
    keys_close(house->keys);
    if (house->node_lock >= 0 && house->source && !house->source_is_lent)
        keep_last_id(ctx, house->node_lock);
    ctx->house = NULL;
    ctx->currency = NULL;
    ctx->source = house->outer_source;
    if (!house->source_is_lent) source_release(house->source);
    if (house->node_lock >= 0) close(house->node_lock);
    if (house->serve_lock >= 0) close(house->serve_lock);
    memory_free((char *)house->data_folder);
    memory_free(house);
}
