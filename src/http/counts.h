/* counts.h -- how many requests each route has answered, how, and how long that took. */
#pragma once

#include "base/ctx.h"
#include "http/router.h"

typedef struct Counts Counts;

/* Counts for so many routes, all zero. NO_MEMORY. */
Status counts_new(Ctx *ctx, size_t routes, Counts **out);
void counts_release(Counts *counts); /* NULL is allowed */

/* `endpoint` NULL: no route (files, and what was refused before one was found). Safe for threads.
 */
void counts_add(Counts *counts, const Endpoint *endpoint, int http_status, int64_t took_us,
                size_t bytes);

/* Appends them in Prometheus' text format, routes by their patterns. */
void counts_write(const Counts *counts, const Router *router, Buf *out);
