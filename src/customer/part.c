#include "customer/part.h"

#include <string.h>
#include <strings.h>

#include "access/audit.h"
#include "access/masked.h"
#include "access/page.h"
#include "access/person.h"
#include "base/phone.h"
#include "customer/derive.h"
#include "customer/found.h"
#include "customer/timeline.h"

static Status audit(Ctx *ctx, PartKind kind, const Part *part, const char *what)
{
    const char *action = arena_format(ctx->arena, "customer.%s_%s", part_type(kind)->name, what);
    const char *detail = arena_format(ctx->arena, "{\"id\":\"%lld\"}", (long long)part->id);
    if (!action || !detail) return no_memory(ctx);
    return audit_write(ctx, action, "customer", part->customer_id, detail);
}

/* What the customer's timeline calls them; of notes it has its own. */
static const char *const lines[][3] = {
    [PART_CONTACT] = {"customer.contact_added", "customer.contact_changed",
                      "customer.contact_removed"},
    [PART_ADDRESS] = {"customer.address_added", "customer.address_changed",
                      "customer.address_removed"},
    [PART_PERSON] = {"customer.person_added", "customer.person_changed", "customer.person_removed"},
};
enum { LINE_ADDED, LINE_CHANGED, LINE_REMOVED };

static Status tell(Ctx *ctx, PartKind kind, const Part *part, int what)
{
    bool told = (size_t)kind < sizeof lines / sizeof *lines && lines[kind][what];
    return told ? timeline_note(ctx, part->customer_id, lines[kind][what], NULL, 0) : OK;
}

/* Writes the primary part (blank: that there is none) into its customer's own row. */
static Status write_own(Ctx *ctx, PartKind kind, const void *part, Customer *customer)
{
    const Customer before = *customer;
    const PartType *type = part_type(kind);
    if (!type->own || !type->own(ctx, part, customer)) return OK;
    return customer_write_one(ctx, &before, customer);
}

/* A row of the part written; takes the mark from the others, and tells the customer's row. */
static Status after_write(Ctx *ctx, const PartRow *row, Customer *customer)
{
    const PartType *type = part_type(row->kind);
    const Part *part = row->part;
    KeyList keys = {.count = 0};
    Status s = OK;
    if (part->primary) s = part_store_demote(ctx, row, 1);
    if (!s && type->keys) s = type->keys(ctx, part, &keys);
    if (!s && type->keys) s = key_list_put(ctx, &keys, part->customer_id, row->value_key);
    if (!s) s = customer_derive_part(ctx, customer, &keys);
    return s || !part->primary ? s : write_own(ctx, row->kind, part, customer);
}

static Status check_room(Ctx *ctx, PartKind kind, int64_t customer_id, bool *first)
{
    int64_t count;
    Status s = part_store_count(ctx, customer_id, kind, &count);
    *first = !s && count == 0 && part_type(kind)->has_primary;
    if (!s && kind != PART_NOTE && count >= PARTS_MAX)
        s = fail(ctx, CONFLICT, "a customer has at most %d of these", PARTS_MAX);
    return s;
}

static Status tell_note(Ctx *ctx, PartKind kind, const Part *part)
{
    if (kind != PART_NOTE) return OK;
    TimelineEntry entry = {
        .customer_id = part->customer_id,
        .at = part->created_at,
        .kind = "customer.note",
        .subject_kind = "note",
        .subject_id = part->id,
        .who = part->who,
        .key = arena_format(ctx->arena, "note/%lld", (long long)part->id),
    };
    return entry.key ? timeline_add(ctx, &entry) : no_memory(ctx);
}

/* The first phone number becomes primary though there are e-mail addresses: each sort by itself. */
static Status first_of_sort(Ctx *ctx, const PartRow *row, bool *first)
{
    List list;
    if (row->kind != PART_CONTACT) return OK;
    Status s = part_store_reach(ctx, row->part->customer_id, row->sort, 1, &list);
    *first = !s && !list.count;
    return s;
}

