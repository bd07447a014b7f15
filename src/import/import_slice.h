/* import_slice.h -- the tables of bringing things in. */
#pragma once

#include "slices.h"

extern const Slice import_slice;
extern const Route import_routes[];     /* import_api.c */
extern const Command import_commands[]; /* import_command.c */
