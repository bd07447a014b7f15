/* record.h -- writes the answers that came as a transcript expects them. */
#pragma once

#include "client.h"
#include "transcript.h"
#include "variables.h"

/* Appends the answer ("=> 200", headers, body) in the place of what the exchange expected:
 * wildcards that still fit stay. `start_ms` is where the server's clock began: instants soon after
 * it become {{any}}. */
Status answer_record(Ctx *ctx, Variables *variables, const Exchange *exchange, const Answer *answer,
                     int64_t start_ms, Buf *out);
