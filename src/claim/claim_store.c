#include "claim/claim_store.h"

#include <string.h>

#include "access/person.h"
#include "access/sealed.h"
#include "customer/customer.h"
#include "db/db.h"
#include "waybill/waybill_read_store.h"

static const SealedFields sealed = {"claim.claimant", &claimant_shape};

SQL(next_claim_number, "INSERT INTO claim_number (day, last) VALUES ($1, 1)"
                       " ON CONFLICT (day) DO UPDATE SET last = claim_number.last + 1"
                       " RETURNING last");

Status claim_store_number(Ctx *ctx, int64_t day, int64_t *out)
{
    return db_get_int(ctx, &next_claim_number, out, db_int(day));
}

/* --- writing --- */

SQL(claim_insert,
    "INSERT INTO claim (id, version, no, kind, state, rules, ticket_id, customer_id, outlet_id,"
    " owner_id, claimant_sealed, currency, demanded, declared, insured, full_value, actual_loss,"
    " freight, agreed, market_price, proportional, delay_hours, exclusion, answerable, operator,"
    " offer, fast, fault, cause, cause_outlet_id, assessed, proposer_kind, proposer_id, claimed,"
    " proposed, approved, paid, refused, due, recovered, written_off, entries, created_ms,"
    " changed_ms, decided_ms, closed_ms, by_outlet_id, by_customer_id)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
    " $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36,"
    " $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48)");
SQL(claim_update,
    "UPDATE claim SET version = $2, no = $3, kind = $4, state = $5, rules = $6, ticket_id = $7,"
    " customer_id = $8, outlet_id = $9, owner_id = $10, claimant_sealed = $11, currency = $12,"
    " demanded = $13, declared = $14, insured = $15, full_value = $16, actual_loss = $17,"
    " freight = $18, agreed = $19, market_price = $20, proportional = $21, delay_hours = $22,"
    " exclusion = $23, answerable = $24, operator = $25, offer = $26, fast = $27, fault = $28,"
    " cause = $29, cause_outlet_id = $30, assessed = $31, proposer_kind = $32, proposer_id = $33,"
    " claimed = $34, proposed = $35, approved = $36, paid = $37, refused = $38, due = $39,"
    " recovered = $40, written_off = $41, entries = $42, created_ms = $43, changed_ms = $44,"
    " decided_ms = $45, closed_ms = $46 WHERE id = $1 AND version = $47");
SQL(claim_waybill_insert, "INSERT INTO claim_waybill (claim_id, no, carrier, waybill_id)"
                          " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING");

enum { CLAIM_COLUMNS = 46 };

static Status claimant_value(Ctx *ctx, const Claim *claim, DbValue *out)
{
    *out = db_null();
    return claim->claimant ? sealed_value(ctx, &sealed, claim->claimant, out) : OK;
}

static void claim_values(const Claim *c, DbValue claimant, DbValue *v)
{
    const DbValue values[CLAIM_COLUMNS] = {db_int(c->id),
                                           db_int(c->version),
                                           db_text(c->no),
                                           db_int(c->kind),
                                           db_int(c->state),
                                           db_int(c->rules),
                                           db_id(c->ticket_id),
                                           db_id(c->customer_id),
                                           db_id(c->outlet_id),
                                           db_id(c->owner_id),
                                           claimant,
                                           db_text(c->currency),
                                           db_int(c->demanded),
                                           db_int(c->declared),
                                           db_int(c->insured),
                                           db_int(c->full_value),
                                           db_int(c->actual_loss),
                                           db_int(c->freight),
                                           db_int(c->agreed),
                                           db_int(c->market_price),
                                           db_bool(c->proportional),
                                           db_int(c->delay_hours),
                                           db_int(c->exclusion),
                                           db_int(c->answerable),
                                           db_text(c->operator),
                                           db_int(c->offer),
                                           db_bool(c->fast),
                                           db_int(c->fault),
                                           db_text(c->cause),
                                           db_id(c->cause_outlet_id),
                                           db_int(c->assessed),
                                           db_int(c->proposer_kind),
                                           db_id(c->proposer_id),
                                           db_int(c->claimed),
                                           db_int(c->proposed),
                                           db_int(c->approved),
                                           db_int(c->paid),
                                           db_int(c->refused),
                                           db_int(c->due),
                                           db_int(c->recovered),
                                           db_int(c->written_off),
                                           db_int(c->entries),
                                           db_int(c->created_at),
                                           db_int(c->changed_at),
                                           db_int(c->decided_at),
                                           db_int(c->closed_at)};
    memcpy(v, values, sizeof values);
}

