/* json_shape.h -- yajl's events into structs by their shapes, one object after another.
 *
 * In an array, what is wrong with an object is kept with the path to it, and the rest of the object
 * is passed over; where there is but one object, reading stops. Used by json.c and json_stream.c.
 */
#pragma once

#include "base/field.h"
#include "base/json_yajl.h"

typedef enum JsonFrameKind {
    FRAME_OBJECT,
    FRAME_LIST,
    FRAME_TEXTS,
    FRAME_MAP,
    FRAME_MONEY,
} JsonFrameKind;

/* No shape has more fields. */
#define JSON_FIELDS 255

/* A container being filled. */
typedef struct JsonFrame {
    JsonFrameKind kind;
    uint8_t last;       /* number of the field found last; JSON_FIELDS at first */
    const Shape *shape; /* of an object, or of a list's items */
    void *thing;        /* the struct that the field is in */
    const Field
        *field; /* of an object: whose value comes next; of others: what they are the value of */
    uint64_t seen[(JSON_FIELDS + 63) / 64];
    void *items;
    size_t count, room; /* of items: structs, or texts */
    int64_t amount;
    bool awaits_amount;
} JsonFrame;

typedef struct ShapeReader ShapeReader;
struct ShapeReader {
    Ctx *ctx;
    const Shape *shape;
    void *(*fresh)(void *user);           /* the struct for the next object; NULL: no memory */
    Status (*whole)(ShapeReader *reader); /* an object has ended, good or bad; not OK stops */
    void *user;
    int base;       /* containers around the objects: 1 in a JSON array, otherwise 0 */
    int depth;      /* containers open */
    int frames;     /* those of them that are being filled */
    void *thing;    /* of the present object */
    int64_t number; /* of the present object, from 1 in an array */
    bool taken;     /* an object has begun; with base 0 there may be no other */
    Status status;  /* what is wrong with the present object */
    Status stop;    /* why nothing more is read */
    /* The number of the field that followed each field last time: the order of keys is learnt. */
    uint8_t next[JSON_FIELDS + 1];
    JsonFrame stack[JSON_DEPTH];
};

extern const yajl_callbacks shape_reader_callbacks;

/* Ready for a document of `shape`, whose objects lie `base` containers deep. */
void shape_reader_init(ShapeReader *reader, Ctx *ctx, const Shape *shape, int base);
