/* desk_slice.h -- the desk's tables. */
#pragma once

#include "slices.h"

extern const Slice desk_slice, desk_rules_slice, desk_queue_slice, desk_work_slice;

extern const Command desk_commands[];
