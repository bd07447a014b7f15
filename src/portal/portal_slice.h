/* portal_slice.h -- the tables of a visitor's pages. */
#pragma once

#include "slices.h"

extern const Slice portal_slice, portal_ask_slice, portal_request_slice;
