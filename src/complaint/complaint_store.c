#include "complaint/complaint_store.h"

#include <string.h>

#include "access/person.h"
#include "access/sealed.h"
#include "base/instant.h"
#include "complaint/tally.h"
#include "db/db.h"

#define PURPOSE "complaint.sealed"

#define SELECT                                                                                     \
    "SELECT c.ticket_id, c.version, t.no AS ticket, o.code AS outlet, t.outlet_id, t.tier,"        \
    " c.counted_outlet_id, k.code AS counted,"                                                     \
    " c.step, c.category, c.cause, c.value_fen AS value, c.founded, c.lane, c.score, c.priority,"  \
    " c.reasons, c.received_ms AS received_at, c.month, c.answer_due_ms AS answer_due_at,"         \
    " c.proposed_ms AS proposed_at, c.told_ms AS told_at, c.told_how, c.told_entry_id, "           \
    "c.told_by, c.satisfaction,"                                                                   \
    " c.satisfied_ms AS satisfied_at, c.closed_ms AS closed_at, c.closed_by,"                      \
    " c.reviewed_ms AS reviewed_at, c.reviewed_by, c.cost_fen AS cost,"                            \
    " c.changed_ms AS changed_at, c.answer_warned_ms AS answer_warned_at,"                         \
    " c.answer_breached_ms AS answer_breached_at, c.answer_holder_id, c.answer_holder_team_id,"    \
    " c.in_sums"                                                                                   \
    " FROM complaint c JOIN ticket t ON t.id = c.ticket_id"                                        \
    " LEFT JOIN outlet o ON o.id = t.outlet_id"                                                    \
    " LEFT JOIN outlet k ON k.id = c.counted_outlet_id WHERE "
#define IN_SCOPE(outlet, customer)                                                                 \
    OUTLET_IN_SCOPE("t.outlet_id", outlet) " AND " CUSTOMER_IN_SCOPE("t.customer_id", customer)
#define PAGE                                                                                       \
    " AND (c.answer_due_ms, c.ticket_id) > ($2, $3) AND c.answer_due_ms <= $4 AND " IN_SCOPE(      \
        "$5", "$6") " ORDER BY c.answer_due_ms, c.ticket_id LIMIT $7"

SQL(complaint_by_ticket, SELECT "c.ticket_id = $1 AND " IN_SCOPE("$2", "$3"));
SQL(complaint_stand, "SELECT step, told_ms, category FROM complaint WHERE ticket_id = $1");
SQL(complaint_in_sums, "UPDATE complaint SET in_sums = $2 WHERE ticket_id = $1");
SQL(complaint_delete, "DELETE FROM complaint WHERE ticket_id = $1");
SQL(complaint_sealed, "SELECT sealed FROM complaint WHERE ticket_id = $1");
/* As complaint_is_owed. */
#define OWED " AND t.kind = 2 AND t.spam = 0 AND t.merged_into_id IS NULL"
SQL(complaints_at_step, SELECT "c.step = $1" OWED PAGE);
SQL(complaints_untold,
    SELECT "c.told_ms IS NULL AND c.step < 7" OWED " AND CAST($1 AS BIGINT) IS NULL" PAGE);
/* Tickets are numbered by time, so that months bound what is read; a day more for clocks that
 * differ. Of $5 see TallyDimension; 3: the hub among parties, 6: the courier. */
SQL(complaints_behind, SELECT
    "c.ticket_id < $1 AND c.ticket_id >= $2 AND c.in_sums = 1 AND c.month BETWEEN $3 AND $4 AND"
    " (CAST($5 AS BIGINT) = 0 OR CASE CAST($5 AS BIGINT)"
    " WHEN 1 THEN CAST(c.category AS TEXT) WHEN 2 THEN c.cause"
    " WHEN 3 THEN COALESCE(k.code, 'unknown')"
    " WHEN 7 THEN COALESCE(c.lane, 'unknown') END = CAST($6 AS TEXT) OR EXISTS (SELECT 1 "
    "FROM complaint_share h"
    " LEFT JOIN outlet x ON x.id = h.outlet_id WHERE h.ticket_id = c.ticket_id AND ("
    "(CAST($5 AS BIGINT) = 4 AND h.party <> 3 AND x.code = CAST($6 AS TEXT))"
    " OR (CAST($5 AS BIGINT) = 5 AND h.party = 3 AND x.code = CAST($6 AS TEXT))"
    " OR (CAST($5 AS BIGINT) = 6 AND h.party = 6 AND h.person = CAST($6 AS TEXT))"
    " OR (CAST($5 AS BIGINT) = 8 AND CAST(h.party AS TEXT) = CAST($6 AS TEXT)))))"
    " AND c.received_ms >= $10 AND c.received_ms < $11"
    " AND (CAST($12 AS BIGINT) = 0 OR c.founded = 1)"
    " AND " IN_SCOPE("$7", "$8") " ORDER BY c.ticket_id DESC LIMIT $9");
