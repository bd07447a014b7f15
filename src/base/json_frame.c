#include "base/json_frame.h"

#include <string.h>

#include "base/ctx.h"
#include "base/field_set.h"
#include "base/json_path.h"

JsonFrame *frame_push(ShapeReader *r, JsonFrameKind kind, const Shape *shape, void *thing)
{
    JsonFrame *frame = &r->stack[r->frames++];
    memset(frame, 0, sizeof *frame);
    frame->kind = kind;
    frame->shape = shape;
    frame->thing = thing;
    frame->last = JSON_FIELDS;
    return frame;
}

/* Room for one more item of a list, which holds as many as its field allows. */
static Status item_new(ShapeReader *r, JsonFrame *frame, size_t size, void **out)
{
    size_t per_item = frame->kind == FRAME_MAP ? 2 : 1;
    Bounds bounds = field_bounds(frame->field);
    if (frame->count / per_item >= (size_t)bounds.max)
        return field_check_count(r->ctx, frame->field, frame->count / per_item + 1);
    if (frame->count == frame->room) {
        size_t room = frame->room ? 2 * frame->room : 4;
        void *items = arena_grow(r->ctx->arena, frame->items, frame->room * size, room * size);
        if (!items) return no_memory(r->ctx);
        frame->items = items;
        frame->room = room;
    }
    *out = (char *)frame->items + size * frame->count;
    return OK;
}

Status frame_add_text(ShapeReader *r, JsonFrame *frame, const char *bytes, size_t length)
{
    void *item = NULL;
    Status s = item_new(r, frame, sizeof(const char *), &item);
    if (!s) s = text_item(r->ctx, frame->field, bytes, length, item);
    if (!s) frame->count++;
    return s;
}

Status frame_add_object(ShapeReader *r, JsonFrame *frame)
{
    void *item = NULL;
    Status s = item_new(r, frame, frame->shape->size, &item);
    if (s) return s;
    shape_clear(frame->shape, item);
    frame_push(r, FRAME_OBJECT, frame->shape, item);
    return OK;
}

Status frame_open_object(ShapeReader *r, JsonFrame *frame)
{
    const Field *field = frame->field;
    if (field->kind == FIELD_KIND_OBJECT) {
        void *child = arena_alloc(r->ctx->arena, field->shape->size);
        if (!child) return no_memory(r->ctx);
        shape_clear(field->shape, child);
        *(void **)field_at(field, frame->thing) = child;
        frame_push(r, FRAME_OBJECT, field->shape, child);
        return OK;
    }
    if (field->kind != FIELD_KIND_MAP && field->kind != FIELD_KIND_MONEY)
        return fail_expected(r->ctx, field);
    JsonFrameKind kind = field->kind == FIELD_KIND_MAP ? FRAME_MAP : FRAME_MONEY;
    JsonFrame *inner = frame_push(r, kind, NULL, frame->thing);
    inner->field = field;
    inner->amount = NONE;
    return OK;
}

Status frame_open_list(ShapeReader *r, JsonFrame *frame)
{
    const Field *field = frame->field;
    if (field->kind != FIELD_KIND_LIST && field->kind != FIELD_KIND_TEXTS)
        return fail_expected(r->ctx, field);
    JsonFrameKind kind = field->kind == FIELD_KIND_LIST ? FRAME_LIST : FRAME_TEXTS;
    JsonFrame *inner = frame_push(r, kind, field->shape, frame->thing);
    inner->field = field;
    return OK;
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

Status frame_end(ShapeReader *r, JsonFrame *frame)
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
    Status s = frame_add_text(r, frame, key, length);
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

Status frame_key(ShapeReader *r, JsonFrame *frame, const char *key, size_t length)
{
    if (frame->kind == FRAME_OBJECT) return object_key(r, frame, key, length);
    return frame->kind == FRAME_MAP ? map_key(r, frame, key, length)
                                    : money_key(r, frame, key, length);
}

Status frame_currency(ShapeReader *r, const JsonFrame *frame, const char *bytes, size_t length)
{
    if (frame->awaits_amount) return fail_expected(r->ctx, frame->field);
    return field_check_currency(r->ctx, frame->field, bytes, length);
}
