/* region.h -- what a region is called: data/regions.csv, six-digit codes of GB/T 2260 for China's
 * provinces and prefectures. A company may use any codes: those that the file lacks have no name.
 */
#pragma once

#include "base/ctx.h"

/* In Chinese; of a county its prefecture's. The code itself where there is no name, NULL when
 * memory ran out. In ctx's arena. */
const char *region_name(Ctx *ctx, const char *code);
