/* openapi_schema.h -- JSON Schemas of shapes and fields, for openapi.c. */
#pragma once

#include "base/buf.h"
#include "base/field.h"

/* The shapes that a document refers to, in the order they were met. */
typedef struct Shapes {
    Arena *arena;
    const Shape **items;
    size_t count;
    bool failed;
} Shapes;

/* Appends {"$ref": …} and notes the shape, and those within it. */
void schema_reference(Shapes *shapes, const Shape *shape, Buf *out);

/* Appends the schema of one field's value; `nullable` where null may stand. */
void schema_field(Shapes *shapes, const Field *field, bool nullable, Buf *out);

/* Appends "Name": {…} of every shape met, separated by commas. */
void schema_definitions(Shapes *shapes, Buf *out);