Status claim_store_insert(Ctx *ctx, const Claim *claim)
{
    DbValue values[CLAIM_COLUMNS + 2];
    DbValue claimant;
    const ClaimWaybill *parcels = claim->waybills.items;
    Status s = claimant_value(ctx, claim, &claimant);
    if (s) return s;
    claim_values(claim, claimant, values);
    values[CLAIM_COLUMNS] = db_int(scope_outlet(ctx));
    values[CLAIM_COLUMNS + 1] = db_int(scope_customer(ctx));
    s = db_run_values(ctx, &claim_insert, values, CLAIM_COLUMNS + 2, NULL);
    for (size_t i = 0; i < claim->waybills.count && !s; i++)
        s = db_run(ctx, &claim_waybill_insert, db_int(claim->id), db_text(parcels[i].no),
                   db_text(parcels[i].carrier), db_id(parcels[i].waybill_id));
    return s;
}

Status claim_store_update(Ctx *ctx, const Claim *claim, int64_t version, bool *written)
{
    DbValue values[CLAIM_COLUMNS + 1];
    DbValue claimant;
    int64_t changed = 0;
    Status s = claimant_value(ctx, claim, &claimant);
    if (s) return s;
    claim_values(claim, claimant, values);
    values[CLAIM_COLUMNS] = db_int(version);
    s = db_run_values(ctx, &claim_update, values, CLAIM_COLUMNS + 1, &changed);
    *written = changed == 1;
    return s;
}

/* --- reading --- */

#define COLUMNS                                                                                    \
    "SELECT c.id, c.version, c.no, c.kind, c.state, c.rules, c.ticket_id, c.customer_id,"          \
    " c.outlet_id, c.owner_id, k.code AS customer, o.code AS outlet, a.login AS owner,"            \
    " c.currency, c.demanded, c.declared, c.insured, c.full_value, c.actual_loss, c.freight,"      \
    " c.agreed, c.market_price, c.proportional, c.delay_hours, c.exclusion, c.answerable,"         \
    " c.operator, c.offer, c.fast, c.fault, c.cause, w.code AS cause_outlet, c.cause_outlet_id,"   \
    " c.assessed, c.proposer_kind, c.proposer_id, c.claimed, c.proposed, c.approved, c.paid,"      \
    " c.refused, c.due, c.recovered, c.written_off, c.entries, c.created_ms AS created_at,"        \
    " c.changed_ms AS changed_at, c.decided_ms AS decided_at, c.closed_ms AS closed_at"            \
    " FROM claim c LEFT JOIN customer k ON k.id = c.customer_id"                                   \
    " LEFT JOIN outlet o ON o.id = c.outlet_id LEFT JOIN account a ON a.id = c.owner_id"           \
    " LEFT JOIN outlet w ON w.id = c.cause_outlet_id WHERE "
#define IN_SCOPE(outlet, customer)                                                                 \
    " AND " OUTLET_IN_SCOPE("c.outlet_id", outlet) " AND " CUSTOMER_IN_SCOPE("c.customer_id",      \
                                                                             customer)

