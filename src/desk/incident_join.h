/* incident_join.h -- an incident asks for a ticket for each of its parcels: the one that the watch
 * has for the parcel is bound to it, or one is opened. */
#pragma once

#include "job/job.h"

/* Subscribed to INCIDENT_TICKET_EVENT; its subject is the parcel. */
Status incident_join_wanted(Ctx *ctx, const Job *job);
