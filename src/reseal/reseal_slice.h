/* reseal_slice.h -- the slice of resealing, for src/slices.c. */
#pragma once

#include "slices.h"

extern const Slice reseal_slice;
