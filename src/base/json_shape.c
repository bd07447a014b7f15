#include "base/json_shape.h"

#include <string.h>

#include "base/ctx.h"
#include "base/field_set.h"
#include "base/json_path.h"
#include "base/text.h"

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

static JsonFrame *push(ShapeReader *r, JsonFrameKind kind, const Shape *shape, void *thing)
{
    JsonFrame *frame = &r->stack[r->frames++];
    memset(frame, 0, sizeof *frame);
    frame->kind = kind;
    frame->shape = shape;
    frame->thing = thing;
    frame->last = JSON_FIELDS;
    return frame;
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
    push(r, FRAME_OBJECT, r->shape, r->thing);
    return 1;
}

/* A scalar outside any object. */
static int stray_scalar(ShapeReader *r)
{
    if (r->depth < r->base) return stop(r, fail(r->ctx, INVALID, "expected a list of objects"));
    element_begins(r, false);
    return element_ends(r);
}

/* Room for one more item of a list, which holds as many as its field allows. */
static void *item_new(ShapeReader *r, JsonFrame *frame, size_t size)
{
    size_t per_item = frame->kind == FRAME_MAP ? 2 : 1;
    if (frame->count / per_item >= (size_t)field_bounds(frame->field).max) {
        r->status = field_check_count(r->ctx, frame->field, frame->count / per_item + 1);
        return NULL;
    }
    if (frame->count == frame->room) {
        size_t room = frame->room ? 2 * frame->room : 4;
        void *items = arena_grow(r->ctx->arena, frame->items, frame->room * size, room * size);
        if (!items) {
            r->status = no_memory(r->ctx);
            return NULL;
        }
        frame->items = items;
        frame->room = room;
    }
    return (char *)frame->items + size * frame->count;
}

static Status add_text(ShapeReader *r, JsonFrame *frame, const char *bytes, size_t length)
{
    const char **item = item_new(r, frame, sizeof *item);
    if (!item) return r->status;
    Status s = text_item(r->ctx, frame->field, bytes, length, item);
    if (!s) frame->count++;
    return s;
}

static Status add_object(ShapeReader *r, JsonFrame *frame)
{
    void *item = item_new(r, frame, frame->shape->size);
    if (!item) return r->status;
    shape_clear(frame->shape, item);
    push(r, FRAME_OBJECT, frame->shape, item);
    return OK;
}

static Status object_field(ShapeReader *r, JsonFrame *frame)
{
    const Field *field = frame->field;
    if (field->kind == FIELD_KIND_OBJECT) {
        void *child = arena_alloc(r->ctx->arena, field->shape->size);
        if (!child) return no_memory(r->ctx);
        shape_clear(field->shape, child);
        *(void **)field_at(field, frame->thing) = child;
        push(r, FRAME_OBJECT, field->shape, child);
        return OK;
    }
    if (field->kind != FIELD_KIND_MAP && field->kind != FIELD_KIND_MONEY)
        return fail_expected(r->ctx, field);
    JsonFrameKind kind = field->kind == FIELD_KIND_MAP ? FRAME_MAP : FRAME_MONEY;
    JsonFrame *inner = push(r, kind, NULL, frame->thing);
    inner->field = field;
    inner->amount = NONE;
    return OK;
}

static Status list_field(ShapeReader *r, JsonFrame *frame)
{
    const Field *field = frame->field;
    if (field->kind != FIELD_KIND_LIST && field->kind != FIELD_KIND_TEXTS)
        return fail_expected(r->ctx, field);
    JsonFrameKind kind = field->kind == FIELD_KIND_LIST ? FRAME_LIST : FRAME_TEXTS;
    JsonFrame *inner = push(r, kind, field->shape, frame->thing);
    inner->field = field;
    return OK;
}

/* Whatever is no scalar and not what is due there. */
static Status fail_unexpected(ShapeReader *r, const JsonFrame *frame)
{
    if (frame->kind == FRAME_OBJECT) return fail_expected(r->ctx, frame->field);
    if (frame->kind == FRAME_LIST) return fail(r->ctx, INVALID, "expected an object");
    if (frame->kind == FRAME_MONEY) return fail_expected(r->ctx, frame->field);
    return fail(r->ctx, INVALID, "expected a text");
}

static Status missing(ShapeReader *r, JsonFrame *frame)
{
    unsigned number = 0;
    for (const Field *field = frame->shape->fields; field->name; field++, number++) {
        if (!field->required || field->read_only) continue;
        if (frame->seen[number / 64] >> (number % 64) & 1) continue;
        frame->field = field;
        return fail_field(r->ctx, field->name, "is required");
    }
    return OK;
}

