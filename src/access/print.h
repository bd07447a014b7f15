/* print.h -- what the commands of access/ print: rows of a shape, one a line. */
#pragma once

#include "base/field.h"

/* A line of the fields' names, then a line for each struct, separated by tabs; instants in the
 * company's zone, personal data masked. */
Status print_rows(Ctx *ctx, const Shape *shape, const List *rows);

/* Every page of a list, printed as by print_rows(). */
typedef Status PrintPage(Ctx *ctx, const char *cursor, List *out, const char **next);

/* Prints them one after another, the names once. */
Status print_pages(Ctx *ctx, const Shape *shape, PrintPage *page);

#define PRINT_PAGE 200
