/* file_jobs.h -- what takes away blobs that no file has any more. */
#pragma once

#include "base/ctx.h"
#include "job/job.h"

/* In the transaction of ctx: blobs that became loose in it are taken away when it is committed. */
Status file_remove_soon(Ctx *ctx);

extern const JobKind file_jobs[];
