/* file_slice.h -- the slice of files. */
#pragma once

#include "base/cli.h"
#include "file/file_jobs.h"
#include "slices.h"

extern const Slice file_slice;
extern const Command file_commands[];
