#include "customer/erase_store.h"

#include "customer/customer.h"
#include "db/db.h"

SQL(erase_customer,
    "UPDATE customer SET sealed = NULL, name_key = NULL, phone_key = NULL, phone_tail_key = NULL,"
    " email_key = NULL, postcode = NULL, erased_ms = $2, version = version + 1 WHERE id = $1");
SQL(erase_parts, "DELETE FROM customer_part WHERE customer_id = $1");
SQL(erase_keys, "DELETE FROM customer_key WHERE customer_id = $1");
SQL(erase_values, "DELETE FROM customer_value WHERE customer_id = $1");
SQL(erase_duplicates, "DELETE FROM customer_duplicate WHERE one_id = $1 OR other_id = $1");
SQL(erase_timeline, "UPDATE customer_timeline SET personal_sealed = NULL"
                    " WHERE customer_id = $1 AND personal_sealed IS NOT NULL");
SQL(erase_evidence, "UPDATE customer_consent SET evidence_sealed = NULL"
                    " WHERE customer_id = $1 AND evidence_sealed IS NOT NULL");
SQL(erase_reasons,
    "UPDATE customer_class SET why = NULL WHERE customer_id = $1 AND why IS NOT NULL");
SQL(erase_merges, "UPDATE customer_merge SET why = NULL, undone_why = NULL"
                  " WHERE survivor_id = $1 OR merged_id = $1");

typedef struct Step {
    const Sql *sql;
    const char *table;
    ErasureAction action;
} Step;

static const Step steps[] = {
    {&erase_parts, "customer_part", ERASURE_DELETED},
    {&erase_keys, "customer_key", ERASURE_DELETED},
    {&erase_values, "customer_value", ERASURE_DELETED},
    {&erase_duplicates, "customer_duplicate", ERASURE_DELETED},
    {&erase_timeline, "customer_timeline", ERASURE_EMPTIED},
    {&erase_evidence, "customer_consent", ERASURE_EMPTIED},
    {&erase_reasons, "customer_class", ERASURE_EMPTIED},
    {&erase_merges, "customer_merge", ERASURE_EMPTIED},
};

static Status note(Ctx *ctx, ErasureProof *proof, const Step *step, int64_t rows)
{
    const ErasureRow row = {step->table, (int64_t)step->action, rows, NULL};
    return erasure_note(ctx, proof, &row);
}

Status erase_store_run(Ctx *ctx, int64_t customer_id, ErasureProof *proof)
{
    static const Step own = {&erase_customer, "customer", ERASURE_EMPTIED};
    int64_t rows = 0;
    Status s = db_run_count(ctx, own.sql, &rows, db_int(customer_id), db_int(ctx_now(ctx)));
    if (!s) s = note(ctx, proof, &own, rows);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && !s; i++) {
        s = db_run_count(ctx, steps[i].sql, &rows, db_int(customer_id));
        if (!s) s = note(ctx, proof, &steps[i], rows);
    }
    return s;
}

SQL(erase_left,
    "SELECT (SELECT count(*) FROM customer WHERE id = $1 AND (sealed IS NOT NULL OR name_key IS"
    " NOT NULL OR phone_key IS NOT NULL OR phone_tail_key IS NOT NULL OR email_key IS NOT NULL))"
    " + (SELECT count(*) FROM customer_part WHERE customer_id = $1)"
    " + (SELECT count(*) FROM customer_key WHERE customer_id = $1)"
    " + (SELECT count(*) FROM customer_value WHERE customer_id = $1)"
    " + (SELECT count(*) FROM customer_timeline WHERE customer_id = $1 AND personal_sealed IS"
    " NOT NULL)"
    " + (SELECT count(*) FROM customer_consent WHERE customer_id = $1 AND evidence_sealed IS"
    " NOT NULL)");

Status erase_store_left(Ctx *ctx, int64_t customer_id, int64_t *rows)
{
    return db_get_int(ctx, &erase_left, rows, db_int(customer_id));
}

SQL(erase_insert, "INSERT INTO customer_erasure (id, customer_id, at_ms, who_id, reason, proof)"
                  " VALUES ($1, $2, $3, $4, $5, $6)");

Status erase_store_insert(Ctx *ctx, const Erasure *erasure, const char *json)
{
    return db_run(ctx, &erase_insert, db_int(erasure->id), db_int(erasure->customer_id),
                  db_int(erasure->at), db_id(erasure->who), db_text(erasure->reason),
                  db_text(json));
}

SQL(erase_list, "SELECT id, customer_id, at_ms, who_id, reason, proof FROM customer_erasure"
                " WHERE customer_id = $1 ORDER BY id DESC LIMIT $2");

Status erase_store_list(Ctx *ctx, int64_t customer_id, List *out)
{
    enum { MOST = 50 };
    Rows *rows;
    StoredErasure *items = ARENA_ARRAY(ctx->arena, MOST, StoredErasure);
    *out = (List){items, 0};
    if (!items) return no_memory(ctx);
    Status s = db_query(ctx, &erase_list, &rows, db_int(customer_id), db_int(MOST));
    if (s) return s;
    while (out->count < MOST && rows_next(rows))
        items[out->count++] = (StoredErasure){
            .erasure = {.id = rows_int(rows, 0),
                        .customer_id = rows_int(rows, 1),
                        .at = rows_int(rows, 2),
                        .who = rows_null(rows, 3) ? 0 : rows_int(rows, 3),
                        .reason = rows_copy(rows, 4)},
            .json = rows_copy(rows, 5),
        };
    return rows_end(rows);
}
