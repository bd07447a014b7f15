/* contact.h -- contact details inside what people wrote: phone numbers, e-mail addresses and
 * identity numbers. Words that are about work are for everybody who works; these are not. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct ContactSpan {
    size_t start, length; /* bytes */
} ContactSpan;

/* The next one in `text`, at `from` or after it. Known are: a mobile number of China (11 digits
 * from 13 to 19, one space or hyphen after the third and the seventh, +86, 0086 or 86 before it), a
 * landline (0, its area, 7 or 8 digits), an identity number (17 digits and a digit or X) and an
 * e-mail address. Numbers of parcels are none: they have other lengths, other digits or
 * letters before them. False at the end. */
bool contact_next(const char *text, size_t from, ContactSpan *out);
