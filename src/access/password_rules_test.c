#include "access/password_rules.h"

#include "test.h"

static bool is_easy(T *t, const char *password)
{
    bool easy = false;
    check_ok(t, password_is_easy(t->ctx, password, "li.na", &easy));
    return easy;
}

TEST(words_that_everybody_tries_are_easy_however_they_are_lengthened)
{
    check(t, is_easy(t, "Password123456"));
    check(t, is_easy(t, "passwordpassword"));
    check(t, is_easy(t, "Welcome2024!!!"));
    check(t, is_easy(t, "woaini5201314"));
    check(t, is_easy(t, "Admin@123456789"));
}

TEST(what_lies_side_by_side_on_a_keyboard_is_easy)
{
    check(t, is_easy(t, "qwertyuiop123"));
    check(t, is_easy(t, "1qaz2wsx1qaz2wsx"));
    check(t, is_easy(t, "asdfghjkl;;;;"));
    check(t, is_easy(t, "poiuytrewq"));
}

TEST(repetitions_and_orders_are_easy)
{
    check(t, is_easy(t, "aaaaaaaaaaaaaaaa"));
    check(t, is_easy(t, "1234567890123456"));
    check(t, is_easy(t, "abcdefghijklmnop"));
    check(t, is_easy(t, "zyxwvutsrqpon"));
}

TEST(the_login_and_the_company_are_easy)
{
    check(t, is_easy(t, "li.nali.nali.na"));
    check(t, is_easy(t, "Li.na-2024-2024"));
    check(t, is_easy(t, "Parceldesk2026!"));
}

TEST(a_phrase_of_several_words_is_not)
{
    check(t, !is_easy(t, "correct horse battery"));
    check(t, !is_easy(t, "7 horses, 12 carts"));
    check(t, !is_easy(t, "床前明月光疑是地上霜"));
    check(t, !is_easy(t, "vK3#pq9!xT0w"));
    check(t, !is_easy(t, "my parcel went to Ürümqi"));
}
