#include "base/json_shape.h"

#include <string.h>

#include "base/ctx.h"
#include "base/field_set.h"
#include "base/json_frame.h"
#include "base/json_path.h"

void shape_reader_init(ShapeReader *reader, Ctx *ctx, const Shape *shape, int base)
{
    memset(reader, 0, offsetof(ShapeReader, stack));
    reader->ctx = ctx;
    reader->shape = shape;
    reader->base = base;
    for (unsigned i = 0; i < JSON_FIELDS; i++)
        reader->next[i] = (uint8_t)(i + 1);
}

static JsonFrame *top(ShapeReader *r)
{
    return &r->stack[r->frames - 1];
}

static int stop(ShapeReader *r, Status s)
{
    r->stop = s;
    return 0;
}

/* What a callback answers to yajl, after a step. */
static int step(ShapeReader *r, Status s)
{
    if (!s) return 1;
    r->status = s;
    if (s != NO_MEMORY) json_path_set(r);
    return r->base && s != NO_MEMORY ? 1 : stop(r, s);
}

static int element_ends(ShapeReader *r)
{
    r->frames = 0;
    Status s = r->stop ? r->stop : r->whole(r);
    return s ? stop(r, s) : 1;
}

/* A value begins where an object is due. False if it is not to be read. */
static bool element_begins(ShapeReader *r, bool object)
{
    bool again = r->taken && !r->base;
    r->taken = true;
    if (r->base) {
        r->number++;
        r->status = OK;
        r->thing = NULL;
    }
    if (again)
        step(r, fail(r->ctx, INVALID, "expected one object"));
    else if (!object)
        step(r, fail(r->ctx, INVALID, "expected an object"));
    return !again && object;
}

static int object_begins(ShapeReader *r)
{
    if (!element_begins(r, true)) return !r->stop;
    r->thing = r->fresh(r->user);
    if (!r->thing) return stop(r, no_memory(r->ctx));
    shape_clear(r->shape, r->thing);
    frame_push(r, FRAME_OBJECT, r->shape, r->thing);
    return 1;
}

/* A scalar outside any object. */
static int stray_scalar(ShapeReader *r)
{
    if (r->depth < r->base) return stop(r, fail(r->ctx, INVALID, "expected a list of objects"));
    element_begins(r, false);
    return element_ends(r);
}

/* Whatever is no scalar and not what is due there. */
static Status fail_unexpected(ShapeReader *r, const JsonFrame *frame)
{
    if (frame->kind == FRAME_OBJECT) return fail_expected(r->ctx, frame->field);
    if (frame->kind == FRAME_LIST) return fail(r->ctx, INVALID, "expected an object");
    if (frame->kind == FRAME_MONEY) return fail_expected(r->ctx, frame->field);
    return fail(r->ctx, INVALID, "expected a text");
}

static int on_null(void *user)
{
    ShapeReader *r = user;
    if (r->depth <= r->base) return stray_scalar(r);
    if (r->status) return 1;
    JsonFrame *frame = top(r);
    if (frame->kind != FRAME_OBJECT) return step(r, fail_unexpected(r, frame));
    return step(r, frame->field->required ? fail(r->ctx, INVALID, "is required") : OK);
}

static int on_boolean(void *user, int value)
{
    ShapeReader *r = user;
    if (r->depth <= r->base) return stray_scalar(r);
    if (r->status) return 1;
    JsonFrame *frame = top(r);
    if (frame->kind != FRAME_OBJECT || frame->field->kind != FIELD_KIND_BOOL)
        return step(r, fail_unexpected(r, frame));
    *(bool *)field_at(frame->field, frame->thing) = value != 0;
    return 1;
}

static int on_number(void *user, const char *digits, size_t length)
{
    ShapeReader *r = user;
    if (r->depth <= r->base) return stray_scalar(r);
    if (r->status) return 1;
    JsonFrame *frame = top(r);
    if (frame->kind == FRAME_OBJECT)
        return step(r, field_set_number(r->ctx, frame->field, frame->thing, digits, length));
    bool good = frame->kind == FRAME_MONEY && frame->awaits_amount &&
                digits_int(digits, length, &frame->amount);
    return step(r, good ? OK : fail_unexpected(r, frame));
}

static int on_string(void *user, const unsigned char *string, size_t length)
{
    ShapeReader *r = user;
    const char *bytes = (const char *)string;
    if (r->depth <= r->base) return stray_scalar(r);
    if (r->status) return 1;
    JsonFrame *frame = top(r);
    switch (frame->kind) {
    case FRAME_OBJECT:
        return step(r, field_set_text(r->ctx, frame->field, frame->thing, bytes, length));
    case FRAME_TEXTS:
    case FRAME_MAP:
        return step(r, frame_add_text(r, frame, bytes, length));
    case FRAME_MONEY:
        return step(r, frame_currency(r, frame, bytes, length));
    case FRAME_LIST:
        break;
    }
    return step(r, fail_unexpected(r, frame));
}

static int on_map_key(void *user, const unsigned char *string, size_t length)
{
    ShapeReader *r = user;
    const char *key = (const char *)string;
    if (r->status) return 1;
    JsonFrame *frame = top(r);
    return step(r, frame_key(r, frame, key, length));
}

/* Too deep is not to be passed over: yajl would remember every level. */
static bool deeper(ShapeReader *r)
{
    if (++r->depth - r->base <= JSON_DEPTH) return true;
    stop(r, fail(r->ctx, INVALID, "is nested deeper than %d", JSON_DEPTH));
    json_path_set(r);
    return false;
}

static int on_start_map(void *user)
{
    ShapeReader *r = user;
    if (!deeper(r)) return 0;
    if (r->depth <= r->base) return stop(r, fail(r->ctx, INVALID, "expected a list of objects"));
    if (r->depth == r->base + 1) return object_begins(r);
    if (r->status) return 1;
    JsonFrame *frame = top(r);
    if (frame->kind == FRAME_OBJECT) return step(r, frame_open_object(r, frame));
    return step(r,
                frame->kind == FRAME_LIST ? frame_add_object(r, frame) : fail_unexpected(r, frame));
}

static int on_start_array(void *user)
{
    ShapeReader *r = user;
    if (!deeper(r)) return 0;
    if (r->depth <= r->base) return 1;
    if (r->depth == r->base + 1) return element_begins(r, false), !r->stop;
    if (r->status) return 1;
    JsonFrame *frame = top(r);
    bool field = frame->kind == FRAME_OBJECT;
    return step(r, field ? frame_open_list(r, frame) : fail_unexpected(r, frame));
}

static int on_end(void *user)
{
    ShapeReader *r = user;
    r->depth--;
    if (!r->status && r->frames) {
        if (!step(r, frame_end(r, top(r)))) return 0;
        if (!r->status) r->frames--;
    }
    if (!r->status && r->frames && top(r)->kind == FRAME_LIST) top(r)->count++;
    return r->depth == r->base ? element_ends(r) : 1;
}

const yajl_callbacks shape_reader_callbacks = {
    .yajl_null = on_null,
    .yajl_boolean = on_boolean,
    .yajl_number = on_number,
    .yajl_string = on_string,
    .yajl_start_map = on_start_map,
    .yajl_map_key = on_map_key,
    .yajl_end_map = on_end,
    .yajl_start_array = on_start_array,
    .yajl_end_array = on_end,
};
