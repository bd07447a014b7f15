/* target.h -- what rows can be imported into.
 *
 * One line per target in targets.c; the slices behind them know nothing of files and maps. */
#pragma once

#include "base/field.h"
#include "base/upsert.h"

enum { IMPORT_KEY_FIELDS = 4 };

typedef struct ImportTarget {
    const char *name; /* "waybills", as on the command line and in /api/v1/… */
    const char *doc;
    const Shape *shape;                              /* what a row is decoded into */
    Status (*declared)(Ctx *ctx, const Shape **out); /* the same with what the company declared, by
                                                        now; NULL: nothing can be */
    const char *key[IMPORT_KEY_FIELDS];              /* fields of the natural key; rest NULL */
    Status (*admit)(Ctx *ctx, const UpsertRow *rows,
                    size_t count); /* NULL: rows are judged singly */
    UpsertApply *apply;
    size_t rows_most; /* of a body over HTTP, which is one transaction in memory: so many that it
                         stays below half a GB, whatever they give; 0: UPSERT_ROWS_MAX */
    int personal; /* the right to read what rows are compared with, where that is personal: without
                     it and personal.read a trial does not tell what is there; 0: nothing is */
} ImportTarget;

/* Ends with a NULL name. */
extern const ImportTarget import_targets[];

/* A target with what the company declared, in ctx's arena. */
Status import_target_declared(Ctx *ctx, const ImportTarget *target, ImportTarget *out);

/* The target of that name, or NULL. */
const ImportTarget *import_target(const char *name);
