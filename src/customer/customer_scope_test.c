/* Whoever is limited to one customer, or to an outlet, reaches nothing of the others. */
#include "access/outlet.h"
#include "access/person.h"
#include "customer/class.h"
#include "customer/consent.h"
#include "customer/custom.h"
#include "customer/duplicate.h"
#include "customer/erase.h"
#include "customer/merge.h"
#include "customer/overview.h"
#include "customer/part.h"
#include "customer/testing.h"
#include "customer/timeline.h"
#include "db/db.h"

/* Every way to read of customer `id`. */
static void reads_nothing(T *t, int64_t id)
{
    const PartFilter parts = {.customer_id = id, .limit = 9};
    const TimelineFilter entries = {.limit = 9};
    Customer customer;
    Overview overview;
    List list;
    const char *next;
    check_status(t, customer_find(t->ctx, id, &customer), NOT_FOUND);
    check_status(t, customer_overview(t->ctx, id, &overview), NOT_FOUND);
    check_status(t, part_list(t->ctx, PART_CONTACT, &parts, &list, &next), NOT_FOUND);
    check_status(t, timeline_list(t->ctx, id, &entries, &list, &next), NOT_FOUND);
    check_status(t, consent_states(t->ctx, id, &list), NOT_FOUND);
    check_status(t, consent_list(t->ctx, id, 9, NULL, &list, &next), NOT_FOUND);
    check_status(t, class_list(t->ctx, id, 9, NULL, &list, &next), NOT_FOUND);
    check_status(t, merge_list(t->ctx, id, 9, NULL, &list, &next), NOT_FOUND);
    check_status(t, custom_values(t->ctx, id, &list), NOT_FOUND);
    check_status(t, erasure_list(t->ctx, id, &list), NOT_FOUND);
}

static size_t listed(T *t, CustomerFilter filter)
{
    List list;
    const char *next;
    filter.limit = 9;
    check_ok(t, customer_list(t->ctx, &filter, &list, &next));
    return list.count;
}

static void writes_nothing(T *t, int64_t mine, int64_t other)
{
    const MergeInput merge_in = {.merged_id = other, .why = "x"};
    const EraseInput erase_in = {.reason = "x"};
    const DuplicateFilter any = {.state = NONE, .limit = 9};
    Note note = {.customer_id = other, .text = "x"};
    Merge merge;
    Erasure erasure;
    List list;
    const char *next;
    check_status(t, part_add(t->ctx, PART_NOTE, &note), NOT_FOUND);
    check_status(t, customer_merge(t->ctx, mine, 1, &merge_in, &merge), NOT_FOUND);
    check_status(t, customer_erase(t->ctx, other, 1, &erase_in, &erasure), NOT_FOUND);
    check_ok(t, duplicate_list(t->ctx, &any, &list, &next));
    check_int(t, list.count, 0);
}

TEST_DB(who_is_limited_to_one_customer_reaches_nothing_of_another)
{
    Customer mine = given_customer(t, "C-1", "张三", "13800138000");
    Customer other = given_customer(t, "C-2", "张三", "13800138000");
    const Person client = {.kind = PERSON_HUMAN,
                           .login = "client",
                           .rights = rights_all(),
                           .scope_customer_id = mine.id};
    t->ctx->who = &client;
    reads_nothing(t, other.id);
    writes_nothing(t, mine.id, other.id);
    check_int(t, listed(t, (CustomerFilter){.q = "张三"}), 1);
    check_int(t, listed(t, (CustomerFilter){.phone = "13800138000"}), 1);
    check_int(t, listed(t, (CustomerFilter){0}), 1);
    t->ctx->who = NULL;
}

SQL(scope_test_place, "UPDATE customer SET outlet_id = $2 WHERE id = $1");

static Customer given_at(T *t, const char *code, int64_t outlet_id)
{
    Customer customer = given_customer(t, code, NULL, NULL);
    check_ok(t, db_run(t->ctx, &scope_test_place, db_int(customer.id), db_int(outlet_id)));
    return customer;
}

TEST_DB(who_sees_an_outlet_reaches_no_customer_that_another_looks_after)
{
    int64_t top, shanghai, guangzhou;
    check_ok(t, outlet_ensure(t->ctx, "HQ", "总部", OUTLET_ORGANIZATION, &top));
    check_ok(t, outlet_ensure(t->ctx, "SH-01", "上海", OUTLET_STATION, &shanghai));
    check_ok(t, outlet_ensure(t->ctx, "GZ-01", "广州", OUTLET_STATION, &guangzhou));
    Customer mine = given_at(t, "C-1", shanghai), other = given_at(t, "C-2", guangzhou);
    const Person agent = {.kind = PERSON_HUMAN,
                          .login = "agent",
                          .rights = rights_all(),
                          .scope_outlet_id = shanghai};
    t->ctx->who = &agent;
    reads_nothing(t, other.id);
    writes_nothing(t, mine.id, other.id);
    check_int(t, listed(t, (CustomerFilter){0}), 1);
    check_int(t, listed(t, (CustomerFilter){.q = "C-2"}), 0);
    t->ctx->who = NULL;
}
