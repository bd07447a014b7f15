/* contact.h -- contact details inside what people wrote: phone numbers, e-mail addresses, numbers
 * of identity and of bank cards. Words that are about work are for everybody who works; these are
 * not. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct ContactSpan {
    size_t start, length; /* bytes */
} ContactSpan;

/* The next one in `text`, at `from` or after it, in whatever characters it is written (glyph.h:
 * full width, digits of other scripts, with invisible ones between). Known are:
 *  - a mobile number of China (11 digits from 13 to 19; +86, 0086, 86 or 0 before it) and a
 *    landline (0 or +86, its area, 7 or 8 digits), their digits in groups of two and more with
 *    spaces, hyphens, dots or brackets between;
 *  - an identity number (GB 11643): 17 digits and a digit or X, and in groups where the check digit
 *    is right;
 *  - a bank card (ISO/IEC 7812): 14 to 19 digits, also in groups of four and six, that an issuer's
 *    number begins with and whose check digit is right;
 *  - an e-mail address.
 * Numbers of parcels are none: they have other lengths, other first digits or letters before them.
 * Takes time in proportion to the text. False at the end. */
bool contact_next(const char *text, size_t from, ContactSpan *out);
