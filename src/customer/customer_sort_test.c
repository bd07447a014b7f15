#include <string.h>

#include "access/account.h"
#include "access/outlet.h"
#include "access/outlet_cache.h"
#include "access/page.h"
#include "customer/testing.h"

/* Of each of the tiers but one two customers, and two without any. */
static void given_customers(T *t)
{
    static const struct {
        const char *code;
        int64_t tier;
    } customers[] = {{"b-2", TIER_VIP},    {"B-10", NONE},         {"b-1", TIER_FLOATING},
                     {"客户", TIER_VIP},   {"B-9", TIER_FLOATING}, {"a", NONE},
                     {"B_9", TIER_PROJECT}};
    for (size_t i = 0; i < sizeof customers / sizeof *customers; i++) {
        Customer customer = blank_customer(customers[i].code);
        customer.tier = customers[i].tier;
        stored_customer(t, customer);
    }
}

/* The codes of all pages of `limit` customers, in the order in which they came. */
static const char *codes_by(T *t, int64_t sort, int64_t limit)
{
    CustomerFilter filter = {.sort = sort, .limit = limit};
    Buf codes;
    const char *next;
    buf_init(&codes, t->ctx->arena);
    do {
        List list;
        check_ok(t, customer_list(t->ctx, &filter, &list, &next));
        for (size_t i = 0; i < list.count; i++)
            buf_format(&codes, "%s ", ((const Customer *)list.items)[i].code);
        filter.cursor = next;
    } while (next && codes.length < 200);
    return codes.data;
}

TEST_DB(customers_are_sorted_up_and_down_on_pages_of_any_size)
{
    static const struct {
        int64_t sort;
        const char *codes;
    } orders[] = {
        {0, "b-2 B-10 b-1 客户 B-9 a B_9 "},
        {CUSTOMER_BY_CREATED, "b-2 B-10 b-1 客户 B-9 a B_9 "},
        {-CUSTOMER_BY_CREATED, "B_9 a B-9 客户 b-1 B-10 b-2 "},
        {CUSTOMER_BY_CHANGED, "b-2 B-10 b-1 客户 B-9 a B_9 "}, /* all at once: by id */
        {-CUSTOMER_BY_CHANGED, "B_9 a B-9 客户 b-1 B-10 b-2 "},
        {CUSTOMER_BY_CODE, "B-10 B-9 B_9 a b-1 b-2 客户 "}, /* byte by byte */
        {-CUSTOMER_BY_CODE, "客户 b-2 b-1 a B_9 B-9 B-10 "},
        {CUSTOMER_BY_TIER, "B_9 b-2 客户 b-1 B-9 B-10 a "},  /* those without one last, */
        {-CUSTOMER_BY_TIER, "B-9 b-1 客户 b-2 B_9 a B-10 "}, /* this way too */
    };
    given_customers(t);
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        for (int64_t limit = 1; limit <= 8; limit++)
            check_text(t, codes_by(t, orders[i].sort, limit), orders[i].codes);
}

/* Nobody's page ends at a code that its cursor could not hold. */
TEST_DB(pages_go_on_behind_the_longest_of_codes)
{
    Buf code;
    buf_init(&code, t->ctx->arena);
    for (int i = 0; i < 64; i++)
        buf_text(&code, "\U00020BB7");
    stored_customer(t, blank_customer("a"));
    stored_customer(t, blank_customer(code.data));
    CustomerFilter filter = {.sort = -CUSTOMER_BY_CODE, .limit = 1};
    List list;
    const char *next;
    check_ok(t, customer_list(t->ctx, &filter, &list, &next));
    check_text(t, ((const Customer *)list.items)->code, code.data);
    check(t, next && strlen(next) <= 400); /* PAGE_FIELDS */
    filter.cursor = next;
    check_ok(t, customer_list(t->ctx, &filter, &list, &next));
    check_text(t, ((const Customer *)list.items)->code, "a");
}

TEST_DB(a_region_narrows_what_is_sorted)
{
    for (int i = 0; i < 4; i++) {
        Customer customer = blank_customer(arena_format(t->ctx->arena, "C-%d", 9 - i));
        customer.region = i % 2 ? "CN-31" : "CN-11";
        stored_customer(t, customer);
    }
    const CustomerFilter filter = {.sort = CUSTOMER_BY_CODE, .region = "CN-31", .limit = 9};
    List list;
    const char *next;
    check_ok(t, customer_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 2);
    check_text(t, ((const Customer *)list.items)[0].code, "C-6");
}

/* The codes of those that a filter leaves, one after another. */
static const char *left_by(T *t, CustomerFilter filter)
{
    List list;
    const char *next;
    Buf codes;
    buf_init(&codes, t->ctx->arena);
    filter.limit = 9;
    check_ok(t, customer_list(t->ctx, &filter, &list, &next));
    for (size_t i = 0; i < list.count; i++)
        buf_format(&codes, "%s ", ((const Customer *)list.items)[i].code);
    return codes.length ? codes.data : "";
}

