#include "customer/custom_store.h"
#include "customer/customer_indexed.h"
#include "customer/customer_store.h"
#include "customer/part_kind.h"

/* --- keys --- */

/* Of what it is of or what it is: either may be by the other key. */
SQL(key_leave, "DELETE FROM customer_key WHERE kind = $1 AND value IN ($2, $3)"
               " AND customer_id = $4 AND source IN ($5, $6) AND NOT (value = $2 AND source = $5)");
SQL(key_come, "INSERT INTO customer_key (kind, value, customer_id, source)"
              " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING");

static Status key_renew(Ctx *ctx, const CustomerKey *key, int64_t *moved)
{
    int64_t left = 0;
    Status s = db_run_count(ctx, &key_leave, &left, db_int(key->kind), db_int(key->value.now),
                            db_int(key->value.other), db_int(key->customer_id),
                            db_int(key->source.now), db_int(key->source.other));
    *moved += left;
    if (s || !left) return s;
    return db_run(ctx, &key_come, db_int(key->kind), db_int(key->value.now),
                  db_int(key->customer_id), db_int(key->source.now));
}

static Status keys_renew(Ctx *ctx, const KeyList *list, const CustomerKey *of, int64_t *moved)
{
    Status s = OK;
    for (size_t i = 0; !s && i < list->count; i++) {
        CustomerKey key = list->items[i];
        key.customer_id = of->customer_id;
        key.source = of->source;
        s = key_renew(ctx, &key, moved);
    }
    return s;
}

/* --- the customer's own row --- */

