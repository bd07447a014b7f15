/* portal_indexed.h -- what visitors are found by, for a change of keys (access/indexed.h). */
#pragma once

#include "access/indexed.h"

extern const Indexed portal_code_indexed, portal_session_indexed;
