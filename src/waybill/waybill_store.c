#include "waybill/waybill_store.h"

#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "db/db.h"
#include "waybill/waybill_indexed.h"

#define WIDE                                                                                       \
    "source, created_ms, order_no, reference, customer_ref, sender_ref, receiver_ref,"             \
    " promise_source, lane_id, lane_version, weight_g, pieces, fee, insured, cod, goods,"          \
    " parties_sealed, accepted_ms, collect_by_ms, city_by_ms, attempt_by_ms, product_version,"     \
    " calendar_version, promise_changed, base_ms"

SQL(waybill_orphan, "INSERT INTO waybill (waybill_id, source, created_ms) VALUES ($1, $2, $3)");
SQL(waybill_wide, "SELECT " WIDE " FROM waybill WHERE waybill_id = $1");
SQL(waybill_wide_write,
    "INSERT INTO waybill (waybill_id, " WIDE ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,"
    " $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) ON CONFLICT "
    "(waybill_id) DO UPDATE SET"
    " source = excluded.source, order_no = excluded.order_no, reference = excluded.reference,"
    " customer_ref = excluded.customer_ref, sender_ref = excluded.sender_ref,"
    " receiver_ref = excluded.receiver_ref, promise_source = excluded.promise_source,"
    " lane_id = excluded.lane_id, lane_version = excluded.lane_version,"
    " weight_g = excluded.weight_g, pieces = excluded.pieces, fee = excluded.fee,"
    " insured = excluded.insured, cod = excluded.cod, goods = excluded.goods,"
    " parties_sealed = excluded.parties_sealed, accepted_ms = excluded.accepted_ms,"
    " collect_by_ms = excluded.collect_by_ms, city_by_ms = excluded.city_by_ms,"
    " attempt_by_ms = excluded.attempt_by_ms, product_version = excluded.product_version,"
    " calendar_version = excluded.calendar_version, base_ms = excluded.base_ms,"
    " emptied_ms = CASE WHEN excluded.parties_sealed IS NULL THEN waybill.emptied_ms END");
SQL(party_add, "INSERT INTO waybill_party_index (kind, value, waybill_id) VALUES ($1, $2, $3)"
               " ON CONFLICT DO NOTHING");
SQL(party_remove, "DELETE FROM waybill_party_index WHERE kind = $1 AND value IN ($2, $4)"
                  " AND waybill_id = $3");

enum { WIDE_WIDTH = 26, CHUNK = 512 };

Status waybill_store_orphans(Ctx *ctx, const int64_t *waybill_ids, size_t count)
{
    enum { WIDTH = 3 };
    DbValue *values = ARENA_ARRAY(ctx->arena, count * WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        values[i * WIDTH] = db_int(waybill_ids[i]);
        values[i * WIDTH + 1] = db_int(WAYBILL_FROM_SCAN);
        values[i * WIDTH + 2] = db_int(ctx_now(ctx));
    }
    return db_run_many(ctx, &waybill_orphan, values, WIDTH, count, NULL);
}

/* --- the parties, as one sealed text --- */

static const Field parties_fields[] = {
    FIELD_TEXT(WaybillInput, sender_name, .max = 100),
    FIELD_TEXT(WaybillInput, sender_phone, .max = 40),
    FIELD_TEXT(WaybillInput, sender_address, .max = 300),
    FIELD_TEXT(WaybillInput, receiver_name, .max = 100),
    FIELD_TEXT(WaybillInput, receiver_phone, .max = 40),
    FIELD_TEXT(WaybillInput, receiver_address, .max = 300),
    FIELD_END,
};
static const Shape parties_shape = SHAPE(WaybillInput, parties_fields, "A parcel's parties");

static bool has_parties(const WaybillInput *given)
{
    return given->sender_name || given->sender_phone || given->sender_address ||
           given->receiver_name || given->receiver_phone || given->receiver_address;
}

