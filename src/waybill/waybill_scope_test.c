/* Who may enter and change whose parcels; and which parcels stand still. */
#include "access/outlet.h"
#include "access/person.h"
#include "base/buf.h"
#include "base/instant.h"
#include "waybill/testing.h"
#include "waybill/waybill.h"

TEST_DB(who_sees_one_outlet_changes_no_parcel_of_another)
{
    Outlet outlet;
    UpsertRow row;
    WaybillInput input = given_waybill("W1");
    input.origin_outlet = "SH-01";
    input.receiver_phone = "13812345678";
    take_waybill(t, input, NULL);
    input.no = "W2";
    input.origin_outlet = "GZ-01";
    take_waybill(t, input, NULL);
    take_scan(t, given_scan("W3", 30, "collected"), NULL);
    check_ok(t, outlet_find(t->ctx, "GZ-01", &outlet));
    Person person = {.kind = PERSON_HUMAN, .id = 5, .scope_outlet_id = outlet.id};
    t->ctx->who = &person;

    input = given_waybill("W1");
    input.receiver_phone = "13900001234";
    check_int(t, take_waybill(t, input, &row), UPSERT_REJECTED);
    check_text(t, row.field, "no");
    input = given_waybill("W2");
    input.goods = "tea";
    check_int(t, take_waybill(t, input, NULL), UPSERT_CHANGED);
    input.no = "W3"; /* known from a scan: whoever has the order enters it */
    check_int(t, take_waybill(t, input, NULL), UPSERT_CHANGED);
    check_int(t, found_waybill(t, "W3").facts.origin_outlet_id, outlet.id);
    input.no = "W4";
    check_int(t, take_waybill(t, input, NULL), UPSERT_CREATED);
    check_int(t, found_waybill(t, "W4").facts.origin_outlet_id, outlet.id);
    input.no = "W5";
    input.origin_outlet = "SH-01";
    check_int(t, take_waybill(t, input, &row), UPSERT_REJECTED);
    check_text(t, row.field, "origin_outlet");
    t->ctx->who = NULL;
    check_text(t, found_waybill(t, "W1").receiver_phone, "13812345678");
}

TEST_DB(a_customers_own_person_enters_parcels_of_that_customer_only)
{
    WaybillInput input = given_waybill("W1");
    take_waybill(t, input, NULL);
    Person person = {.kind = PERSON_HUMAN, .id = 5, .scope_customer_id = 9};
    t->ctx->who = &person;
    input.goods = "tea";
    check_int(t, take_waybill(t, input, NULL), UPSERT_REJECTED);
    input.no = "W2";
    check_int(t, take_waybill(t, input, NULL), UPSERT_CREATED);
    check_int(t, found_waybill(t, "W2").facts.customer_id, 9);
    t->ctx->who = NULL;
}

static const char *numbers_listed(T *t, WaybillFilter *filter)
{
    Buf numbers;
    buf_init(&numbers, t->ctx->arena);
    buf_text(&numbers, "");
    for (const char *next = ""; next; filter->cursor = next) {
        List list;
        check_ok(t, waybill_list(t->ctx, filter, &list, &next));
        const Waybill *items = list.items;
        for (size_t i = 0; i < list.count; i++)
            buf_format(&numbers, " %s", items[i].no);
    }
    filter->cursor = NULL;
    return numbers.data;
}

TEST_DB(pages_of_parcels_that_nothing_was_promised_of_follow_each_other)
{
    static const char *const numbers[] = {"W1", "W2", "W3", "W4", "W5"};
    for (size_t i = 0; i < 5; i++)
        take_waybill(t, given_waybill(numbers[i]), NULL);
    WaybillFilter filter;
    shape_clear(&waybill_filter_shape, &filter);
    filter.limit = 2;
    check_text(t, numbers_listed(t, &filter), " W5 W4 W3 W2 W1");
}

TEST_DB(parcels_that_stand_still_are_listed_until_they_are_heard_of_again_or_end)
{
    take_waybill(t, given_waybill("W0"), NULL); /* nothing was heard of it yet */
    take_scan(t, given_scan("W1", 300, "hub_in"), NULL);
    take_scan(t, given_scan("W2", 200, "collected"), NULL);
    take_scan(t, given_scan("W3", 100, "hub_in"), NULL);
    take_scan(t, given_scan("W4", 99, "hub_in"), NULL);
    take_scan(t, given_scan("W5", 300, "delivered"), NULL);
    WaybillFilter filter;
    shape_clear(&waybill_filter_shape, &filter);
    filter.quiet_since = TEST_NOW - 100 * MINUTE_MS;
    filter.limit = 2;
    check_text(t, numbers_listed(t, &filter), " W1 W2 W3");
    filter.stage = STAGE_HUB_IN; /* leads; the newest first */
    check_text(t, numbers_listed(t, &filter), " W3 W1");
    take_scan(t, given_scan("W1", 5, "hub_out"), NULL);
    check_text(t, numbers_listed(t, &filter), " W3");
    filter.quiet_since = TEST_NOW - 101 * MINUTE_MS;
    filter.stage = NONE;
    check_text(t, numbers_listed(t, &filter), " W2");
}
