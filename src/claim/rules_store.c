#include "claim/rules_store.h"

#include "db/db.h"

#define RULES                                                                                      \
    "SELECT number, version, state, text, why, effective_ms AS effective_at,"                      \
    " created_ms AS created_at, created_by, published_ms AS published_at, published_by"            \
    " FROM claim_rules"

SQL(rules_by_number, RULES " WHERE number = $1");
SQL(rules_at, RULES " WHERE effective_ms <= $1 ORDER BY effective_ms DESC, number DESC LIMIT 1");
SQL(rules_from, "SELECT COALESCE(MAX(number), 0) FROM claim_rules WHERE effective_ms = $1");
/* The row of the shipped rules, which there always is. */
SQL(rules_lock, "UPDATE claim_rules SET version = version WHERE number = 1");
SQL(rules_page, RULES " WHERE number < $1 ORDER BY number DESC LIMIT $2");
SQL(rules_newest, "SELECT COALESCE(MAX(number), 0) FROM claim_rules");
SQL(rules_insert, "INSERT INTO claim_rules (number, version, state, text, why, effective_ms,"
                  " created_ms, created_by, published_ms, published_by)"
                  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
SQL(rules_update, "UPDATE claim_rules SET version = $2, state = $3, text = $4, why = $5,"
                  " effective_ms = $6, published_ms = $7, published_by = $8"
                  " WHERE number = $1 AND version = $9 AND state = 1");

Status rules_store_find(Ctx *ctx, int64_t number, ClaimRules *out)
{
    return db_read(ctx, &rules_by_number, &claim_rules_shape, out, db_int(number));
}

Status rules_store_at(Ctx *ctx, int64_t at, ClaimRules *out)
{
    return db_read(ctx, &rules_at, &claim_rules_shape, out, db_int(at));
}

Status rules_store_list(Ctx *ctx, int64_t below, int64_t limit, List *out)
{
    return db_list(ctx, &rules_page, &claim_rules_shape, out, db_int(below), db_int(limit + 1));
}

Status rules_store_newest(Ctx *ctx, int64_t *out)
{
    return db_get_int_values(ctx, &rules_newest, out, NULL, 0);
}

Status rules_store_lock(Ctx *ctx)
{
    return db_run_values(ctx, &rules_lock, NULL, 0, NULL);
}

Status rules_store_from(Ctx *ctx, int64_t at, int64_t *out)
{
    return db_get_int(ctx, &rules_from, out, db_int(at));
}

Status rules_store_insert(Ctx *ctx, const ClaimRules *r)
{
    return db_run(ctx, &rules_insert, db_int(r->number), db_int(r->version), db_int(r->state),
                  db_text(r->text), db_text(r->why), db_int(r->effective_at), db_int(r->created_at),
                  db_text(r->created_by), db_int(r->published_at), db_text(r->published_by));
}

Status rules_store_update(Ctx *ctx, const ClaimRules *r, int64_t version, bool *written)
{
    int64_t changed = 0;
    Status s =
        db_run_count(ctx, &rules_update, &changed, db_int(r->number), db_int(r->version),
                     db_int(r->state), db_text(r->text), db_text(r->why), db_int(r->effective_at),
                     db_int(r->published_at), db_text(r->published_by), db_int(version));
    *written = changed == 1;
    return s;
}
