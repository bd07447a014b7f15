/* region.h -- what a region is called: data/regions.csv, six-digit codes of GB/T 2260 for China's
 * provinces and prefectures. A company may use any codes: those that the file lacks have no name.
 */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"
#include "base/field.h"

/* In Chinese; of a county its prefecture's. The code itself where there is no name, NULL when
 * memory ran out. In ctx's arena. */
const char *region_name(Ctx *ctx, const char *code);

/* Whether there can be a region of that code: six digits are one of the file (a county directly
 * under its province by that), any other is a company's own. */
bool region_exists(const char *code);

/* The city that a region lies in, in Chinese: its prefecture, of a municipality that. NULL where
 * the code does not say one (a whole province, a county directly under it, a company's own code),
 * or memory ran out. In ctx's arena. */
const char *region_city(Ctx *ctx, const char *code);

/* The same in English (most in pinyin, as they are spelt on maps). */
const char *region_name_english(Ctx *ctx, const char *code);

/* Whether a code of the file begins so, or it is one of six digits that region_exists. */
bool region_begins(const char *start);

/* Whether a region is that one or within it: 310115 is within 310000, and within whatever begins
 * so. */
bool region_within(const char *code, const char *of);

/* What the codes of a region and of all within it begin with: "31" of 310000. In ctx's arena; NULL
 * when memory ran out. */
const char *region_prefix(Ctx *ctx, const char *of);

typedef struct Region {
    const char *code, *name, *english;
} Region;

/* The regions of the file in its order: those of a province (by its code), of NULL all of them.
 * What the list says lives in ctx's arena. NO_MEMORY. */
Status region_list(Ctx *ctx, const char *province, List *out);

/* A city as carriers name it in Chinese ("上海", "上海市"), in English: as it was given where the
 * file does not know it, NULL when memory ran out. */
const char *city_name_english(Ctx *ctx, const char *city);
