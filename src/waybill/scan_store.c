#include "waybill/scan_store.h"

#include <stddef.h>
#include <string.h>

#include "access/keys.h"
#include "base/instant.h"
#include "base/json.h"
#include "db/db.h"
#include "waybill/retain.h"

/* What nearly every event says, and what few do: that is read only of parcels of which some event
 * says such a thing, because a column takes its time even where nothing is in it. */
#define USUAL                                                                                      \
    "at_ms, hash, ingest_id, at_offset, inferred, stage, provider, code, mapping_version,"         \
    " site_code, site_name, city, text"
#define DETAILS                                                                                    \
    "exception, closes, cause, leg, corrects, action, piece, next_site, device, evidence,"         \
    " correction_why, vehicle, personal_sealed"
#define SCAN_COLUMNS "waybill_id, outlet_id, " USUAL ", " DETAILS

SQL(scan_add,
    "INSERT INTO scan (" SCAN_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,"
    " $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)"
    " ON CONFLICT DO NOTHING");
#define OF_PARCEL " FROM scan WHERE waybill_id = $1"
#define IN_ORDER " ORDER BY at_ms, hash LIMIT $2"
SQL(scan_first_usual, "SELECT " USUAL OF_PARCEL IN_ORDER);
SQL(scan_first, "SELECT " USUAL ", " DETAILS OF_PARCEL IN_ORDER);
SQL(scan_page, "SELECT " USUAL ", " DETAILS OF_PARCEL " AND (at_ms, hash) > ($3, $4)" IN_ORDER);
SQL(scan_events,
    "SELECT at_ms, hash, ingest_id, stage, exception, closes, cause, leg, outlet_id, corrects"
    " FROM scan WHERE waybill_id = $1");

enum {
    SCAN_WIDTH = 28,
    SEALED_AT = 27,  /* what is personal, among the values */
    DETAILS_AT = 15, /* the first of them among the values */
    CHUNK = 2048,    /* rows of values in hand at a time */
};

/* --- what is personal in an event, as one sealed text --- */

typedef struct ScanPersonal {
    const char *text, *signer, *operator_name;
} ScanPersonal;

static const Field personal_fields[] = {
    FIELD_TEXT(ScanPersonal, text, .max = 500),
    FIELD_TEXT(ScanPersonal, signer, .max = 64),
    FIELD_TEXT(ScanPersonal, operator_name, .max = 64),
    FIELD_END,
};
static const Shape personal_shape =
    SHAPE(ScanPersonal, personal_fields, "What is personal in an event");

static Status personal_seal(Ctx *ctx, const ScanInput *input, bool text_too, DbValue *out)
{
    ScanPersonal personal = {text_too ? input->text : NULL, input->signer, input->operator_name};
    *out = db_null();
    if (!personal.text && !personal.signer && !personal.operator_name) return OK;
    static const View clear = {.unmask = true};
    Buf json;
    buf_init(&json, ctx->arena);
    json_encode(&json, &personal_shape, &personal, &clear);
    Status s = buf_check(ctx, &json);
    Sealed sealed;
    if (!s) s = key_seal(ctx, "scan.personal", json.data, &sealed);
    if (!s) *out = db_blob(sealed.bytes, sealed.length);
    return s;
}

/* --- writing --- */

static DbValue not_zero(int64_t value)
{
    return value ? db_int(value) : db_null();
}

static DbValue exception_value(int exception)
{
    return exception == EXCEPTION_NONE ? db_null() : db_int(exception);
}

static Status scan_values(Ctx *ctx, ScanRow *row, DbValue *out)
{
    const ScanInput *input = row->input;
    bool seal_text = text_is_personal(input->text);
    DbValue sealed;
    Status s = personal_seal(ctx, input, seal_text, &sealed);
    if (s) return s;
    const DbValue values[SCAN_WIDTH] = {
        db_int(row->waybill_id),
        not_zero(row->outlet_id),
        db_int(input->at),
        db_int(row->hash),
        db_int(row->ingest_id),
        db_int(input->at_offset.minutes),
        not_zero(input->at_offset.inferred),
        not_zero(row->meaning.stage),
        db_text(input->provider),
        db_text(input->code),
        not_zero(row->meaning.version),
        db_text(input->site_code),
        db_text(input->site_name),
        db_text(input->city),
        seal_text ? db_null() : db_text(input->text),
        exception_value(row->meaning.opens),
        exception_value(row->meaning.closes),
        not_zero(row->meaning.cause),
        not_zero(row->meaning.leg),
        not_zero(input->corrects),
        db_text(input->action),
        db_text(input->piece),
        db_text(input->next_site),
        db_text(input->device),
        db_text(input->evidence),
        db_text(input->correction_why),
        db_text(input->vehicle),
        sealed,
    };
    for (size_t i = 0; i < SCAN_WIDTH; i++) {
        out[i] = values[i];
        row->detailed |= i >= DETAILS_AT && values[i].kind != DB_NULL;
    }
    return OK;
}

