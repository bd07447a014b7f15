#include "access/colleague.h"

#include <string.h>

#include "access/account_store.h"
#include "access/keys.h"
#include "access/page.h"
#include "access/person.h"
#include "base/arena.h"
#include "base/field_set.h"
#include "db/db.h"

/* Those of one's own subtree, those above it, and those of the whole company. */
#define IN_REACH                                                                                   \
    "(" OUTLET_IN_SCOPE("a.outlet_id", "$2") " OR (a.outlet_id IS NULL AND a.customer_id IS NULL)" \
                                             " OR EXISTS (SELECT 1 FROM outlet_closure above"      \
                                             " WHERE above.descendant_id = CAST($2 AS BIGINT) "    \
                                             "AND above.ancestor_id = a.outlet_id))"

/* Clients' people are no colleagues: their names are as personal as any customer's. */
#define COLLEAGUE_SELECT                                                                           \
    "SELECT a.id, a.login, a.name_sealed, o.code, a.closed"                                        \
    " FROM account a LEFT JOIN outlet o ON o.id = a.outlet_id"                                     \
    " WHERE (a.customer_id IS NULL OR CAST($1 AS BIGINT) <> 0 OR CAST($3 AS BIGINT) = 1)"          \
    " AND " CUSTOMER_IN_SCOPE("a.customer_id", "$1") " AND " IN_REACH

static Status read_colleague(Ctx *ctx, Rows *rows, Colleague *out)
{
    size_t length = 0;
    const void *name = rows_blob(rows, 2, &length);
    *out = (Colleague){.id = rows_int(rows, 0),
                       .login = rows_copy(rows, 1),
                       .outlet = rows_copy(rows, 3),
                       .closed = rows_int(rows, 4) == 1};
    if (!out->login) return no_memory(ctx);
    return key_unseal(ctx, ACCOUNT_NAME_PURPOSE, name, length, &out->name);
}

typedef struct Reading {
    Ctx *ctx;
    List *list;
    size_t room;
} Reading;

static Status add_colleague(void *user, size_t number, Rows *rows)
{
    const Reading *reading = user;
    (void)number;
    if (reading->list->count == reading->room) return OK;
    Colleague *all = reading->list->items;
    return read_colleague(reading->ctx, rows, &all[reading->list->count++]);
}

SQL(named_colleague, COLLEAGUE_SELECT " AND (a.login = $4 OR a.id = $5)");

/* One word may be a login and somebody else's id: both are told. */
static Status read_named(Ctx *ctx, const Texts *who, List *out)
{
    enum { WIDTH = 5 };
    DbValue *asked = ARENA_ARRAY(ctx->arena, who->count * WIDTH, DbValue);
    out->items = ARENA_ARRAY(ctx->arena, who->count * 2, Colleague);
    if (!asked || !out->items) return no_memory(ctx);
    for (size_t i = 0; i < who->count; i++) {
        int64_t id = 0;
        if (!digits_int(who->items[i], strlen(who->items[i]), &id)) id = 0;
        DbValue *row = asked + i * WIDTH;
        row[0] = db_int(scope_customer(ctx));
        row[1] = db_int(scope_outlet(ctx));
        row[2] = db_bool(ctx_may(ctx, PERSONAL_READ));
        row[3] = db_text(who->items[i]);
        row[4] = db_int(id);
    }
    Reading reading = {ctx, out, who->count * 2};
    return db_query_many(ctx, &named_colleague, asked, WIDTH, who->count, add_colleague, &reading);
}

SQL(open_colleagues, COLLEAGUE_SELECT " AND a.closed = 0 AND a.id > $4 ORDER BY a.id LIMIT $5");

static Status read_open(Ctx *ctx, int64_t after, int64_t limit, List *out)
{
    Rows *rows;
    Colleague *all = ARENA_ARRAY(ctx->arena, (size_t)limit, Colleague);
    if (!all) return no_memory(ctx);
    out->items = all;
    Status s = db_query(ctx, &open_colleagues, &rows, db_int(scope_customer(ctx)),
                        db_int(scope_outlet(ctx)), db_bool(ctx_may(ctx, PERSONAL_READ)),
                        db_int(after), db_int(limit));
    if (s) return s;
    while (!s && rows_next(rows))
        s = read_colleague(ctx, rows, &all[out->count++]);
    Status ended = rows_end(rows);
    return s ? s : ended;
}

Status colleague_list(Ctx *ctx, const ColleagueQuery *query, List *out, const char **next)
{
    int64_t after, limit = page_limit(query->limit);
    *out = (List){0};
    *next = NULL;
    if (query->who.count) return read_named(ctx, &query->who, out);
    Status s = page_start(ctx, query->cursor, 0, &after);
    if (!s) s = read_open(ctx, after, limit + 1, out);
    return s ? s : page_end(ctx, out, limit, &colleague_shape, next);
}
