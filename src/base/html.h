/* html.h -- text made safe for the places where a page holds it. */
#pragma once

#include "base/buf.h"

/* Appends text for an element or a quoted attribute: & < > " ' become entities. NULL adds nothing.
 */
void html_text(Buf *buf, const char *text);

/* Appends one segment or value of a URL, percent-encoded: all but letters, digits and - . _ ~ */
void html_url(Buf *buf, const char *text);