/* What is personal of a parcel that was emptied is to be emptied again: never of one younger than
 * the shortest time for which it may be kept. */
static Status emptied_again(Ctx *ctx, ScanRow *const *rows, const DbValue *values, size_t count)
{
    enum { YEAR_DAYS = 365 };
    const int64_t young = id_floor(ctx_now(ctx) - YEAR_DAYS * DAY_MS);
    size_t old = 0;
    int64_t *ids = NULL;
    for (size_t i = 0; i < count; i++) {
        if (rows[i]->waybill_id >= young || values[i * SCAN_WIDTH + SEALED_AT].kind == DB_NULL)
            continue;
        if (!ids) ids = ARENA_ARRAY(ctx->arena, count, int64_t);
        if (!ids) return no_memory(ctx);
        ids[old++] = rows[i]->waybill_id;
    }
    return retain_store_again(ctx, ids, old);
}

Status scan_store_add(Ctx *ctx, ScanRow *const *rows, size_t count, bool *added)
{
    static const Load load = {
        .table = "scan",
        .columns = SCAN_COLUMNS,
        .key = "waybill_id, at_ms, hash",
        .insert = &scan_add,
        .width = SCAN_WIDTH,
    };
    size_t room = count < CHUNK ? count : CHUNK;
    DbValue *values = ARENA_ARRAY(ctx->arena, room * SCAN_WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t done = 0; done < count; done += CHUNK) {
        size_t part = count - done < CHUNK ? count - done : CHUNK;
        Status s = OK;
        for (size_t i = 0; !s && i < part; i++)
            s = scan_values(ctx, rows[done + i], values + i * SCAN_WIDTH);
        if (!s) s = db_load(ctx, &load, values, part, added + done);
        if (!s) s = emptied_again(ctx, rows + done, values, part);
        if (s) return s;
    }
    return OK;
}

/* --- reading for the journey --- */

typedef struct EventsWork {
    ScanEach *each;
    void *user;
    size_t first;
} EventsWork;

static int small_int(Rows *rows, int column, int otherwise)
{
    return rows_null(rows, column) ? otherwise : (int)rows_int(rows, column);
}

static Status event_read(void *user, size_t number, Rows *rows)
{
    const EventsWork *work = user;
    const JourneyEvent event = {
        .at_ms = rows_int(rows, 0),
        .hash = rows_int(rows, 1),
        .ingest_id = rows_int(rows, 2),
        .stage = small_int(rows, 3, STAGE_NONE),
        .opens = small_int(rows, 4, EXCEPTION_NONE),
        .closes = small_int(rows, 5, EXCEPTION_NONE),
        .cause = small_int(rows, 6, CAUSE_NONE),
        .leg = small_int(rows, 7, 0),
        .outlet_id = rows_id(rows, 8),
        .corrects = rows_id(rows, 9),
    };
    return work->each(work->user, work->first + number, &event);
}

Status scan_store_events(Ctx *ctx, const int64_t *waybill_ids, size_t count, ScanEach *each,
                         void *user)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, CHUNK, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t done = 0; done < count; done += CHUNK) {
        size_t part = count - done < CHUNK ? count - done : CHUNK;
        for (size_t i = 0; i < part; i++)
            values[i] = db_int(waybill_ids[done + i]);
        EventsWork work = {each, user, done};
        Status s = db_query_many(ctx, &scan_events, values, 1, part, event_read, &work);
        if (s) return s;
    }
    return OK;
}

/* --- reading to show --- */

