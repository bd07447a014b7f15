/* oidc_slice.h -- the tables of signing in by a provider. */
#pragma once

#include "slices.h"

extern const Slice oidc_slice, provider_slice;

extern const Route provider_routes[];
extern const Command provider_commands[];
