/* contact_number.h -- numbers that are people's, told from those of parcels; callers use contact.h.
 */
#pragma once

#include "base/glyph.h"

/* Bytes from the digit `first` to the end of the number that begins there; 0: none does. `plus`: a
 * plus sign stands before it. */
size_t contact_number_length(const char *text, Glyph first, bool plus);
