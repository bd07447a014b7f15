#include "base/contact.h"

#include <string.h>

#include "test.h"

/* `text` with a # in place of each contact. */
static const char *without(T *t, const char *text)
{
    char *out = arena_alloc(t->ctx->arena, strlen(text) + 1);
    size_t at = 0, length = 0;
    ContactSpan span;
    for (; contact_next(text, at, &span); at = span.start + span.length) {
        memcpy(out + length, text + at, span.start - at);
        length += span.start - at;
        out[length++] = '#';
    }
    memcpy(out + length, text + at, strlen(text + at) + 1);
    return out;
}

TEST(phones_and_addresses_are_found_in_what_was_written)
{
    check_text(t, without(t, "请打13812341234，或 138-1234-1234 / +86 138 1234 1234。"),
               "请打#，或 # / #。");
    check_text(t, without(t, "tel13812341234"), "tel#");
    check_text(t, without(t, "8613812341234，0086 13812341234"), "#，#");
    check_text(t, without(t, "座机 021-61234567, 0571 8123456"), "座机 #, #");
    check_text(t, without(t, "身份证11010519491231002X给你"), "身份证#给你");
    check_text(t, without(t, "写信到 li.na@example.com. 谢谢"), "写信到 #. 谢谢");
    check_text(t, without(t, "13812341234 13912341234"), "# #");
}

TEST(numbers_of_parcels_hotlines_days_and_mentions_are_no_contacts)
{
    static const char *const clear[] = {"包裹 7712345678901 破损",
                                        "SF1234567890123",
                                        "JD13812341234",
                                        "268123412341",
                                        "热线 95543，工单 T20261122-000123",
                                        "2026-11-22 10:00，运费 12.50",
                                        "@li.na 请看，a@b",
                                        "138123412345",
                                        "8603812341234",
                                        "86138123412345",
                                        "12345678901",
                                        ""};
    for (size_t i = 0; i < sizeof clear / sizeof *clear; i++)
        check_text(t, without(t, clear[i]), clear[i]);
}
