/* dispatch.h -- a request from its header lines to its answer, in the order of the checks:
 * size, route, rate, person, right, origin, kind of body, query, If-Match, Idempotency-Key; then
 * the body, then the handler. */
#pragma once

#include "http/request.h"

/* Of a request with a body: all that can be told before it comes; begins it. */
Status dispatch_head(Request *req);

/* The request is whole: makes the other checks, decodes, runs the handler. A route that writes is
 * handed over to the database and the connection suspended: the request then belongs to the
 * writer's thread until it is resumed in PHASE_WRITTEN. */
Status dispatch_run(Request *req, bool *handed_over);
