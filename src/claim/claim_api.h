/* claim_api.h -- what the slice gives the house. */
#pragma once

#include "insight/service.h"
#include "slices.h"

extern const Slice claim_slice, claim_work_slice, claim_rules_slice;

/* What claims count for in the figures. */
extern const ServiceSource claim_service;
