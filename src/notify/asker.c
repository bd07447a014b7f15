#include "notify/asker.h"

#include <string.h>

#include "customer/contact_owner.h"
#include "customer/part.h"
#include "notify/notice_internal.h"

static Status find(Ctx *ctx, const NoticeAskerSource *source, int64_t id, NoticeAsker *out)
{
    Status s = source->find(ctx, id, out);
    if (s != NOT_FOUND) return s;
    problem_clear(ctx);
    *out = (NoticeAsker){0};
    return OK;
}

Status notice_asker(Ctx *ctx, const char *subject_kind, int64_t subject_id, NoticeAsker *out)
{
    *out = (NoticeAsker){0};
    for (size_t i = 0; notice_askers[i]; i++)
        if (strcmp(notice_askers[i]->subject_kind, subject_kind) == 0)
            return find(ctx, notice_askers[i], subject_id, out);
    return OK;
}

static Status barred_by(Ctx *ctx, int64_t customer_id, int64_t channel, const char *to,
                        const char **why)
{
    bool email = channel == NOTICE_EMAIL, barred = false;
    Status s = contact_barred(ctx, customer_id, email ? CONTACT_EMAIL : CONTACT_PHONE, to, &barred);
    if (!s && barred)
        *why = email ? "the e-mail address is opted out or invalid"
                     : "the phone is opted out or invalid";
    return s;
}

Status notice_barred(Ctx *ctx, const char *to, int64_t purpose, int64_t channel, const char **why)
{
    bool email = channel == NOTICE_EMAIL;
    ContactOwners owners;
    *why = NULL;
    Status s = contact_owners(ctx, email ? NULL : to, email ? to : NULL, &owners);
    const Customer *items = owners.customers.items;
    for (size_t i = 0; !s && !*why && i < owners.customers.count; i++) {
        s = notice_consent(ctx, items[i].id, purpose, channel, why);
        if (!s && !*why) s = barred_by(ctx, items[i].id, channel, to, why);
    }
    return s;
}
