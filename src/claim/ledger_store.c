#include "claim/ledger_store.h"

#include "db/db.h"

#define ENTRY                                                                                      \
    "SELECT no, at_ms AS at, what, from_account, to_account, amount, who_kind, who_id, who,"       \
    " reverses, share, reference, why FROM claim_entry WHERE claim_id = $1"

SQL(entry_insert,
    "INSERT INTO claim_entry (claim_id, no, at_ms, what, from_account, to_account, amount,"
    " who_kind, who_id, who, reverses, share, reference, why)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)");
SQL(entry_by_no, ENTRY " AND no = $2");
SQL(entry_reversals, "SELECT COUNT(*) FROM claim_entry WHERE claim_id = $1 AND reverses = $2");
SQL(entries_after, ENTRY " AND no > $2 ORDER BY no LIMIT $3");

Status ledger_store_insert(Ctx *ctx, int64_t claim_id, const LedgerEntry *e)
{
    return db_run(ctx, &entry_insert, db_int(claim_id), db_int(e->no), db_int(e->at),
                  db_int(e->what), db_int(e->from_account), db_int(e->to_account),
                  db_int(e->amount), db_int(e->who_kind), db_id(e->who_id), db_text(e->who),
                  db_int(e->reverses), db_int(e->share), db_text(e->reference), db_text(e->why));
}

Status ledger_store_find(Ctx *ctx, int64_t claim_id, int64_t no, LedgerEntry *out)
{
    return db_read(ctx, &entry_by_no, &ledger_entry_shape, out, db_int(claim_id), db_int(no));
}

Status ledger_store_reversals(Ctx *ctx, int64_t claim_id, int64_t no, int64_t *out)
{
    return db_get_int(ctx, &entry_reversals, out, db_int(claim_id), db_int(no));
}

Status ledger_store_list(Ctx *ctx, int64_t claim_id, int64_t after, int64_t limit, List *out)
{
    return db_list(ctx, &entries_after, &ledger_entry_shape, out, db_int(claim_id), db_int(after),
                   db_int(limit));
}
