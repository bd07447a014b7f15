/* ticket_indexed.h -- what tickets are found by, and its change of keys (access/indexed.h). */
#pragma once

#include "access/indexed.h"

#define TICKET_PHONE "ticket.phone"

extern const Indexed ticket_indexed; /* the phone and the e-mail address of its contact */

/* Those of a contact; NONE of what is none. */
Status ticket_keys(Ctx *ctx, const char *phone, const char *email, KeyIndex *phone_key,
                   KeyIndex *email_key);
