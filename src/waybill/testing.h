/* testing.h -- small shipments for the tests of waybill/. */
#pragma once

#include "test.h"
#include "waybill/applier.h"
#include "waybill/mapping.h"
#include "waybill/scan.h"
#include "waybill/state_store.h"
#include "waybill/waybill.h"

enum { T_MINUTE = 60000 };

/* An event of parcel "sto" `no`, `minutes` before TEST_NOW, whose code is one of our own words. */
ScanInput given_scan(const char *no, int minutes, const char *code);

/* Takes events in, by an applier of their own or the one given; returns how many had that outcome.
 */
int64_t take_scans(T *t, Applier *applier, ScanInput *scans, size_t count, UpsertOutcome outcome);

/* The one row's outcome, and its problem in `row` where it is not NULL. */
UpsertOutcome take_scan(T *t, ScanInput scan, UpsertRow *row);

/* What is known of "sto" `no`; its waybill_id is 0 where nothing is. */
State known_state(T *t, const char *no);

/* How many events of it are stored; how many events wait in quarantine. */
int64_t stored_scans(T *t, const char *no);
int64_t waiting_scans(T *t);

/* Rows in its history of exceptions; those that are open. */
int64_t all_rows(T *t, const char *no);
int64_t open_rows(T *t, const char *no);

/* Parcel "sto" `no`, nothing else given. */
WaybillInput given_waybill(const char *no);

/* Takes it in; its outcome, and all of its row in `row` where that is not NULL. */
UpsertOutcome take_waybill(T *t, WaybillInput input, UpsertRow *row);

/* What is known of parcel "sto" `no`, which must be there. */
Waybill found_waybill(T *t, const char *no);
