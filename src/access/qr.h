/* qr.h -- a text as a picture that telephones read. */
#pragma once

#include "base/ctx.h"

/* A QR code (ISO/IEC 18004, level M) of at most some hundred bytes of `text` as an SVG document of
 * its own, four modules of white around it, in ctx's arena. NO_MEMORY; INVALID when it is too
 * long. */
Status qr_svg(Ctx *ctx, const char *text, const char **out);
