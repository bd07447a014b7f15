/* waybill_indexed.h -- what parcels are found by, for a change of keys (access/indexed.h). */
#pragma once

#include "access/indexed.h"

extern const Indexed waybill_indexed; /* phones and names of its parties */
