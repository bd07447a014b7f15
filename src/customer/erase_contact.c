#include "customer/erase_contact.h"

#include <string.h>

#include "customer/part.h"

enum { AT_ONCE = 200, POINTS_OF_A_PART = 2 };

static Status make_room(Ctx *ctx, Texts *to, size_t more)
{
    const char **items = ARENA_ARRAY(ctx->arena, to->count + more, const char *);
    if (!items) return no_memory(ctx);
    if (to->count) memcpy(items, to->items, to->count * sizeof *items);
    to->items = items;
    return OK;
}

static void add(Texts *to, const char *contact)
{
    if (contact) to->items[to->count++] = contact;
}

static void add_parts(Texts *to, PartKind kind, const List *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        if (kind == PART_CONTACT) {
            const Contact *contact = (const Contact *)parts->items + i;
            bool dialled = contact->kind == CONTACT_PHONE || contact->kind == CONTACT_EMAIL;
            add(to, dialled ? contact->value : NULL);
        } else if (kind == PART_ADDRESS) {
            add(to, ((const Address *)parts->items)[i].phone);
        } else {
            const ContactPerson *person = (const ContactPerson *)parts->items + i;
            add(to, person->phone);
            add(to, person->email);
        }
    }
}

static Status add_kind(Ctx *ctx, int64_t customer_id, PartKind kind, Texts *to)
{
    PartFilter filter = {.customer_id = customer_id, .limit = AT_ONCE};
    Status s = OK;
    do {
        List parts;
        s = part_list(ctx, kind, &filter, &parts, &filter.cursor);
        if (!s) s = make_room(ctx, to, parts.count * POINTS_OF_A_PART);
        if (!s) add_parts(to, kind, &parts);
    } while (!s && filter.cursor);
    return s;
}

static Status add_all(Ctx *ctx, const Customer *customer, size_t kind_count, Texts *out)
{
    static const PartKind kinds[] = {PART_CONTACT, PART_ADDRESS, PART_PERSON};
    *out = (Texts){0};
    Status s = make_room(ctx, out, POINTS_OF_A_PART);
    if (s) return s;
    add(out, customer->phone);
    add(out, customer->email);
    for (size_t i = 0; !s && i < kind_count; i++)
        s = add_kind(ctx, customer->id, kinds[i], out);
    return s;
}

Status erase_contacts_of(Ctx *ctx, const Customer *customer, Texts *out)
{
    return add_all(ctx, customer, 3, out);
}

Status erase_contacts_own(Ctx *ctx, const Customer *customer, Texts *out)
{
    return add_all(ctx, customer, 1, out);
}

Status erase_contacts(Ctx *ctx, const Texts *contacts, ErasureProof *proof)
{
    Status s = OK;
    for (size_t i = 0; customer_contributors[i]; i++)
        for (size_t k = 0; !s && customer_contributors[i]->erase_contact && k < contacts->count;
             k++)
            s = customer_contributors[i]->erase_contact(ctx, contacts->items[k], proof);
    return s;
}

Status erase_contacts_left(Ctx *ctx, const Texts *contacts, int64_t *rows)
{
    Status s = OK;
    *rows = 0;
    for (size_t i = 0; customer_contributors[i]; i++)
        for (size_t k = 0; !s && customer_contributors[i]->left_contact && k < contacts->count;
             k++) {
            int64_t found = 0;
            s = customer_contributors[i]->left_contact(ctx, contacts->items[k], &found);
            *rows += found;
        }
    return s;
}
