#include "complaint/complaint_store.h"
#include "db/db.h"

#define CAUSE "SELECT code, version, category, name_zh, name_en, closed FROM complaint_cause"

SQL(cause_insert, "INSERT INTO complaint_cause (code, version, category, name_zh, name_en, closed)"
                  " VALUES ($1, $2, $3, $4, $5, $6)");
SQL(cause_update, "UPDATE complaint_cause SET version = $2, category = $3, name_zh = $4,"
                  " name_en = $5, closed = $6 WHERE code = $1 AND version = $7");
SQL(cause_by_code, CAUSE " WHERE code = $1");
SQL(cause_rows, CAUSE " ORDER BY category, code LIMIT 1000");
SQL(weight_rows, "SELECT factor, tier, at, weight FROM complaint_weight"
                 " ORDER BY factor, tier, at LIMIT 1000");
SQL(weight_upsert, "INSERT INTO complaint_weight (factor, tier, at, weight) VALUES ($1, $2, $3, $4)"
                   " ON CONFLICT (factor, tier, at) DO UPDATE SET weight = excluded.weight");
SQL(weight_remove, "DELETE FROM complaint_weight WHERE factor = $1 AND tier = $2 AND at = $3");

static const Field weight_row_fields[] = {FIELD_INT(Weight, factor), FIELD_TEXT(Weight, tier),
                                          FIELD_INT(Weight, at), FIELD_INT(Weight, weight),
                                          FIELD_END};
static const Shape weight_row_shape = SHAPE(Weight, weight_row_fields, "A weight as it is stored");

Status complaint_cause_store_insert(Ctx *ctx, const ComplaintCause *c)
{
    return db_run(ctx, &cause_insert, db_text(c->code), db_int(c->version), db_int(c->category),
                  db_text(c->name_zh), db_text(c->name_en), db_bool(c->closed));
}

Status complaint_cause_store_update(Ctx *ctx, const ComplaintCause *c, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &cause_update, &changed, db_text(c->code), db_int(c->version),
                            db_int(c->category), db_text(c->name_zh), db_text(c->name_en),
                            db_bool(c->closed), db_int(c->version - 1));
    *written = changed == 1;
    return s;
}

Status complaint_cause_store_find(Ctx *ctx, const char *code, ComplaintCause *out)
{
    return db_read(ctx, &cause_by_code, &complaint_cause_shape, out, db_text(code));
}

Status complaint_cause_store_list(Ctx *ctx, List *out)
{
    return db_list(ctx, &cause_rows, &complaint_cause_shape, out);
}

Status complaint_weight_store_list(Ctx *ctx, List *out)
{
    return db_list(ctx, &weight_rows, &weight_row_shape, out);
}

Status complaint_weight_store_put(Ctx *ctx, const Weight *w)
{
    if (!w->weight)
        return db_run(ctx, &weight_remove, db_int(w->factor), db_text(w->tier), db_int(w->at));
    return db_run(ctx, &weight_upsert, db_int(w->factor), db_text(w->tier), db_int(w->at),
                  db_int(w->weight));
}