static const Field stored_fields[] = {FIELD_ID(Claim, id),
                                      FIELD_INT(Claim, version),
                                      FIELD_TEXT(Claim, no),
                                      FIELD_INT(Claim, kind),
                                      FIELD_INT(Claim, state),
                                      FIELD_INT(Claim, rules),
                                      FIELD_ID(Claim, ticket_id),
                                      FIELD_ID(Claim, customer_id),
                                      FIELD_ID(Claim, outlet_id),
                                      FIELD_ID(Claim, owner_id),
                                      FIELD_TEXT(Claim, customer),
                                      FIELD_TEXT(Claim, outlet),
                                      FIELD_TEXT(Claim, owner),
                                      FIELD_TEXT(Claim, currency),
                                      FIELD_INT(Claim, demanded),
                                      FIELD_INT(Claim, declared),
                                      FIELD_INT(Claim, insured),
                                      FIELD_INT(Claim, full_value),
                                      FIELD_INT(Claim, actual_loss),
                                      FIELD_INT(Claim, freight),
                                      FIELD_INT(Claim, agreed),
                                      FIELD_INT(Claim, market_price),
                                      FIELD_BOOL(Claim, proportional),
                                      FIELD_INT(Claim, delay_hours),
                                      FIELD_INT(Claim, exclusion),
                                      FIELD_INT(Claim, answerable),
                                      FIELD_TEXT(Claim, operator),
                                      FIELD_INT(Claim, offer),
                                      FIELD_BOOL(Claim, fast),
                                      FIELD_INT(Claim, fault),
                                      FIELD_TEXT(Claim, cause),
                                      FIELD_TEXT(Claim, cause_outlet),
                                      FIELD_ID(Claim, cause_outlet_id),
                                      FIELD_INT(Claim, assessed),
                                      FIELD_INT(Claim, proposer_kind),
                                      FIELD_ID(Claim, proposer_id),
                                      FIELD_INT(Claim, claimed),
                                      FIELD_INT(Claim, proposed),
                                      FIELD_INT(Claim, approved),
                                      FIELD_INT(Claim, paid),
                                      FIELD_INT(Claim, refused),
                                      FIELD_INT(Claim, due),
                                      FIELD_INT(Claim, recovered),
                                      FIELD_INT(Claim, written_off),
                                      FIELD_INT(Claim, entries),
                                      FIELD_INT(Claim, created_at),
                                      FIELD_INT(Claim, changed_at),
                                      FIELD_INT(Claim, decided_at),
                                      FIELD_INT(Claim, closed_at),
                                      FIELD_END};
static const Shape stored_shape = SHAPE(Claim, stored_fields, "A claim's row");

SQL(claim_by_id, COLUMNS "c.id = $1" IN_SCOPE("$2", "$3"));
SQL(claim_by_no, COLUMNS "c.no = $1" IN_SCOPE("$2", "$3"));
SQL(claim_sealed, "SELECT claimant_sealed FROM claim WHERE id = $1");
SQL(claim_waybills, "SELECT no, carrier, waybill_id FROM claim_waybill WHERE claim_id = $1"
                    " ORDER BY no, carrier LIMIT 200");

static Status read_claimant(Ctx *ctx, Claim *claim)
{
    Rows *rows;
    Status s = db_query(ctx, &claim_sealed, &rows, db_int(claim->id));
    if (s) return s;
    if (rows_next(rows) && !rows_null(rows, 0)) {
        claim->claimant = ARENA_NEW(ctx->arena, Claimant);
        s = claim->claimant ? sealed_read(ctx, &sealed, rows, 0, claim->claimant) : no_memory(ctx);
    }
    Status end = rows_end(rows);
    return s ? s : end;
}

static Status read_rest(Ctx *ctx, Claim *claim)
{
    claim->claimant = NULL;
    claim->waybills = (List){0};
    Status s = read_claimant(ctx, claim);
    return s ? s
             : db_list(ctx, &claim_waybills, &claim_waybill_shape, &claim->waybills,
                       db_int(claim->id));
}

