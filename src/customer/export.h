/* export.h -- customers as a file with the columns that the import takes. */
#pragma once

#include "customer/customer.h"
#include "http/route.h"

typedef struct CustomerExport {
    const char *region; /* NULL: all */
    int64_t format;     /* ExportFormat; NONE: as Accept says */
} CustomerExport;
extern const Shape customer_export_shape;

/* Answers with all customers in the scope of ctx's person, of one region where that is given; what
 * is personal is masked unless they may see it (access/export.h). Audited. */
Status customer_export(Ctx *ctx, Request *req, const CustomerExport *asked);
