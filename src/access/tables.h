/* tables.h -- the slices that access/ brings, for src/slices.c; and what each is made of. */
#pragma once

#include "slices.h"

extern const Slice people_slice, session_slice, token_slice, outlet_slice, setting_slice,
    audit_slice, job_slice, key_slice, factor_slice, session_list_slice, feed_slice,
    colleague_slice;

extern const Route account_routes[], colleague_routes[], factor_routes[], session_list_routes[],
    session_routes[], token_routes[], outlet_routes[], setting_routes[], audit_routes[],
    job_routes[];
extern const Command account_commands[], token_commands[], outlet_commands[], setting_commands[],
    audit_commands[], job_commands[], key_commands[];
