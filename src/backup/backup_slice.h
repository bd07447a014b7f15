/* backup_slice.h -- the commands backup, verify and restore, for src/slices.c. */
#pragma once

#include "slices.h"

extern const Slice backup_slice;
extern const Metric archive_metrics[];
extern const Route archive_routes[];
