/* testing.h -- one of each thing that is found by a keyed index, for the tests of reseal/. */
#pragma once

#include "customer/part.h"
#include "customer/testing.h"
#include "db/db.h"
#include "test.h"

#define PHONE "13800138000"
#define NAME "王小明"
#define WECHAT "wang_xm"

/* Each name that the statement reads of a new database's schema must hold; `where` says in which
 * file a name that does not is to be written. How many there are. */
int names_hold(T *t, const Sql *sql, bool (*holds)(const char *name), const char *where);

/* A sealing key more, which this process knows. */
void keys_rotated(T *t);

/* A contact point of a customer. */
void given_part(T *t, int64_t customer_id, ContactKind kind, const char *value);

/* Parcel "sto" `no` to a receiver. */
void given_parcel(T *t, const char *no, const char *name, const char *phone);

/* How many there are of a phone, its tail or a name; two of them NULL. */
size_t parcels_by(T *t, const char *phone, const char *tail, const char *name);

/* The customer C-1 with all that it can have, a ticket, a parcel, messages that came in, a visitor.
 */
Customer given_all(T *t);

/* Each of them is found by all that it is found by, and nothing else is. */
void check_found(T *t);

/* Enters again what that customer has: it is kept once. */
void check_once(T *t, int64_t customer_id);
