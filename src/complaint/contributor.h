/* contributor.h -- complaints, handoffs, appeals and forms in the file about one person, and in its
 * deletion. */
#pragma once

#include "customer/contributor.h"

extern const CustomerContributor complaint_contributor;
