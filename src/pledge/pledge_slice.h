/* pledge_slice.h -- the slice of pledges. */
#pragma once

#include "slices.h"

extern const Slice pledge_slice;

/* Puts in the shipped pledges that were never there. */
Status pledge_seed(Ctx *ctx);