static Status add(Ctx *ctx, PartKind kind, void *thing, bool may_be_first)
{
    Part *part = thing;
    Customer customer;
    PartRow row;
    bool first = false;
    Status s = customer_find(ctx, part->customer_id, &customer);
    if (!s) s = customer_check_alive(ctx, &customer);
    if (!s) s = check_room(ctx, kind, part->customer_id, &first);
    if (!s) s = part_type(kind)->prepare(ctx, thing, NULL, customer.kind);
    if (s) return s;
    part->id = ctx_id(ctx);
    part->version = 1;
    part->created_at = part->changed_at = ctx_now(ctx);
    part->who = ctx_account_id(ctx);
    s = part_row(ctx, kind, thing, &row);
    if (!s) s = first_of_sort(ctx, &row, &first);
    if (s) return s;
    part->primary |= first && may_be_first;
    s = part_store_insert(ctx, &row);
    if (s == CONFLICT)
        return fail(ctx, CONFLICT, "the customer has this %s already", part_type(kind)->name);
    if (!s) s = after_write(ctx, &row, &customer);
    if (!s) s = tell_note(ctx, kind, part);
    if (!s) s = tell(ctx, kind, part, LINE_ADDED);
    if (!s) s = part_find(ctx, kind, part, thing);
    return s ? s : audit(ctx, kind, part, "add");
}

Status part_add(Ctx *ctx, PartKind kind, void *part)
{
    return add(ctx, kind, part, true);
}

Status part_add_further(Ctx *ctx, PartKind kind, void *part)
{
    return add(ctx, kind, part, kind != PART_ADDRESS);
}

static Status stale(Ctx *ctx, PartKind kind)
{
    return fail(ctx, STALE, "this %s was changed by someone else", part_type(kind)->name);
}

/* The stored one and its customer, which must be such that it can be edited. */
static Status open_stored(Ctx *ctx, PartKind kind, const Part *which, void *out, Customer *customer)
{
    PartStored stored;
    Status s = customer_find(ctx, which->customer_id, customer);
    if (s) return s;
    if (customer->erased_at != NONE)
        return fail(ctx, CONFLICT, "customer %s was erased", customer->code);
    s = part_store_find(ctx, kind, which, &stored);
    if (s == NOT_FOUND) return fail(ctx, NOT_FOUND, "there is no such %s", part_type(kind)->name);
    return s ? s : part_open(ctx, kind, &stored, out);
}

/* It is found no longer by what it was. */
static Status forget_keys(Ctx *ctx, PartKind kind, const void *stored)
{
    PartRow row;
    const KeyList none = {.count = 0};
    Status s = part_row(ctx, kind, stored, &row);
    return s ? s : key_list_put(ctx, &none, row.part->customer_id, row.value_key);
}

Status part_change(Ctx *ctx, PartKind kind, void *thing, int64_t version)
{
    Part *part = thing;
    Customer customer;
    PartRow row;
    bool written = false;
    void *stored = arena_alloc(ctx->arena, part_type(kind)->shape->size);
    if (!stored) return no_memory(ctx);
    Status s = open_stored(ctx, kind, part, stored, &customer);
    const Part *head = stored;
    if (!s && head->version != version) s = stale(ctx, kind);
    const Shape *shape = part_type(kind)->shape;
    if (!s) s = masked_check(ctx, shape, thing, shape, stored);
    if (!s) s = part_type(kind)->prepare(ctx, thing, stored, customer.kind);
    if (!s && kind == PART_CONTACT && ((Contact *)thing)->kind != ((Contact *)stored)->kind)
        s = fail_field(ctx, "kind", "cannot be changed: enter another");
    if (s) return s;
    part->version = version + 1;
    part->created_at = head->created_at;
    part->changed_at = ctx_now(ctx);
    part->who = ctx_account_id(ctx);
    part->primary |= head->primary;
    s = part_row(ctx, kind, thing, &row);
    if (!s) s = part_store_update(ctx, &row, &written);
    if (s == CONFLICT)
        return fail(ctx, CONFLICT, "the customer has this %s already", part_type(kind)->name);
    if (!s && !written) s = stale(ctx, kind);
    if (!s) s = forget_keys(ctx, kind, stored);
    if (!s) s = after_write(ctx, &row, &customer);
    if (!s) s = tell(ctx, kind, part, LINE_CHANGED);
    if (!s) s = part_find(ctx, kind, part, thing);
    return s ? s : audit(ctx, kind, part, "change");
}