/* The list that was gathered, which is given even when it is empty. */
static Status list_ends(ShapeReader *r, JsonFrame *frame)
{
    static const char *const nothing[1];
    size_t per_item = frame->kind == FRAME_MAP ? 2 : 1;
    Status s = field_check_count(r->ctx, frame->field, frame->count / per_item);
    if (s) return s;
    void *items = frame->items ? frame->items : (void *)(uintptr_t)nothing;
    void *at = field_at(frame->field, frame->thing);
    if (frame->kind == FRAME_LIST)
        *(List *)at = (List){items, frame->count};
    else
        *(Texts *)at = (Texts){items, frame->count};
    return OK;
}

static Status money_ends(ShapeReader *r, JsonFrame *frame)
{
    if (frame->amount == NONE) return fail_expected(r->ctx, frame->field);
    Status s = field_check_value(r->ctx, frame->field, frame->amount);
    if (!s) *(int64_t *)field_at(frame->field, frame->thing) = frame->amount;
    return s;
}

static Status container_ends(ShapeReader *r, JsonFrame *frame)
{
    if (frame->kind == FRAME_OBJECT) return missing(r, frame);
    if (frame->kind == FRAME_MONEY) return money_ends(r, frame);
    return list_ends(r, frame);
}

static bool field_is(const Field *field, const char *key, size_t length)
{
    return field->name && name_is(field->name, key, length);
}

/* Most writers always give their keys in one order: after the first object the guess is right. */
static const Field *find_field(ShapeReader *r, JsonFrame *frame, const char *key, size_t length)
{
    const Field *fields = frame->shape->fields;
    bool learns = r->frames == 1;
    unsigned guess = learns ? r->next[frame->last] : (uint8_t)(frame->last + 1);
    if (!field_is(fields + guess, key, length)) {
        for (guess = 0; fields[guess].name; guess++)
            if (field_is(fields + guess, key, length)) break;
        if (!fields[guess].name || guess >= JSON_FIELDS) return NULL;
        if (learns) r->next[frame->last] = (uint8_t)guess;
    }
    frame->last = (uint8_t)guess;
    return fields + guess;
}

static Status object_key(ShapeReader *r, JsonFrame *frame, const char *key, size_t length)
{
    const Field *field = find_field(r, frame, key, length);
    if (!field) {
        frame->field = NULL;
        return json_fail_key(r->ctx, key, length, "is not a known field");
    }
    uint64_t *seen = &frame->seen[frame->last / 64], bit = UINT64_C(1) << (frame->last % 64);
    frame->field = field;
    if (*seen & bit) return fail(r->ctx, INVALID, "is given twice");
    *seen |= bit;
    return field->read_only ? fail(r->ctx, INVALID, "cannot be set") : OK;
}

static Status map_key(ShapeReader *r, JsonFrame *frame, const char *key, size_t length)
{
    if (length > JSON_KEY)
        return fail(r->ctx, TOO_LARGE, "a key is longer than %d bytes", JSON_KEY);
    Status s = add_text(r, frame, key, length);
    const char *const *items = frame->items;
    for (size_t i = 0; !s && i + 1 < frame->count; i += 2)
        if (strcmp(items[i], items[frame->count - 1]) == 0)
            s = fail(r->ctx, INVALID, "has a key twice");
    return s;
}

static Status money_key(ShapeReader *r, JsonFrame *frame, const char *key, size_t length)
{
    frame->awaits_amount = name_is("amount", key, length);
    bool known = frame->awaits_amount || name_is("currency", key, length);
    return known ? OK : fail_expected(r->ctx, frame->field);
}

static Status check_currency(ShapeReader *r, const JsonFrame *frame, const char *bytes,
                             size_t length)
{
    bool good = !frame->awaits_amount && length == 3;
    for (size_t i = 0; good && i < length; i++)
        good = bytes[i] >= 'A' && bytes[i] <= 'Z';
    return good ? OK : fail_expected(r->ctx, frame->field);
}

/* --- yajl's events --- */

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
        return step(r, add_text(r, frame, bytes, length));
    case FRAME_MONEY:
        return step(r, check_currency(r, frame, bytes, length));
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
    if (frame->kind == FRAME_OBJECT) return step(r, object_key(r, frame, key, length));
    return step(r, frame->kind == FRAME_MAP ? map_key(r, frame, key, length)
                                            : money_key(r, frame, key, length));
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
    if (frame->kind == FRAME_OBJECT) return step(r, object_field(r, frame));
    return step(r, frame->kind == FRAME_LIST ? add_object(r, frame) : fail_unexpected(r, frame));
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
    return step(r, field ? list_field(r, frame) : fail_unexpected(r, frame));
}

static int on_end(void *user)
{
    ShapeReader *r = user;
    r->depth--;
    if (!r->status && r->frames) {
        if (!step(r, container_ends(r, top(r)))) return 0;
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
