#include "base/json_path.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/ctx.h"

typedef struct Path {
    char text[sizeof((Problem *)0)->field];
    size_t length;
} Path;

static void path_add(Path *path, const char *before, const char *text)
{
    size_t room = sizeof path->text - path->length;
    int wanted = snprintf(path->text + path->length, room, "%s%s", before, text);
    if (wanted > 0) path->length += (size_t)wanted < room ? (size_t)wanted : room - 1;
}

static void path_add_name(Path *path, const char *name)
{
    path_add(path, path->length ? "." : "", name);
}

static void path_add_index(Path *path, int64_t index)
{
    char text[32];
    snprintf(text, sizeof text, "[%" PRId64 "]", index);
    path_add(path, "", text);
}

static void path_add_frame(Path *path, const JsonFrame *frame, const char *leaf)
{
    switch (frame->kind) {
    case FRAME_OBJECT:
        path_add_name(path, frame->field ? frame->field->name : leaf);
        break;
    case FRAME_LIST:
    case FRAME_TEXTS:
        path_add_index(path, (int64_t)frame->count);
        break;
    case FRAME_MAP: /* after a key, the value is what is wrong */
        if (frame->count % 2)
            path_add_name(path, ((const char *const *)frame->items)[frame->count - 1]);
        break;
    case FRAME_MONEY:
        break;
    }
}

void json_path_set(ShapeReader *reader)
{
    Path path = {.length = 0};
    if (reader->base && reader->number) path_add_index(&path, reader->number - 1);
    for (int i = 0; i < reader->frames; i++)
        path_add_frame(&path, &reader->stack[i], reader->ctx->problem.field);
    memcpy(reader->ctx->problem.field, path.text, sizeof path.text);
}

/* Bytes that could be misread on a terminal or in a log are not shown. */
Status json_fail_key(Ctx *ctx, const char *key, size_t length, const char *words)
{
    char shown[40];
    size_t kept = length < sizeof shown - 1 ? length : sizeof shown - 1;
    for (size_t i = 0; i < kept; i++)
        shown[i] = (char)(key[i] > ' ' && key[i] < 0x7F ? key[i] : '?');
    shown[kept] = 0;
    return fail_field(ctx, shown, "%s", words);
}
