/* period.h -- whole months, quarters and years. */
#pragma once

#include "pledge/pledge.h"

/* The last whole period of the kind that was over on a day, `from` and `to` included. Days are days
 * since 1970-01-01. */
void period_last(PledgeSpan span, int64_t day, int64_t *from, int64_t *to);
