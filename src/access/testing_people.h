/* testing_people.h -- people and outlets, for tests. */
#pragma once

#include "test.h"

/* A station of that code and name, seen by everything that asks; below the first. Its id. */
int64_t given_outlet(T *t, const char *code);

/* The account of somebody with that role, of that outlet (NULL: of none). Its id. */
int64_t given_account(T *t, const char *login, const char *role, const char *outlet);

/* Closes an account, or opens it again. */
void set_closed(T *t, const char *login, bool closed);
