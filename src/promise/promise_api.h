/* promise_api.h -- the promise slice's tables. */
#pragma once

#include "slices.h"

extern const Slice promise_slice;
