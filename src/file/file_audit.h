/* file_audit.h -- what the audit log says of files: whose and what, never a name. */
#pragma once

#include "file/file.h"

/* In the transaction of ctx: one row about a file. */
Status file_audit(Ctx *ctx, const char *action, const StoredFile *file);
