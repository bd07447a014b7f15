/* testing.h -- small customers for the tests of customer/. */
#pragma once

#include "customer/customer.h"
#include "customer/timeline.h"
#include "test.h"

/* Nothing but a code. */
Customer blank_customer(const char *code);

/* Takes it in, and returns it as it is stored. */
Customer stored_customer(T *t, Customer customer);

/* A stored customer with a name and a phone (either may be NULL). */
Customer given_customer(T *t, const char *code, const char *name, const char *phone);

/* How many lines of a kind stand on their timeline; at most 50 are looked at. */
int64_t lines_of(T *t, int64_t customer_id, const char *kind);

/* Their timeline has lines of these kinds (ends with NULL) and no others, the newest first; all of
 * it. */
List check_story(T *t, int64_t customer_id, const char *const *kinds);
