/* eta_slice.h -- expectations as a slice of their own beside the rules: jobs, and how right they
 * were. */
#pragma once

#include "slices.h"

extern const Slice eta_slice;
extern const JobKind eta_jobs[];
