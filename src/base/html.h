/* html.h -- text made safe for the places where a page holds it. */
#pragma once

#include "base/buf.h"

/* Appends text for an element or a quoted attribute: & < > " ' become entities. NULL adds nothing.
 */
void html_text(Buf *buf, const char *text);

/* Appends an instant as people of that zone read it, in an element that says it exactly. */
void html_instant(Buf *buf, int64_t at_ms, const char *zone);

/* Appends one segment or value of a URL, percent-encoded: all but letters, digits and - . _ ~ */
void html_url(Buf *buf, const char *text);
