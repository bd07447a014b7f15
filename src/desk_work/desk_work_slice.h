/* desk_work_slice.h -- the tables of how work reaches people on the desk. */
#pragma once

#include "slices.h"

extern const Slice desk_route_slice, desk_macro_slice, desk_bulk_slice;
