#include <string.h>

#include "portal/portal_page.h"
#include "test.h"

static const char *page_of(T *t, const char *carrier)
{
    Buf buf;
    Waybill parcel = {.carrier = carrier, .no = "8800000000001", .last_at = NONE};
    const MinePage mine = {
        .page = {.company = "Parceldesk", .zone = "+08:00", .here = "/my"},
        .parcels = {&parcel, 1},
    };
    buf_init(&buf, t->ctx->arena);
    portal_mine_write(&buf, &mine);
    check_ok(t, buf_check(t->ctx, &buf));
    return buf.data;
}

TEST(a_carrier_is_named_beside_a_parcel_and_never_by_a_code)
{
    check(t, strstr(page_of(t, "yto"), "</strong> 圆通速递</a>") != NULL);
    check(t, strstr(page_of(t, "pd"), "<strong>8800000000001</strong> </a>") != NULL);
}
