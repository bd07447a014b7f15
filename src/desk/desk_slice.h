/* desk_slice.h -- the desk's tables. */
#pragma once

#include "slices.h"

extern const Slice desk_slice;

/* What desk_slice is made of: of the files of desk/ only. */
extern const Slice desk_rules_slice;
