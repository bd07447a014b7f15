#include "base/phone.h"

#include "test.h"

typedef struct Typed {
    const char *typed, *normal; /* NULL: refused */
} Typed;

static const Typed numbers[] = {
    {"13812341234", "13812341234"},
    {" 138-1234-1234 ", "13812341234"},
    {"+86 138 1234 1234", "13812341234"},
    {"0086-13812341234", "13812341234"},
    {"8613812341234", "13812341234"},
    {"１３８１２３４１２３４", "13812341234"},
    {"13812341234-0802", "13812341234"},
    {"13812341234转0802", "13812341234"},
    {"(010) 6255.1234", "01062551234"},
    {"010-62551234-802", "01062551234"},
    {"0571-8765-4321", "057187654321"},
    {"0571-87654321 ext. 12", "057187654321"},
    {"62551234-802", "62551234"},
    {"86-10-6255-1234", "861062551234"},
    {"8610-6255-1234", "861062551234"},
    {"4008-2088-20", "4008208820"},
    {"+86 10 62551234", "01062551234"},
    {"+86 (0)10 62551234", "01062551234"},
    {"+86 (0010 6255-123,3", "0106255123"},
    {"+86 86 13812341234", NULL},
    {"400-820-8820-3", "4008208820"},
    {"+86 400 820 8820", "4008208820"},
    {"95338", "95338"},
    {"+44 20 7946 0958", "+442079460958"},
    {"+1 (212) 555-0100 x34", "+12125550100"},
    {"00852 2345 6789", "+85223456789"},
    {"", NULL},
    {"1234", NULL},
    {"138****1234", NULL},
    {"call me", NULL},
    {"x802", NULL},
    {"12+34567", NULL},
    {"++8613812341234", NULL},
    {"1234567890123456", NULL},
    {"123456789012345678901234567890", NULL},
    {"138\xFF"
     "12341234",
     NULL},
};

TEST(a_telephone_number_has_one_form)
{
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const char *normal = NULL;
        Status s = phone_normal(t->ctx, numbers[i].typed, &normal);
        if ((s == OK) != (numbers[i].normal != NULL)) print_message("%s\n", numbers[i].typed);
        check_status(t, s, numbers[i].normal ? OK : INVALID);
        check_text(t, normal, numbers[i].normal);
    }
}

TEST(a_normal_number_stays_as_it_is)
{
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const char *again;
        if (!numbers[i].normal) continue;
        check_ok(t, phone_normal(t->ctx, numbers[i].normal, &again));
        check_text(t, again, numbers[i].normal);
    }
}

typedef struct Kept {
    const char *typed, *kept, *extended;
} Kept;

static const Kept kept_numbers[] = {
    {" 021-12345678 转 801 ", "021-12345678 转 801", "02112345678x801"},
    {"021-12345678-801", "021-12345678-801", "02112345678x801"},
    {"（021）12345678转８０１", "（021）12345678转８０１", "02112345678x801"},
    {"0571-87654321 ext. 12", "0571-87654321 ext. 12", "057187654321x12"},
    {"62551234-802", "62551234-802", "62551234x802"},
    {"+1 (212) 555-0100 x34", "+1 (212) 555-0100 x34", "+12125550100x34"},
    {"13812341234转前台", "13812341234转前台", NULL},
    {"13812341234,", "13812341234", NULL},
    {"+86 138 1234 1234", "13812341234", NULL},
    {"95338", "95338", NULL},
};

TEST(a_number_with_an_extension_is_kept_as_it_was_written)
{
    const char *kept, *extended;
    for (size_t i = 0; i < sizeof kept_numbers / sizeof *kept_numbers; i++) {
        check_ok(t, phone_kept(t->ctx, kept_numbers[i].typed, &kept));
        check_text(t, kept, kept_numbers[i].kept);
        check_ok(t, phone_extended(t->ctx, kept_numbers[i].typed, &extended));
        check_text(t, extended, kept_numbers[i].extended);
    }
}

TEST(a_second_number_is_no_extension)
{
    const char *out;
    check_status(t, phone_kept(t->ctx, "13812341234;13912341234", &out), INVALID);
    check_status(t, phone_kept(t->ctx, "call me", &out), INVALID);
    check_ok(t, phone_extended(t->ctx, "13812341234;13912341234", &out));
    check(t, out == NULL);
    check_ok(t, phone_extended(t->ctx, "call me", &out));
    check(t, out == NULL);
}

TEST(the_tail_is_four_digits_of_a_number_long_enough)
{
    check_text(t, phone_tail("13812341234"), "1234");
    check_text(t, phone_tail("95338"), NULL);
}

TEST(a_landline_is_dialled_without_its_area_code_by_people_of_the_place)
{
    check_text(t, phone_local("02161234567"), "61234567");
    check_text(t, phone_local("01061234567"), "61234567");
    check_text(t, phone_local("05718123456"), "8123456");
    check_text(t, phone_local("057181234567"), "81234567");
    static const char *const others[] = {"61234567", "13812341234", "+442079460958",
                                         "95338",    "0571812345",  "4008123123"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        check(t, !phone_local(others[i]));
}
