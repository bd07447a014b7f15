#include "http/address.h"

#include <string.h>

#include "http/rate.h"
#include "http/route.h"
#include "test.h"

static Address address(T *t, const char *text)
{
    Address out;
    check(t, address_parse(text, &out));
    return out;
}

static const char *behind(T *t, const char *peer, const char *forwarded)
{
    static const char *const texts[] = {"10.0.0.0/8", "2001:db8::/33", "192.0.2.7", NULL};
    Networks trusted;
    check_ok(t, networks_parse(t->ctx, texts, &trusted));
    Address from = address(t, peer);
    Address found = address_behind(&trusted, &from, forwarded);
    char *out = arena_alloc(t->ctx->arena, ADDRESS_TEXT);
    address_format(&found, out);
    return out;
}

TEST(only_a_trusted_proxy_tells_who_asks)
{
    check_text(t, behind(t, "203.0.113.1", "198.51.100.9"), "203.0.113.1");
    check_text(t, behind(t, "10.1.2.3", "198.51.100.9"), "198.51.100.9");
    check_text(t, behind(t, "10.1.2.3", NULL), "10.1.2.3");
    check_text(t, behind(t, "10.1.2.3", "1.1.1.1, 198.51.100.9 , 192.0.2.7"), "198.51.100.9");
    check_text(t, behind(t, "10.1.2.3", "10.9.9.9"), "10.9.9.9");
    check_text(t, behind(t, "2001:db8:1::1", "2001:db8:8000::1"), "2001:db8:8000::1");
    check_text(t, behind(t, "10.1.2.3", "198.51.100.9:5555"), "198.51.100.9");
    check_text(t, behind(t, "10.1.2.3", "[2001:db9::1]:443, 10.9.9.9:80"), "2001:db9::1");
    check_text(t, behind(t, "10.1.2.3", "2001:db9::1"), "2001:db9::1");
    check_text(t, behind(t, "10.1.2.3", "nonsense"), "::");
    check_text(t, behind(t, "10.1.2.3", "198.51.100.9, unknown"), "::");
    check_text(t, behind(t, "10.1.2.3", "198.51.100.9, for=10.9.9.9;proto=https;by=203.0.113.43:1"),
               "::");
    check_text(t, behind(t, "203.0.113.1", "nonsense"), "203.0.113.1");
    check_text(t, behind(t, "10.1.2.3", "198.51.100.9, "), "198.51.100.9");
}

TEST(what_is_no_network_is_refused)
{
    static const char *const bad[] = {"10.0.0.0/33", "10.0.0/8", "::/129", "x", "10.0.0.0/", "/8"};
    Networks networks;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *const texts[] = {bad[i], NULL};
        check_status(t, networks_parse(t->ctx, texts, &networks), INVALID);
    }
}

TEST(an_address_that_asks_too_often_waits_and_others_do_not)
{
    Rates *rates;
    check_ok(t, rates_new(t->ctx, &rates));
    Address one = address(t, "192.0.2.1"), other = address(t, "192.0.2.2");
    for (int i = 0; i < 6; i++)
        check_int(t, rates_take(rates, &one, 0, 6, 1000), 0);
    check_int(t, rates_take(rates, &one, 0, 6, 1000), 11);
    check_int(t, rates_take(rates, &other, 0, 6, 1000), 0);
    check_int(t, rates_take(rates, &one, 1, 6, 1000), 0);         /* another scope */
    check_int(t, rates_take(rates, &one, 0, 6, 10001000 + 1), 0); /* ten seconds later */
    check_int(t, rates_take(rates, &one, 0, 0, 1000), 0);         /* no limit */
    rates_release(rates);
}

TEST(what_is_given_back_may_be_taken_again_but_never_more)
{
    Rates *rates;
    check_ok(t, rates_new(t->ctx, &rates));
    Address one = address(t, "192.0.2.1");
    for (int i = 0; i < 5; i++) {
        check_int(t, rates_take(rates, &one, 0, 2, 1000), 0);
        rates_give_back(rates, &one, 0, 2);
    }
    rates_give_back(rates, &one, 0, 2);
    check_int(t, rates_take(rates, &one, 0, 2, 1000), 0);
    check_int(t, rates_take(rates, &one, 0, 2, 1000), 0);
    check(t, rates_take(rates, &one, 0, 2, 1000) > 0);
    rates_release(rates);
}

TEST(addresses_of_one_ipv6_network_count_together)
{
    Rates *rates;
    check_ok(t, rates_new(t->ctx, &rates));
    Address one = address(t, "2001:db8::1"), same = address(t, "2001:db8::2");
    Address other = address(t, "2001:db8:0:1::1");
    check_int(t, rates_take(rates, &one, 0, 1, 0), 0);
    check(t, rates_take(rates, &same, 0, 1, 0) > 0);
    check_int(t, rates_take(rates, &other, 0, 1, 0), 0);
    rates_release(rates);
}