Status part_remove(Ctx *ctx, PartKind kind, const Part *which, int64_t version)
{
    Customer customer;
    const PartType *type = part_type(kind);
    bool written = false;
    void *stored = arena_alloc(ctx->arena, type->shape->size);
    void *blank = arena_alloc(ctx->arena, type->shape->size);
    if (!stored || !blank) return no_memory(ctx);
    Status s = open_stored(ctx, kind, which, stored, &customer);
    if (!s) s = part_store_delete(ctx, which, version, &written);
    if (!s && !written) s = stale(ctx, kind);
    if (!s) s = forget_keys(ctx, kind, stored);
    if (s) return s;
    shape_clear(type->shape, blank);
    if (kind == PART_CONTACT) ((Contact *)blank)->kind = ((const Contact *)stored)->kind;
    if (((const Part *)stored)->primary) s = write_own(ctx, kind, blank, &customer);
    if (!s && type->keys) s = customer_index(ctx, &customer, false);
    if (!s) s = tell(ctx, kind, which, LINE_REMOVED);
    return s ? s : audit(ctx, kind, which, "remove");
}

Status part_find(Ctx *ctx, PartKind kind, const Part *which, void *out)
{
    PartStored stored;
    Customer customer;
    Status s = customer_find(ctx, which->customer_id, &customer);
    if (!s) s = part_store_find(ctx, kind, which, &stored);
    if (s == NOT_FOUND && !*ctx->problem.message)
        return fail(ctx, NOT_FOUND, "there is no such %s", part_type(kind)->name);
    return s ? s : part_open(ctx, kind, &stored, out);
}

Status part_list(Ctx *ctx, PartKind kind, const PartFilter *filter, List *out, const char **next)
{
    const Shape *shape = part_type(kind)->shape;
    Customer customer;
    int64_t place;
    List stored;
    Status s = page_start(ctx, filter->cursor, kind == PART_NOTE ? INT64_MAX : 0, &place);
    if (!s) s = customer_find(ctx, filter->customer_id, &customer);
    if (!s) s = part_store_page(ctx, kind, filter, place, &stored);
    if (s) return s;
    *out = (List){arena_array(ctx->arena, stored.count, shape->size), stored.count};
    if (!out->items) return no_memory(ctx);
    const PartStored *rows = stored.items;
    for (size_t i = 0; i < stored.count && !s; i++)
        s = part_open(ctx, kind, &rows[i], (char *)out->items + i * shape->size);
    return s ? s : page_end(ctx, out, filter->limit, shape, next);
}

Status contact_reach(Ctx *ctx, int64_t customer_id, ContactKind kind, const char **value)
{
    List list;
    *value = NULL;
    Status s = part_store_reach(ctx, customer_id, (int64_t)kind, PARTS_MAX, &list);
    for (size_t i = 0; i < list.count && !s && !*value; i++) {
        Contact contact;
        s = part_open(ctx, PART_CONTACT, &((const PartStored *)list.items)[i], &contact);
        if (!s && !contact.invalid && !contact.opted_out) *value = contact.value;
    }
    return s;
}

/* Of a number whatever its extension, of anything else in whatever case. */
static Status is_same(Ctx *ctx, ContactKind kind, const char *kept, const char *value, bool *out)
{
    const char *one = kept, *two = value;
    Status s = OK;
    *out = false;
    if (!kept) return OK;
    if (kind == CONTACT_PHONE) s = phone_normal(ctx, kept, &one);
    if (!s && kind == CONTACT_PHONE) s = phone_normal(ctx, value, &two);
    if (s && s != INVALID) return s;
    if (s) problem_clear(ctx);
    *out = strcasecmp(s ? kept : one, s ? value : two) == 0;
    return OK;
}

Status contact_barred(Ctx *ctx, int64_t customer_id, ContactKind kind, const char *value, bool *out)
{
    List list;
    *out = false;
    Status s = part_store_reach(ctx, customer_id, (int64_t)kind, PARTS_MAX, &list);
    for (size_t i = 0; i < list.count && !s && !*out; i++) {
        Contact contact;
        s = part_open(ctx, PART_CONTACT, &((const PartStored *)list.items)[i], &contact);
        if (!s && (contact.invalid || contact.opted_out))
            s = is_same(ctx, kind, contact.value, value, out);
    }
    return s;
}
