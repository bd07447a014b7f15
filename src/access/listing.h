/* listing.h -- a list declared once: as pages, as CSV sent while its rows are read, as a
 * spreadsheet.
 *
 * Every list comes as a file by its own address (http/list_file.h). This is for those that may be
 * longer than such a file, or that not everybody who sees them may take away:
 *
 * A slice says once how a page of it is read, and gives that to two routes:
 *
 *   static Status page(Ctx *ctx, const void *filter, List *out, const char **next)
 *   {
 *       return claim_list(ctx, filter, out, next);
 *   }
 *   static const Listing claims = {.name = "claims", .subject_kind = "claim",
 *                                  .action = "claim.export", .shape = &claim_row_shape,
 *                                  .page = page};
 *
 *   {GET, "/api/v1/claims", …, .query = &claim_filter_shape, .out = &claim_row_shape,
 *    .is_list = true, .run = listing_page, .of = &claims},
 *   {GET, "/api/v1/claim-export", …, .query = &claim_export_shape, .media = "text/csv",
 *    .run = listing_export, .of = &claims},
 *
 * Both queries are the same struct, with the PAGE_FIELDS `limit` and `cursor`; that of the export
 * has a `format` too. `?format=xlsx`, or an Accept header that names the type, makes a spreadsheet.
 * What is personal is masked as in the pages. */
#pragma once

#include "base/table_out.h"
#include "http/route.h"

/* The field of a query by which it is chosen: an int64_t `format`. */
#define EXPORT_FORMAT_FIELD(Type)                                                                  \
    FIELD_ENUM(Type, format, table_formats,                                                        \
               .doc = "csv or xlsx; csv where neither this nor Accept says otherwise")

/* The shape of such a query, beside the one of the list itself. */
#define EXPORT_SHAPE(Type, the_name, the_fields, the_doc)                                          \
    {                                                                                              \
        .name = (the_name), .doc = (the_doc ", and as what file"), .size = sizeof(Type),           \
        .fields = (the_fields)                                                                     \
    }

/* What a list is. It outlives every request. */
typedef struct Listing {
    const char *name; /* "customers": of the file and its sheet */
    /* Who takes it away is on record as "customer.export", of "customer". */
    const char *action, *subject_kind;
    const Shape *shape;       /* of its rows */
    const Shape *clear_shape; /* the same for who holds `clear_right`; NULL: there is none */
    int clear_right;
    /* Where files have more columns than pages: all of them, in ctx's arena; and those columns in
     * the place of a page's rows. NULL: they have the same. */
    Status (*file_shape)(Ctx *ctx, const Shape **out);
    Status (*file_rows)(Ctx *ctx, const Shape *shape, List *rows);
    bool inputs_only;   /* in files only what an import takes: columns that are not read_only */
    bool nested;        /* objects and lists have columns in files, too: their JSON */
    const char *secret; /* a field that is given out once, and in no file; NULL: it has none */
    /* A page by `filter`, a struct of the route's query, its `limit` set; `next` is NULL at the
     * end. */
    Status (*page)(Ctx *ctx, const void *filter, List *out, const char **next);
} Listing;

/* Handlers of routes whose `.of` is a Listing. */

/* Answers with a page. */
Status listing_page(Ctx *ctx, Request *req);

/* Answers with the whole of it (or its first `limit` rows) from after the query's cursor, and puts
 * on record who takes it away; what the list refuses is refused here too, and not on record. Each
 * page of CSV is read in a snapshot of its own: what is changed meanwhile stands in the file as
 * before or as after. TOO_LARGE for a spreadsheet of more than XLSX_ROWS rows. */
Status listing_export(Ctx *ctx, Request *req);

/* The shape in which ctx's person is shown the rows. */
const Shape *listing_shape(Ctx *ctx, const Listing *listing);
