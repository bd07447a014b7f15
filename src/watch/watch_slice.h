/* watch_slice.h -- the tables that watch.c puts together. */
#pragma once

#include "watch/watch.h"

extern const Route watch_routes[];
extern const Command watch_commands[];
