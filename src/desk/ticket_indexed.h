/* ticket_indexed.h -- what tickets are found by, for a change of keys (access/indexed.h). */
#pragma once

#include "access/indexed.h"

extern const Indexed ticket_indexed; /* the phone of its contact */
