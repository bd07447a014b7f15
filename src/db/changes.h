/* changes.h -- what was written to a database between two moments, page by page: what a continuous
 * archive is made of. For the engine that keeps a file of its own; another is archived by its own
 * tools, and refuses with INVALID.
 *
 * What is committed stands in the engine's journal until it is copied into the database's file and
 * the journal is begun anew. A keeper is asked before that happens, so that nothing is overwritten
 * which it was not told of. That a database has one stays known beside it (PATH-kept): until it is
 * let go, no other process empties the journal, also when nobody serves. */
#pragma once

#include "db/db.h"

enum { DB_PAGE = 4096 };

/* A place in the journal. Zero: before its beginning, in none that is known. */
typedef struct DbPlace {
    int64_t journal; /* which: told apart by what its head says */
    int64_t frames;  /* pages written to it */
    int64_t sums;    /* over all of them */
    bool ended;      /* it was about to be begun anew: the next one goes on from here */
} DbPlace;

typedef struct DbChangedPage {
    uint32_t number, frame;
} DbChangedPage;

typedef struct DbChanges {
    DbPlace to;    /* the last commit */
    bool broken;   /* what was written just after `from` cannot be told any more */
    int64_t pages; /* that the database has then; 0: nothing was written */
    size_t count;
    const DbChangedPage *changed; /* by number, each once; in ctx's arena */
} DbChanges;

/* What was committed after `from`. The pages can be read until the next call: of one thread at a
 * time. */
Status database_changes(Ctx *ctx, Database *database, const DbPlace *from, DbChanges *out);

/* Reads the nth of them. */
Status database_changed_page(Ctx *ctx, Database *database, const DbChanges *changes, size_t nth,
                             unsigned char page[DB_PAGE]);

/* Asked on a thread of the database's: may the journal be emptied? It takes database_changes, and
 * keeps them on a disk. `ends`: nobody writes until it returns, and the journal is begun anew after
 * it: place.ended. False: not now. */
typedef bool DbKeep(void *user, Database *database, bool ends);

/* From now on `keep` is asked. */
Status database_keep(Ctx *ctx, Database *database, DbKeep *keep, void *user);

/* It is asked no more when this returns; the journal stays as it is for whoever comes next. */
void database_keep_end(Database *database);

/* Nobody needs the journal: as before database_keep. */
Status database_let_go(Ctx *ctx, Database *database);

/* A copy (database_dump) onto which such pages were put opens by itself from now on. */
Status database_dump_settle(Ctx *ctx, const char *engine, const char *path);

/* The snapshot of ctx->db is that of now. */
Status database_snapshot(Ctx *ctx);
