/* simplified.h -- traditional Chinese characters and their simplified forms, from ICU's rules when
 * the program is built (tools/simplified.c). */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Sorted by the traditional form. */
extern const uint16_t simplified_pairs[][2];
extern const size_t simplified_count;