static Status personal_open(Ctx *ctx, Rows *rows, int column, Scan *out)
{
    size_t length;
    const char *json;
    const void *bytes = rows_blob(rows, column, &length);
    if (!bytes) return OK;
    ScanPersonal personal;
    Status s = key_unseal(ctx, "scan.personal", bytes, length, &json);
    if (!s) s = json_decode(ctx, &personal_shape, &personal, json, strlen(json));
    if (s) return s;
    out->signer = personal.signer;
    out->operator_name = personal.operator_name;
    if (!personal.text) return OK;
    out->full_text = personal.text;
    out->text = text_masked(ctx, personal.text);
    return out->text ? OK : no_memory(ctx);
}

typedef struct TextColumn {
    size_t offset; /* in a Scan */
    int column;
} TextColumn;

static void texts_read(Rows *rows, const TextColumn *texts, size_t count, Scan *out)
{
    for (size_t i = 0; i < count; i++)
        *(const char **)((char *)out + texts[i].offset) = rows_copy(rows, texts[i].column);
}

static void usual_read(Rows *rows, Scan *out)
{
    static const TextColumn texts[] = {
        {offsetof(Scan, provider), 6},   {offsetof(Scan, code), 7},  {offsetof(Scan, site_code), 9},
        {offsetof(Scan, site_name), 10}, {offsetof(Scan, city), 11}, {offsetof(Scan, text), 12},
    };
    int64_t ingest_id = rows_int(rows, 2);
    *out = (Scan){
        .at = rows_int(rows, 0),
        .id = rows_int(rows, 1),
        .ingest_id = ingest_id,
        .received_at = id_ms(ingest_id),
        .at_offset = rows_int(rows, 3),
        .offset_inferred = !rows_null(rows, 4),
        .stage = rows_int(rows, 5),
        .mapping_version = rows_id(rows, 8),
        .exception = NONE,
        .closes = NONE,
        .cause = NONE,
        .leg = NONE,
    };
    texts_read(rows, texts, sizeof texts / sizeof *texts, out);
}

static Status details_read(Ctx *ctx, Rows *rows, Scan *out)
{
    static const TextColumn texts[] = {
        {offsetof(Scan, action), 18},    {offsetof(Scan, piece), 19},
        {offsetof(Scan, next_site), 20}, {offsetof(Scan, device), 21},
        {offsetof(Scan, evidence), 22},  {offsetof(Scan, correction_why), 23},
        {offsetof(Scan, vehicle), 24},
    };
    out->exception = rows_int(rows, 13);
    out->closes = rows_int(rows, 14);
    out->cause = rows_int(rows, 15);
    out->leg = rows_int(rows, 16);
    out->corrects = rows_id(rows, 17);
    texts_read(rows, texts, sizeof texts / sizeof *texts, out);
    return personal_open(ctx, rows, 25, out);
}

/* Most journeys are far shorter than the page that is asked for. */
static Scan *scans_grow(Ctx *ctx, List *scans, size_t *room, size_t most)
{
    if (scans->count == *room) {
        size_t more = *room ? 4 * *room : 16;
        if (more > most) more = most;
        scans->items =
            arena_grow(ctx->arena, scans->items, *room * sizeof(Scan), more * sizeof(Scan));
        *room = more;
    }
    return scans->items ? (Scan *)scans->items + scans->count++ : NULL;
}

static Status scans_read(Ctx *ctx, Rows *rows, bool detailed, int64_t limit, List *out)
{
    size_t room = 0;
    Status s = OK;
    *out = (List){NULL, 0};
    while (!s && rows_next(rows)) {
        Scan *scan = scans_grow(ctx, out, &room, (size_t)limit);
        if (!scan) {
            s = no_memory(ctx);
            continue;
        }
        usual_read(rows, scan);
        if (detailed) s = details_read(ctx, rows, scan);
    }
    Status ended = rows_end(rows);
    return s ? s : ended;
}

Status scan_store_first(Ctx *ctx, int64_t waybill_id, bool detailed, int64_t limit, List *out)
{
    Rows *rows;
    Status s = db_query(ctx, detailed ? &scan_first : &scan_first_usual, &rows, db_int(waybill_id),
                        db_int(limit));
    return s ? s : scans_read(ctx, rows, detailed, limit, out);
}

Status scan_store_page(Ctx *ctx, int64_t waybill_id, const ScanPlace *after, int64_t limit,
                       List *out)
{
    Rows *rows;
    Status s = db_query(ctx, &scan_page, &rows, db_int(waybill_id), db_int(limit),
                        db_int(after->at_ms), db_int(after->hash));
    return s ? s : scans_read(ctx, rows, true, limit, out);
}
