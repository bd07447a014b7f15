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

typedef struct Masked {
    const char *text, *without;
} Masked;

static void check_masked(T *t, const Masked *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_text(t, without(t, cases[i].text), cases[i].without);
}

#define CHECK_MASKED(t, cases) check_masked(t, cases, sizeof(cases) / sizeof *(cases))

TEST(phones_are_found_however_their_digits_are_grouped)
{
    static const Masked cases[] = {{"138.0013.8000", "#"},
                                   {"138 0013-8000", "#"},
                                   {"(138)00138000", "(#"},
                                   {"(138) 0013 - 8000。", "(#。"},
                                   {"1380 0138 000、138 001 38000、13800 138000", "#、#、#"},
                                   {"138_0013_8000，138\t0013\t8000", "#，#"},
                                   {"013800138000", "#"},
                                   {"+86 (138) 0013-8000，86-138-0013-8000", "#，#"},
                                   {"(021)6123-4567", "(#"},
                                   {"0571.8123.4567, 010 6123 4567", "#, #"},
                                   {"+86 21 6123 4567, 0086-571-8123456", "#, #"},
                                   {"13800138000(张三) 2 件", "#(张三) 2 件"}};
    CHECK_MASKED(t, cases);
}

TEST(contacts_are_found_in_every_form_of_their_characters)
{
    static const Masked cases[] = {
        {"１３８００１３８０００", "#"},
        {"１３８－００１３－８０００　急", "#　急"},
        {"138–0013—8000", "#"},
        {"138·0013・8000", "#"},
        {"138\u00a00013\u20098000", "#"},
        {"＋８６１３８００１３８０００", "#"},
        {"（１３８）００１３８０００", "（#"},
        {"\u0661\u0663\u0668\u0660\u0660\u0661\u0663\u0668\u0660\u0660\u0660", "#"},
        {"li.na＠example.com", "#"},
        {"ｌｉ．ｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ 谢谢", "# 谢谢"},
        {"lina@163。com。谢谢", "#。谢谢"},
        {"１１０１０５１９４９１２３１００２Ｘ", "#"}};
    CHECK_MASKED(t, cases);
}

TEST(contacts_are_found_through_what_cannot_be_seen)
{
    static const Masked cases[] = {{"138\u200b0013\u200b8000", "#"},
                                   {"1\u200c3\u200d8\u206000\ufeff13\u00ad8000\u200b", "#\u200b"},
                                   {"\u202e13800138000", "\u202e#"},
                                   {"1\ufe0f\u20e33\ufe0f\u20e38\ufe0f\u20e300138000", "#"},
                                   {"J\u200bD\u200b13812341234", "J\u200bD\u200b13812341234"},
                                   {"li.na\u200b@\u200bexam\u00adple.com", "#"},
                                   {"110105\u200b19491231\u200b002X", "#"}};
    CHECK_MASKED(t, cases);
}

TEST(identity_numbers_in_pieces_are_known_by_their_check_digit)
{
    static const Masked cases[] = {{"110105 19491231 002X", "#"},
                                   {"1101-0519-4912-3100-2x", "#"},
                                   {"110105 19491231 0021", "110105 19491231 0021"},
                                   {"110105194912310021", "#"},
                                   {"430812345678901234", "430812345678901234"},
                                   {"110105194913310026", "110105194913310026"},
                                   {"110105194912320020", "110105194912320020"},
                                   {"110105184912310028", "110105184912310028"}};
    CHECK_MASKED(t, cases);
}

TEST(bank_cards_are_known_by_their_issuer_and_check_digit)
{
    static const Masked cases[] = {{"卡号4111111111111111", "卡号#"},
                                   {"4111 1111 1111 1111，5555-5555-5555-4444", "#，#"},
                                   {"６２２２０２１２３４５６７８９０１２８", "#"},
                                   {"6222 0212 3456 7890 128 谢谢", "# 谢谢"},
                                   {"622202 12345678 90128", "#"},
                                   {"6222\u200b0212\u200b3456\u200b7890128", "#"},
                                   {"3782 822463 10005", "#"},
                                   {"30569309025904", "#"},
                                   {"4111111111111112", "4111111111111112"},
                                   {"1111111111111117", "1111111111111117"}};
    CHECK_MASKED(t, cases);
}

/* Each passes the check that cards have: by chance one number in ten does. */
TEST(numbers_of_parcels_are_no_cards)
{
    static const char *const clear[] = {"7712345678901",         "78123456789012",
                                        "771234567890126",       "312345678901234",
                                        "341234567890127",       "371234567890120",
                                        "4123456789011",         "9123456789016",
                                        "7712345678901235",      "3412345678901234568",
                                        "7712 3456 7890 1",      "7712345678901 20261",
                                        "341234567890127 138",   "SF 1234 5678 9012 3",
                                        "4111111111111111A",     "7712345678901+7812345678901",
                                        "T20261122-000123 12345"};
    for (size_t i = 0; i < sizeof clear / sizeof *clear; i++)
        check_text(t, without(t, clear[i]), clear[i]);
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
