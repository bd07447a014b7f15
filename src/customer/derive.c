#include "customer/derive.h"

#include "access/hearing.h"
#include "access/person.h"
#include "base/text.h"
#include "customer/duplicate_store.h"
#include "customer/found.h"
#include "customer/timeline.h"

/* What was given, and is not what it was. */
static bool is_news(const char *before, const char *now)
{
    return now && *now && !text_equal(before, now);
}

static void own_keys(const KeyList *list, int64_t customer_id, KeyIndex source, CustomerKey *keys,
                     size_t *count)
{
    for (size_t i = 0; i < list->count; i++) {
        keys[*count] = list->items[i];
        keys[*count].customer_id = customer_id;
        keys[(*count)++].source = source;
    }
}

/* --- phone, e-mail and address of the row are primary parts --- */

typedef struct PartRows {
    PartRow *rows;
    size_t count;
    CustomerKey *keys;
    size_t key_count;
} PartRows;

static void begin_part(Ctx *ctx, Part *part, const Customer *customer)
{
    *part = (Part){
        .id = ctx_id(ctx),
        .version = 1,
        .customer_id = customer->id,
        .created_at = ctx_now(ctx),
        .changed_at = ctx_now(ctx),
        .who = ctx_account_id(ctx),
        .primary = true,
    };
}

/* The part as a row, and what it is found by. */
static Status add_part(Ctx *ctx, PartRows *parts, PartKind kind, const void *part)
{
    KeyList list = {.count = 0};
    PartRow *row = &parts->rows[parts->count++];
    Status s = part_row(ctx, kind, part, row);
    if (!s) s = part_type(kind)->keys(ctx, part, &list);
    if (!s) own_keys(&list, row->part->customer_id, row->value_key, parts->keys, &parts->key_count);
    return s;
}

static Status add_contact(Ctx *ctx, PartRows *parts, const Customer *customer, ContactKind kind)
{
    Contact *contact = ARENA_NEW(ctx->arena, Contact);
    if (!contact) return no_memory(ctx);
    shape_clear(&contact_shape, contact);
    begin_part(ctx, (Part *)contact, customer);
    contact->kind = (int64_t)kind;
    contact->value = kind == CONTACT_PHONE ? customer->phone : customer->email;
    Status s = part_type(PART_CONTACT)->prepare(ctx, contact, NULL, customer->kind);
    if (s && s != INVALID) return s;
    if (s) { /* of before it was refused: it is kept, and said to be none */
        problem_clear(ctx);
        contact->value = kind == CONTACT_PHONE ? customer->phone : customer->email;
        contact->invalid = true;
    }
    return add_part(ctx, parts, PART_CONTACT, contact);
}

static Status add_address(Ctx *ctx, PartRows *parts, const Customer *customer)
{
    Address *address = ARENA_NEW(ctx->arena, Address);
    if (!address) return no_memory(ctx);
    shape_clear(&address_shape, address);
    begin_part(ctx, (Part *)address, customer);
    address->region = customer->region;
    address->city = customer->city;
    address->postcode = customer->postcode;
    address->text = customer->address;
    return add_part(ctx, parts, PART_ADDRESS, address);
}

static Status derive_parts(Ctx *ctx, const CustomerWrite *writes, size_t count)
{
    enum { EACH = 3, KEYS = 4 }; /* a phone has two keys, the others one */
    PartRows parts = {.rows = ARENA_ARRAY(ctx->arena, count * EACH, PartRow),
                      .keys = ARENA_ARRAY(ctx->arena, count * KEYS, CustomerKey)};
    Status s = parts.rows && parts.keys ? OK : no_memory(ctx);
    for (size_t i = 0; i < count && !s; i++) {
        const Customer *now = writes[i].customer, *before = &writes[i].before;
        if (is_news(before->phone, now->phone)) s = add_contact(ctx, &parts, now, CONTACT_PHONE);
        if (!s && is_news(before->email, now->email))
            s = add_contact(ctx, &parts, now, CONTACT_EMAIL);
        if (!s && is_news(before->address, now->address)) s = add_address(ctx, &parts, now);
    }
    if (!s) s = part_store_demote(ctx, parts.rows, parts.count);
    if (!s) s = part_store_put(ctx, parts.rows, parts.count);
    return s ? s : key_store_put(ctx, NULL, 0, parts.keys, parts.key_count);
}

/* --- keys, and who else has them --- */

static bool keys_changed(const CustomerWrite *write)
{
    const Customer *now = write->customer, *before = &write->before;
    return !before->id || !text_equal(before->name, now->name) ||
           !text_equal(before->phone, now->phone) || !text_equal(before->email, now->email) ||
           !text_equal(before->address, now->address);
}

static Status derive_keys(Ctx *ctx, const CustomerWrite *writes, size_t count)
{
    const size_t each = sizeof((KeyList *)NULL)->items / sizeof *((KeyList *)NULL)->items;
    CustomerKey *sources = ARENA_ARRAY(ctx->arena, count, CustomerKey);
    CustomerKey *keys = ARENA_ARRAY(ctx->arena, count * each, CustomerKey);
    DuplicateProbes probes;
    size_t source_count = 0, key_count = 0;
    Status s = sources && keys ? duplicate_probes(ctx, count, &probes) : no_memory(ctx);
    for (size_t i = 0; i < count && !s; i++) {
        const Customer *customer = writes[i].customer;
        KeyList list = {.count = 0};
        if (!keys_changed(&writes[i])) continue;
        sources[source_count++] = (CustomerKey){.customer_id = customer->id};
        s = key_list_customer(ctx, &list, customer);
        if (s) break;
        own_keys(&list, customer->id, key_fixed(0), keys, &key_count);
        duplicate_probe(&probes, customer, &list);
    }
    if (!s) s = key_store_put(ctx, sources, source_count, keys, key_count);
    return s ? s : duplicate_store_propose(ctx, &probes);
}

