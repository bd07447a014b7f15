#include "customer/unowned.h"

#include <string.h>

#include "access/person.h"
#include "base/json.h"
#include "customer/contact_owner.h"
#include "customer/erase_contact.h"

Status unowned_add(Ctx *ctx, List *ids, int64_t id)
{
    int64_t *items = ids->items;
    for (size_t i = 0; i < ids->count; i++)
        if (items[i] == id) return OK;
    items =
        arena_grow(ctx->arena, items, ids->count * sizeof *items, (ids->count + 1) * sizeof *items);
    if (!items) return no_memory(ctx);
    items[ids->count] = id;
    *ids = (List){items, ids->count + 1};
    return OK;
}

static Status find_by(Ctx *ctx, const char *contact, List *ids)
{
    Status s = OK;
    for (size_t i = 0; customer_contributors[i] && !s; i++)
        if (customer_contributors[i]->unowned)
            s = customer_contributors[i]->unowned(ctx, contact, ids);
    return s;
}

Status unowned_find(Ctx *ctx, const Texts *contacts, List *ids)
{
    const Person *who = ctx->who;
    Status s = OK;
    *ids = (List){NULL, 0};
    ctx->who = NULL;
    for (size_t i = 0; i < contacts->count && !s; i++)
        s = find_by(ctx, contacts->items[i], ids);
    ctx->who = who;
    return s;
}

static Status erase_one(Ctx *ctx, int64_t id, ErasureProof *proof)
{
    Status s = OK;
    for (size_t i = 0; customer_contributors[i] && !s; i++)
        if (customer_contributors[i]->of_unowned)
            s = customer_contributors[i]->erase(ctx, id, proof);
    return s;
}

Status unowned_erase(Ctx *ctx, const List *ids, ErasureProof *proof)
{
    const int64_t *items = ids->items;
    Status s = OK;
    for (size_t i = 0; i < ids->count && !s; i++)
        s = erase_one(ctx, items[i], proof);
    return s;
}

static Status left_of(Ctx *ctx, int64_t id, int64_t *rows)
{
    Status s = OK;
    for (size_t i = 0; customer_contributors[i] && !s; i++) {
        int64_t found = 0;
        if (!customer_contributors[i]->of_unowned) continue;
        s = customer_contributors[i]->left(ctx, id, &found);
        *rows += found;
    }
    return s;
}

Status unowned_left(Ctx *ctx, const Texts *contacts, const List *ids, int64_t *rows)
{
    const int64_t *items = ids->items;
    List again;
    Status s = unowned_find(ctx, contacts, &again);
    *rows = s ? 0 : (int64_t)again.count;
    for (size_t i = 0; i < ids->count && !s; i++)
        s = left_of(ctx, items[i], rows);
    return s;
}

/* --- telling --- */

/* Who may have it too is asked of all customers there are. */
static Status is_theirs_alone(Ctx *ctx, const char *contact, int64_t customer_id, bool *out)
{
    ContactOwners owners;
    const Person *who = ctx->who;
    bool mail = strchr(contact, '@') != NULL;
    ctx->who = NULL;
    Status s = contact_owners(ctx, mail ? NULL : contact, mail ? contact : NULL, &owners);
    ctx->who = who;
    *out = !s && owners.only && contact_is_of(&owners, customer_id);
    if (s == INVALID) problem_clear(ctx);
    return s == INVALID ? OK : s;
}

static Status keep_own(Ctx *ctx, int64_t customer_id, Texts *contacts)
{
    size_t kept = 0;
    Status s = OK;
    for (size_t i = 0; i < contacts->count && !s; i++) {
        bool own;
        s = is_theirs_alone(ctx, contacts->items[i], customer_id, &own);
        if (!s && own) contacts->items[kept++] = contacts->items[i];
    }
    contacts->count = kept;
    return s;
}

static Status tell_one(Ctx *ctx, int64_t id, Buf *out)
{
    bool first = true;
    Status s = OK;
    for (size_t i = 0; customer_contributors[i] && !s; i++) {
        const CustomerContributor *of = customer_contributors[i];
        if (!of->of_unowned) continue;
        buf_char(out, first ? '{' : ',');
        json_text(out, of->name);
        buf_char(out, ':');
        s = of->tell(ctx, id, out);
        first = false;
    }
    buf_char(out, '}');
    return s;
}

static Status tell_member(Ctx *ctx, int64_t customer_id, Buf *out, bool *first)
{
    Customer customer;
    Texts contacts;
    List ids;
    Status s = customer_find(ctx, customer_id, &customer);
    if (s == NOT_FOUND) problem_clear(ctx); /* merged in, and out of the reader's scope */
    if (s) return s == NOT_FOUND ? OK : s;
    s = erase_contacts_own(ctx, &customer, &contacts);
    if (!s) s = keep_own(ctx, customer_id, &contacts);
    if (!s) s = unowned_find(ctx, &contacts, &ids);
    for (size_t i = 0; !s && i < ids.count; i++) {
        if (!*first) buf_char(out, ',');
        *first = false;
        s = tell_one(ctx, ((const int64_t *)ids.items)[i], out);
    }
    return s;
}

Status unowned_tell(Ctx *ctx, int64_t customer_id, Buf *out)
{
    return contributor_members(ctx, customer_id, tell_member, out);
}
