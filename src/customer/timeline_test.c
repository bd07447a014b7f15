#include "customer/timeline.h"

#include <string.h>

#include "customer/part.h"
#include "customer/testing.h"
#include "waybill/testing.h"

static TimelineEntry entry_of(int64_t customer_id, int64_t at, const char *kind, const char *key)
{
    return (TimelineEntry){.customer_id = customer_id, .at = at, .kind = kind, .key = key};
}

static void add(T *t, int64_t customer_id, int64_t at, const char *kind, const char *key)
{
    TimelineEntry entry = entry_of(customer_id, at, kind, key);
    check_ok(t, timeline_add(t->ctx, &entry));
}

/* That a customer was entered stands on every timeline, and is a test's own matter. */
static void without_created(List *list)
{
    TimelineEntry *entries = list->items;
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(entries[i].kind, "customer.created") != 0) entries[kept++] = entries[i];
    list->count = kept;
}

static List listed(T *t, int64_t customer_id, TimelineFilter filter, const char **next)
{
    List list;
    if (!filter.limit) filter.limit = 50;
    check_ok(t, timeline_list(t->ctx, customer_id, &filter, &list, next));
    without_created(&list);
    return list;
}

TEST_DB(what_happened_is_read_newest_first_whatever_order_it_came_in)
{
    Customer customer = given_customer(t, "C-1", NULL, NULL);
    const char *next;
    add(t, customer.id, 100, "ticket.opened", "ticket.opened/1");
    add(t, customer.id, 300, "ticket.closed", "ticket.closed/1");
    add(t, customer.id, 200, "call.answered", "call/7");
    List list = listed(t, customer.id, (TimelineFilter){0}, &next);
    const TimelineEntry *entries = list.items;
    check_int(t, list.count, 3);
    check_text(t, entries[0].kind, "ticket.closed");
    check_text(t, entries[0].kind_zh, "工单关闭");
    check_text(t, entries[1].kind, "call.answered");
    check_text(t, entries[2].kind_en, "Ticket opened");
    check(t, next == NULL);
}

TEST_DB(of_many_entries_a_fact_that_is_among_them_twice_is_one)
{
    Customer one = given_customer(t, "C-1", NULL, NULL);
    Customer other = given_customer(t, "C-2", NULL, NULL);
    const TimelineEntry entries[] = {entry_of(one.id, 100, "ticket.opened", "ticket.opened/1"),
                                     entry_of(other.id, 200, "ticket.opened", "ticket.opened/1"),
                                     entry_of(one.id, 300, "ticket.closed", "ticket.closed/1"),
                                     entry_of(one.id, 100, "ticket.opened", "ticket.opened/1")};
    const char *next;
    check_ok(t, timeline_add_many(t->ctx, entries, sizeof entries / sizeof *entries));
    check_int(t, listed(t, one.id, (TimelineFilter){0}, &next).count, 2);
    check_int(t, listed(t, other.id, (TimelineFilter){0}, &next).count, 1);
    check_ok(t, timeline_add_many(t->ctx, entries, 0));
}

TEST_DB(the_same_fact_twice_is_one_entry_and_another_customers_is_another)
{
    Customer one = given_customer(t, "C-1", NULL, NULL);
    Customer other = given_customer(t, "C-2", NULL, NULL);
    const char *next;
    add(t, one.id, 100, "claim.paid", "claim.paid/9");
    add(t, one.id, 101, "claim.paid", "claim.paid/9");
    add(t, other.id, 100, "claim.paid", "claim.paid/9");
    check_int(t, listed(t, one.id, (TimelineFilter){0}, &next).count, 1);
    check_int(t, listed(t, other.id, (TimelineFilter){0}, &next).count, 1);
}

TEST_DB(an_entry_without_kind_key_or_customer_is_a_fault)
{
    Customer customer = given_customer(t, "C-1", NULL, NULL);
    TimelineEntry entry = entry_of(customer.id, 1, "ticket.exploded", "x");
    check_status(t, timeline_add(t->ctx, &entry), INTERNAL);
    entry = entry_of(customer.id, 1, NULL, "x");
    check_status(t, timeline_add(t->ctx, &entry), INTERNAL);
    entry = entry_of(customer.id, 1, "ticket.opened", NULL);
    check_status(t, timeline_add(t->ctx, &entry), INTERNAL);
    entry = entry_of(0, 1, "ticket.opened", "x");
    check_status(t, timeline_add(t->ctx, &entry), INTERNAL);
}

