/* number.h -- waybill numbers: their one written form, whose they may be, and the few that can be
 * refused.
 *
 * Chinese carriers publish no check digit: a pattern is a hint, never a proof. Only numbers of the
 * form UPU S10 (AA123456785BB) carry one (UPU S10-12, weights 8 6 4 2 3 5 9 7). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

enum { NUMBER_MAX = 32, CARRIER_MAX = 16 };

/* Writes the normal form: without spaces and control characters, capital letters. `out` has room
 * for NUMBER_MAX + 1. INVALID (field "no") when nothing is left, more than 32 characters are, or a
 * character is neither a letter, a digit nor one of - _ . / */
Status number_normalise(Ctx *ctx, const char *text, char *out);

/* Writes a carrier's code: trimmed, small letters. `out` has room for CARRIER_MAX + 1. INVALID
 * (field "carrier") unless it is 1–16 letters, digits, - or _. */
Status carrier_normalise(Ctx *ctx, const char *text, char *out);

typedef enum S10 { S10_NOT, S10_RIGHT, S10_WRONG } S10;
/* Two letters, nine digits, two letters: with a check digit that is right, or wrong. */
S10 number_s10(const char *no);

/* The carriers whose numbers look like this one, the likeliest first; at most `room`. Returns how
 * many. The codes are constant. */
size_t number_carriers(const char *no, const char **out, size_t room);

/* INVALID (field "no") for an S10 number with a wrong check digit. `*warning`, constant words or
 * NULL: numbers of this look belong to other carriers. */
Status number_check(Ctx *ctx, const char *carrier, const char *no, const char **warning);
