#include "complaint/complaint_store.h"
#include "db/db.h"

#define CAUSE "SELECT code, version, category, name_zh, name_en, closed FROM complaint_cause"

SQL(cause_insert, "INSERT INTO complaint_cause (code, version, category, name_zh, name_en, closed)"
                  " VALUES ($1, $2, $3, $4, $5, $6)");
SQL(cause_update, "UPDATE complaint_cause SET version = $2, category = $3, name_zh = $4,"
                  " name_en = $5, closed = $6 WHERE code = $1 AND version = $7");
SQL(cause_by_code, CAUSE " WHERE code = $1");
SQL(cause_rows, CAUSE " ORDER BY category, code LIMIT 1000");
SQL(weight_rows, "SELECT factor, tier, at, weight, version FROM complaint_weight"
                 " WHERE weight > 0 ORDER BY factor, tier, at LIMIT 1000");
/* One that was taken away is there with a weight of 0: its version rises on. */
SQL(weight_add,
    "INSERT INTO complaint_weight (factor, tier, at, weight, version) VALUES ($1, $2, $3, $4, 1)"
    " ON CONFLICT (factor, tier, at) DO UPDATE SET weight = excluded.weight,"
    " version = complaint_weight.version + 1 WHERE complaint_weight.weight = 0"
    " RETURNING version");
SQL(weight_change,
    "UPDATE complaint_weight SET weight = $4, version = version + 1 WHERE factor = $1 AND tier = $2"
    " AND at = $3 AND version = $5 AND weight > 0 RETURNING version");

static const Field weight_row_fields[] = {FIELD_INT(Weight, factor),  FIELD_TEXT(Weight, tier),
                                          FIELD_INT(Weight, at),      FIELD_INT(Weight, weight),
                                          FIELD_INT(Weight, version), FIELD_END};
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

Status complaint_weight_store_put(Ctx *ctx, Weight *w, bool *written)
{
    DbValue factor = db_int(w->factor), tier = db_text(w->tier), at = db_int(w->at);
    DbValue as = db_int(w->weight);
    int64_t version;
    Status s = w->version ? db_get_int(ctx, &weight_change, &version, factor, tier, at, as,
                                       db_int(w->version))
                          : db_get_int(ctx, &weight_add, &version, factor, tier, at, as);
    *written = !s;
    if (!s) w->version = version;
    return s == NOT_FOUND ? OK : s;
}
