/* decode.h -- what a request brings, by the shapes of its route. */
#pragma once

#include "http/request.h"

/* INVALID, naming the parameter, for one that the route does not have, or twice. */
Status query_read(Request *req);

/* By route->in; nothing where the route takes bytes or nothing. */
Status input_read(Request *req);

/* UNSUPPORTED when the route takes JSON and the body is something else. */
Status content_type_check(Request *req);

/* PRECONDITION when the route demands If-Match and it is not there. */
Status if_match_read(Request *req);

/* INVALID when Idempotency-Key is there and is not 1–128 printable characters. */
Status idempotency_key_read(Request *req);