TEST(many_addresses_cost_no_more_memory_and_new_ones_still_count)
{
    Rates *rates;
    check_ok(t, rates_new(t->ctx, &rates));
    for (uint64_t scope = 0; scope < 200000; scope++) {
        Address one = address(t, "192.0.2.1");
        check_int(t, rates_take(rates, &one, scope, 1, (int64_t)scope), 0);
    }
    Address last = address(t, "192.0.2.1");
    check(t, rates_take(rates, &last, 199999, 1, 200000) > 0);
    rates_release(rates);
}

TEST(a_cursor_comes_back_as_it_was_made)
{
    int64_t keys[] = {INT64_MIN, 7}, read[2] = {0};
    const char *cursor = cursor_make(t->ctx, keys, 2);
    check_ok(t, cursor_read(t->ctx, cursor, read, 2));
    check_int(t, read[0], INT64_MIN);
    check_int(t, read[1], 7);
}

TEST(a_cursor_with_a_text_comes_back_as_it_was_made_and_is_no_other)
{
    int64_t keys[] = {-1, 7}, read[3] = {0};
    const char *text, *cursor = cursor_make_text(t->ctx, keys, 2, "客户 B-9");
    check_ok(t, cursor_read_text(t->ctx, cursor, read, 2, &text));
    check_int(t, read[0], -1);
    check_text(t, text, "客户 B-9");
    check_status(t, cursor_read(t->ctx, cursor, read, 2), INVALID);
    cursor = cursor_make_text(t->ctx, keys, 2, NULL);
    check_ok(t, cursor_read_text(t->ctx, cursor, read, 2, &text));
    check_text(t, text, "");
    check_status(t, cursor_read(t->ctx, cursor, read, 2), INVALID);
    check_status(t, cursor_read_text(t->ctx, cursor, read, 3, &text), INVALID);
    cursor = cursor_make(t->ctx, keys, 2);
    check_status(t, cursor_read_text(t->ctx, cursor, read, 2, &text), INVALID);
    check_text(t, t->ctx->problem.field, "cursor");
}

TEST(a_cursor_whose_text_is_none_is_refused)
{
    static const char *const texts[] = {"\xff", "a\xc0\x80", "\xed\xa0\x80", "\xe5\xae", "a\x01"};
    int64_t keys[] = {1, 0}, read;
    const char *text, *cursor;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cursor = cursor_make_text(t->ctx, keys, 1, texts[i]);
        check_status(t, cursor_read_text(t->ctx, cursor, &read, 1, &text), INVALID);
        check_text(t, t->ctx->problem.field, "cursor");
    }
    cursor = cursor_make_text(t->ctx, keys, 2, NULL); /* the second number is a text of NULs */
    check_status(t, cursor_read_text(t->ctx, cursor, &read, 1, &text), INVALID);
}

TEST(a_cursor_of_one_list_is_refused_by_another)
{
    int64_t keys[] = {1, 2}, read[2];
    const char *text;
    t->ctx->list = "/api/v1/outlets";
    const char *cursor = cursor_make(t->ctx, keys, 2);
    const char *with_text = cursor_make_text(t->ctx, keys, 2, "HQ");
    check_ok(t, cursor_read(t->ctx, cursor, read, 2));
    check_ok(t, cursor_read_text(t->ctx, with_text, read, 2, &text));
    t->ctx->list = "/api/v1/jobs";
    check_status(t, cursor_read(t->ctx, cursor, read, 2), INVALID);
    check_text(t, t->ctx->problem.field, "cursor");
    check_status(t, cursor_read_text(t->ctx, with_text, read, 2, &text), INVALID);
    t->ctx->list = NULL;
    check_status(t, cursor_read(t->ctx, cursor, read, 2), INVALID);
}

TEST(a_cursor_that_was_changed_or_is_of_another_list_is_refused)
{
    int64_t keys[] = {1, 2}, read[8];
    char *cursor = arena_text(t->ctx->arena, cursor_make(t->ctx, keys, 2));
    check_status(t, cursor_read(t->ctx, cursor, read, 1), INVALID);
    check_text(t, t->ctx->problem.field, "cursor");
    cursor[3] = cursor[3] == 'A' ? 'B' : 'A';
    check_status(t, cursor_read(t->ctx, cursor, read, 2), INVALID);
    check_status(t, cursor_read(t->ctx, "", read, 2), INVALID);
    check_status(t, cursor_read(t->ctx, "!!", read, 2), INVALID);
}
