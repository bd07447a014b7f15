#include "customer/customer.h"
#include "db/db.h"

SQL(customer_tier, "SELECT CASE WHEN m.id IS NULL THEN c.tier ELSE m.tier END FROM customer c"
                   " LEFT JOIN customer m ON m.id = c.merged_into WHERE c.id = $1");

static Status tier_take(void *user, size_t number, Rows *rows)
{
    int64_t *tiers = user;
    tiers[number] = rows_int(rows, 0);
    return OK;
}

Status customer_tiers_of(Ctx *ctx, const int64_t *ids, size_t count, int64_t *tiers)
{
    for (size_t i = 0; i < count; i++)
        tiers[i] = NONE;
    return db_query_ids(ctx, &customer_tier, ids, count, tier_take, tiers);
}
