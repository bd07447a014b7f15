/* contributor.h -- tickets in the file about one person, and in its deletion. */
#pragma once

#include "customer/contributor.h"

extern const CustomerContributor ticket_contributor;
