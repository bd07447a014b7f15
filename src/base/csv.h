/* csv.h -- cells of CSV on their way out (RFC 4180), safe to open in a spreadsheet.
 *
 * A spreadsheet runs a cell that begins with = + - @, a tab or a carriage return, quoted or not
 * (OWASP, "CSV Injection"), in some languages also with the full-width forms. Such a text leaves
 * with an apostrophe before it, and so does one that begins with apostrophes and then such a
 * character; reading rows (rows.h) takes that one apostrophe away again, so that what left comes
 * back unchanged. A phone number with + can be read as it stands. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Appends a text as a cell. A number is no text: append it as it is. */
void csv_cell(Buf *out, const char *text, size_t length);

/* Whether the cell's first apostrophe was put there by csv_cell. */
bool csv_is_guarded(const char *cell, size_t length);
