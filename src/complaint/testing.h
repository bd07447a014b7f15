/* testing.h -- what the tests of complaint/ are given. */
#pragma once

#include "access/testing_people.h"
#include "desk/testing.h"

/* A ticket of kind complaint, by phone. */
Ticket given_complaint_ticket(T *t);

/* The same with its complaint registered. Its ticket's id. */
int64_t registered_complaint(T *t);

/* What the complaint of a ticket has cost, fen. */
int64_t cost_of_complaint(T *t, int64_t ticket_id);

/* How many entries of a kind say `value` of `key`; at most 200 are looked at. */
int64_t entries_of(T *t, int64_t ticket_id, int64_t kind, const char *key, const char *value);
