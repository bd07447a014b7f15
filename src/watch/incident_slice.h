/* incident_slice.h -- what the house gets of incidents. */
#pragma once

#include "slices.h"

extern const Slice incident_slice, incident_action_slice;
extern const JobKind incident_jobs[];
