#include "access/qr.h"

#include <string.h>

#include "test.h"

TEST(a_text_too_long_for_a_picture_is_refused)
{
    const char *svg;
    char text[4000];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    check_status(t, qr_svg(t->ctx, text, &svg), INVALID);
}
