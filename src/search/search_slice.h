/* search_slice.h -- what search gives the house. */
#pragma once

#include "slices.h"

#define SEARCH_TIDY "search.tidy"

extern const Slice search_slice;