static Status parties_seal(Ctx *ctx, const WaybillInput *given, DbValue *out)
{
    static const View clear = {.unmask = true};
    *out = db_null();
    if (!has_parties(given)) return OK;
    Buf json;
    buf_init(&json, ctx->arena);
    json_encode(&json, &parties_shape, given, &clear);
    Status s = buf_check(ctx, &json);
    Sealed sealed;
    if (!s) s = key_seal(ctx, "waybill.parties", json.data, &sealed);
    if (!s) *out = db_blob(sealed.bytes, sealed.length);
    return s;
}

Status parties_open(Ctx *ctx, const void *bytes, size_t length, WaybillInput *given)
{
    const char *json;
    WaybillInput parties;
    Status s = key_unseal(ctx, "waybill.parties", bytes, length, &json);
    if (s || !json) return s;
    s = json_decode(ctx, &parties_shape, &parties, json, strlen(json));
    if (!s) (void)shape_merge(&parties_shape, given, &parties);
    return s;
}

/* --- wide rows --- */

void kept_init(Kept *kept)
{
    memset(kept, 0, sizeof *kept);
    journey_init(&kept->state.journey);
    shape_clear(&waybill_input_shape, &kept->given);
    kept->promise_source = kept->base_ms = NONE;
    kept->promise = (Promise){NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE};
}

typedef struct Loading {
    Ctx *ctx;
    Kept *const *parcels;
} Loading;

static Status text_read(Ctx *ctx, Rows *rows, int column, const char **out)
{
    const char *text = rows_text(rows, column);
    *out = arena_text(ctx->arena, text);
    return text && !*out ? no_memory(ctx) : OK;
}

static Status wide_read(void *user, size_t number, Rows *rows)
{
    Loading *loading = user;
    Kept *kept = loading->parcels[number];
    WaybillInput *given = &kept->given;
    kept->source = rows_int(rows, 0);
    kept->created_ms = rows_int(rows, 1);
    kept->promise_source = rows_int(rows, 7);
    kept->promise = (Promise){.accepted_at = rows_int(rows, 17),
                              .collect_by = rows_int(rows, 18),
                              .city_by = rows_int(rows, 19),
                              .attempt_by = rows_int(rows, 20),
                              .deliver_by = NONE,
                              .lane_id = rows_int(rows, 8),
                              .lane_version = rows_int(rows, 9),
                              .product_version = rows_int(rows, 21),
                              .calendar_version = rows_int(rows, 22)};
    kept->changed = !rows_null(rows, 23);
    kept->base_ms = rows_int(rows, 24);
    given->weight_g = rows_int(rows, 10);
    given->pieces = rows_int(rows, 11);
    given->fee = rows_int(rows, 12);
    given->insured = rows_int(rows, 13);
    given->cod = rows_int(rows, 14);
    const struct {
        const char **to;
        int column;
    } texts[] = {{&given->order_no, 2},   {&given->reference, 3},    {&given->customer_ref, 4},
                 {&given->sender_ref, 5}, {&given->receiver_ref, 6}, {&given->goods, 15}};
    Status s = OK;
    for (size_t i = 0; !s && i < sizeof texts / sizeof texts[0]; i++)
        s = text_read(loading->ctx, rows, texts[i].column, texts[i].to);
    size_t length;
    const void *sealed = rows_blob(rows, 16, &length);
    return s ? s : parties_open(loading->ctx, sealed, length, given);
}

Status waybill_store_load(Ctx *ctx, Kept *const *parcels, size_t count)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        values[i] = db_int(parcels[i]->state.journey.facts.waybill_id);
    Loading loading = {ctx, parcels};
    return db_query_many(ctx, &waybill_wide, values, 1, count, wide_read, &loading);
}

