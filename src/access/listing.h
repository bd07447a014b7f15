/* export.h -- lists as files: CSV, sent while its rows are read, or a spreadsheet.
 *
 * A slice says once what the columns are and how a page is read; `?format=xlsx`, or an Accept
 * header that names the type, makes the same list a spreadsheet. What is personal is masked as in
 * the API. Each page of CSV is read in a snapshot of its own: what is changed meanwhile stands in
 * the file as before or as after. */
#pragma once

#include "base/field.h"
#include "http/route.h"

typedef enum ExportFormat { EXPORT_CSV = 1, EXPORT_XLSX } ExportFormat;
extern const Name export_formats[];

/* The field of a query by which it is chosen: an int64_t `format`. */
#define EXPORT_FORMAT_FIELD(Type)                                                                  \
    FIELD_ENUM(Type, format, export_formats,                                                       \
               .doc = "csv or xlsx; csv where neither this nor Accept says otherwise")

/* What a list is as a file. The plan outlives every request. */
typedef struct ExportPlan {
    const char *name; /* "customers": of the file and its sheet */
    /* Who takes it away is on record as "customer.export", of "customer". */
    const char *action, *subject_kind;
    const Shape *shape, *filter_shape;
    bool inputs_only; /* the columns that an import takes: those that are not read_only */
    /* A page of the list (of `limit` items or fewer) from after `cursor` (NULL: the first); `next`
     * is NULL at the end. */
    Status (*page)(Ctx *ctx, const void *filter, int64_t limit, const char *cursor, List *out,
                   const char **next);
} ExportPlan;

/* Puts on record who takes the list away, and answers with the whole of it from after `cursor`
 * (NULL: all of it); `filter`, a struct of the plan's filter_shape, is what `page` is given.
 * TOO_LARGE for a spreadsheet of more than XLSX_ROWS rows. `format` NONE: as Accept says. */
typedef struct ExportAsked {
    const ExportPlan *plan;
    const void *filter;
    const char *cursor;
    int64_t format;
} ExportAsked;
Status reply_export(Ctx *ctx, Request *req, const ExportAsked *asked);
