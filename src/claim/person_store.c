#include "access/person.h"
#include "claim/claim_store.h"
#include "customer/customer.h"
#include "db/db.h"

#define IN_SCOPE                                                                                   \
    " AND " OUTLET_IN_SCOPE("c.outlet_id", "$4") " AND " CUSTOMER_IN_SCOPE("c.customer_id", "$5")

SQL(family_claims,
    "SELECT c.id FROM claim c WHERE c.id > $2 AND " CUSTOMER_FAMILY("c.customer_id", "$1") IN_SCOPE
    " ORDER BY c.id LIMIT $3");
SQL(claimants_erase, "UPDATE claim SET claimant_sealed = NULL WHERE customer_id = $1"
                     " AND claimant_sealed IS NOT NULL AND state >= 8");
SQL(claimants_kept, "SELECT COUNT(*) FROM claim WHERE customer_id = $1"
                    " AND claimant_sealed IS NOT NULL AND state < 8");
SQL(claimant_forget, "UPDATE claim SET claimant_sealed = NULL WHERE id = $1 AND state >= 8"
                     " AND claimant_sealed IS NOT NULL AND EXISTS (SELECT 1 FROM customer c"
                     " WHERE c.id = claim.customer_id AND c.erased_ms IS NOT NULL)");
SQL(customer_entries, "SELECT COUNT(*) FROM claim_entry e JOIN claim c ON c.id = e.claim_id"
                      " WHERE c.customer_id = $1");
SQL(claimants_left, "SELECT COUNT(*) FROM claim WHERE customer_id = $1"
                    " AND claimant_sealed IS NOT NULL AND state >= 8");
SQL(claims_open, "SELECT COUNT(*) FROM claim c WHERE c.state < 8"
                 " AND " CUSTOMER_FAMILY("c.customer_id", "$1"));

static const Field id_fields[] = {FIELD_ID(Claim, id), FIELD_END};
static const Shape id_shape = SHAPE(Claim, id_fields, "A claim's id");

Status claim_store_family(Ctx *ctx, int64_t customer_id, int64_t after, int64_t limit, List *out)
{
    Status s = db_list(ctx, &family_claims, &id_shape, out, db_int(customer_id), db_int(after),
                       db_int(limit), db_int(scope_outlet(ctx)), db_int(scope_customer(ctx)));
    Claim *claims = out->items;
    for (size_t i = 0; !s && i < out->count; i++)
        s = claim_store_by_id(ctx, claims[i].id, &claims[i]);
    return s;
}

Status claim_store_erase(Ctx *ctx, int64_t customer_id, ClaimErased *out)
{
    DbValue id = db_int(customer_id);
    Status s = db_run_count(ctx, &claimants_erase, &out->emptied, id);
    if (!s) s = db_get_int(ctx, &claimants_kept, &out->open, id);
    return s ? s : db_get_int(ctx, &customer_entries, &out->entries, id);
}

Status claim_store_forget(Ctx *ctx, int64_t id, bool *emptied)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &claimant_forget, &changed, db_int(id));
    *emptied = changed == 1;
    return s;
}

Status claim_store_left(Ctx *ctx, int64_t customer_id, int64_t *rows)
{
    return db_get_int(ctx, &claimants_left, rows, db_int(customer_id));
}

Status claim_store_open(Ctx *ctx, int64_t customer_id, int64_t *count)
{
    return db_get_int(ctx, &claims_open, count, db_int(customer_id));
}