/* --- classifications --- */

static void add_class(const CustomerWrite *write, int64_t kind, int64_t before, int64_t now,
                      ClassRow *rows, size_t *count)
{
    if (write->before.id ? before == now : now == NONE) return;
    if (now == NONE) return;
    rows[(*count)++] = (ClassRow){.customer_id = write->customer->id,
                                  .kind = kind,
                                  .value = now,
                                  .since = write->customer->changed_at};
}

static Status derive_classes(Ctx *ctx, const CustomerWrite *writes, size_t count)
{
    enum { EACH = 4 };
    ClassRow *rows = ARENA_ARRAY(ctx->arena, count * EACH, ClassRow);
    size_t row_count = 0;
    if (!rows) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        const Customer *now = writes[i].customer, *before = &writes[i].before;
        size_t first = row_count;
        add_class(&writes[i], CLASS_ROLE, before->role, now->role, rows, &row_count);
        add_class(&writes[i], CLASS_LIFECYCLE, before->lifecycle, now->lifecycle, rows, &row_count);
        add_class(&writes[i], CLASS_RELATIONSHIP, before->relationship, now->relationship, rows,
                  &row_count);
        add_class(&writes[i], CLASS_TIER, before->tier, now->tier, rows, &row_count);
        for (size_t k = first; k < row_count; k++) {
            rows[k].who = ctx_account_id(ctx);
            Status s = before->id ? class_tell(ctx, &rows[k]) : OK;
            if (s) return s;
        }
    }
    return class_store_put(ctx, rows, row_count);
}

static Status tell_handover(Ctx *ctx, const CustomerWrite *write)
{
    const Customer *customer = write->customer;
    if (!write->before.id || !is_news(write->before.specialist, customer->specialist)) return OK;
    TimelineEntry entry = {
        .customer_id = customer->id,
        .at = customer->changed_at,
        .kind = "customer.handed_over",
        .who = ctx_account_id(ctx),
        .subject_kind = "account",
        .subject_id = write->specialist_id,
        .text = customer->specialist,
        .key = arena_format(ctx->arena, "specialist/%lld/%lld", (long long)write->specialist_id,
                            (long long)customer->version),
    };
    return entry.key ? timeline_add(ctx, &entry) : no_memory(ctx);
}

static Status tell_created(Ctx *ctx, const CustomerWrite *writes, size_t count)
{
    TimelineEntry *entries = ARENA_ARRAY(ctx->arena, count, TimelineEntry);
    size_t created = 0;
    if (!entries) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        if (!writes[i].before.id)
            entries[created++] = (TimelineEntry){
                .customer_id = writes[i].customer->id,
                .at = writes[i].customer->created_at,
                .kind = "customer.created",
                .who = ctx_account_id(ctx),
                .key = "created",
            };
    return timeline_add_many(ctx, entries, created);
}

static bool outlet_changed(const CustomerWrite *write)
{
    return !text_equal(write->before.outlet, write->customer->outlet);
}

/* --- those who listen --- */

static const Field heard_fields[] = {FIELD_ID(Customer, id, .doc = "The customer"),
                                     FIELD_INT(Customer, version, .doc = "Rises with every write"),
                                     FIELD_END};
static const Shape heard_shape = SHAPE(Customer, heard_fields, "A customer that changed");

static Status tell_feed(Ctx *ctx, const CustomerWrite *write)
{
    const int64_t keys[FEED_KEYS] = {
        [FEED_KEY_CUSTOMER] = write->customer->id, [FEED_KEY_OUTLET] = write->outlet_id};
    return change_tell(ctx, "customer.changed", &heard_shape, write->customer, keys);
}

Status customer_derive(Ctx *ctx, const CustomerWrite *writes, size_t count)
{
    if (!count) return OK;
    Status s = derive_parts(ctx, writes, count);
    if (!s) s = derive_keys(ctx, writes, count);
    if (!s) s = derive_classes(ctx, writes, count);
    if (!s) s = tell_created(ctx, writes, count);
    for (size_t i = 0; i < count && !s; i++) {
        s = tell_handover(ctx, &writes[i]);
        if (!s && (keys_changed(&writes[i]) || outlet_changed(&writes[i])))
            s = customer_index(ctx, writes[i].customer, !writes[i].before.id);
        if (!s) s = tell_feed(ctx, &writes[i]);
    }
    return s;
}

Status customer_derive_part(Ctx *ctx, const Customer *customer, const KeyList *keys)
{
    DuplicateProbes probes;
    Status s = duplicate_probes(ctx, 1, &probes);
    if (s) return s;
    duplicate_probe(&probes, customer, keys);
    s = duplicate_store_propose(ctx, &probes);
    return s ? s : customer_index(ctx, customer, false);
}
