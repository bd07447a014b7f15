#include "customer/duplicate_store.h"

#include <string.h>

#include "access/person.h"
#include "db/db.h"

#define EACH 8

Status duplicate_probes(Ctx *ctx, size_t customers, DuplicateProbes *out)
{
    *out = (DuplicateProbes){ARENA_ARRAY(ctx->arena, customers * EACH, DuplicateProbe), 0};
    return out->items ? OK : no_memory(ctx);
}

static int64_t reason_of(const CustomerKey *key, const Customer *customer, KeyIndex address)
{
    if (key->kind == KEY_PHONE) return DUPLICATE_PHONE;
    if (key->kind == KEY_EMAIL) return DUPLICATE_EMAIL;
    if (key->kind == KEY_CONTACT) return DUPLICATE_CONTACT;
    if (key->kind != KEY_NAME) return 0;
    if (customer->kind == CUSTOMER_COMPANY) return DUPLICATE_COMPANY_NAME;
    return address.now == NONE ? 0 : DUPLICATE_NAME_AND_ADDRESS;
}

void duplicate_probe(DuplicateProbes *probes, const Customer *customer, const KeyList *keys)
{
    const KeyIndex none = {NONE, NONE};
    KeyIndex address = key_list_value(keys, KEY_ADDRESS);
    for (size_t i = 0; i < keys->count; i++) {
        const CustomerKey *key = &keys->items[i];
        int64_t reason = reason_of(key, customer, address);
        if (!reason) continue;
        probes->items[probes->count++] = (DuplicateProbe){
            .customer_id = customer->id,
            .reason = reason,
            .kind = key->kind,
            .value = key->value,
            .address = reason == DUPLICATE_NAME_AND_ADDRESS ? address : none,
        };
    }
}

SQL(duplicate_candidates,
    "SELECT DISTINCT k.customer_id FROM customer_key k JOIN customer c ON c.id = k.customer_id"
    " WHERE k.kind = $1 AND k.value IN ($2, $7) AND k.customer_id <> $3"
    " AND c.merged_into IS NULL AND c.erased_ms IS NULL"
    " AND (CAST($4 AS BIGINT) <> 8 OR c.kind = 2)"
    " AND (CAST($5 AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM customer_key a WHERE a.kind = 5"
    " AND a.value IN (CAST($5 AS BIGINT), $8) AND a.customer_id = k.customer_id)) LIMIT $6");
SQL(duplicate_insert,
    "INSERT INTO customer_duplicate (id, one_id, other_id, reasons, state, found_ms)"
    " VALUES ($1, $2, $3, $4, 1, $5) ON CONFLICT (one_id, other_id)"
    " DO UPDATE SET reasons = customer_duplicate.reasons | excluded.reasons");

typedef struct Candidates {
    Ctx *ctx;
    const DuplicateProbes *probes;
    DbValue *rows;
    size_t count;
} Candidates;

enum { ROW = 5, PROBE = 8 };

static Status each_candidate(void *user, size_t number, Rows *rows)
{
    Candidates *to = user;
    const DuplicateProbe *probe = &to->probes->items[number];
    int64_t other = rows_int(rows, 0), mine = probe->customer_id;
    const DbValue row[ROW] = {
        db_int(ctx_id(to->ctx)),
        db_int(mine < other ? mine : other),
        db_int(mine < other ? other : mine),
        db_int(probe->reason),
        db_int(ctx_now(to->ctx)),
    };
    memcpy(to->rows + to->count++ * ROW, row, sizeof row);
    return OK;
}

Status duplicate_store_propose(Ctx *ctx, const DuplicateProbes *probes)
{
    const size_t most = probes->count * DUPLICATE_CANDIDATES;
    DbValue *values = ARENA_ARRAY(ctx->arena, probes->count * PROBE, DbValue);
    Candidates to = {ctx, probes, ARENA_ARRAY(ctx->arena, most * ROW, DbValue), 0};
    if (!values || !to.rows) return no_memory(ctx);
    for (size_t i = 0; i < probes->count; i++) {
        const DuplicateProbe *probe = &probes->items[i];
        const DbValue row[PROBE] = {db_int(probe->kind),        db_int(probe->value.now),
                                    db_int(probe->customer_id), db_int(probe->reason),
                                    db_int(probe->address.now), db_int(DUPLICATE_CANDIDATES),
                                    db_int(probe->value.other), db_int(probe->address.other)};
        memcpy(values + i * PROBE, row, sizeof row);
    }
    Status s = db_query_many(ctx, &duplicate_candidates, values, PROBE, probes->count,
                             each_candidate, &to);
    return s ? s : db_run_many(ctx, &duplicate_insert, to.rows, ROW, to.count, NULL);
}