SQL(complaint_insert,
    "INSERT INTO complaint (ticket_id, version, step, category, cause, value_fen, founded, lane,"
    " score, priority, reasons, sealed, received_ms, month, answer_due_ms, told_ms, told_how,"
    " told_entry_id, told_by, satisfaction, satisfied_ms, closed_ms, closed_by, reviewed_ms,"
    " reviewed_by, cost_fen, changed_ms, proposed_ms, counted_outlet_id,"
    " answer_warned_ms, answer_breached_ms, answer_holder_id, answer_holder_team_id, in_sums)"
    " VALUES ($1, "
    "$2, $3, $4, "
    "$5, $6, $7, $8, $9, "
    "$10, $11,"
    " $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, "
    "$30,"
    " $31, $32, $33, $34)");
SQL(complaint_update,
    "UPDATE complaint SET version = $2, step = $3, category = $4, cause = $5, value_fen = $6,"
    " founded = $7, lane = $8, score = $9, priority = $10, reasons = $11, sealed = $12,"
    " received_ms = $13, month = $14, answer_due_ms = $15, told_ms = $16, told_how = $17,"
    " told_entry_id = $18, told_by = $19, satisfaction = $20, satisfied_ms = $21, closed_ms = $22,"
    " closed_by = $23, reviewed_ms = $24, reviewed_by = $25, cost_fen = $26, changed_ms = $27,"
    " proposed_ms = $28, counted_outlet_id = $29, answer_warned_ms = $30, answer_breached_ms = $31,"
    " answer_holder_id = $32, answer_holder_team_id = $33, in_sums = $34"
    " WHERE ticket_id = $1 AND version = $35");
SQL(share_list, "SELECT h.party, h.percent, o.code, h.outlet_id, h.person, h.entry_id, h.file_id,"
                " h.note_sealed FROM complaint_share h LEFT JOIN outlet o ON o.id = h.outlet_id"
                " WHERE h.ticket_id = $1 ORDER BY h.place LIMIT 100");