static Status wide_values(Ctx *ctx, const Kept *kept, DbValue *out)
{
    const WaybillInput *given = &kept->given;
    const Promise *promise = &kept->promise;
    DbValue sealed;
    Status s = parties_seal(ctx, given, &sealed);
    if (s) return s;
    const DbValue values[WIDE_WIDTH] = {
        db_int(kept->state.journey.facts.waybill_id),
        db_int(kept->source),
        db_int(kept->created_ms),
        db_text(given->order_no),
        db_text(given->reference),
        db_text(given->customer_ref),
        db_text(given->sender_ref),
        db_text(given->receiver_ref),
        db_int(kept->promise_source),
        db_int(promise->lane_id),
        db_int(promise->lane_version),
        db_int(given->weight_g),
        db_int(given->pieces),
        db_int(given->fee),
        db_int(given->insured),
        db_int(given->cod),
        db_text(given->goods),
        sealed,
        db_int(promise->accepted_at),
        db_int(promise->collect_by),
        db_int(promise->city_by),
        db_int(promise->attempt_by),
        db_int(promise->product_version),
        db_int(promise->calendar_version),
        kept->changed ? db_int(1) : db_null(),
        db_int(kept->base_ms),
    };
    memcpy(out, values, sizeof values);
    return OK;
}

Status waybill_store_write(Ctx *ctx, Kept *const *parcels, size_t count)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, CHUNK * WIDE_WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t done = 0; done < count; done += CHUNK) {
        size_t part = count - done < CHUNK ? count - done : CHUNK;
        Status s = OK;
        for (size_t i = 0; !s && i < part; i++)
            s = wide_values(ctx, parcels[done + i], values + i * WIDE_WIDTH);
        if (!s) s = db_run_many(ctx, &waybill_wide_write, values, WIDE_WIDTH, part, NULL);
        if (s) return s;
    }
    return OK;
}

/* --- the index of parties --- */

Status party_keys(Ctx *ctx, const WaybillInput *given, KeyIndex out[PARTY_KEYS])
{
    Status s = key_phone(ctx, "waybill.phone", given->sender_phone, &out[0]);
    if (!s) s = key_phone_tail(ctx, "waybill.phone", given->sender_phone, &out[1]);
    if (!s) s = key_name(ctx, "waybill.name", given->sender_name, &out[2]);
    if (!s) s = key_phone(ctx, "waybill.phone", given->receiver_phone, &out[3]);
    if (!s) s = key_phone_tail(ctx, "waybill.phone", given->receiver_phone, &out[4]);
    if (!s) s = key_name(ctx, "waybill.name", given->receiver_name, &out[5]);
    return s;
}

/* `width` 4: with the value by the other key behind. */
static Status parties_run(Ctx *ctx, const Sql *sql, size_t width, const PartyChange *changes,
                          size_t count)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count * width, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        const DbValue row[] = {db_int(changes[i].kind), db_int(changes[i].value.now),
                               db_int(changes[i].waybill_id), db_int(changes[i].value.other)};
        memcpy(values + width * i, row, width * sizeof *row);
    }
    return db_run_many(ctx, sql, values, width, count, NULL);
}

Status party_store_add(Ctx *ctx, const PartyChange *changes, size_t count)
{
    return parties_run(ctx, &party_add, 3, changes, count);
}

Status party_store_remove(Ctx *ctx, const PartyChange *changes, size_t count)
{
    return parties_run(ctx, &party_remove, 4, changes, count);
}

/* --- a change of the key that they are found by --- */

SQL(party_leave,
    "DELETE FROM waybill_party_index WHERE kind = $1 AND value = $2 AND waybill_id = $3");

static Status parties_renew(Ctx *ctx, const IndexedRow *row, int64_t *moved)
{
    WaybillInput given;
    KeyIndex keys[PARTY_KEYS];
    shape_clear(&waybill_input_shape, &given);
    Status s = parties_open(ctx, row->bytes, row->length, &given);
    if (!s) s = party_keys(ctx, &given, keys);
    for (int i = 0; !s && i < PARTY_KEYS; i++) {
        int64_t left = 0;
        const PartyChange come = {row->keys[0].i, keys[i], i + 1};
        if (keys[i].other == keys[i].now) continue;
        s = db_run_count(ctx, &party_leave, &left, db_int(come.kind), db_int(keys[i].other),
                         db_int(come.waybill_id));
        if (!s && left) s = party_store_add(ctx, &come, 1);
        *moved += left;
    }
    return s;
}

const Indexed waybill_indexed = {"waybill.parties_sealed", "waybill_party_index.value",
                                 parties_renew};