TEST_DB(a_timeline_is_filtered_by_kind_and_paged_without_gaps)
{
    Customer customer = given_customer(t, "C-1", NULL, NULL);
    for (int i = 0; i < 9; i++)
        add(t, customer.id, 1000 + i / 3, i % 2 ? "notice.sent" : "call.missed",
            arena_format(t->ctx->arena, "n/%d", i));
    const char *kinds[] = {"notice.sent"}, *next;
    TimelineFilter filter = {.kinds = {kinds, 1}, .limit = 2};
    size_t seen = 0;
    do {
        List list = listed(t, customer.id, filter, &next);
        seen += list.count;
        filter.cursor = next;
    } while (next);
    check_int(t, seen, 4);
    filter = (TimelineFilter){.limit = 2};
    seen = 0;
    do {
        List list = listed(t, customer.id, filter, &next);
        seen += list.count;
        filter.cursor = next;
    } while (next);
    check_int(t, seen, 9);
    List list;
    kinds[0] = "nonsense";
    filter = (TimelineFilter){.kinds = {kinds, 1}, .limit = 2};
    check_status(t, timeline_list(t->ctx, customer.id, &filter, &list, &next), INVALID);
    filter = (TimelineFilter){.limit = 2, .cursor = "nonsense"};
    check_status(t, timeline_list(t->ctx, customer.id, &filter, &list, &next), INVALID);
    check_status(
        t, timeline_list(t->ctx, customer.id + 1, &(TimelineFilter){.limit = 2}, &list, &next),
        NOT_FOUND);
}

TEST_DB(what_a_customers_parcels_went_through_stands_between_the_rest)
{
    Customer customer = given_customer(t, "C-1", NULL, NULL);
    WaybillInput parcel = given_waybill("771234567890123");
    parcel.customer_ref = "C-1";
    parcel.ordered_at = TEST_NOW - 100 * T_MINUTE;
    take_waybill(t, parcel, NULL);
    ScanInput scans[] = {given_scan("771234567890123", 90, "collected"),
                         given_scan("771234567890123", 40, "damaged"),
                         given_scan("771234567890123", 10, "delivered")};
    take_scans(t, NULL, scans, 3, UPSERT_CREATED);
    add(t, customer.id, TEST_NOW - 30 * T_MINUTE, "call.answered", "call/1");
    const char *next;
    TimelineFilter filter = {.limit = 2};
    static const char *const expected[] = {"waybill.delivered", "call.answered",
                                           "waybill.exception", "waybill.collected",
                                           "waybill.ordered"};
    size_t seen = 0;
    do {
        List list = listed(t, customer.id, filter, &next);
        const TimelineEntry *entries = list.items;
        for (size_t i = 0; i < list.count && seen < 5; i++, seen++) {
            check_text(t, entries[i].kind, expected[seen]);
            if (seen == 2) check_text(t, entries[i].text, "sto 771234567890123: damaged");
        }
        filter.cursor = next;
    } while (next);
    check_int(t, seen, 5);
    const char *kinds[] = {"waybill.delivered"};
    filter = (TimelineFilter){.kinds = {kinds, 1}, .limit = 9};
    check_int(t, listed(t, customer.id, filter, &next).count, 1);
}

TEST_DB(what_is_personal_in_an_entry_is_sealed_and_read_back)
{
    Customer customer = given_customer(t, "C-1", NULL, NULL);
    TimelineEntry entry = entry_of(customer.id, 5, "customer.note", "note/1");
    entry.personal = "Mother of Canary";
    check_ok(t, timeline_add(t->ctx, &entry));
    const char *next;
    List list = listed(t, customer.id, (TimelineFilter){0}, &next);
    check_text(t, ((TimelineEntry *)list.items)->personal, "Mother of Canary");
}

static void check_kinds(T *t, int64_t customer_id, const char *const *kinds)
{
    List list = check_story(t, customer_id, kinds);
    const TimelineEntry *entries = list.items;
    for (size_t i = 0; i < list.count; i++)
        check(t, entries[i].text == NULL && entries[i].personal == NULL);
}

TEST_DB(what_is_done_with_a_customer_stands_there_without_what_is_personal)
{
    static const char *const kinds[] = {"customer.changed",         "customer.contact_removed",
                                        "customer.contact_changed", "customer.contact_added",
                                        "customer.created",         NULL};
    Customer customer = given_customer(t, "C-1", "Canary", NULL), change, now;
    Contact contact;
    check_kinds(t, customer.id, kinds + 4);
    shape_clear(&contact_shape, &contact);
    contact.customer_id = customer.id;
    contact.kind = CONTACT_PHONE;
    contact.value = "13900139000";
    source_move(t->ctx->source, 1);
    check_ok(t, part_add(t->ctx, PART_CONTACT, &contact));
    source_move(t->ctx->source, 1);
    contact.value = "13900139001";
    check_ok(t, part_change(t->ctx, PART_CONTACT, &contact, contact.version));
    source_move(t->ctx->source, 1);
    const Part which = {.customer_id = customer.id, .id = contact.id};
    check_ok(t, part_remove(t->ctx, PART_CONTACT, &which, contact.version));
    source_move(t->ctx->source, 1);
    check_ok(t, customer_find(t->ctx, customer.id, &customer));
    shape_clear(&customer_change_shape, &change);
    change.name = "Canary Bird";
    check_ok(t, customer_change(t->ctx, customer.id, customer.version, &change, &now));
    check_kinds(t, customer.id, kinds);
}
