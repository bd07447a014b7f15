/* rule_api.h -- what the house gets of rules, plans and findings. */
#pragma once

#include "slices.h"

extern const Slice rule_slice, finding_slice;
