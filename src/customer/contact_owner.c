#include "customer/contact_owner.h"

static int64_t only_one(const List *customers)
{
    const Customer *items = customers->items;
    int64_t id = 0;
    for (size_t i = 0; i < customers->count; i++) {
        int64_t counts_as = items[i].merged_into ? items[i].merged_into : items[i].id;
        if (id && id != counts_as) return 0;
        id = counts_as;
    }
    return id;
}

Status contact_owners(Ctx *ctx, const char *phone, const char *email, ContactOwners *out)
{
    const char *next;
    const CustomerFilter filter = {.phone = phone, .email = email, .limit = CONTACT_OWNERS_MAX};
    *out = (ContactOwners){0};
    if (!phone && !email) return OK;
    Status s = customer_list(ctx, &filter, &out->customers, &next);
    if (!s && !next) out->only = only_one(&out->customers);
    return s;
}

bool contact_is_of(const ContactOwners *owners, int64_t customer_id)
{
    const Customer *items = owners->customers.items;
    for (size_t i = 0; customer_id && i < owners->customers.count; i++)
        if (items[i].id == customer_id || items[i].merged_into == customer_id) return true;
    return false;
}

static bool is_said(const char *text)
{
    return text && *text;
}

static Status find_known(Ctx *ctx, const ContactSaid *said, int64_t payer_id, int64_t *out)
{
    ContactOwners by_phone, by_email;
    Status s = contact_owners(ctx, is_said(said->phone) ? said->phone : NULL, NULL, &by_phone);
    if (!s) s = contact_owners(ctx, NULL, is_said(said->email) ? said->email : NULL, &by_email);
    if (s) return s;
    bool pays = contact_is_of(&by_phone, payer_id) || contact_is_of(&by_email, payer_id);
    bool differ = by_phone.only && by_email.only && by_phone.only != by_email.only;
    int64_t only = by_phone.only ? by_phone.only : by_email.only;
    *out = pays ? payer_id : differ ? 0 : only;
    return OK;
}

Status contact_customer(Ctx *ctx, const ContactSaid *said, int64_t payer_id, int64_t *out)
{
    *out = is_said(said->name) ? 0 : payer_id;
    if (is_said(said->phone) || is_said(said->email)) return find_known(ctx, said, payer_id, out);
    return OK;
}
