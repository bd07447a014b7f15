#include "access/keys.h"
#include "customer/part_kind.h"

static void add(KeyList *list, KeyKind kind, KeyIndex value)
{
    size_t room = sizeof list->items / sizeof *list->items;
    if (value.now == NONE || list->count == room) return;
    list->items[list->count++] = (CustomerKey){.kind = (int64_t)kind, .value = value};
}

Status key_list_phone(Ctx *ctx, KeyList *list, const char *phone)
{
    KeyIndex whole, tail;
    Status s = key_phone(ctx, "customer.phone", phone, &whole);
    if (!s) s = key_phone_tail(ctx, "customer.phone", phone, &tail);
    if (s) return s;
    add(list, KEY_PHONE, whole);
    add(list, KEY_PHONE_TAIL, tail);
    return OK;
}

static Status add_folded(Ctx *ctx, KeyList *list, KeyKind kind, const char *purpose,
                         const char *text)
{
    KeyIndex value;
    Status s = key_name(ctx, purpose, text, &value);
    if (!s) add(list, kind, value);
    return s;
}

Status key_list_email(Ctx *ctx, KeyList *list, const char *email)
{
    return add_folded(ctx, list, KEY_EMAIL, "customer.email", email);
}

Status key_list_name(Ctx *ctx, KeyList *list, const char *name)
{
    return add_folded(ctx, list, KEY_NAME, "customer.name", name);
}

Status key_list_address(Ctx *ctx, KeyList *list, const char *address)
{
    return add_folded(ctx, list, KEY_ADDRESS, "customer.address", address);
}

Status key_list_contact(Ctx *ctx, KeyList *list, const Contact *contact)
{
    if (contact->kind == CONTACT_PHONE) return key_list_phone(ctx, list, contact->value);
    if (contact->kind == CONTACT_EMAIL) return key_list_email(ctx, list, contact->value);
    return add_folded(ctx, list, KEY_CONTACT, "customer.contact", contact->value);
}

Status key_list_customer(Ctx *ctx, KeyList *list, const Customer *customer)
{
    Status s = key_list_name(ctx, list, customer->name);
    if (!s) s = key_list_phone(ctx, list, customer->phone);
    if (!s) s = key_list_email(ctx, list, customer->email);
    return s ? s : key_list_address(ctx, list, customer->address);
}

KeyIndex key_list_value(const KeyList *list, KeyKind kind)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind == (int64_t)kind) return list->items[i].value;
    return (KeyIndex){NONE, NONE};
}

Status key_list_put(Ctx *ctx, const KeyList *list, int64_t customer_id, KeyIndex source)
{
    const CustomerKey of = {.customer_id = customer_id, .source = source};
    KeyList keys = *list;
    for (size_t i = 0; i < keys.count; i++) {
        keys.items[i].customer_id = customer_id;
        keys.items[i].source = source;
    }
    return key_store_put(ctx, &of, 1, keys.items, keys.count);
}
