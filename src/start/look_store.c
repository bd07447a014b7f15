/* The data folder, the keys, the database, and whether they belong together. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access/access.h"
#include "access/indexed.h"
#include "access/keys.h"
#include "access/setting.h"
#include "base/arena.h"
#include "db/db.h"
#include "start/inspection.h"

static const char *path_in(Inspection *in, const char *name)
{
    const char *path = arena_format(in->ctx->arena, "%s/%s", in->options->house.data, name);
    if (!path) in->gone_wrong = no_memory(in->ctx);
    return path ? path : "";
}

/* --- the folder --- */

static const char *parent_of(Inspection *in, const char *folder)
{
    char *above = arena_text(in->ctx->arena, folder);
    char *slash = above ? strrchr(above, '/') : NULL;
    if (slash) *slash = '\0';
    return !slash ? "." : *above ? above : "/";
}

static void look_at_parent(Inspection *in, const char *folder)
{
    const char *parent = parent_of(in, folder);
    if (access(parent, W_OK | X_OK) == 0) {
        found(in, SEVERITY_NOTE, "data folder", "%s is not there yet: the first start makes it",
              folder);
        return;
    }
    found(in, SEVERITY_ERROR, "data folder", "%s cannot be made: %s: %s", folder, parent,
          strerror(errno));
    found_hint(in, "make it for the user that serves, or name another with --data or "
                   "PARCELDESK_DATA");
}

/* What somebody else left there, as a command that was run by root does. */
static bool files_are_ours(Inspection *in)
{
    static const char *const names[] = {"parceldesk.db", "parceldesk.db-wal", "parceldesk.db-shm",
                                        "intake.db",     "intake.db-wal",     "intake.db-shm",
                                        "keys",          "serve.lock",        "node.0",
                                        "files"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *path = path_in(in, names[i]);
        if (access(path, R_OK | W_OK) == 0 || errno == ENOENT) continue;
        found(in, SEVERITY_ERROR, "data folder", "%s cannot be written: %s", path, strerror(errno));
        found_hint(in, "give it back to the user that serves: chown -R USER: %s",
                   in->options->house.data);
        return false;
    }
    return true;
}

