/* outlet_cache.h -- what outlet.c tells the tree in memory. */
#pragma once

#include "access/outlet.h"

/* Looks at the database again after the commit of ctx's transaction. */
Status outlets_changed(Ctx *ctx);

/* Reads the tree as ctx->db sees it, now. */
Status outlets_refresh(Ctx *ctx, Outlets *outlets);
