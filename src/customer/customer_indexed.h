/* customer_indexed.h -- what customers are found by, for a change of keys (access/indexed.h). */
#pragma once

#include "access/indexed.h"

/* The customer's own row; its parts; what declared fields hold. */
extern const Indexed customer_indexed, customer_part_indexed, customer_value_indexed;
