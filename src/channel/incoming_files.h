/* incoming_files.h -- files of messages that were set aside: they wait with them. Those of others
 * belong to their tickets. */
#pragma once

#include "file/file.h"

extern const FileOwner incoming_files;
