/* pulse.h -- whether a server still answers: asked as a client asks, over its own socket. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* GET URL/healthz; false when no 200 came within that time. Blocks for as long. A certificate is
 * not looked at: it is for others. */
bool pulse_beats(const char *url, int64_t timeout_us);
