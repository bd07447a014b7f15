/* trial.h -- in a server under test, a request that asks for it meets a failure on its way, or
 * stands the clock elsewhere.
 *
 * "Parceldesk-Test-Fail: allocation 3" makes the third allocation fail that is made for the
 * request, "statement 3" the third statement; the answer's "Parceldesk-Test-Failed" says "yes" if
 * it came to that, "no" if there were fewer. Other requests, and jobs, meet none of it.
 * "Parceldesk-Test-Clock: 2026-09-25T18:00:00+08:00" stands the server's clock there for all, until
 * the next one. Only where ServerOptions.testing says so. */
#pragma once

#include <stdbool.h>

#include "base/status.h"

struct Request;

typedef struct Trial {
    bool asked, met;
    long allocation, statement; /* still to go; 0: none is to fail */
} Trial;

/* Reads what the request asks for. INVALID when a clock cannot be read: a test that went on would
 * be at another time than it says. */
Status trial_read(struct Request *req);

/* Around every stretch of work for the request, on whatever thread it is done. */
void trial_resume(struct Request *req);
void trial_pause(struct Request *req);

/* Adds the header to the answer. */
void trial_tell(struct Request *req);