SQL(share_clear, "DELETE FROM complaint_share WHERE ticket_id = $1");
SQL(share_insert,
    "INSERT INTO complaint_share (ticket_id, place, party, percent, outlet_id, person, entry_id,"
    " file_id, note_sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

static const Field row_fields[] = {FIELD_ID(Complaint, ticket_id),
                                   FIELD_INT(Complaint, version),
                                   FIELD_TEXT(Complaint, ticket),
                                   FIELD_TEXT(Complaint, outlet),
                                   FIELD_ID(Complaint, outlet_id),
                                   FIELD_TEXT(Complaint, tier),
                                   FIELD_INT(Complaint, step),
                                   FIELD_INT(Complaint, category),
                                   FIELD_TEXT(Complaint, cause),
                                   FIELD_INT(Complaint, value),
                                   FIELD_INT(Complaint, founded),
                                   FIELD_TEXT(Complaint, lane),
                                   FIELD_INT(Complaint, score),
                                   FIELD_INT(Complaint, priority),
                                   FIELD_MAP(Complaint, reasons),
                                   FIELD_TIME(Complaint, received_at),
                                   FIELD_INT(Complaint, month),
                                   FIELD_TIME(Complaint, answer_due_at),
                                   FIELD_TIME(Complaint, proposed_at),
                                   FIELD_TIME(Complaint, told_at),
                                   FIELD_INT(Complaint, told_how),
                                   FIELD_ID(Complaint, told_entry_id),
                                   FIELD_ID(Complaint, told_by),
                                   FIELD_INT(Complaint, satisfaction),
                                   FIELD_TIME(Complaint, satisfied_at),
                                   FIELD_TIME(Complaint, closed_at),
                                   FIELD_ID(Complaint, closed_by),
                                   FIELD_TIME(Complaint, reviewed_at),
                                   FIELD_ID(Complaint, reviewed_by),
                                   FIELD_INT(Complaint, cost),
                                   FIELD_TIME(Complaint, changed_at),
                                   FIELD_ID(Complaint, counted_outlet_id),
                                   FIELD_TEXT(Complaint, counted),
                                   FIELD_TIME(Complaint, answer_warned_at),
                                   FIELD_TIME(Complaint, answer_breached_at),
                                   FIELD_ID(Complaint, answer_holder_id),
                                   FIELD_ID(Complaint, answer_holder_team_id),
                                   FIELD_BOOL(Complaint, in_sums),
                                   FIELD_END};
static const Shape row_shape = SHAPE(Complaint, row_fields, "A complaint as it is stored");

static const Field sealed_fields[] = {FIELD_TEXT(Complaint, founded_why, .max = 4000),
                                      FIELD_TEXT(Complaint, findings, .max = 4000),
                                      FIELD_TEXT(Complaint, proposal, .max = 4000),
                                      FIELD_TEXT(Complaint, satisfaction_note, .max = 4000),
                                      FIELD_TEXT(Complaint, review, .max = 4000),
                                      FIELD_END};
static const Shape sealed_shape = SHAPE(Complaint, sealed_fields, "What is sealed");
static const SealedFields sealed = {PURPOSE, &sealed_shape};

static Status read_sealed(Ctx *ctx, Complaint *out)
{
    Rows *rows;
    Status s = db_query(ctx, &complaint_sealed, &rows, db_int(out->ticket_id));
    if (s) return s;
    if (rows_next(rows)) s = sealed_read(ctx, &sealed, rows, 0, out);
    Status end = rows_end(rows);
    return s ? s : end;
}

Status complaint_store_find(Ctx *ctx, int64_t ticket_id, Complaint *out)
{
    *out = (Complaint){0};
    Status s = db_read(ctx, &complaint_by_ticket, &row_shape, out, db_int(ticket_id),
                       db_int(scope_outlet(ctx)), db_int(scope_customer(ctx)));
    return s ? s : read_sealed(ctx, out);
}

/* The last is what an update is over. */
enum { COMPLAINT_VALUES = 35 };

static Status values_of(Ctx *ctx, const Complaint *c, DbValue *values)
{
    static const Field reasons = FIELD_MAP(Complaint, reasons);
    DbValue words;
    Status s = sealed_value(ctx, &sealed, c, &words);
    if (s) return s;
    const DbValue all[COMPLAINT_VALUES] = {db_int(c->ticket_id),
                                           db_int(c->version),
                                           db_int(c->step),
                                           db_int(c->category),
                                           db_text(c->cause),
                                           db_int(c->value),
                                           db_int(c->founded),
                                           db_text(c->lane),
                                           db_int(c->score),
                                           db_int(c->priority),
                                           db_field(ctx, &reasons, c),
                                           words,
                                           db_int(c->received_at),
                                           db_int(c->month),
                                           db_int(c->answer_due_at),
                                           db_int(c->told_at),
                                           db_int(c->told_how),
                                           db_id(c->told_entry_id),
                                           db_id(c->told_by),
                                           db_int(c->satisfaction),
                                           db_int(c->satisfied_at),
                                           db_int(c->closed_at),
                                           db_id(c->closed_by),
                                           db_int(c->reviewed_at),
                                           db_id(c->reviewed_by),
                                           db_int(c->cost),
                                           db_int(c->changed_at),
                                           db_int(c->proposed_at),
                                           db_id(c->counted_outlet_id),
                                           db_int(c->answer_warned_at),
                                           db_int(c->answer_breached_at),
                                           db_id(c->answer_holder_id),
                                           db_id(c->answer_holder_team_id),
                                           db_bool(c->in_sums)};
    memcpy(values, all, sizeof all);
    return OK;
}

Status complaint_store_stand(Ctx *ctx, int64_t ticket_id, ComplaintStand *out)
{
    Rows *rows;
    *out = (ComplaintStand){.found = false};
    Status s = db_query(ctx, &complaint_stand, &rows, db_int(ticket_id));
    if (s) return s;
    out->found = rows_next(rows);
    if (out->found) {
        out->step = rows_int(rows, 0);
        out->told = !rows_null(rows, 1);
        out->category = rows_null(rows, 2) ? NONE : rows_int(rows, 2);
    }
    return rows_end(rows);
}

Status complaint_store_sum(Ctx *ctx, int64_t ticket_id, bool in_sums)
{
    return db_run(ctx, &complaint_in_sums, db_int(ticket_id), db_bool(in_sums));
}

Status complaint_store_delete(Ctx *ctx, int64_t ticket_id)
{
    Status s = db_run(ctx, &share_clear, db_int(ticket_id));
    return s ? s : db_run(ctx, &complaint_delete, db_int(ticket_id));
}

Status complaint_store_insert(Ctx *ctx, const Complaint *complaint)
{
    DbValue values[COMPLAINT_VALUES];
    Status s = values_of(ctx, complaint, values);
    return s ? s : db_run_values(ctx, &complaint_insert, values, COMPLAINT_VALUES - 1, NULL);
}

Status complaint_store_update(Ctx *ctx, const Complaint *complaint, int64_t over, bool *written)
{
    DbValue values[COMPLAINT_VALUES];
    int64_t changed = 0;
    Status s = values_of(ctx, complaint, values);
    values[COMPLAINT_VALUES - 1] = db_int(over);
    if (!s) s = db_run_values(ctx, &complaint_update, values, COMPLAINT_VALUES, &changed);
    *written = changed == 1;
    return s;
}

static Status read_share(Ctx *ctx, Rows *rows, void *item)
{
    ComplaintShare *out = item;
    size_t length;
    const void *bytes = rows_blob(rows, 7, &length);
    *out = (ComplaintShare){.party = rows_int(rows, 0),
                            .percent = rows_int(rows, 1),
                            .outlet = rows_copy(rows, 2),
                            .outlet_id = rows_null(rows, 3) ? 0 : rows_int(rows, 3),
                            .person = rows_copy(rows, 4),
                            .entry_id = rows_id(rows, 5),
                            .file_id = rows_id(rows, 6)};
    return key_unseal(ctx, PURPOSE, bytes, length, &out->note);
}

Status complaint_store_shares(Ctx *ctx, int64_t ticket_id, List *out)
{
    Rows *rows;
    Status s = db_query(ctx, &share_list, &rows, db_int(ticket_id));
    return s ? s : rows_list(ctx, rows, sizeof(ComplaintShare), read_share, out);
}

Status complaint_store_put_shares(Ctx *ctx, int64_t ticket_id, const List *shares)
{
    const ComplaintShare *items = shares->items;
    Status s = db_run(ctx, &share_clear, db_int(ticket_id));
    for (size_t i = 0; i < shares->count && !s; i++) {
        Sealed note;
        s = key_seal(ctx, PURPOSE, items[i].note, &note);
        if (!s)
            s = db_run(ctx, &share_insert, db_int(ticket_id), db_int((int64_t)i),
                       db_int(items[i].party), db_int(items[i].percent), db_id(items[i].outlet_id),
                       db_text(items[i].person), db_id(items[i].entry_id), db_id(items[i].file_id),
                       db_blob(note.bytes, note.length));
    }
    return s;
}

Status complaint_store_search(Ctx *ctx, const ComplaintSearch *search, List *out)
{
    const Sql *sql = search->step == NONE ? &complaints_untold : &complaints_at_step;
    return db_list(ctx, sql, &row_shape, out, db_int(search->step), db_int(search->after_due),
                   db_int(search->after_id), db_int(search->due_until), db_int(scope_outlet(ctx)),
                   db_int(scope_customer(ctx)), db_int(search->limit));
}

Status complaint_store_behind(Ctx *ctx, const BehindSearch *search, List *out)
{
    const int64_t first = date_days((int)(search->from / 12), (int)(search->from % 12) + 1, 1) - 2;
    const int64_t after = search->to + 1;
    const int64_t end = date_days((int)(after / 12), (int)(after % 12) + 1, 1) + 2;
    const int64_t newest = id_floor(end * DAY_MS);
    return db_list(ctx, &complaints_behind, &row_shape, out,
                   db_int(search->before_id < newest ? search->before_id : newest),
                   db_int(id_floor(first * DAY_MS)), db_int(search->from), db_int(search->to),
                   db_int(search->by == NONE ? TALLY_ALL : search->by), db_text(search->value),
                   db_int(scope_outlet(ctx)), db_int(scope_customer(ctx)), db_int(search->limit),
                   db_int(search->from_ms), db_int(search->end_ms), db_bool(search->founded));
}
