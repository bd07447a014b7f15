/* archive_internal.h -- what the files of the archive share: archive.c (the thread),
 * archive_head.c (manifests), archive_cut.c (out of the journals), archive_carry.c (to the
 * archive), archive_base.c (copies of all, and what goes). */
#pragma once

#include <pthread.h>
#include <time.h>

#include "backup/archive.h"
#include "backup/archive_folder.h"
#include "file/blob.h"
#include "house.h"

enum { PROBLEM_MAX = 640 };

struct Archive {
    House *house;
    Database *databases[MOMENT_PARTS]; /* in the order in which they are cut */
    size_t count;                      /* 0: they are archived by their own tools */
    char *folder, *queue;              /* the archive's; DATA/archiving */
    unsigned char key[SEALED_FILE_KEY];
    pthread_t thread, base_thread;
    bool runs;

    pthread_mutex_t cutting; /* of what follows: no snapshot is taken while it is held */
    int64_t no;              /* of the last moment cut; 0: none */
    int64_t begun;           /* as Moment.begun */
    bool known;              /* where it ended: the next goes on from there */
    char before[PART_HASH_HEX];
    DbPlace places[MOMENT_PARTS];

    /* the thread's own */
    int64_t carried;                      /* the last moment in the archive */
    struct timespec looked[BLOB_FOLDERS]; /* at folders of stored files, as they were then */
    int64_t tidied_us;                    /* when it was last looked for what goes */
    bool base_runs;

    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t wake;
    bool closing;
    bool base_done;
    int64_t base_at, base_after; /* the newest base, and the moment that it follows */
    int64_t base_tried_us;
    int64_t safe_at, waiting, carried_bytes, failures, opened_at;
    bool told_late;
    char problem[PROBLEM_MAX];      /* "": the last round went well */
    char base_problem[PROBLEM_MAX]; /* "": and the last copy of all */
};

/* --- archive_head.c --- */

/* The head is made, or is found to be this data folder's; its key. */
Status head_prepare(Ctx *ctx, Archive *archive);

/* Once an hour: keys may be new while the server runs. The head and the bases are sealed with the
 * newest where another did. */
Status heads_look(Ctx *ctx, Archive *archive);

/* --- archive_cut.c --- */

/* Where the queue ends; what cannot be gone on from is thrown away. */
Status cut_prepare(Ctx *ctx, Archive *archive);

/* Cuts what was written until now; `ending`: the database whose journal is about to be emptied, or
 * NULL. *at: what was committed before is cut. */
Status cut_make(Ctx *ctx, Archive *archive, const Database *ending, int64_t *at);

/* The same for changes.h; `user` is the Archive. */
bool cut_keep(void *user, Database *database, bool ends);

/* --- archive_carry.c --- */

/* The stored files that the archive lacks. */
Status files_carry(Ctx *ctx, Archive *archive);

/* The moments that are cut, in their order. */
Status moments_carry(Ctx *ctx, Archive *archive);

/* --- archive_files.c --- */

/* Marks those that are no more in the data folder, and takes away what was marked before an
 * instant. */
Status files_tidy(Ctx *ctx, Archive *archive, int64_t before_ms);

/* --- archive_base.c --- */

/* Begins one in a thread of its own where it is time; joins it when it is done. */
void base_look(Ctx *ctx, Archive *archive);
void base_wait(Archive *archive);

/* Where a base lies, NULL if there is no memory; and the moments that those follow which there are,
 * in order. */
const char *base_folder(Ctx *ctx, const Archive *archive, int64_t no);
Status bases_list(Ctx *ctx, const Archive *archive, int64_t **out, size_t *count);

/* The newest base there is: its instant, NONE where there is none. */
Status base_newest(Ctx *ctx, Archive *archive, int64_t *at, int64_t *after);

/* Takes away what is older than it is to be kept. */
Status archive_tidy(Ctx *ctx, Archive *archive);

/* --- archive.c --- */

/* A piece of the archive's own work: a ctx with an arena. False if there is no memory. */
bool work_begin(Archive *archive, Ctx *ctx);
void work_end(Ctx *ctx);

/* What went wrong, and why; behind `what`. */
void problem_say(const Ctx *ctx, const char *what, char into[PROBLEM_MAX]);
