#include "customer/consent_store.h"

#include "access/keys.h"
#include "access/person.h"
#include "customer/customer.h"
#include "db/db.h"

#define PURPOSE "customer.consent"

#define COLUMNS                                                                                    \
    "customer_id, id, purpose, channel, said, at_ms, until_ms, waybill_id, notice_version,"        \
    " evidence_sealed, who_id"
#define FAMILY CUSTOMER_FAMILY("customer_id", "$1")

SQL(consent_insert, "INSERT INTO customer_consent (" COLUMNS ") VALUES"
                    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");

Status consent_store_insert(Ctx *ctx, const Consent *consent)
{
    Sealed sealed;
    Status s = key_seal(ctx, PURPOSE, consent->evidence, &sealed);
    if (s) return s;
    return db_run(ctx, &consent_insert, db_int(consent->customer_id), db_int(consent->id),
                  db_int(consent->purpose), db_int(consent->channel), db_int(consent->said),
                  db_int(consent->at), db_int(consent->until), db_id(consent->waybill_id),
                  db_text(consent->notice_version), db_blob(sealed.bytes, sealed.length),
                  db_id(consent->who));
}

SQL(consent_newest, "SELECT said, until_ms FROM customer_consent WHERE " FAMILY
                    " AND purpose = $2 AND (channel = $3 OR channel = 1)"
                    " AND (waybill_id IS NULL OR waybill_id = CAST($4 AS BIGINT))"
                    " ORDER BY (waybill_id IS NULL), at_ms DESC, id DESC LIMIT 1");

Status consent_store_newest(Ctx *ctx, const Consent *about, Consent *out)
{
    Rows *rows;
    Status found = NOT_FOUND;
    Status s = db_query(ctx, &consent_newest, &rows, db_int(about->customer_id),
                        db_int(about->purpose), db_int(about->channel), db_id(about->waybill_id));
    if (s) return s;
    if (rows_next(rows)) {
        *out = (Consent){.said = rows_int(rows, 0), .until = rows_int(rows, 1)};
        found = OK;
    }
    s = rows_end(rows);
    return s ? s : found;
}

static Status read_row(Ctx *ctx, Rows *rows, void *item)
{
    size_t length;
    Consent *out = item;
    *out = (Consent){
        .customer_id = rows_int(rows, 0),
        .id = rows_int(rows, 1),
        .purpose = rows_int(rows, 2),
        .channel = rows_int(rows, 3),
        .said = rows_int(rows, 4),
        .at = rows_int(rows, 5),
        .until = rows_int(rows, 6),
        .waybill_id = rows_id(rows, 7),
        .notice_version = rows_copy(rows, 8),
        .who = rows_id(rows, 10),
    };
    const void *sealed = rows_blob(rows, 9, &length);
    return key_unseal(ctx, PURPOSE, sealed, length, &out->evidence);
}

SQL(consent_page, "SELECT " COLUMNS " FROM customer_consent WHERE " FAMILY
                  " AND id < $2 ORDER BY id DESC LIMIT $3");

Status consent_store_page(Ctx *ctx, int64_t customer_id, int64_t before_id, int64_t limit,
                          List *out)
{
    Rows *rows;
    Status s =
        db_query(ctx, &consent_page, &rows, db_int(customer_id), db_int(before_id), db_int(limit));
    return s ? s : rows_list(ctx, rows, sizeof(Consent), read_row, out);
}

#define STANDING(whose)                                                                            \
    "SELECT " COLUMNS " FROM (SELECT " COLUMNS                                                     \
    ", row_number() OVER (PARTITION BY purpose, channel"                                           \
    " ORDER BY at_ms DESC, id DESC) AS place FROM customer_consent WHERE " whose                   \
    " AND waybill_id IS NULL) newest WHERE place = 1 ORDER BY purpose, channel LIMIT 200"
SQL(consent_standing, STANDING(FAMILY));

Status consent_store_standing(Ctx *ctx, int64_t customer_id, List *out)
{
    Rows *rows;
    Status s = db_query(ctx, &consent_standing, &rows, db_int(customer_id));
    return s ? s : rows_list(ctx, rows, sizeof(Consent), read_row, out);
}

SQL(consent_standing_own, STANDING("customer_id = $1"));

typedef struct Telling {
    Ctx *ctx;
    ConsentEach *each;
    void *user;
} Telling;

static Status tell_row(void *user, size_t number, Rows *rows)
{
    const Telling *telling = user;
    Consent consent;
    Status s = read_row(telling->ctx, rows, &consent);
    return s ? s : telling->each(telling->user, number, &consent);
}

Status consent_store_each(Ctx *ctx, const int64_t *ids, size_t count, ConsentEach *each, void *user)
{
    Telling telling = {ctx, each, user};
    return db_query_ids(ctx, &consent_standing_own, ids, count, tell_row, &telling);
}

SQL(consent_said, "SELECT " COLUMNS " FROM customer_consent WHERE " FAMILY
                  " AND purpose = $2 AND channel = $3 AND waybill_id IS NULL"
                  " AND at_ms BETWEEN $4 AND $5 ORDER BY at_ms DESC, id DESC LIMIT 1");

Status consent_store_said(Ctx *ctx, const Consent *about, int64_t from, int64_t to, Consent *out)
{
    Rows *rows;
    List list;
    Status s = db_query(ctx, &consent_said, &rows, db_int(about->customer_id),
                        db_int(about->purpose), db_int(about->channel), db_int(from), db_int(to));
    if (!s) s = rows_list(ctx, rows, sizeof *out, read_row, &list);
    if (s) return s;
    if (!list.count) return NOT_FOUND;
    *out = *(const Consent *)list.items;
    return OK;
}

SQL(consent_parcel,
    "SELECT waybill_id FROM waybill_state WHERE waybill_id = $1"
    " AND " OUTLET_IN_SCOPE("outlet_id", "$2") " AND " CUSTOMER_IN_SCOPE("customer_id", "$3"));

Status consent_store_parcel(Ctx *ctx, int64_t waybill_id)
{
    int64_t found;
    return db_get_int(ctx, &consent_parcel, &found, db_int(waybill_id), db_int(scope_outlet(ctx)),
                      db_int(scope_customer(ctx)));
}
