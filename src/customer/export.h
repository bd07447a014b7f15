/* export.h -- customers as a file: CSV with the columns that the import takes, row by row while it
 * is sent. */
#pragma once

#include "customer/customer.h"
#include "http/route.h"

/* Answers with all customers in the scope of ctx's person, of one region where `region` is not
 * NULL; what is personal is masked unless they may see it. Audited. Each page of rows is read in a
 * snapshot of its own: who is changed meanwhile stands in the file as before or as after. */
Status customer_export(Ctx *ctx, Request *req, const char *region);
