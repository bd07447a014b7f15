#include <string.h>

#include "waybill/testing.h"

/* W1 to W6: two are promised for the same instant, two for none; W3 has arrived. */
static void given_parcels(T *t)
{
    static const int64_t hours[] = {5, 2, 9, NONE, 2, NONE};
    for (int i = 0; i < 6; i++) {
        const char *no = arena_format(t->ctx->arena, "W%d", i + 1);
        WaybillInput input = given_waybill(no);
        if (hours[i] != NONE) input.promised_at = TEST_NOW + hours[i] * 60 * T_MINUTE;
        take_waybill(t, input, NULL);
    }
    take_scan(t, given_scan("W3", 5, "delivered"), NULL);
}

static WaybillFilter everything(int64_t sort, int64_t limit)
{
    WaybillFilter filter;
    shape_clear(&waybill_filter_shape, &filter);
    filter.sort = sort;
    filter.limit = limit;
    return filter;
}

/* The numbers of all pages, in the order in which they came. */
static const char *numbers_of(T *t, WaybillFilter filter)
{
    Buf numbers;
    const char *next;
    buf_init(&numbers, t->ctx->arena);
    do {
        List list;
        check_ok(t, waybill_list(t->ctx, &filter, &list, &next));
        for (size_t i = 0; i < list.count; i++)
            buf_format(&numbers, "%s ", ((const Waybill *)list.items)[i].no);
        filter.cursor = next;
    } while (next && numbers.length < 100);
    return numbers.data;
}

TEST_DB(parcels_are_sorted_up_and_down_on_pages_of_any_size)
{
    static const struct {
        int64_t sort;
        const char *numbers;
    } orders[] = {
        {NONE, "W6 W5 W4 W3 W2 W1 "},
        {WAYBILL_BY_CREATED, "W1 W2 W3 W4 W5 W6 "},
        {-WAYBILL_BY_CREATED, "W6 W5 W4 W3 W2 W1 "},
        {WAYBILL_BY_PROMISED, "W2 W5 W1 W3 W4 W6 "},
        {-WAYBILL_BY_PROMISED, "W3 W1 W5 W2 W6 W4 "},
    };
    given_parcels(t);
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        for (int64_t limit = 1; limit <= 7; limit++)
            check_text(t, numbers_of(t, everything(orders[i].sort, limit)), orders[i].numbers);
}

TEST_DB(what_is_due_is_sorted_both_ways)
{
    given_parcels(t);
    for (int64_t limit = 1; limit <= 4; limit++) {
        WaybillFilter filter = everything(NONE, limit);
        filter.due_from = TEST_NOW;
        check_text(t, numbers_of(t, filter), "W2 W5 W1 ");
        filter.sort = -WAYBILL_BY_PROMISED;
        check_text(t, numbers_of(t, filter), "W1 W5 W2 ");
    }
}

TEST_DB(a_sort_that_would_have_to_read_all_is_refused)
{
    WaybillFilter filters[6];
    for (size_t i = 0; i < 6; i++)
        filters[i] = everything(WAYBILL_BY_PROMISED, 10);
    filters[0].stage = STAGE_COLLECTED;
    filters[1].customer_ref = "C-1";
    filters[2].origin = "CN-31";
    filters[3].exception = 1;
    filters[4].due_from = TEST_NOW;
    filters[4].sort = -WAYBILL_BY_CREATED;
    filters[5].quiet_since = TEST_NOW;
    filters[5].sort = -WAYBILL_BY_CREATED;
    for (size_t i = 0; i < 6; i++) {
        List list;
        const char *next;
        check_status(t, waybill_list(t->ctx, &filters[i], &list, &next), INVALID);
        check_text(t, t->ctx->problem.field, "sort");
    }
}

TEST_DB(a_parcels_cursor_of_one_sort_is_refused_with_another)
{
    given_parcels(t);
    WaybillFilter filter = everything(WAYBILL_BY_PROMISED, 1);
    List list;
    const char *next;
    check_ok(t, waybill_list(t->ctx, &filter, &list, &next));
    filter.cursor = next;
    const int64_t others[] = {-WAYBILL_BY_PROMISED, WAYBILL_BY_CREATED, NONE};
    for (size_t i = 0; i < 3; i++) {
        filter.sort = others[i];
        check_status(t, waybill_list(t->ctx, &filter, &list, &next), INVALID);
        check_text(t, t->ctx->problem.field, "cursor");
    }
}
