/* try_api.h -- trying a rule, by HTTP and on the command line. For rule_api.c. */
#pragma once

#include "slices.h"
#include "watch/try.h"

extern const Shape rule_try_input_shape;

/* The handler: reads only. */
Status api_rule_try(Ctx *ctx, Request *req);

extern const Command try_commands[];
