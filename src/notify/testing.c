#include "notify/testing.h"

#include "notify/gateway.h"
#include "notify/template.h"

void given_gateway(T *t, NoticeChannel channel)
{
    Gateway out;
    const Gateway gateway = {.url = channel == NOTICE_EMAIL ? "smtp://127.0.0.1:9"
                                                            : "http://127.0.0.1:9/cgi-bin/sendsms",
                             .sender = "desk@example.com",
                             .user = "u",
                             .password = "p",
                             .enabled = true};
    check_ok(t, gateway_put(t->ctx, channel, 0, &gateway, &out));
}

int64_t enable_templates(T *t, const char *fact)
{
    List list;
    NoticeTemplate changed;
    check_ok(t, template_list(t->ctx, fact, 0, 10, &list));
    for (size_t i = 0; i < list.count; i++) {
        NoticeTemplate given = ((const NoticeTemplate *)list.items)[i];
        given.enabled = true;
        check_ok(t, template_change(t->ctx, given.id, given.version, &given, &changed));
    }
    return (int64_t)list.count;
}

void withdraw_consent(T *t, int64_t customer_id, ConsentChannel channel)
{
    Consent consent = {.customer_id = customer_id,
                       .purpose = CONSENT_SERVICE,
                       .channel = channel,
                       .said = CONSENT_WITHDRAWN,
                       .at = NONE,
                       .until = NONE};
    check_ok(t, consent_add(t->ctx, &consent));
}

List all_notices(T *t)
{
    List list;
    const char *next;
    const NoticeFilter filter = {.state = NONE, .limit = 50};
    check_ok(t, notice_list(t->ctx, &filter, &list, &next));
    return list;
}

Notice only_notice(T *t)
{
    List list = all_notices(t);
    check_int(t, list.count, 1);
    return list.count ? *(const Notice *)list.items : (Notice){0};
}
