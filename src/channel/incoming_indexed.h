/* incoming_indexed.h -- what messages are counted by, for a change of keys (access/indexed.h). */
#pragma once

#include "access/indexed.h"

extern const Indexed incoming_indexed; /* who sent them */
