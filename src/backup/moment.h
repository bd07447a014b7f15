/* moment.h -- what was written between two moments, as a sealed file of an archive.
 *
 * It holds a head (its length in 4 bytes, big endian, then JSON) and for each part's pages, in the
 * head's order, a number (4 bytes, big endian) and the page. The head names the hash of what the
 * moment before it holds, so that none can be changed, left out or put elsewhere unseen. */
#pragma once

#include "backup/part.h"
#include "db/changes.h"

enum { MOMENT_FORMAT = 1, MOMENT_PARTS = 2, MOMENT_NAME = 13 };

/* The parts, in the order in which they are cut. */
extern const char *const moment_parts[MOMENT_PARTS];

typedef struct MomentPart {
    const char *name; /* "intake", "database" */
    int64_t journal;  /* a DbPlace: how far its journal was told */
    int64_t frames, sums;
    bool ended;
    int64_t pages; /* of the database then; 0: it is as before */
    int64_t count; /* of those that follow */
} MomentPart;

typedef struct Moment {
    int64_t format;
    int64_t no;         /* 1, 2, 3 … */
    int64_t at;         /* what was committed before this instant is in it */
    int64_t begun;      /* since which one each goes on from the one before: only a base that
                           follows that, or a later one, goes on to this */
    const char *before; /* the hash of the one before; NULL where it is that one itself */
    List parts;         /* MomentPart */
} Moment;

/* The name of its file: twelve digits. */
void moment_name(int64_t no, char name[MOMENT_NAME]);

/* Begins FOLDER/NAME. */
Status moment_create(Ctx *ctx, const char *folder, const char *name, const unsigned char *key,
                     const Moment *moment, PartFile *out);
Status moment_add(Ctx *ctx, PartFile *file, uint32_t number, const unsigned char page[DB_PAGE]);

/* Opens FOLDER/NAME and reads its head. INTERNAL when it was changed; INVALID when a newer program
 * made it. To be closed by part_file_close. */
Status moment_open(Ctx *ctx, const char *folder, const char *name, const unsigned char *key,
                   PartFile *file, Moment *out);

/* The next page. */
Status moment_next(Ctx *ctx, PartFile *file, uint32_t *number, unsigned char page[DB_PAGE]);

/* Reads what is left, which must be nothing but pages; its hash. */
Status moment_read_out(Ctx *ctx, PartFile *file, char hash[PART_HASH_HEX]);
