/* customer_files.h -- files of customers: licences, contracts. */
#pragma once

#include "file/file.h"

/* Read by who sees the customer and may read customers, changed by who may change them. */
extern const FileOwner customer_files;
