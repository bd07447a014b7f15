/* json.h -- JSON in and out by field tables; yajl reads, nothing is built in between. */
#pragma once

#include "base/field.h"

/* Limits that hold for every document: depth 16, text 1 MiB, key 96 bytes. */

/* Decodes one object into `thing` (which is cleared first). Unknown keys, wrong types, values out
 * of bounds, duplicate keys, invalid UTF-8 and what follows the object are INVALID and name the
 * field with its path. Texts and lists live in ctx's arena. */
Status json_decode(Ctx *ctx, const Shape *shape, void *thing, const char *text, size_t length);

/* Reads a stream of objects: a JSON array of them, or NDJSON. Feed it bytes as they come; `row` is
 * called for each object as soon as it is whole, with its number from 1 and, when the object itself
 * is bad, with its Status (and the Problem in ctx): the stream then goes on with the next object.
 * What is wrong with the stream's form (a syntax error in an array) cannot be passed over and is
 * returned by json_stream_feed; a bad line of NDJSON is. */
typedef struct JsonStream JsonStream;
typedef Status JsonRow(void *user, int64_t number, Status status, void *thing);

/* The path of a bad object's field starts with its place in an array ("[3].weight_g"), not so in
 * NDJSON, where the number is that of the line, blank lines counted. A line over 1 MiB is
 * TOO_LARGE, and is not kept. The stream lives in the arena that ctx has now, texts in the one that
 * it has when they come: `fresh` or `row` may point ctx at another. */

/* `fresh` gives the struct to decode the next object into (so that the caller chooses where it
 * lives), or NULL when there is no memory. `lines`: NDJSON rather than an array. */
JsonStream *json_stream_new(Ctx *ctx, const Shape *shape, bool lines, void *(*fresh)(void *user),
                            JsonRow *row, void *user);
Status json_stream_feed(JsonStream *stream, const char *bytes, size_t length);
/* INVALID if the stream was cut off. */
Status json_stream_end(JsonStream *stream);

/* Appends the struct as an object, fields in their order; what is not given is null (of a sparse
 * shape it is left out), but of lists and maps empty. */
void json_encode(Buf *buf, const Shape *shape, const void *thing, const View *view);

/* Appends a quoted, escaped string ("null" for NULL). */
void json_text(Buf *buf, const char *text);

/* Appends one field's value. */
void json_field(Buf *buf, const Field *field, const void *thing, const View *view);

/* Small documents whose keys are data (an import map, a provider's push): a tree, bounded by the
 * same limits. */
typedef struct Json Json;
typedef enum JsonKind {
    JSON_NULL,
    JSON_BOOL,
    JSON_NUMBER,
    JSON_TEXT,
    JSON_ARRAY,
    JSON_OBJECT
} JsonKind;
struct Json {
    JsonKind kind;
    const char *key;    /* in an object */
    const char *text;   /* of a text; the digits of a number; "true" or "false" */
    Json *first, *next; /* children; siblings */
    size_t count;
};

/* Reads a document into ctx's arena. INVALID says where it is none; TOO_LARGE. */
Status json_parse(Ctx *ctx, const char *text, size_t length, Json **out);
const Json *json_get(const Json *object, const char *key); /* NULL when missing or not an object */
const char *json_get_text(const Json *object, const char *key);
