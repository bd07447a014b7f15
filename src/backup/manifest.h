/* manifest.h -- what a backup says of itself: BACKUP/manifest.
 *
 * Its first line is JSON; the second is a keyed hash of the first (key_hash), in hexadecimal: a
 * manifest that was changed, or made with other keys, is known. Nothing in it is personal. */
#pragma once

#include "base/field.h"
#include "file/sealed_file.h"

enum { BACKUP_FORMAT = 1, PART_HASH_HEX = 65 };

/* A sealed file of the backup, by its name. */
typedef struct BackupPart {
    const char *name; /* "database", "intake", "files" */
    int64_t bytes;    /* that it holds */
    const char *hash; /* BLAKE2b of them, 256 bits, in hexadecimal */
} BackupPart;

typedef struct BackupTable {
    const char *part, *name;
    int64_t rows;
} BackupTable;

typedef struct Manifest {
    int64_t format;
    int64_t schema;        /* the migration that the database stands at */
    const char *engine;    /* of the database: "sqlite", "postgresql" */
    int64_t taken_at;      /* the backup has what was acknowledged until then */
    int64_t files;         /* stored files */
    const char *key;       /* that the parts are sealed with; sealed itself, in hexadecimal */
    const char *audit_end; /* how far the audit log went then (audit.h); NULL: it does not say */
    int64_t after;         /* of an archive's: the moment that it follows; 0: it is no archive's */
    const char *before;    /* and the hash of that */
    List parts;            /* BackupPart; none: the head of an archive (archive.h) */
    List tables;           /* BackupTable */
} Manifest;

/* A new key for the parts, into `key`, and sealed into the manifest. */
Status manifest_key_make(Ctx *ctx, Manifest *manifest, unsigned char key[SEALED_FILE_KEY]);

/* The key again. INTERNAL when the keys at hand did not seal it. */
Status manifest_key(Ctx *ctx, const Manifest *manifest, unsigned char key[SEALED_FILE_KEY]);

/* Seals it with the newest key where another did. */
Status manifest_key_renew(Ctx *ctx, Manifest *manifest, bool *renewed);

/* Writes FOLDER/manifest. */
Status manifest_write(Ctx *ctx, const char *folder, const Manifest *manifest);

/* Reads it. NOT_FOUND when FOLDER is no backup; INTERNAL when it was changed, or made with other
 * keys than those at hand. */
Status manifest_read(Ctx *ctx, const char *folder, Manifest *out);

/* The part of that name, or NULL. */
const BackupPart *manifest_part(const Manifest *manifest, const char *name);

/* One more. NO_MEMORY. */
Status manifest_add_part(Ctx *ctx, Manifest *manifest, const BackupPart *part);
Status manifest_add_table(Ctx *ctx, Manifest *manifest, const BackupTable *table);

typedef struct PartTables {
    Manifest *manifest;
    const char *part;
} PartTables;

/* Adds a table of a part: a DbTableRows, whose `user` is a PartTables. NO_MEMORY. */
Status manifest_note_table(Ctx *ctx, void *part_tables, const char *table, int64_t rows);
