/* complaint_files.h -- files of complaints: evidence. The owner's id is the ticket's. */
#pragma once

#include "file/file.h"

extern const FileOwner complaint_files;
