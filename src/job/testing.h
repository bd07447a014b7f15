/* testing.h -- jobs, for the tests of who has some. */
#pragma once

#include "test.h"

/* What the test did is committed; the jobs that are due run, each in a transaction of its own; and
 * the test goes on in a new one. */
void run_jobs(T *t);