static bool is_served(Inspection *in)
{
    int file = open(path_in(in, "serve.lock"), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    bool is = flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    close(file);
    return is;
}

static void look_at_lock(Inspection *in)
{
    const char *folder = in->options->house.data;
    in->is_served = is_served(in);
    if (!in->is_served) return;
    found(in, in->serves ? SEVERITY_ERROR : SEVERITY_NOTE, "data folder",
          "another server is running on the data folder %s", folder);
    found_hint(in, "stop it first, or give this one a folder of its own with --data");
}

static void look_inside(Inspection *in, const struct stat *folder)
{
    const char *path = in->options->house.data;
    if (access(path, R_OK | W_OK | X_OK) != 0) {
        found(in, SEVERITY_ERROR, "data folder", "%s cannot be written: %s", path, strerror(errno));
        found_hint(in,
                   "it belongs to the user that serves, and to nobody else: chown USER: %s; "
                   "chmod 700 %s",
                   path, path);
        return;
    }
    if (!files_are_ours(in)) return;
    bool open = folder->st_mode & 077;
    found(in, open ? SEVERITY_WARNING : SEVERITY_OK, "data folder",
          open ? "%s is open to others than its owner" : "%s", path);
    if (open) found_hint(in, "chmod 700 %s", path);
    look_at_lock(in);
}

static void look_at_owner(Inspection *in, const struct stat *folder)
{
    if (geteuid() != 0 || folder->st_uid == 0) return;
    found(in, SEVERITY_NOTE, "data folder",
          "root looks, who may do everything: as the user that serves more may be found");
    found_hint(in, "runuser -u USER -- parceldesk check …, or parceldesk-admin check");
}

void look_at_folder(Inspection *in)
{
    struct stat folder;
    const char *path = in->options->house.data;
    if (stat(path, &folder) != 0 && errno == ENOENT) {
        look_at_parent(in, path);
    } else if (stat(path, &folder) != 0) {
        found(in, SEVERITY_ERROR, "data folder", "%s: %s", path, strerror(errno));
    } else if (!S_ISDIR(folder.st_mode)) {
        found(in, SEVERITY_ERROR, "data folder", "%s is not a folder", path);
        found_hint(in, "name another with --data or PARCELDESK_DATA");
    } else {
        if (!in->serves) look_at_owner(in, &folder);
        look_inside(in, &folder);
    }
}

void look_at_archive(Inspection *in)
{
    const char *path = in->options->archive;
    if (!path) return;
    bool is_there = access(path, F_OK) == 0;
    if (access(is_there ? path : parent_of(in, path), R_OK | W_OK | X_OK) == 0) {
        found(in, is_there ? SEVERITY_OK : SEVERITY_NOTE, "archive",
              is_there ? "%s" : "%s is not there yet: the first start makes it", path);
        return;
    }
    found(in, SEVERITY_ERROR, "archive", "%s cannot be written: %s", path, strerror(errno));
    found_hint(in, "is it mounted, and does it belong to the user that serves? It must be there at "
                   "the start");
}

/* --- keys and database --- */

static Status database_look(Inspection *in, struct Database **out)
{
    const HouseOptions *options = &in->options->house;
    const char *url = house_database_url(in->ctx, options);
    if (!url) return no_memory(in->ctx);
    const DatabaseOptions look = {.url = url,
                                  .read_only = true,
                                  .look = true,
                                  .prepare_late = true,
                                  .cache_bytes = (size_t)8 << 20,
                                  .readers = 1};
    return database_open(in->ctx, &look, out);
}

static void found_database(Inspection *in, struct Database *database)
{
    DatabaseState state;
    database_state(database, &state);
    in->pending = state.pending;
    in->schema = state.schema_version;
    if (!state.pending) {
        found(in, SEVERITY_OK, "database", "%s, at migration %lld", state.engine,
              (long long)state.schema_version);
        return;
    }
    found(in, SEVERITY_NOTE, "database",
          "%s, at migration %lld: %lld newer ones are applied at the start", state.engine,
          (long long)state.schema_version, (long long)state.pending);
    found_hint(in, "take a backup first: an older program cannot read it afterwards");
}

/* What is in it, with the keys: in ctx they make a house of their own. */
static Status look_within(Inspection *in, struct House *house)
{
    Ctx *ctx = in->ctx;
    Status s = database_reader(ctx, house->database);
    if (s) return s;
    s = access_check_keys(ctx);
    if (!s && !in->pending) s = index_state_refresh(ctx);
    if (!s) found(in, SEVERITY_OK, "keys", "they belong to the database");
    if (!s && !in->pending && !in->serves) s = settings_open(ctx, &house->settings);
    if (!s && house->settings) look_at_settings(in);
    database_give_back(ctx, house->database);
    settings_close(house->settings);
    return s;
}

static void look_at_both(Inspection *in, struct Database *database)
{
    Ctx *ctx = in->ctx;
    House house = {.database = database,
                   .data_folder = in->options->house.data,
                   .node_lock = -1,
                   .serve_lock = -1};
    Status s = house_check_keys(ctx, &in->options->house, database != NULL);
    bool is_there = access(path_in(in, "keys"), F_OK) == 0;
    if (!s && is_there) s = keys_open(ctx, in->options->house.data, false, &house.keys);
    if (!s && !is_there)
        found(in, SEVERITY_NOTE, "keys", "there are none yet: the first start makes them");
    ctx->house = &house;
    if (!s && house.keys && database) s = look_within(in, &house);
    if (!s && house.keys && !database) found(in, SEVERITY_OK, "keys", "they can be read");
    ctx->house = NULL;
    keys_close(house.keys);
    if (s) found_problem(in, "keys");
}

void look_at_store(Inspection *in)
{
    struct Database *database = NULL;
    Status s = database_look(in, &database);
    if (s == NOT_FOUND) {
        problem_clear(in->ctx);
        found(in, SEVERITY_NOTE, "database", "there is none yet: the first start makes it");
    } else if (s) {
        found_problem(in, "database");
        if (s == UNAVAILABLE)
            found_hint(in, "is the server of --database or PARCELDESK_DATABASE running, does it "
                           "take connections from here, are user and password right?");
        return;
    } else {
        found_database(in, database);
    }
    look_at_both(in, database);
    database_close(database);
}
