/* testing.h -- small customers for the tests of customer/. */
#pragma once

#include "customer/customer.h"
#include "test.h"

/* Nothing but a code. */
Customer blank_customer(const char *code);

/* Takes it in, and returns it as it is stored. */
Customer stored_customer(T *t, Customer customer);

/* A stored customer with a name and a phone (either may be NULL). */
Customer given_customer(T *t, const char *code, const char *name, const char *phone);
