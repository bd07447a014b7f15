#include "complaint/contributor_store.h"

#include "customer/customer.h"
#include "desk/unowned.h"

#define OF_WHOSE "ticket_id IN " TICKETS_OF("$1")
#define TO_KEEP "(keep_until_ms IS NULL OR keep_until_ms > $2)"
#define FILES                                                                                      \
    " FROM file f JOIN ticket t ON t.id = f.owner_id WHERE f.owner = 'complaint'"                  \
    " AND t.id IN " TICKETS_OF(                                                                    \
        "$1") " AND NOT EXISTS (SELECT 1 FROM appeal WHERE ticket_id = t.id"                       \
              " AND " TO_KEEP ")"

SQL(person_complaint_tickets,
    "SELECT t.id FROM ticket t WHERE t.id > $2 AND t.id IN " TICKETS_OF_FAMILY(
        "$1") " AND (EXISTS (SELECT 1 FROM complaint WHERE ticket_id = t.id)"
              " OR EXISTS (SELECT 1 FROM handoff WHERE ticket_id = t.id)"
              " OR EXISTS (SELECT 1 FROM appeal WHERE ticket_id = t.id)"
              " OR EXISTS (SELECT 1 FROM form WHERE ticket_id = t.id)) ORDER BY t.id LIMIT $3");
SQL(person_complaint_files, "SELECT DISTINCT t.id" FILES " AND t.id > $3 ORDER BY t.id LIMIT $4");
SQL(person_complaints_empty,
    "UPDATE complaint SET sealed = NULL, version = version + 1 WHERE sealed IS NOT NULL"
    " AND " OF_WHOSE);
SQL(person_shares_empty,
    "UPDATE complaint_share SET note_sealed = NULL WHERE note_sealed IS NOT NULL AND " OF_WHOSE);
/* Empty and not null, which the tables do not allow. */
SQL(person_handoffs_empty,
    "UPDATE handoff SET sealed = $2, version = version + 1 WHERE length(sealed) > 0"
    " AND " OF_WHOSE);
SQL(person_forms_empty,
    "UPDATE form SET sealed = $2, version = version + 1 WHERE length(sealed) > 0"
    " AND " OF_WHOSE);
SQL(person_appeals_empty,
    "UPDATE appeal SET sealed = NULL, version = version + 1 WHERE sealed IS NOT NULL"
    " AND NOT " TO_KEEP " AND " OF_WHOSE);
SQL(person_appeals_kept, "SELECT count(*) FROM appeal WHERE " TO_KEEP " AND " OF_WHOSE);
SQL(person_complaint_files_count, "SELECT count(*)" FILES);
SQL(person_complaints_left,
    "SELECT (SELECT count(*) FROM complaint WHERE sealed IS NOT NULL AND " OF_WHOSE ")"
    " + (SELECT count(*) FROM complaint_share WHERE note_sealed IS NOT NULL AND " OF_WHOSE ")"
    " + (SELECT count(*) FROM handoff WHERE length(sealed) > 0 AND " OF_WHOSE ")"
    " + (SELECT count(*) FROM form WHERE length(sealed) > 0 AND " OF_WHOSE ")"
    " + (SELECT count(*) FROM appeal WHERE sealed IS NOT NULL AND NOT " TO_KEEP " AND " OF_WHOSE
    ") + (SELECT count(*)" FILES ")");

static const Field id_fields[] = {FIELD_ID(Ticket, id), FIELD_END};
static const Shape id_shape = SHAPE(Ticket, id_fields, "A ticket's id");

Status complaint_person_store_family(Ctx *ctx, int64_t customer_id, int64_t after, int64_t limit,
                                     List *out)
{
    return db_list(ctx, &person_complaint_tickets, &id_shape, out, db_int(customer_id),
                   db_int(after), db_int(limit));
}

Status complaint_person_store_files(Ctx *ctx, int64_t customer_id, int64_t after, int64_t limit,
                                    List *out)
{
    return db_list(ctx, &person_complaint_files, &id_shape, out, db_int(customer_id),
                   db_int(ctx_now(ctx)), db_int(after), db_int(limit));
}

static Status note(Ctx *ctx, ErasureProof *proof, const char *table, ErasureAction action,
                   int64_t rows)
{
    const ErasureRow row = {table, (int64_t)action, rows, NULL};
    return erasure_note(ctx, proof, &row);
}

static Status erase_words(Ctx *ctx, int64_t customer_id, ErasureProof *proof)
{
    static const struct {
        const Sql *sql;
        const char *table;
        bool blank; /* takes what is empty as $2 */
    } steps[] = {
        {&person_complaints_empty, "complaint", false},
        {&person_shares_empty, "complaint_share", false},
        {&person_handoffs_empty, "handoff", true},
        {&person_forms_empty, "form", true},
    };
    const DbValue values[] = {db_int(customer_id), db_blob("", 0)};
    Status s = OK;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && !s; i++) {
        int64_t rows = 0;
        s = db_run_values(ctx, steps[i].sql, values, steps[i].blank ? 2 : 1, &rows);
        if (!s) s = note(ctx, proof, steps[i].table, ERASURE_EMPTIED, rows);
    }
    return s;
}

static Status erase_appeals(Ctx *ctx, int64_t customer_id, ErasureProof *proof)
{
    const DbValue id = db_int(customer_id), now = db_int(ctx_now(ctx));
    int64_t emptied = 0;
    ErasureRow kept = {
        "appeal", ERASURE_KEPT, 0,
        "the files of a regulator's appeal (邮政业消费者申诉处理办法) are kept until "
        "their time is over"};
    Status s = db_run_count(ctx, &person_appeals_empty, &emptied, id, now);
    if (!s) s = db_get_int(ctx, &person_appeals_kept, &kept.rows, id, now);
    if (!s) s = note(ctx, proof, "appeal", ERASURE_EMPTIED, emptied);
    return s || !kept.rows ? s : erasure_note(ctx, proof, &kept);
}

Status complaint_person_store_erase(Ctx *ctx, int64_t customer_id, ErasureProof *proof)
{
    int64_t files = 0;
    Status s = erase_words(ctx, customer_id, proof);
    if (!s) s = erase_appeals(ctx, customer_id, proof);
    if (!s)
        s = db_get_int(ctx, &person_complaint_files_count, &files, db_int(customer_id),
                       db_int(ctx_now(ctx)));
    return s ? s : note(ctx, proof, "file", ERASURE_DELETED, files);
}

Status complaint_person_store_left(Ctx *ctx, int64_t customer_id, int64_t *rows)
{
    return db_get_int(ctx, &person_complaints_left, rows, db_int(customer_id),
                      db_int(ctx_now(ctx)));
}
