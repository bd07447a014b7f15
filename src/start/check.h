/* check.h -- `parceldesk check`: what stands in the way of a server, in plain words. */
#pragma once

#include "base/cli.h"

/* Ends with 0 when all is well (notes may be there), 1 with warnings, 2 when a server would not
 * start. */
Status run_check(Ctx *ctx, Cli *cli);
