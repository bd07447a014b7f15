/* testing.h -- what the watch found, for the tests of the desk's joins. */
#pragma once

#include "test.h"

/* One finding more stands on the parcel, by a rule of its own. */
void given_finding(T *t, int64_t waybill_id);

/* The oldest that stands on it is over. */
void ended_finding(T *t, int64_t waybill_id);
