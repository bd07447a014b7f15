/* claim_api.h -- what the slice gives the house. */
#pragma once

#include "slices.h"

extern const Slice claim_slice, claim_work_slice, claim_rules_slice;
