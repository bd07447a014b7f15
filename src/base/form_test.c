#include "base/form.h"

#include <string.h>

#include "base/digest.h"
#include "test.h"

static const char *value_of(T *t, const char *body, const char *name)
{
    const char *value;
    check_ok(t, form_value(t->ctx, body, strlen(body), name, &value));
    return value;
}

TEST(a_form_gives_its_values_decoded)
{
    check_text(t, value_of(t, "a=1&param=%7B%22x%22%3A+1%7D&b=", "param"), "{\"x\": 1}");
    check_text(t, value_of(t, "a=1&b=", "b"), "");
    check(t, value_of(t, "ab=1&a", "a") == NULL);
    check(t, value_of(t, "", "a") == NULL);
}

TEST(a_form_with_broken_escapes_is_refused)
{
    const char *const bad[] = {"a=%", "a=%4", "a=%4g", "a=%00"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *value;
        check_status(t, form_value(t->ctx, bad[i], strlen(bad[i]), "a", &value), INVALID);
        check_text(t, t->ctx->problem.field, "a");
    }
}

TEST(md5_is_that_of_rfc_1321)
{
    char hex[33];
    check_ok(t, md5_hex(t->ctx, "message ", 8, "digest", hex));
    check_text(t, hex, "f96b697d7cb7938d525a2f31aaf161d0");
    check_ok(t, md5_hex(t->ctx, "", 0, NULL, hex));
    check_text(t, hex, "d41d8cd98f00b204e9800998ecf8427e");
}
