/* waybill_slice.h -- what the waybill slice gives the house. */
#pragma once

#include "slices.h"

extern const Slice waybill_slice;
extern const JobKind waybill_jobs[];
