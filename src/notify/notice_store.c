#include "notify/notice_store.h"

#include "access/person.h"
#include "access/sealed.h"
#include "db/db.h"

static const Field said_fields[] = {
    FIELD_TEXT(Notice, to, .max = 300),           FIELD_TEXT(Notice, subject, .max = 1000),
    FIELD_TEXT(Notice, text, .max = 100000),      FIELD_TEXT(Notice, in_reply_to, .max = 2000),
    FIELD_TEXT(Notice, references, .max = 30000), FIELD_END};
static const Shape said_shape = SHAPE(Notice, said_fields, "What is sealed");
static const SealedFields said = {"notify.message", &said_shape};

#define MESSAGES                                                                                   \
    "SELECT m.id, m.version, m.fact, m.channel, m.language, m.audience, m.state, m.why,"           \
    " m.customer_id, m.waybill_id, m.subject_kind, m.subject_id, m.template_id,"                   \
    " m.template_version, m.attempts, m.due_at, m.created_at, m.sent_at, m.ended_at, m.sealed,"    \
    " m.purpose, m.urgent"                                                                         \
    " FROM notify_message m WHERE "
#define IN_SCOPE(outlet, customer)                                                                 \
    " AND " OUTLET_IN_SCOPE("m.outlet_id", outlet) " AND " CUSTOMER_IN_SCOPE("m.customer_id",      \
                                                                             customer)

SQL(notice_row, MESSAGES "m.id = $1" IN_SCOPE("$2", "$3"));
#define PAGE                                                                                       \
    " AND m.id < $2 AND (CAST($3 AS BIGINT) IS NULL OR m.state = $3)" IN_SCOPE(                    \
        "$4", "$5") " ORDER BY m.id DESC LIMIT $6"
SQL(notice_page, MESSAGES "CAST($1 AS BIGINT) = 0" PAGE);
SQL(notice_page_customer, MESSAGES "m.customer_id = $1" PAGE);
/* Those to colleagues tell of it, and are not to who it is about. */
SQL(notice_page_unowned, MESSAGES "m.customer_id IS NULL AND m.subject_id = $1"
                                  " AND m.audience <> 3" PAGE);
SQL(notice_page_waybill, MESSAGES "m.waybill_id = $1" PAGE);
SQL(notice_by_key, "SELECT id FROM notify_message WHERE key = $1");

static Status read_row(Ctx *ctx, Rows *rows, Notice *out)
{
    *out = (Notice){
        .id = rows_int(rows, 0),
        .version = rows_int(rows, 1),
        .fact = rows_copy(rows, 2),
        .channel = rows_int(rows, 3),
        .language = rows_int(rows, 4),
        .audience = rows_int(rows, 5),
        .state = rows_int(rows, 6),
        .why = rows_copy(rows, 7),
        .customer_id = rows_id(rows, 8),
        .waybill_id = rows_id(rows, 9),
        .subject_kind = rows_copy(rows, 10),
        .subject_id = rows_id(rows, 11),
        .template_id = rows_id(rows, 12),
        .template_version = rows_int(rows, 13),
        .attempts = rows_int(rows, 14),
        .due_at = rows_int(rows, 15),
        .created_at = rows_int(rows, 16),
        .sent_at = rows_int(rows, 17),
        .ended_at = rows_int(rows, 18),
        .purpose = rows_int(rows, 20),
        .urgent = rows_int(rows, 21),
    };
    return sealed_read(ctx, &said, rows, 19, out);
}

Status notice_store_find(Ctx *ctx, int64_t id, Notice *out)
{
    Rows *rows;
    Status s = db_query(ctx, &notice_row, &rows, db_int(id), db_int(scope_outlet(ctx)),
                        db_int(scope_customer(ctx)));
    if (s) return s;
    s = rows_next(rows) ? read_row(ctx, rows, out) : NOT_FOUND;
    Status end = rows_end(rows);
    return end ? end : s;
}

Status notice_store_by_key(Ctx *ctx, const char *key, int64_t *id)
{
    return db_get_int(ctx, &notice_by_key, id, db_text(key));
}

Status notice_store_page(Ctx *ctx, const NoticeFilter *filter, int64_t below, List *out)
{
    Rows *rows;
    const Sql *sql = filter->unowned_id    ? &notice_page_unowned
                     : filter->customer_id ? &notice_page_customer
                     : filter->waybill_id  ? &notice_page_waybill
                                           : &notice_page;
    size_t room = (size_t)filter->limit + 1;
    Notice *items = ARENA_ARRAY(ctx->arena, room, Notice);
    *out = (List){items, 0};
    if (!items) return no_memory(ctx);
    int64_t whose = filter->customer_id ? filter->customer_id : filter->waybill_id;
    Status s = db_query(ctx, sql, &rows, db_int(filter->unowned_id ? filter->unowned_id : whose),
                        db_int(below), db_int(filter->state), db_int(scope_outlet(ctx)),
                        db_int(scope_customer(ctx)), db_int((int64_t)room));
    if (s) return s;
    while (!s && out->count < room && rows_next(rows))
        s = read_row(ctx, rows, &items[out->count++]);
    Status end = rows_end(rows);
    return s ? s : end;
}

SQL(notice_insert,
    "INSERT INTO notify_message (id, version, key, fact, channel, language, audience, template_id,"
    " template_version, customer_id, waybill_id, outlet_id, subject_kind, subject_id, sealed, "
    "state,"
    " attempts, due_at, why, created_at, ended_at, purpose, urgent)"
    " VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, $16, $17,"
    " $18, $19, $20, $21) ON CONFLICT DO NOTHING");

/* Nothing, of a notice that was never worded. */
static Status said_value(Ctx *ctx, const Notice *notice, DbValue *out)
{
    *out = db_null();
    return notice->to || notice->text ? sealed_value(ctx, &said, notice, out) : OK;
}

Status notice_store_insert(Ctx *ctx, const NoticeRow *row, bool *added)
{
    DbValue words;
    int64_t changed = 0;
    const Notice *n = &row->notice;
    Status s = said_value(ctx, n, &words);
    if (!s)
        s = db_run_count(ctx, &notice_insert, &changed, db_int(n->id), db_text(row->key),
                         db_text(n->fact), db_int(n->channel), db_int(n->language),
                         db_int(n->audience), db_id(n->template_id), db_int(n->template_version),
                         db_id(n->customer_id), db_id(n->waybill_id), db_id(row->outlet_id),
                         db_text(n->subject_kind), db_id(n->subject_id), words, db_int(n->state),
                         db_int(n->due_at), db_text(n->why), db_int(n->created_at),
                         db_int(n->ended_at), db_int(n->purpose), db_int(n->urgent));
    *added = changed == 1;
    return s;
}
