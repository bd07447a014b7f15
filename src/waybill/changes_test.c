#include "waybill/changes.h"

#include <string.h>
#include <unistd.h>

#include "access/outlet.h"
#include "access/testing.h"
#include "db/db.h"
#include "waybill/testing.h"
#include "waybill/waybill.h"

static void given_outlet(T *t, const char *code, const char *parent)
{
    Outlet outlet = {.code = code, .name = code, .kind = OUTLET_BRANCH, .parent = parent};
    check_ok(t, outlet_create(t->ctx, &outlet));
}

/* --- what changes --- */

static void given_parcel(T *t, const char *no, const char *outlet)
{
    WaybillInput input;
    shape_clear(&waybill_input_shape, &input);
    input.carrier = "sto";
    input.no = no;
    input.origin_outlet = outlet;
    UpsertRow row = {.thing = &input, .number = 1};
    check_ok(t, waybill_apply(t->ctx, &row, 1));
    check_int(t, row.outcome, UPSERT_CREATED);
}

static Status scan_take(Ctx *ctx, void *row)
{
    return scan_apply(ctx, row, 1);
}

static Status scan_undo(Ctx *ctx, void *row)
{
    Status s = scan_apply(ctx, row, 1);
    return s ? s : fail(ctx, CONFLICT, "undone");
}

static Status scan_commit(T *t, Status (*run)(Ctx *ctx, void *row), const char *no, int minutes,
                          const char *code)
{
    ScanInput scan = given_scan(no, minutes, code);
    UpsertRow row = {.thing = &scan, .number = 1};
    return database_write(t->ctx, t->house->database, run, &row);
}

TEST_DB(a_scan_is_heard_by_those_who_may_see_its_parcel_and_by_no_others)
{
    given_outlet(t, "TOP", NULL);
    given_outlet(t, "NORTH", "TOP");
    given_outlet(t, "SOUTH", "TOP");
    given_outlet(t, "SOUTH1", "SOUTH");
    given_parcel(t, "N1", "NORTH");
    given_parcel(t, "S1", "SOUTH1");
    const char *all = given_listener(t, NULL, 0), *north = given_listener(t, "NORTH", 0);
    const char *south = given_listener(t, "SOUTH", 0);
    Site *site = given_feed(t);
    check(t, outlet_id_of(t->ctx, "SOUTH1")); /* the tree in memory knows them from now on */
    int ears[] = {listen_as(site, all), listen_as(site, north), listen_as(site, south)};
    check_ok(t, scan_commit(t, scan_take, "N1", 30, "hub_in"));
    check_ok(t, scan_commit(t, scan_take, "S1", 20, "collected"));
    check_ok(t, scan_commit(t, scan_take, "N1", 10, "attempt_failed"));
    check_ok(t, scan_commit(t, scan_take, "S1", 5, "delivered"));
    char *heard = receive_until(site, ears[0], "\"delivered\"");
    check(t, strstr(heard, "event: waybill.changed\ndata: {\"carrier\":\"sto\",\"no\":\"N1\""));
    check(t, strstr(heard, "\"no\":\"S1\""));
    heard = receive_until(site, ears[1], "attempt_failed");
    check(t, strstr(heard, "\"stage\":\"hub_in\""));
    check(t, strstr(heard, "\"exceptions\":[\"attempt_failed\"]"));
    check(t, !strstr(heard, "S1"));
    heard = receive_until(site, ears[2], "\"delivered\"");
    check(t, strstr(heard, "\"stage\":\"collected\""));
    check(t, strstr(heard, "\"no\":\"S1\""));
    check(t, !strstr(heard, "N1"));
    for (size_t i = 0; i < 3; i++)
        close(ears[i]);
    close_feed(site);
}

TEST_DB(what_was_undone_is_told_to_nobody_and_nothing_is_told_where_nobody_listens)
{
    const char *all = given_listener(t, NULL, 0);
    Site *site = given_feed(t);
    check_ok(t, scan_commit(t, scan_take, "A1", 30, "collected"));
    check_int(t, told(t), 0);
    int ear = listen_as(site, all);
    check_status(t, scan_commit(t, scan_undo, "A1", 20, "hub_in"), CONFLICT);
    check_int(t, told(t), 0);
    check_ok(t, scan_commit(t, scan_take, "A1", 20, "hub_in"));
    check_int(t, told(t), 1);
    check_ok(t, scan_commit(t, scan_take, "A1", 20, "hub_in")); /* known already */
    check_int(t, told(t), 1);
    close(ear);
    close_feed(site);
}

static Status order_take(Ctx *ctx, void *row)
{
    return waybill_apply(ctx, row, 1);
}

static Status carrier_correct(Ctx *ctx, void *work)
{
    const Waybill *waybill = work;
    return waybill_correct_carrier(ctx, waybill->id, waybill->version, "yto", "wrong file");
}

TEST_DB(an_order_and_another_carrier_are_told_without_personal_data)
{
    const char *all = given_listener(t, NULL, 0);
    Site *site = given_feed(t);
    int ear = listen_as(site, all);
    WaybillInput input;
    shape_clear(&waybill_input_shape, &input);
    input.carrier = "sto";
    input.no = "A1";
    input.receiver_name = "李雷";
    input.receiver_phone = "13812345678";
    UpsertRow row = {.thing = &input, .number = 1};
    Waybill waybill;
    check_ok(t, database_write(t->ctx, t->house->database, order_take, &row));
    check_ok(t, database_reader(t->ctx, t->house->database));
    check_ok(t, waybill_find(t->ctx, "sto", "A1", &waybill));
    database_give_back(t->ctx, t->house->database);
    check_ok(t, database_write(t->ctx, t->house->database, carrier_correct, &waybill));
    char *heard = receive_until(site, ear, "\"version\":2}");
    check(t, strstr(heard, "\"stage\":\"created\",\"leg\":\"forward\",\"exceptions\":[]"));
    check(t, strstr(heard, "\"carrier\":\"yto\",\"no\":\"A1\",\"carrier_before\":\"sto\""));
    check(t, !strstr(heard, "5678"));
    check(t, !strstr(heard, "李"));
    check_int(t, told(t), 2);
    close(ear);
    close_feed(site);
}

static ParcelChange the_same(const void *state, size_t place)
{
    (void)place;
    return (ParcelChange){NULL, state};
}

static Status many_tell(Ctx *ctx, void *state)
{
    return changes_tell(ctx, the_same, state, CHANGES_TOLD + 1);
}

TEST_DB(after_very_many_changes_at_once_listeners_start_afresh)
{
    State state = {.no = "A1"};
    journey_init(&state.journey);
    state.journey.facts.carrier = "sto";
    const char *all = given_listener(t, NULL, 0);
    Site *site = given_feed(t);
    int ear = listen_as(site, all);
    check_ok(t, database_write(t->ctx, t->house->database, many_tell, &state));
    check_int(t, told(t), 0);
    check(t, strstr(receive_until(site, ear, "event: reset"), "event: reset"));
    close(ear);
    close_feed(site);
}
