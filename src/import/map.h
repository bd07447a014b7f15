/* map.h -- how the columns of a file become the fields of a target; the reference is
 * docs/import.md.
 *
 * A map is JSON. It is checked against the target's shape before anything is read: what is wrong is
 * INVALID, with the path within the map as the Problem's field ("map: fields.ordered_at.zone"). All
 * of it lives in the arena of the ctx that read it. */
#pragma once

#include "base/rows.h"
#include "import/target.h"

enum { MAP_PAD_MAX = 32 };

typedef enum MapCombine { MAP_FIRST, MAP_LAST, MAP_SUM } MapCombine;

/* What a file's words stand for, ordered by word. */
typedef struct MapCode {
    const char *word, *value; /* value "": not given */
} MapCode;

typedef struct MapCodes {
    MapCode *items;
    size_t count;
    const char *otherwise; /* for a word that is not there; NULL: the row is refused */
} MapCodes;

/* How times are written. */
typedef struct MapTimes {
    const char *format; /* NULL: as instant_parse reads them */
    const char *zone;   /* of times without an offset; NULL: the company's */
    bool gap_forward;   /* a skipped time is the end of the gap */
} MapTimes;

/* Where a field's text comes from: a constant, or one or more columns. */
typedef struct MapField {
    const Field *field;
    const char *value; /* NULL: from the columns */
    Texts columns;
    const char *join; /* between several columns that have something */
    bool first_of;    /* of several columns only the first that has something */
    size_t pad;       /* zeros are put before a shorter text up to so many characters; 0: none */
    const MapCodes *codes;
    MapTimes times;
    MapCombine combine; /* with the record's other rows */
} MapField;

/* Only rows whose cell is one of these. */
typedef struct MapWhere {
    const char *column;
    Texts values;
} MapWhere;

/* One struct that a row becomes. */
typedef struct MapPart {
    const ImportTarget *target;
    MapField *fields;
    size_t field_count;
    MapWhere *where;
    size_t where_count;
    void *constants; /* a struct of the target's shape: what every row begins with */
} MapPart;

/* A time that is expected not to lie before another; rows where it does are taken, with a warning.
 */
typedef struct MapOrder {
    const char *before, *after; /* columns */
} MapOrder;

typedef struct Map {
    RowOptions source;
    MapTimes times; /* where a field does not say otherwise */
    MapPart main;
    MapPart *scans; /* further parts: each makes a scan where its time is given */
    size_t scan_count;
    bool only_scans;  /* the target is scans and `main` only gives what they share */
    Texts repeat_key; /* columns whose texts name the record that consecutive rows share; none: each
                         row is one */
    MapOrder *orders;
    size_t order_count;
} Map;

/* Reads a map for rows of `target`. */
Status map_read(Ctx *ctx, const ImportTarget *target, const char *json, size_t length, Map **out);

/* The same of a file. NOT_FOUND, TOO_LARGE (1 MiB). */
Status map_read_file(Ctx *ctx, const ImportTarget *target, const char *path, Map **out);

/* What a word stands for; NULL when it is not there and there is nothing for other words. */
const char *map_code(const MapCodes *codes, const char *word, size_t length);

/* Every column that the map names, each once. */
Status map_columns(Ctx *ctx, const Map *map, Texts *out);
