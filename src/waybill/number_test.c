#include "waybill/number.h"

#include "test.h"

static const char *normal(T *t, const char *text)
{
    char *out = arena_alloc(t->ctx->arena, NUMBER_MAX + 1);
    check_ok(t, number_normalise(t->ctx, text, out));
    return out;
}

TEST(a_number_is_trimmed_and_put_in_capitals)
{
    check_text(t, normal(t, "  yt 1234\t567890123 "), "YT1234567890123");
    check_text(t,
               normal(t, "\xef\xbb\xbfsf\xe3\x80\x80"
                         "1"),
               "SF1");
    check_text(t, normal(t, "12345678901234567890123456789012"),
               "12345678901234567890123456789012");
}

TEST(a_number_that_cannot_be_one_is_refused_by_name)
{
    static const char *const bad[] = {"",     "   ",  "1234567890123456789012345678901234",
                                      "ab*c", "运单", "a\"b"};
    char out[NUMBER_MAX + 1];
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        check_status(t, number_normalise(t->ctx, bad[i], out), INVALID);
        check_text(t, t->ctx->problem.field, "no");
    }
    check_status(t, number_normalise(t->ctx, NULL, out), INVALID);
}

TEST(a_carrier_is_a_short_code_in_small_letters)
{
    char out[CARRIER_MAX + 1];
    check_ok(t, carrier_normalise(t->ctx, " STO ", out));
    check_text(t, out, "sto");
    static const char *const bad[] = {"", " ", "a b", "seventeen-letters", "申通", NULL};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        check_status(t, carrier_normalise(t->ctx, bad[i], out), INVALID);
        check_text(t, t->ctx->problem.field, "carrier");
    }
}

TEST(only_a_number_of_the_s10_form_has_a_check_digit)
{
    check_int(t, number_s10("RB123456785GB"), S10_RIGHT);
    check_int(t, number_s10("RB123456784GB"), S10_WRONG);
    check_int(t, number_s10("RB12345678GB"), S10_NOT);
    check_int(t, number_s10("YT1234567890123"), S10_NOT);
    check_int(t, number_s10("RB12345678AGB"), S10_NOT);
    /* 11 − Σ mod 11 is 10 → 0, and 11 → 5 */
    check_int(t, number_s10("AA000000080BB"), S10_RIGHT);
    check_int(t, number_s10("AA000000005BB"), S10_RIGHT);
}

TEST(a_number_hints_at_its_carriers_the_likeliest_first)
{
    static const struct {
        const char *no, *first, *second;
    } cases[] = {
        {"SF1234567890123", "sf", NULL},    {"123456789012", "sf", NULL},
        {"YT1234567890123", "yto", NULL},   {"771234567890123", "sto", NULL},
        {"268123456789", "sto", "sf"},      {"78123456789012", "zto", NULL},
        {"781234567890", "zto", "sf"},      {"3123456789012", "yunda", NULL},
        {"412345678901234", "yunda", NULL}, {"JD0123456789A", "jd", NULL},
        {"JT1234567890123", "jt", NULL},    {"9123456789012", "ems", NULL},
        {"EE123456785CN", "ems", NULL},     {"XX1", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *found[4] = {NULL, NULL, NULL, NULL};
        size_t count = number_carriers(cases[i].no, found, 4);
        check_text(t, found[0], cases[i].first);
        check_text(t, found[1], cases[i].second);
        check_int(t, count, (cases[i].first ? 1 : 0) + (cases[i].second ? 1 : 0));
    }
}

TEST(only_a_wrong_check_digit_refuses_a_number)
{
    const char *warning;
    check_status(t, number_check(t->ctx, "ems", "EE123456784CN", &warning), INVALID);
    check_text(t, t->ctx->problem.field, "no");
    check_ok(t, number_check(t->ctx, "sto", "YT1234567890123", &warning));
    check(t, warning);
    check_ok(t, number_check(t->ctx, "yto", "YT1234567890123", &warning));
    check(t, !warning);
    check_ok(t, number_check(t->ctx, "sto", "A", &warning));
    check(t, !warning);
    check_ok(t, number_check(t->ctx, "ownvan", "YT1234567890123", &warning));
    check(t, !warning);
}
