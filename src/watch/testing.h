/* testing.h -- small networks in trouble for the tests of incidents. */
#pragma once

#include "access/person.h"
#include "test.h"
#include "watch/incident.h"
#include "watch/incident_action.h"

/* Somebody who may do everything and sees everything. */
Person given_person(const char *login);

/* Hubs HUB, with station SHED below it, and FAR; committed, so that the tree knows them.
 * Nobody wants tickets of what is found. */
void given_sites(T *t);

/* A description with nothing but a title; and one that was proposed with it. */
IncidentInput given_incident(const char *title);
Incident proposed_incident(T *t);
/* Proposed for HUB and confirmed; it takes what is found. */
Incident confirmed_incident(T *t);

/* As it is now. */
Incident read_incident(T *t, int64_t id);
/* How many there are of what `report` says (NONE: of all); lines of its log. */
int64_t listed_by_report(T *t, int64_t report);
int64_t logged(T *t, int64_t id, int64_t what);
/* The newest that is listed, and how many are. */
int64_t all_incidents(T *t, Incident *newest);

/* `count` parcels that came into an outlet a day and an hour ago and were not heard of since:
 * P0001 … from `first` on, from Shanghai to Shenzhen, promised for the next day. NULL vehicle: the
 * event names none. */
void given_stuck(T *t, int first, int count, const char *outlet, const char *vehicle);
const char *number_of(T *t, int n);
/* Has the watch look at all that is due: one look may end before, where it takes long. */
void watch_looks_at_all(T *t);
/* The same; only the rule "hub_no_departure" is on. */
void watch_looks(T *t);

/* Runs the jobs that are due, once; what they hold is let go of with their memory. */
Status run_once(T *t, int64_t *count);
/* … until none is. */
void run_due(T *t);
