#include "access/qr.h"

#include <errno.h>
#include <qrencode.h>

#include "base/arena.h"
#include "base/buf.h"

#define QUIET 4 /* modules of white that the standard asks for */

static void code_release(void *code)
{
    QRcode_free(code);
}

/* A run of dark modules is one stroke. */
static void row_write(Buf *svg, const QRcode *code, int y)
{
    const unsigned char *row = code->data + (ptrdiff_t)y * code->width;
    for (int x = 0, end; x < code->width; x = end) {
        for (end = x + 1; end < code->width && (row[end] & 1) == (row[x] & 1);)
            end++;
        if (row[x] & 1) buf_format(svg, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, end - x, end - x);
    }
}

Status qr_svg(Ctx *ctx, const char *text, const char **out)
{
    Buf svg;
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (!code && errno == ERANGE) return fail(ctx, INVALID, "this is too long for a QR code");
    if (!code) return no_memory(ctx);
    if (arena_defer(ctx->arena, code_release, code)) return no_memory(ctx);
    int side = code->width + 2 * QUIET;
    buf_init(&svg, ctx->arena);
    buf_format(&svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\">", side,
               side);
    buf_format(&svg, "<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"", side, side);
    for (int y = 0; y < code->width; y++)
        row_write(&svg, code, y);
    buf_text(&svg, "\"/></svg>");
    *out = svg.data;
    return buf_check(ctx, &svg);
}
