#include <string.h>

#include "base/rows_internal.h"

enum { FILL_BYTES = 1 << 18 };

static Status window_grow(Ctx *ctx, Window *window)
{
    char *larger = memory_resize(window->data, window->room + FILL_BYTES);
    if (!larger) return no_memory(ctx);
    window->data = larger;
    window->room += FILL_BYTES;
    return OK;
}

Status window_fill(Ctx *ctx, Window *window)
{
    size_t got;
    Status s = OK;
    if (window->start) {
        memmove(window->data, window->data + window->start, window->end - window->start);
        window->end -= window->start;
        window->start = 0;
    }
    if (window->room - window->end < FILL_BYTES / 2) s = window_grow(ctx, window);
    if (!s)
        s = window->bytes->read(ctx, window->bytes, window->data + window->end,
                                window->room - window->end - 1, &got);
    if (s) return s;
    window->end += got;
    window->ended = got == 0;
    return OK;
}

void window_release(Window *window)
{
    if (window->bytes) window->bytes->close(window->bytes);
    memory_free(window->data);
    *window = (Window){0};
}
