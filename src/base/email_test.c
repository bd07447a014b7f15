#include "base/email.h"

#include <string.h>

#include "base/ctx.h"
#include "test.h"

TEST(an_address_is_trimmed_and_its_domain_made_small)
{
    const char *out;
    check_ok(t, email_normal(t->ctx, " Li.Si@Mail.Example.ORG\n", &out));
    check_text(t, out, "Li.Si@mail.example.org");
    check_ok(t, email_normal(t->ctx, "李@例子.中国", &out));
    check_text(t, out, "李@例子.中国");
}

static char *letters(T *t, size_t count, const char *after)
{
    char *text = arena_alloc(t->ctx->arena, count + strlen(after) + 1);
    memset(text, 'a', count);
    memcpy(text + count, after, strlen(after) + 1);
    return text;
}

TEST(what_is_no_address_is_refused)
{
    static const char *const bad[] = {
        "",        "a",        "@b.c",       "a@",        "a@b",         "a@.c",      "a@b..c",
        "a@b.c.",  "a@b@c.d",  "a b@c.d",    "a@b c.d",   "a@b.c;d@e.f", "a\"@b.c",   "\"a b\"@c.d",
        "<a@b.c>", "a@b.c\nX", "a@b.c\r\nX", "a\x01@b.c", "a\x7f@b.c",   "a@[1.2.3]", "a@-b.c",
        "a@b-.c",  "a@b_c.d",  "a@b!.c",     "a@b.c\\d",  "a:b@c.d",     "(a)@b.c",   NULL};
    const char *out;
    for (const char *const *text = bad; *text; text++)
        check_status(t, email_normal(t->ctx, *text, &out), INVALID);
    check_ok(t, email_normal(t->ctx, letters(t, 64, "@b.c"), &out));
    check_status(t, email_normal(t->ctx, letters(t, 65, "@b.c"), &out), INVALID);
    check_status(
        t, email_normal(t->ctx, arena_format(t->ctx->arena, "a@%s", letters(t, 64, ".c")), &out),
        INVALID);
}

TEST(only_what_is_ascii_can_be_sent_to)
{
    check(t, email_is_sendable("first.last+tag@mail.example.com"));
    check(t, email_is("李@b.c") && !email_is_sendable("李@b.c"));
    check(t, email_is("a@例子.中国") && !email_is_sendable("a@例子.中国"));
    check(t, !email_is_sendable("a@b.c\r\nX: y") && !email_is_sendable(NULL));
}
