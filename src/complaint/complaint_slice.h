/* complaint_slice.h -- the tables of complaints, handoffs, appeals and forms. */
#pragma once

#include "insight/service.h"
#include "slices.h"

extern const Slice complaint_slice, handoff_slice, appeal_slice, form_slice;

/* What complaints count for in the figures. */
extern const ServiceSource complaint_service;
