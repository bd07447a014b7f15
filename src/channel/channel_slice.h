/* channel_slice.h -- what the channels give the house. */
#pragma once

#include "customer/contributor.h"
#include "slices.h"

extern const Slice channel_slice;

/* Messages that came in, in the file about one person, and in its deletion. */
extern const CustomerContributor incoming_contributor;
