#include "base/email.h"

#include "test.h"

TEST(an_address_is_trimmed_and_its_domain_made_small)
{
    const char *out;
    check_ok(t, email_normal(t->ctx, " Li.Si@Mail.Example.ORG\n", &out));
    check_text(t, out, "Li.Si@mail.example.org");
    check_ok(t, email_normal(t->ctx, "李@例子.中国", &out));
    check_text(t, out, "李@例子.中国");
}

TEST(what_is_no_address_is_refused)
{
    static const char *const bad[] = {"",     "a",       "@b.c",    "a@",          "a@b",
                                      "a@.c", "a@b@c.d", "a b@c.d", "a@b.c;d@e.f", NULL};
    const char *out;
    for (const char *const *text = bad; *text; text++)
        check_status(t, email_normal(t->ctx, *text, &out), INVALID);
}
