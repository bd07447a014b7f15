/* markup.h -- the text of articles: a small part of Markdown, made safe HTML.
 *
 * Lines that begin with # ## or ### are headings; with - or * items of a list; with 1. 2. … items
 * of a numbered list. Other lines make paragraphs, which an empty line ends. Within them **bold**
 * and [text](https://…). Everything else is text: no HTML comes through, and no link but to http
 * and https. */
#pragma once

#include "base/buf.h"
#include "base/ctx.h"

/* Appends the text as HTML; headings begin with <h2>. NO_MEMORY. */
Status markup_write(Ctx *ctx, Buf *buf, const char *text);
