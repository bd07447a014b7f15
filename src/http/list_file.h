/* list_file.h -- every list as a file: `?format=csv` or `?format=xlsx` on its own address.
 *
 * The route's handler is asked page after page, in the one snapshot of its request, and what it
 * gives to reply_list becomes rows rather than JSON: who may see the list, what of it and what is
 * masked is as on the list itself, and there is nothing to declare. The file begins with the names
 * of the fields, also when there are no rows; what is nested stands in its cell as JSON. It is
 * made whole, in a file without a name, before any of it goes out, with a page at a time in memory;
 * who takes it is on record (Gate.took). Lists that may be longer than LIST_FILE_ROWS, or whose
 * files need a right of their own, have an export of their own (access/listing.h): these do not
 * take `format`. */
#pragma once

#include "http/request.h"

typedef struct ListFile ListFile;

/* The most rows of such a file, of either kind: it is made while its reader waits. */
enum { LIST_FILE_ROWS = 100000 };

/* The parameter `format`, for the document. */
extern const Shape list_file_query_shape;

/* Whether the route's list is also given so. */
bool list_file_offered(const Route *route);

/* Notes that the request asks for a file. INVALID names `format`. */
Status list_file_ask(Request *req, const char *format, size_t length);

/* Runs the handler until the list ends, and answers with the file. What the list refuses is refused
 * here too. TOO_LARGE, NO_SPACE. */
Status list_file_run(Ctx *ctx, Request *req);

/* What reply_list does when a file is asked for. */
Status list_file_add(Ctx *ctx, Request *req, const List *list, const Shape *shape,
                     const char *cursor);