Status claim_store_by_id(Ctx *ctx, int64_t id, Claim *out)
{
    Status s = db_read(ctx, &claim_by_id, &stored_shape, out, db_int(id), db_int(scope_outlet(ctx)),
                       db_int(scope_customer(ctx)));
    return s ? s : read_rest(ctx, out);
}

Status claim_store_by_no(Ctx *ctx, const char *no, Claim *out)
{
    Status s = db_read(ctx, &claim_by_no, &stored_shape, out, db_text(no),
                       db_int(scope_outlet(ctx)), db_int(scope_customer(ctx)));
    return s ? s : read_rest(ctx, out);
}

/* $3: state, $4: kind, $5: customer, $6: owner, $7: parcel, $8: ticket, $9 and $10: ids between,
 * $11 and $12: demanded between, $13: limit, $14: outlet, $15 and $16: what comes after. */
#define OF_CUSTOMER CUSTOMER_FAMILY("c.customer_id", "$5")
#define FILTERED                                                                                   \
    "(CAST($3 AS BIGINT) IS NULL OR c.state = $3)"                                                 \
    " AND (CAST($4 AS BIGINT) IS NULL OR c.kind = $4)"                                             \
    " AND (CAST($5 AS BIGINT) IS NULL OR " OF_CUSTOMER ")"                                         \
    " AND (CAST($6 AS BIGINT) IS NULL OR COALESCE(c.owner_id, 0) = $6)"                            \
    " AND (CAST($7 AS TEXT) IS NULL OR c.id IN (SELECT f.claim_id FROM claim_waybill f"            \
    " WHERE f.no = $7))"                                                                           \
    " AND (CAST($8 AS BIGINT) IS NULL OR c.ticket_id = $8) AND c.id >= $9 AND c.id < $10"          \
    " AND c.demanded >= $11 AND c.demanded <= $12"                                                 \
    " AND (CAST($14 AS BIGINT) IS NULL OR COALESCE(c.outlet_id, 0) = $14)" IN_SCOPE("$1", "$2")
#define LIMIT " LIMIT $13"

SQL(claims_newest, COLUMNS FILTERED " AND c.id < $15 ORDER BY c.id DESC" LIMIT);
SQL(claims_oldest, COLUMNS FILTERED " AND c.id > $15 ORDER BY c.id" LIMIT);
SQL(claims_largest, COLUMNS FILTERED " AND (c.demanded, c.id) < ($16, $15)"
                                     " ORDER BY c.demanded DESC, c.id DESC" LIMIT);

Status claim_store_list(Ctx *ctx, const ClaimSearch *search, List *out)
{
    const ClaimFilter *f = search->filter;
    const DbValue values[] = {db_int(scope_outlet(ctx)),
                              db_int(scope_customer(ctx)),
                              db_int(f->state),
                              db_int(f->kind),
                              db_id(search->customer_id),
                              db_int(search->owner_id),
                              db_text(f->waybill),
                              db_id(f->ticket_id),
                              db_int(f->from == NONE ? 0 : id_floor(f->from)),
                              db_int(f->until == NONE ? INT64_MAX : id_floor(f->until)),
                              db_int(f->least == NONE ? 0 : f->least),
                              db_int(f->most == NONE ? INT64_MAX : f->most),
                              db_int(f->limit + 1),
                              db_int(search->outlet_id),
                              db_int(search->after_id),
                              db_int(search->after_key)};
    size_t count = sizeof values / sizeof *values;
    if (f->sort == CLAIM_LARGEST)
        return db_list_values(ctx, &claims_largest, &stored_shape, out, values, count);
    return db_list_values(ctx, f->sort == CLAIM_OLDEST ? &claims_oldest : &claims_newest,
                          &stored_shape, out, values, count - 1);
}

/* --- what a claim names --- */

