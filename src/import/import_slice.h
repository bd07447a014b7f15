/* import_slice.h -- the tables of bringing things in. */
#pragma once

#include "slices.h"

extern const Slice import_slice, import_trial_slice, import_target_slice;
extern const Route import_routes[];        /* import_api.c */
extern const Route import_trial_routes[];  /* trial_api.c */
extern const Route import_target_routes[]; /* target_api.c */
extern const Command import_commands[];    /* import_command.c */
