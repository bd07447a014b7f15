/* waybill_slice.h -- what the waybill slice gives the house. */
#pragma once

#include "slices.h"

extern const Slice waybill_slice;
extern const JobKind waybill_jobs[];
extern const Metric waybill_metrics[]; /* of the intake; in intake_thread.c */
