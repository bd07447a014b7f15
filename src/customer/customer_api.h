/* customer_api.h -- the customer slice's tables. */
#pragma once

#include "slices.h"

extern const Slice customer_slice, customer_part_slice, customer_merge_slice, customer_person_slice,
    customer_custom_slice, timeline_slice;
