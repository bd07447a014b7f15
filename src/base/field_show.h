/* field_show.h -- how a value is shown: what the writers of JSON and of cells share. */
#pragma once

#include "base/field.h"

/* What a masked text is made of: its first `head` bytes, `middle`, and its bytes from `tail` on. */
typedef struct Mask {
    size_t head;
    const char *middle;
    size_t tail;
} Mask;

/* How a text of that kind is shown masked; `middle` is a constant. */
Mask mask_of(Personal kind, const char *text);

/* Of PERSONAL_WORDS, piece by piece: from byte `from` on, the text up to `head` stays, then comes
 * `middle`. Returns where the next piece begins: `tail`. */
size_t mask_words(const char *text, size_t from, Mask *out);

/* The shortest digits that give the same double back; it must be finite. */
void buf_real(Buf *buf, double value);

/* A NULL view masks, and shows instants in UTC. */
static inline bool view_masks(const View *view, const Field *field)
{
    return field->personal != PERSONAL_NO && !(view && view->unmask);
}

/* Whether the field is shown as not given: of the company's own matters to who is none of it. */
static inline bool view_hides(const View *view, const Field *field)
{
    return field->colleague && view && view->outsider;
}

/* The zone that instants are shown in: UTC where the view names none. */
static inline const char *view_zone(const View *view)
{
    return view && view->zone ? view->zone : "Z";
}
