#include "insight/sketch.h"

#include <stdio.h>
#include <string.h>

#define SEPARATOR '\x1F'

static int64_t bin_or_unknown(int64_t from_ms, int64_t to_ms)
{
    return from_ms == NONE || to_ms == NONE ? BIN_UNKNOWN : bin_of(to_ms - from_ms);
}

static const char *known(const char *text)
{
    return text == NULL ? "" : text;
}

CellKey arrival_key(const WaybillFacts *facts, int64_t day, char room[ARRIVAL_ROOM])
{
    snprintf(room, ARRIVAL_ROOM, "%s%c%s%c%s%c%s", known(facts->carrier), SEPARATOR,
             known(facts->product), SEPARATOR, known(facts->origin), SEPARATOR,
             known(facts->destination));
    return (CellKey){CELL_ARRIVAL,
                     {day, bin_or_unknown(facts->ordered_ms, facts->delivered_ms),
                      bin_or_unknown(facts->collected_ms, facts->delivered_ms),
                      place_outlet(facts, PLACE_DELIVERY)},
                     room};
}

int64_t sketch_series(Dimension dimension, Time time)
{
    return (int64_t)dimension * 2 + (time == TIME_TRANSIT);
}

static const char *take_part(char **text)
{
    char *part = *text, *end = strchr(part, SEPARATOR);
    *text = end == NULL ? part + strlen(part) : end + 1;
    if (end != NULL) *end = '\0';
    return part;
}

void arrival_read(const RollupCell *cell, Arrival *out)
{
    const int64_t *number = cell->key.number;
    out->day = number[0];
    out->bins[0] = number[1];
    out->bins[1] = number[2];
    snprintf(out->room, sizeof out->room, "%s", cell->key.value);
    char *text = out->room;
    out->facts = (WaybillFacts){.destination_outlet_id = number[3], .delivered_ms = NONE};
    out->facts.carrier = take_part(&text);
    out->facts.product = take_part(&text);
    out->facts.origin = take_part(&text);
    out->facts.destination = take_part(&text);
}

int64_t arrival_bin(const Arrival *arrival, Time time)
{
    return arrival->bins[time == TIME_TRANSIT];
}

Status arrival_each(const RollupCell *cell, Dimension dimension, BinEach *each, void *user)
{
    static const Time times[] = {TIME_FULL, TIME_TRANSIT};
    Arrival arrival;
    char room[DIMENSION_ROOM];
    arrival_read(cell, &arrival);
    const char *value = dimension_value(&arrival.facts, dimension, PLACE_DELIVERY, room);
    Status s = OK;
    for (size_t i = 0; !s && i < 2; i++) {
        const Bin bin = {arrival.bins[i], cell->n[0]};
        const CellKey key = {
            CELL_SKETCH, {GRAIN_DAY, sketch_series(dimension, times[i]), arrival.day, 0}, value};
        if (bin.bin != BIN_UNKNOWN) s = each(user, &key, &bin);
    }
    return s;
}

/* --- bins as bytes --- */

static void put_number(Buf *out, int64_t number)
{
    uint64_t bits = ((uint64_t)number << 1) ^ (uint64_t)(number >> 63);
    for (; bits >= 0x80; bits >>= 7)
        buf_char(out, (char)(bits | 0x80));
    buf_char(out, (char)bits);
}

Status bins_pack(Ctx *ctx, const Bin *bins, size_t count, Buf *out)
{
    int64_t before = 0;
    buf_init(out, ctx->arena);
    buf_text(out, "");
    for (size_t i = 0; i < count; i++) {
        if (bins[i].n == 0) continue;
        put_number(out, bins[i].bin - before);
        put_number(out, bins[i].n);
        before = bins[i].bin;
    }
    return buf_check(ctx, out);
}

typedef struct Bytes {
    const unsigned char *at, *end;
} Bytes;

static bool take_number(Bytes *bytes, int64_t *out)
{
    uint64_t bits = 0;
    for (int shift = 0; shift < 64 && bytes->at < bytes->end; shift += 7) {
        unsigned char byte = *bytes->at++;
        bits |= (uint64_t)(byte & 0x7F) << shift;
        if (byte & 0x80) continue;
        *out = (int64_t)(bits >> 1) ^ -(int64_t)(bits & 1);
        return true;
    }
    return false;
}

Status bins_unpack(Ctx *ctx, const void *bytes, size_t length, List *out)
{
    Bin *bins = ARENA_ARRAY(ctx->arena, length / 2 + 1, Bin);
    if (bins == NULL) return no_memory(ctx);
    *out = (List){bins, 0};
    if (length == 0) return OK;
    Bytes rest = {bytes, (const unsigned char *)bytes + length};
    int64_t step, n, bin = 0;
    while (rest.at < rest.end) {
        if (!take_number(&rest, &step) || !take_number(&rest, &n))
            return fail(ctx, INTERNAL, "a figure's sketch cannot be read: figures must be rebuilt");
        bin += step;
        bins[out->count++] = (Bin){bin, n};
    }
    return OK;
}

Status bins_add(Ctx *ctx, const List *a, const List *b, List *out)
{
    const Bin *left = a->items, *right = b->items;
    const Bin *left_end = left + a->count, *right_end = right + b->count;
    Bin *sum = ARENA_ARRAY(ctx->arena, a->count + b->count + 1, Bin);
    if (sum == NULL) return no_memory(ctx);
    *out = (List){sum, 0};
    while (left < left_end || right < right_end) {
        bool both = left < left_end && right < right_end && left->bin == right->bin;
        bool from_left = right == right_end || (left < left_end && left->bin <= right->bin);
        Bin bin = from_left ? *left++ : *right++;
        if (both) bin.n += (right++)->n;
        if (bin.n != 0) sum[out->count++] = bin;
    }
    return OK;
}

/* So small that the sum over a hundred million parcels keeps within 64 bits. */
int64_t bin_proof(const Bin *bin)
{
    uint64_t mixed = (uint64_t)bin->bin * UINT64_C(0x9E3779B97F4A7C15);
    return (int64_t)((mixed ^ (mixed >> 32)) & INT64_C(0x3FFFFFFF)) * bin->n + bin->n;
}