/* A parcel out of scope is as one that nobody knows: its number tells nothing. */
SQL(parcels_of_claim,
    "SELECT s.waybill_id, s.outlet_id, s.customer_id, s.carrier FROM waybill_state s"
    " WHERE s.no = $1 AND (CAST($2 AS TEXT) = '' OR s.carrier = CAST($2 AS TEXT))"
    " AND " WAYBILL_IN_SCOPE("$3", "$4") " ORDER BY s.waybill_id DESC LIMIT 2");
SQL(account_of_claim, "SELECT id FROM account WHERE login = $1");
SQL(customer_of_claim, "SELECT c.id FROM customer c WHERE c.code = $1 AND " OUTLET_IN_SCOPE(
                           "c.outlet_id", "$2") " AND " CUSTOMER_IN_SCOPE("c.id", "$3"));
SQL(claims_since, "SELECT COUNT(*) FROM claim c WHERE c.id >= $2 AND c.id <> $3"
                  " AND " CUSTOMER_FAMILY("c.customer_id", "$1"));

static const Field parcel_fields[] = {
    FIELD_ID(ClaimParcel, waybill_id), FIELD_ID(ClaimParcel, outlet_id),
    FIELD_ID(ClaimParcel, customer_id), FIELD_TEXT(ClaimParcel, carrier), FIELD_END};
static const Shape parcel_shape = SHAPE(ClaimParcel, parcel_fields, "A parcel by its number");

Status claim_store_parcels(Ctx *ctx, const char *no, const char *carrier, List *out)
{
    return db_list(ctx, &parcels_of_claim, &parcel_shape, out, db_text(no), db_text(carrier),
                   db_int(scope_outlet(ctx)), db_int(scope_customer(ctx)));
}

SQL(claim_waybill_bind, "UPDATE claim_waybill SET waybill_id = $4"
                        " WHERE claim_id = $1 AND no = $2 AND carrier = $3");

Status claim_store_bind(Ctx *ctx, int64_t claim_id, const ClaimWaybill *parcel)
{
    return db_run(ctx, &claim_waybill_bind, db_int(claim_id), db_text(parcel->no),
                  db_text(parcel->carrier), db_int(parcel->waybill_id));
}

/* An id that is 0 where there is no row. */
static Status or_zero(Ctx *ctx, Status s, int64_t *out)
{
    if (s != NOT_FOUND) return s;
    problem_clear(ctx);
    *out = 0;
    return OK;
}

Status claim_store_account(Ctx *ctx, const char *login, int64_t *out)
{
    return or_zero(ctx, db_get_int(ctx, &account_of_claim, out, db_text(login)), out);
}

Status claim_store_customer(Ctx *ctx, const char *code, int64_t *out)
{
    Status s = db_get_int(ctx, &customer_of_claim, out, db_text(code), db_int(scope_outlet(ctx)),
                          db_int(scope_customer(ctx)));
    return or_zero(ctx, s, out);
}

SQL(customer_counts_as, "SELECT k.id, k.code FROM customer c"
                        " JOIN customer k ON k.id = COALESCE(c.merged_into, c.id)"
                        " WHERE c.id = $1");
static const Field counts_as_fields[] = {FIELD_ID(ClaimCustomer, id),
                                         FIELD_TEXT(ClaimCustomer, code), FIELD_END};
static const Shape counts_as_shape = SHAPE(ClaimCustomer, counts_as_fields, "A claim's customer");

Status claim_store_counts_as(Ctx *ctx, int64_t customer_id, ClaimCustomer *out)
{
    return db_read(ctx, &customer_counts_as, &counts_as_shape, out, db_int(customer_id));
}

Status claim_store_count_since(Ctx *ctx, int64_t customer_id, int64_t since_id, int64_t but_id,
                               int64_t *out)
{
    return db_get_int(ctx, &claims_since, out, db_int(customer_id), db_int(since_id),
                      db_int(but_id));
}
