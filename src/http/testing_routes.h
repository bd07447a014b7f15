/* testing_routes.h -- what the site of testing.h answers. */
#pragma once

#include "http/route.h"

extern const Route testing_routes[];
