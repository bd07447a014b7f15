#include "access/person.h"
#include "claim/claim_files.h"
#include "claim/claim_store.h"
#include "customer/customer.h"
#include "db/db.h"
#include "desk/unowned.h"

#define IN_SCOPE                                                                                   \
    " AND " OUTLET_IN_SCOPE("c.outlet_id", "$4") " AND " CUSTOMER_IN_SCOPE("c.customer_id", "$5")

#define UNOWNED                                                                                    \
    " UNION ALL SELECT c_.id FROM claim c_ WHERE c_.id = $1 AND c_.customer_id IS NULL UNION ALL"  \
    " SELECT c_.id FROM claim c_ WHERE c_.customer_id IS NULL AND c_.ticket_id IN " TICKETS_OF(    \
        "$1") ")"
/* Of the customer, or of their family; or nobody's, and that claim itself, or on one of the
 * customer's tickets, or on that one. */
#define OF_WHOSE "(SELECT c_.id FROM claim c_ WHERE c_.customer_id = $1" UNOWNED
#define OF_FAMILY                                                                                  \
    "(SELECT c_.id FROM claim c_ WHERE " CUSTOMER_FAMILY("c_.customer_id", "$1") UNOWNED
#define PAYMENTS "(SELECT COUNT(*) FROM claim_payment p WHERE p.claim_id = c.id)"
#define FILES "(SELECT COUNT(*) FROM file f WHERE f.owner = 'claim' AND f.owner_id = c.id)"
#define HELD                                                                                       \
    "SELECT c.id, c.state, c.closed_ms AS closed_at,"                                              \
    " CASE WHEN c.claimant_sealed IS NULL THEN 0 ELSE 1 END AS claimant, " PAYMENTS                \
    " AS paid, " FILES " AS files FROM claim c WHERE "

SQL(family_claims, "SELECT c.id FROM claim c WHERE c.id > $2 AND c.id IN " OF_FAMILY IN_SCOPE
                   " ORDER BY c.id LIMIT $3");
SQL(claims_held, HELD "c.id IN " OF_WHOSE " AND c.id > $2 ORDER BY c.id LIMIT $3");
SQL(claim_marked, HELD "c.id = $1 AND c.forget_ms IS NOT NULL");
SQL(claims_over, HELD "c.forget_ms IS NOT NULL AND c.state >= 8 AND " FILES " > 0 AND (" PAYMENTS
                      " = 0 OR c.closed_ms < $1) ORDER BY c.id LIMIT $2");
SQL(claims_mark, "UPDATE claim SET forget_ms = $2 WHERE forget_ms IS NULL AND id IN " OF_WHOSE);
SQL(claims_entries, "SELECT COUNT(*) FROM claim_entry WHERE claim_id IN " OF_WHOSE);
SQL(claimant_empty, "UPDATE claim SET claimant_sealed = NULL WHERE id = $1");
SQL(waivers_empty,
    "UPDATE claim_evidence SET waived_why = '' WHERE claim_id = $1 AND waived_why <> ''");
SQL(evidence_files_delete,
    "DELETE FROM claim_evidence WHERE claim_id = $1 AND file_id IS NOT NULL");
#define ENDED " AND c.state >= 8 AND c.id IN " OF_WHOSE ")"
SQL(claims_left,
    "SELECT (SELECT COUNT(*) FROM claim c WHERE c.claimant_sealed IS NOT NULL" ENDED
    " + (SELECT COUNT(*) FROM claim_evidence e JOIN claim c ON c.id = e.claim_id"
    " WHERE e.waived_why <> ''" ENDED
    " + (SELECT COUNT(*) FROM file f JOIN claim c ON c.id = f.owner_id WHERE f.owner = 'claim'"
    " AND " PAYMENTS " = 0" ENDED);
SQL(claims_unowned, "SELECT c.id FROM claim c WHERE c.customer_id IS NULL AND"
                    " c.claimant_sealed IS NOT NULL AND c.forget_ms IS NULL AND c.id > $1"
                    " ORDER BY c.id LIMIT $2");
SQL(claims_open, "SELECT COUNT(*) FROM claim c WHERE c.state < 8"
                 " AND " CUSTOMER_FAMILY("c.customer_id", "$1"));

static const Field id_fields[] = {FIELD_ID(Claim, id), FIELD_END};
static const Shape id_shape = SHAPE(Claim, id_fields, "A claim's id");

static const Field held_fields[] = {FIELD_ID(ClaimHeld, id),
                                    FIELD_INT(ClaimHeld, state),
                                    FIELD_INT(ClaimHeld, closed_at),
                                    FIELD_INT(ClaimHeld, claimant),
                                    FIELD_INT(ClaimHeld, paid),
                                    FIELD_INT(ClaimHeld, files),
                                    FIELD_END};
static const Shape held_shape = SHAPE(ClaimHeld, held_fields, "What a claim holds of a person");

static Status read_whole(Ctx *ctx, const List *list)
{
    Claim *claims = list->items;
    Status s = OK;
    for (size_t i = 0; !s && i < list->count; i++)
        s = claim_store_by_id(ctx, claims[i].id, &claims[i]);
    return s;
}

Status claim_store_family(Ctx *ctx, int64_t whose, int64_t after, int64_t limit, List *out)
{
    Status s = db_list(ctx, &family_claims, &id_shape, out, db_int(whose), db_int(after),
                       db_int(limit), db_int(scope_outlet(ctx)), db_int(scope_customer(ctx)));
    return s ? s : read_whole(ctx, out);
}

Status claim_store_held(Ctx *ctx, int64_t whose, int64_t after, int64_t limit, List *out)
{
    return db_list(ctx, &claims_held, &held_shape, out, db_int(whose), db_int(after),
                   db_int(limit));
}

Status claim_store_marked(Ctx *ctx, int64_t id, ClaimHeld *out)
{
    return db_read(ctx, &claim_marked, &held_shape, out, db_int(id));
}

Status claim_store_over(Ctx *ctx, int64_t before, int64_t limit, List *out)
{
    return db_list(ctx, &claims_over, &held_shape, out, db_int(before), db_int(limit));
}

Status claim_store_mark(Ctx *ctx, int64_t whose)
{
    return db_run(ctx, &claims_mark, db_int(whose), db_int(ctx_now(ctx)));
}

Status claim_store_entries(Ctx *ctx, int64_t whose, int64_t *count)
{
    return db_get_int(ctx, &claims_entries, count, db_int(whose));
}

Status claim_store_empty(Ctx *ctx, int64_t id)
{
    return db_run(ctx, &claimant_empty, db_int(id));
}

Status claim_store_forget_words(Ctx *ctx, int64_t id, int64_t *count)
{
    return db_run_count(ctx, &waivers_empty, count, db_int(id));
}

Status claim_store_forget_files(Ctx *ctx, int64_t id)
{
    Status s = file_forget_owner(ctx, claim_files_owner.kind, id);
    return s ? s : db_run(ctx, &evidence_files_delete, db_int(id));
}

Status claim_store_left(Ctx *ctx, int64_t whose, int64_t *rows)
{
    return db_get_int(ctx, &claims_left, rows, db_int(whose));
}

Status claim_store_unowned(Ctx *ctx, int64_t after, int64_t limit, List *out)
{
    Status s = db_list(ctx, &claims_unowned, &id_shape, out, db_int(after), db_int(limit));
    return s ? s : read_whole(ctx, out);
}

Status claim_store_open(Ctx *ctx, int64_t customer_id, int64_t *count)
{
    return db_get_int(ctx, &claims_open, count, db_int(customer_id));
}
