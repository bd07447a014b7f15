/* found.h -- tickets by their words. For the files of desk/ only.
 *
 * Two stages under one cursor: those that have the words in what they were opened with, the best
 * first; then those on which somebody said them later, the latest first. No ticket is in both, and
 * none twice. */
#pragma once

#include "desk/queue_store.h"

/* A page (Ticket, with where the words stand) of those that fit; INVALID as search_find(). A page
 * is shorter by what has the words and does not fit. */
Status found_list(Ctx *ctx, const TicketFilter *filter, const QueueSearch *search, List *out,
                  const char **next);
