/* openapi.h -- the OpenAPI 3.1 document, made from the route and shape tables. */
#pragma once

#include "base/buf.h"
#include "http/router.h"
#include "http/server.h"

/* Appends the document as JSON to `out`. Routes whose path does not begin with /api/ are left out.
 */
Status openapi_write(Ctx *ctx, const Router *router, const ServerOptions *options, Buf *out);