TEST_DB(each_filter_narrows_pages_of_every_sort_and_what_is_searched_for)
{
    Customer a = blank_customer("A"), b = blank_customer("B");
    Account keeper = {.login = "keeper"};
    int64_t outlet_id;
    check_ok(t, outlet_ensure(t->ctx, "SH01", "上海", OUTLET_STATION, &outlet_id));
    check_ok(t, outlets_refresh(t->ctx, t->house->outlets));
    check_ok(t, account_create(t->ctx, &keeper));
    a.outlet = "SH01";
    b.specialist = "keeper";
    a.kind = CUSTOMER_COMPANY;
    a.role = CUSTOMER_AGENT;
    a.tier = TIER_VIP;
    a.lifecycle = CUSTOMER_SEED;
    a.relationship = CUSTOMER_PROACTIVE;
    a.name = b.name = "Zhang Wei";
    b.tier = TIER_MID;
    stored_customer(t, a);
    source_move(t->ctx->source, 1000);
    int64_t later = stored_customer(t, b).created_at;
    check_text(t, left_by(t, (CustomerFilter){.kind = CUSTOMER_COMPANY}), "A ");
    check_text(t, left_by(t, (CustomerFilter){.role = CUSTOMER_AGENT}), "A ");
    check_text(t, left_by(t, (CustomerFilter){.tier = TIER_MID, .sort = CUSTOMER_BY_TIER}), "B ");
    check_text(t, left_by(t, (CustomerFilter){.lifecycle = CUSTOMER_SEED}), "A ");
    check_text(t, left_by(t, (CustomerFilter){.relationship = CUSTOMER_PROACTIVE}), "A ");
    check_text(t, left_by(t, (CustomerFilter){.created_from = later}), "B ");
    check_text(t, left_by(t, (CustomerFilter){.created_to = later, .name = "zhang wei"}), "A ");
    check_text(t, left_by(t, (CustomerFilter){.tier = TIER_VIP, .q = "Zhang"}), "A ");
    check_text(t, left_by(t, (CustomerFilter){.created_from = later, .code = "A"}), "");
    check_text(t, left_by(t, (CustomerFilter){.outlet = "SH01"}), "A ");
    check_text(t, left_by(t, (CustomerFilter){.outlet = "SH02"}), "");
    check_text(t, left_by(t, (CustomerFilter){.specialist = "keeper"}), "B ");
    check_text(t, left_by(t, (CustomerFilter){.specialist = "nobody"}), "");
    check_text(t, left_by(t, (CustomerFilter){.sort = CUSTOMER_BY_CODE}), "A B ");
}

static void given_outlet(T *t, const char *code, const char *parent)
{
    Outlet outlet = {.code = code, .name = code, .kind = OUTLET_BRANCH, .parent = parent};
    check_ok(t, outlet_create(t->ctx, &outlet));
    check_ok(t, outlets_refresh(t->ctx, t->house->outlets));
}

/* Pages of a sort, what is found by its code, and what is searched for. */
static void check_within(T *t, CustomerFilter filter, const char *codes)
{
    check_text(t, left_by(t, filter), codes);
    filter.sort = CUSTOMER_BY_CODE;
    check_text(t, left_by(t, filter), codes);
    filter.sort = NONE;
    filter.code = "A";
    check_text(t, left_by(t, filter), strstr(codes, "A ") ? "A " : "");
    filter.code = NULL;
    filter.name = "zhang wei";
    check_text(t, left_by(t, filter), codes);
    filter.name = NULL;
    filter.q = "Zhang";
    check(t, strlen(left_by(t, filter)) == strlen(codes));
}

TEST_DB(an_outlet_and_a_region_are_filtered_by_with_what_is_below_them)
{
    Customer a = blank_customer("A"), b = blank_customer("B"), c = blank_customer("C");
    given_outlet(t, "EAST", NULL);
    given_outlet(t, "SH", "EAST");
    given_outlet(t, "SH01", "SH");
    given_outlet(t, "WEST", NULL);
    a.name = b.name = c.name = "Zhang Wei";
    a.outlet = "SH01";
    a.region = "310115";
    b.outlet = "SH";
    b.region = "310000";
    c.region = "330100";
    stored_customer(t, a);
    stored_customer(t, b);
    stored_customer(t, c);
    check_within(t, (CustomerFilter){.outlet = "EAST"}, "A B ");
    check_within(t, (CustomerFilter){.outlet = "SH"}, "A B ");
    check_within(t, (CustomerFilter){.outlet = "SH01"}, "A ");
    check_within(t, (CustomerFilter){.outlet = "WEST"}, "");
    check_within(t, (CustomerFilter){.region = "310000"}, "A B ");
    check_within(t, (CustomerFilter){.region = "310115"}, "A ");
    check_within(t, (CustomerFilter){.region = "330000"}, "C ");
    check_within(t, (CustomerFilter){.region = "440000"}, "");
}

TEST_DB(a_cursor_of_one_sort_is_refused_with_another)
{
    CustomerFilter filter = {.sort = CUSTOMER_BY_TIER, .limit = 1};
    List list;
    const char *next;
    given_customers(t);
    check_ok(t, customer_list(t->ctx, &filter, &list, &next));
    filter.cursor = next;
    const int64_t others[] = {-CUSTOMER_BY_TIER, CUSTOMER_BY_CODE, 0};
    for (size_t i = 0; i < 3; i++) {
        filter.sort = others[i];
        check_status(t, customer_list(t->ctx, &filter, &list, &next), INVALID);
        check_text(t, t->ctx->problem.field, "cursor");
    }
}

TEST_DB(what_is_searched_for_is_not_sorted)
{
    const CustomerFilter filters[] = {
        {.sort = CUSTOMER_BY_CODE, .phone_tail = "1234", .limit = 1},
        {.sort = CUSTOMER_BY_TIER, .q = "li", .limit = 1},
        {.sort = -CUSTOMER_BY_CREATED, .code = "C-1", .limit = 1},
    };
    List list;
    const char *next;
    for (size_t i = 0; i < 3; i++) {
        check_status(t, customer_list(t->ctx, &filters[i], &list, &next), INVALID);
        check_text(t, t->ctx->problem.field, "sort");
    }
}
