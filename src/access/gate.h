/* gate.h -- how the HTTP server knows people: tokens, cookies, rights, masks, seals. */
#pragma once

#include "http/gate.h"

extern const Gate access_gate;
