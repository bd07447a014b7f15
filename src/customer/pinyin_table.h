/* pinyin_table.h -- readings of Chinese characters without tones; made by tools/pinyin_table.c. */
#pragma once

#include <stdint.h>

#define PINYIN_FIRST 0x3400
#define PINYIN_LAST 0x9FFF

/* By character less PINYIN_FIRST: the number of its syllable; 0: it has none. */
extern const uint16_t pinyin_readings[];
extern const char *const pinyin_syllables[];
