/* waybill_api.h -- the waybill slice's addresses, by noun. */
#pragma once

#include "slices.h"

extern const Route waybill_routes[]; /* those of waybill_slice */
extern const Slice scan_slice, mapping_slice, quarantine_slice, push_slice, promised_slice,
    track_slice;
