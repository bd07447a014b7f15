/* sign.h -- the signature of webhooks: "t=SECONDS,v1=HEX", HEX being HMAC-SHA256, under the
 * subscription's secret, of SECONDS, a dot, and the body. docs/notices.md has a test vector. */
#pragma once

#include "base/buf.h"

/* Bytes of a signature's text, with its zero, at most. */
#define SIGNATURE_ROOM 100

/* `secret` is used as it is written. */
void webhook_sign(const char *secret, int64_t at_s, const char *body, char out[SIGNATURE_ROOM]);
