/* json_frame.h -- what an object, a list, a map or an amount does with what comes into it.
 *
 * A frame is one open container; the reader's stack has room for as many as may be open. A failure
 * leaves the frame as it was, and names the field by its own name: the reader knows the path. */
#pragma once

#include "base/json_shape.h"

/* Opens a container of `thing` on the reader's stack, which has room: what lies too deep was
 * refused. */
JsonFrame *frame_push(ShapeReader *reader, JsonFrameKind kind, const Shape *shape, void *thing);

/* In an object, a map or an amount: the key of the next value. */
Status frame_key(ShapeReader *reader, JsonFrame *frame, const char *key, size_t length);

/* In an object: opens the container that its present field takes. INVALID if it takes none of that
 * kind. */
Status frame_open_object(ShapeReader *reader, JsonFrame *frame);
Status frame_open_list(ShapeReader *reader, JsonFrame *frame);

/* In a list: one more text (in a map, also a key), or one more object, which is opened. */
Status frame_add_text(ShapeReader *reader, JsonFrame *frame, const char *bytes, size_t length);
Status frame_add_object(ShapeReader *reader, JsonFrame *frame);

/* In an amount: its currency, which must be the company's. */
Status frame_currency(ShapeReader *reader, const JsonFrame *frame, const char *bytes,
                      size_t length);

/* The container is whole: checks what can only be told then, and puts what was gathered into its
 * field. */
Status frame_end(ShapeReader *reader, JsonFrame *frame);
