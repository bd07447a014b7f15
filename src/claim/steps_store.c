#include "claim/steps_store.h"

#include "access/person.h"
#include "claim/claim_keep.h"
#include "db/db.h"

/* --- evidence --- */

SQL(evidence_rows, "SELECT item, file_id, entry_id, waived_why, at_ms AS at, who"
                   " FROM claim_evidence WHERE claim_id = $1 ORDER BY item LIMIT 200");
SQL(evidence_upsert,
    "INSERT INTO claim_evidence (claim_id, item, file_id, entry_id, waived_why, at_ms, who)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (claim_id, item) DO UPDATE SET"
    " file_id = excluded.file_id, entry_id = excluded.entry_id,"
    " waived_why = excluded.waived_why, at_ms = excluded.at_ms, who = excluded.who");

Status evidence_store_list(Ctx *ctx, int64_t claim_id, List *out)
{
    return db_list(ctx, &evidence_rows, &claim_evidence_shape, out, db_int(claim_id));
}

Status evidence_store_put(Ctx *ctx, int64_t claim_id, const ClaimEvidence *e)
{
    return db_run(ctx, &evidence_upsert, db_int(claim_id), db_text(e->item), db_id(e->file_id),
                  db_id(e->entry_id), db_text(e->waived_why), db_int(e->at), db_text(e->who));
}

/* --- assessments --- */

SQL(assessment_rows, "SELECT number, rules, amount, result, at_ms AS at, who"
                     " FROM claim_assessment WHERE claim_id = $1 ORDER BY number DESC LIMIT 100");
SQL(assessment_insert, "INSERT INTO claim_assessment (claim_id, number, rules, amount, result,"
                       " at_ms, who) VALUES ($1, (SELECT COALESCE(MAX(x.number), 0) + 1"
                       " FROM claim_assessment x WHERE x.claim_id = $1), $2, $3, $4, $5, $6)");

static const Field assessment_fields[] = {FIELD_INT(StoredAssessment, number),
                                          FIELD_INT(StoredAssessment, rules),
                                          FIELD_INT(StoredAssessment, amount),
                                          FIELD_TEXT(StoredAssessment, result),
                                          FIELD_INT(StoredAssessment, at),
                                          FIELD_TEXT(StoredAssessment, who),
                                          FIELD_END};
static const Shape assessment_shape = SHAPE(StoredAssessment, assessment_fields, "What rules said");

Status assessment_store_list(Ctx *ctx, int64_t claim_id, List *out)
{
    return db_list(ctx, &assessment_rows, &assessment_shape, out, db_int(claim_id));
}

Status assessment_store_insert(Ctx *ctx, int64_t claim_id, const StoredAssessment *a)
{
    return db_run(ctx, &assessment_insert, db_int(claim_id), db_int(a->rules), db_int(a->amount),
                  db_text(a->result), db_int(a->at), db_text(a->who));
}

/* --- approvals --- */

SQL(approval_insert, "INSERT INTO claim_approval (claim_id, who_kind, who_id, who, at_ms)"
                     " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING");
SQL(approval_count, "SELECT COUNT(*) FROM claim_approval WHERE claim_id = $1");
SQL(approval_rows, "SELECT at_ms AS at, who_kind, who_id, who FROM claim_approval"
                   " WHERE claim_id = $1 ORDER BY at_ms, who_kind, who_id LIMIT 100");
SQL(approval_clear, "DELETE FROM claim_approval WHERE claim_id = $1");

Status approval_store_add(Ctx *ctx, int64_t claim_id, bool *added, int64_t *count)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &approval_insert, &changed, db_int(claim_id),
                            db_int(ctx->who ? (int64_t)ctx->who->kind : PERSON_SYSTEM),
                            db_int(ctx->who ? ctx->who->id : 0), db_text(claim_who(ctx)),
                            db_int(ctx_now(ctx)));
    *added = changed == 1;
    return s ? s : db_get_int(ctx, &approval_count, count, db_int(claim_id));
}

Status approval_store_list(Ctx *ctx, int64_t claim_id, List *out)
{
    return db_list(ctx, &approval_rows, &claim_approval_shape, out, db_int(claim_id));
}

Status approval_store_clear(Ctx *ctx, int64_t claim_id)
{
    return db_run(ctx, &approval_clear, db_int(claim_id));
}

/* --- payments --- */

SQL(payment_by_reference, "SELECT reference, claim_id, entry_no, amount,"
                          " reversed_ms AS reversed_at FROM claim_payment WHERE reference = $1");
SQL(payment_insert, "INSERT INTO claim_payment (reference, claim_id, entry_no, amount, at_ms)"
                    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING");
SQL(payment_reverse, "UPDATE claim_payment SET reversed_ms = $2 WHERE reference = $1");

static const Field payment_fields[] = {
    FIELD_TEXT(ClaimPayment, reference),  FIELD_ID(ClaimPayment, claim_id),
    FIELD_INT(ClaimPayment, entry_no),    FIELD_INT(ClaimPayment, amount),
    FIELD_INT(ClaimPayment, reversed_at), FIELD_END};
static const Shape payment_shape = SHAPE(ClaimPayment, payment_fields, "A payment");

Status payment_store_find(Ctx *ctx, const char *reference, ClaimPayment *out)
{
    return db_read(ctx, &payment_by_reference, &payment_shape, out, db_text(reference));
}

Status payment_store_insert(Ctx *ctx, const ClaimPayment *p, bool *added)
{
    int64_t changed = 0;
    Status s =
        db_run_count(ctx, &payment_insert, &changed, db_text(p->reference), db_int(p->claim_id),
                     db_int(p->entry_no), db_int(p->amount), db_int(ctx_now(ctx)));
    *added = changed == 1;
    return s;
}

Status payment_store_reverse(Ctx *ctx, const char *reference)
{
    return db_run(ctx, &payment_reverse, db_text(reference), db_int(ctx_now(ctx)));
}

/* --- shares --- */

SQL(share_rows, "SELECT s.number, s.party, o.code AS outlet, s.percent, s.due, s.recovered,"
                " s.evidence FROM claim_share s LEFT JOIN outlet o ON o.id = s.outlet_id"
                " WHERE s.claim_id = $1 ORDER BY s.number LIMIT 20");
SQL(share_insert, "INSERT INTO claim_share (claim_id, number, party, outlet_id, percent, due,"
                  " recovered, evidence) VALUES ($1, $2, $3, $4, $5, $6, 0, $7)");
SQL(share_recovered, "UPDATE claim_share SET recovered = $3 WHERE claim_id = $1 AND number = $2");
SQL(share_clear, "DELETE FROM claim_share WHERE claim_id = $1");

Status share_store_list(Ctx *ctx, int64_t claim_id, List *out)
{
    return db_list(ctx, &share_rows, &claim_share_shape, out, db_int(claim_id));
}

Status share_store_insert(Ctx *ctx, int64_t claim_id, const ClaimShare *s)
{
    return db_run(ctx, &share_insert, db_int(claim_id), db_int(s->number), db_int(s->party),
                  db_id(s->outlet_id), db_int(s->percent), db_int(s->due), db_text(s->evidence));
}

Status share_store_recovered(Ctx *ctx, int64_t claim_id, int64_t number, int64_t recovered)
{
    return db_run(ctx, &share_recovered, db_int(claim_id), db_int(number), db_int(recovered));
}

Status share_store_clear(Ctx *ctx, int64_t claim_id)
{
    return db_run(ctx, &share_clear, db_int(claim_id));
}
