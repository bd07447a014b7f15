/* promise_api.h -- the promise slices' tables. */
#pragma once

#include "slices.h"

extern const Slice promise_slice, version_slice, reason_slice, cause_slice;
