/* notify_api.h -- what notify gives the house. */
#pragma once

#include "slices.h"

/* Messages: their reading, reports, sending. */
extern const Slice notice_slice;
/* Templates, gateways and the facts. */
extern const Slice notify_slice;
/* How customers want to be told. */
extern const Slice preference_slice;
/* Subscriptions of machines. */
extern const Slice webhook_slice;