#define IN_SCOPE(table)                                                                            \
    " AND " OUTLET_IN_SCOPE(table ".outlet_id", "$5") " AND " CUSTOMER_IN_SCOPE(table ".id", "$6")
SQL(duplicate_page,
    "SELECT d.id, d.one_id, d.other_id, one.code, other.code, d.reasons, d.state, d.found_ms,"
    " d.decided_ms, d.who_id, d.why FROM customer_duplicate d"
    " JOIN customer one ON one.id = d.one_id JOIN customer other ON other.id = d.other_id"
    " WHERE d.id < $1 AND (CAST($2 AS BIGINT) IS NULL OR d.state = CAST($2 AS BIGINT))"
    " AND (CAST($3 AS BIGINT) IS NULL OR d.one_id = CAST($3 AS BIGINT)"
    " OR d.other_id = CAST($3 AS BIGINT))"
    " AND (CAST($4 AS BIGINT) IS NULL OR d.id = CAST($4 AS BIGINT))" IN_SCOPE("one")
        IN_SCOPE("other") " ORDER BY d.id DESC LIMIT $7");

static const struct {
    int64_t bit;
    const char *name;
} reason_names[] = {{DUPLICATE_PHONE, "same_phone"},
                    {DUPLICATE_EMAIL, "same_email"},
                    {DUPLICATE_NAME_AND_ADDRESS, "same_name_and_address"},
                    {DUPLICATE_COMPANY_NAME, "same_company_name"},
                    {DUPLICATE_CONTACT, "same_contact"}};
enum { REASONS = sizeof reason_names / sizeof *reason_names };

static Status read_reasons(Ctx *ctx, int64_t bits, Texts *out)
{
    *out = (Texts){ARENA_ARRAY(ctx->arena, REASONS, const char *), 0};
    if (!out->items) return no_memory(ctx);
    for (size_t i = 0; i < REASONS; i++)
        if (bits & reason_names[i].bit) out->items[out->count++] = reason_names[i].name;
    return OK;
}

static Status read_row(Ctx *ctx, Rows *rows, Duplicate *out)
{
    *out = (Duplicate){
        .id = rows_int(rows, 0),
        .one_id = rows_int(rows, 1),
        .other_id = rows_int(rows, 2),
        .one_code = rows_copy(rows, 3),
        .other_code = rows_copy(rows, 4),
        .state = rows_int(rows, 6),
        .found_at = rows_int(rows, 7),
        .decided_at = rows_int(rows, 8),
        .who = rows_null(rows, 9) ? 0 : rows_int(rows, 9),
        .why = rows_copy(rows, 10),
    };
    return read_reasons(ctx, rows_int(rows, 5), &out->reasons);
}

Status duplicate_store_page(Ctx *ctx, const DuplicateFilter *filter, int64_t before_id, int64_t id,
                            List *out)
{
    Rows *rows;
    size_t room = (size_t)filter->limit + 1;
    Duplicate *items = ARENA_ARRAY(ctx->arena, room, Duplicate);
    *out = (List){items, 0};
    if (!items) return no_memory(ctx);
    Status s = db_query(ctx, &duplicate_page, &rows, db_int(before_id), db_int(filter->state),
                        db_id(filter->customer_id), db_id(id), db_int(scope_outlet(ctx)),
                        db_int(scope_customer(ctx)), db_int((int64_t)room));
    if (s) return s;
    while (!s && out->count < room && rows_next(rows))
        s = read_row(ctx, rows, &items[out->count++]);
    Status end = rows_end(rows);
    return s ? s : end;
}

SQL(duplicate_decide, "UPDATE customer_duplicate SET state = $2, decided_ms = $3, who_id = $4,"
                      " why = $5 WHERE id = $1 AND state = 1");

Status duplicate_store_decide(Ctx *ctx, const Duplicate *duplicate, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &duplicate_decide, &changed, db_int(duplicate->id),
                            db_int(duplicate->state), db_int(duplicate->decided_at),
                            db_id(duplicate->who), db_text(duplicate->why));
    *written = changed == 1;
    return s;
}

SQL(duplicate_settle, "UPDATE customer_duplicate SET state = $3, decided_ms = $4, who_id = $5,"
                      " why = $6 WHERE one_id = $1 AND other_id = $2");

Status duplicate_store_settle(Ctx *ctx, const Duplicate *pair)
{
    int64_t low = pair->one_id < pair->other_id ? pair->one_id : pair->other_id;
    int64_t high = pair->one_id < pair->other_id ? pair->other_id : pair->one_id;
    return db_run(ctx, &duplicate_settle, db_int(low), db_int(high), db_int(pair->state),
                  db_int(pair->decided_at), db_id(pair->who), db_text(pair->why));
}