#define MOVE(column)                                                                               \
    SQL(customer_move_##column,                                                                    \
        "UPDATE customer SET " #column " = $2 WHERE id = $1 AND " #column " = $3")
MOVE(name_key);
MOVE(phone_key);
MOVE(phone_tail_key);
MOVE(email_key);

static Status row_renew(Ctx *ctx, const IndexedRow *row, int64_t *moved)
{
    Customer customer;
    CustomerKeys keys;
    KeyList list = {.count = 0};
    const CustomerKey of = {.customer_id = row->keys[0].i, .source = key_fixed(0)};
    Status s = customer_unseal(ctx, row->bytes, row->length, &customer);
    if (!s) s = customer_keys(ctx, &customer, &keys);
    if (!s) s = index_move(ctx, &customer_move_name_key, row->keys[0], &keys.name, moved);
    if (!s) s = index_move(ctx, &customer_move_phone_key, row->keys[0], &keys.phone, moved);
    if (!s) s = index_move(ctx, &customer_move_phone_tail_key, row->keys[0], &keys.tail, moved);
    if (!s) s = index_move(ctx, &customer_move_email_key, row->keys[0], &keys.email, moved);
    if (!s) s = key_list_customer(ctx, &list, &customer);
    return s ? s : keys_renew(ctx, &list, &of, moved);
}

const Indexed customer_indexed = {
    "customer.sealed",
    "customer.name_key customer.phone_key customer.phone_tail_key customer.email_key"
    " customer_key.value",
    row_renew};

/* --- parts --- */

SQL(part_kept, "SELECT kind, sort, is_primary FROM customer_part WHERE customer_id = $1"
               " AND id = $2");
SQL(part_twin, "SELECT id FROM customer_part WHERE customer_id = $1 AND kind = $2 AND sort = $3"
               " AND value_key = $4 AND id <> $5");
SQL(part_twin_primary, "UPDATE customer_part SET is_primary = 1 WHERE customer_id = $1"
                       " AND id = $2");
SQL(part_twin_drop, "DELETE FROM customer_part WHERE customer_id = $1 AND id = $2");
SQL(part_move, "UPDATE customer_part SET value_key = $3 WHERE customer_id = $1 AND id = $2"
               " AND value_key = $4");

typedef struct PartKept {
    PartStored stored;
    PartKind kind;
    KeyIndex value;
} PartKept;

static Status part_read(Ctx *ctx, const IndexedRow *row, PartKept *out)
{
    Rows *rows;
    *out = (PartKept){.stored.head = {.customer_id = row->keys[0].i, .id = row->keys[1].i}};
    Status s = db_query(ctx, &part_kept, &rows, row->keys[0], row->keys[1]);
    if (s) return s;
    if (rows_next(rows)) {
        out->kind = (PartKind)rows_int(rows, 0);
        out->stored.sort = rows_int(rows, 1);
        out->stored.head.primary = rows_int(rows, 2) == 1;
    }
    s = rows_end(rows);
    return s ? s : key_unseal(ctx, PART_PURPOSE, row->bytes, row->length, &out->stored.content);
}

/* Two writers who did not see each other at the moment of the change may have entered one value by
 * both keys: it is kept once, as it would have been. */
static Status twin_settle(Ctx *ctx, const PartKept *part, bool *dropped)
{
    int64_t twin;
    const Part *head = &part->stored.head;
    *dropped = false;
    Status s =
        db_get_int(ctx, &part_twin, &twin, db_int(head->customer_id), db_int((int64_t)part->kind),
                   db_int(part->stored.sort), db_int(part->value.now), db_int(head->id));
    if (s == NOT_FOUND) return OK;
    if (!s && head->primary)
        s = db_run(ctx, &part_twin_primary, db_int(head->customer_id), db_int(twin));
    *dropped = !s;
    return s ? s : db_run(ctx, &part_twin_drop, db_int(head->customer_id), db_int(head->id));
}

static Status value_renew(Ctx *ctx, const PartKept *part, int64_t *moved)
{
    int64_t changed = 0;
    bool dropped;
    const Part *head = &part->stored.head;
    if (!part_type(part->kind)->by_value) return OK;
    Status s = twin_settle(ctx, part, &dropped);
    if (!s && !dropped)
        s = db_run_count(ctx, &part_move, &changed, db_int(head->customer_id), db_int(head->id),
                         db_int(part->value.now), db_int(part->value.other));
    *moved += dropped ? 1 : changed;
    return s;
}

static Status part_renew(Ctx *ctx, const IndexedRow *row, int64_t *moved)
{
    PartKept part;
    KeyList list = {.count = 0};
    Status s = part_read(ctx, row, &part);
    if (s || !part.kind || !part_type(part.kind)->keys) return s;
    void *thing = arena_alloc(ctx->arena, part_type(part.kind)->shape->size);
    if (!thing) return no_memory(ctx);
    s = part_open(ctx, part.kind, &part.stored, thing);
    if (!s) s = part_value_key(ctx, part.kind, thing, &part.value);
    if (!s) s = value_renew(ctx, &part, moved);
    if (!s) s = part_type(part.kind)->keys(ctx, thing, &list);
    const CustomerKey of = {.customer_id = part.stored.head.customer_id, .source = part.value};
    return s ? s : keys_renew(ctx, &list, &of, moved);
}

const Indexed customer_part_indexed = {
    "customer_part.sealed", "customer_part.value_key customer_key.value customer_key.source",
    part_renew};

/* --- what declared fields hold --- */

SQL(value_open, "SELECT value FROM customer_value WHERE customer_id = $1 AND name = $2");
SQL(value_move, "UPDATE customer_value SET value_key = $3 WHERE customer_id = $1 AND name = $2"
                " AND value_key = $4");

/* Of a field that is not personal it stands beside its index unsealed. */
static Status value_read(Ctx *ctx, const IndexedRow *row, const char **out)
{
    Rows *rows;
    Status s = key_unseal(ctx, CUSTOM_PURPOSE, row->bytes, row->length, out);
    if (s || *out) return s;
    s = db_query(ctx, &value_open, &rows, row->keys[0], row->keys[1]);
    if (s) return s;
    if (rows_next(rows)) *out = rows_copy(rows, 0);
    return rows_end(rows);
}

static Status custom_renew(Ctx *ctx, const IndexedRow *row, int64_t *moved)
{
    const char *value;
    KeyIndex key;
    int64_t changed = 0;
    Status s = value_read(ctx, row, &value);
    if (!s) s = custom_key(ctx, row->keys[1].p, value, &key);
    if (!s)
        s = db_run_count(ctx, &value_move, &changed, row->keys[0], row->keys[1], db_int(key.now),
                         db_int(key.other));
    *moved += changed;
    return s;
}

const Indexed customer_value_indexed = {"customer_value.sealed", "customer_value.value_key",
                                        custom_renew};
