/* Customers in lists: searched for, or sorted. */
#include <string.h>

#include "access/keys.h"
#include "access/person.h"
#include "customer/custom.h"
#include "customer/customer_store.h"

/* What else narrows any of them, by $8 to $16; NULL, of the outlet 0: it does not. */
#define IS(column, parameter, type)                                                                \
    " AND (CAST(" parameter " AS " type ") IS NULL OR " column " = CAST(" parameter " AS " type "))"
#define NARROWED                                                                                   \
    IS("c.kind", "$8", "BIGINT")                                                                   \
    IS("c.role", "$9", "BIGINT")                                                                   \
    IS("c.tier", "$10", "BIGINT")                                                                  \
    IS("c.lifecycle", "$11", "BIGINT")                                                             \
    IS("c.relationship", "$12", "BIGINT")                                                          \
    " AND " OUTLET_IN_SCOPE("c.outlet_id", "$13")                                                  \
        IS("c.specialist_id", "$14",                                                               \
           "BIGINT") " AND (CAST($15 AS BIGINT) IS NULL OR c.created_at >= CAST($15 AS BIGINT))"   \
                     " AND (CAST($16 AS BIGINT) IS NULL OR c.created_at < CAST($16 AS BIGINT))"

/* A region and all within it, by what their codes begin with. */
#define REGION_WITHIN(parameter)                                                                   \
    " AND (CAST(" parameter " AS TEXT) IS NULL"                                                    \
    " OR substr(c.region, 1, length(CAST(" parameter " AS TEXT))) = CAST(" parameter " AS TEXT))"

/* By the key of the row itself, or of any of its parts (customer_key.kind). */
#define FOUND_BY(column, kind)                                                                     \
    "c.id IN (SELECT id FROM customer WHERE " column " IN ($1, $7) UNION"                          \
    " SELECT customer_id FROM customer_key WHERE kind = " kind " AND value IN ($1, $7))"
#define PAGE                                                                                       \
    " AND c.id > $2" REGION_WITHIN("$3")                                                           \
        NARROWED CUSTOMER_ROW_IN_SCOPE("$4", "$5") " ORDER BY c.id LIMIT $6"

/* Sorted: $1 and $2 the number and the text behind which a page begins, $3 the id. */
#define TYPED                                                                                      \
    " AND CAST($1 AS BIGINT) IS NOT NULL AND CAST($2 AS TEXT) IS NOT NULL"                         \
    " AND CAST($3 AS BIGINT) IS NOT NULL"
#define SORTED(the_name, behind, order)                                                            \
    SQL(the_name, "SELECT " CUSTOMER_ROWS behind TYPED REGION_WITHIN("$4")                         \
                      NARROWED CUSTOMER_ROW_IN_SCOPE("$5", "$6") " ORDER BY " order " LIMIT $7")
#define BY_NUMBER(the_name, column)                                                                \
    SORTED(the_name##_same_up, column " = $1 AND c.id > $3", "c.id");                              \
    SORTED(the_name##_same_down, column " = $1 AND c.id < $3", "c.id DESC");                       \
    SORTED(the_name##_up, column " > $1", column ", c.id");                                        \
    SORTED(the_name##_down, column " < $1", column " DESC, c.id DESC")

SORTED(customers_up, "c.id > $3", "c.id");
SORTED(customers_down, "c.id < $3", "c.id DESC");
SORTED(code_up, "c.code > $2" BYTEWISE, "c.code" BYTEWISE);
SORTED(code_down, "c.code < $2" BYTEWISE, "c.code" BYTEWISE " DESC");
BY_NUMBER(changed, "c.changed_at");
BY_NUMBER(tier, "c.tier");
/* In the index's own order: a value that is none is no constant to every engine. */
SORTED(no_tier_up, "c.tier IS NULL AND c.id > $3", "c.tier, c.id");
SORTED(no_tier_down, "c.tier IS NULL AND c.id < $3", "c.tier DESC, c.id DESC");

SQL(customer_page_by_name, "SELECT " CUSTOMER_ROWS FOUND_BY("name_key", "4") PAGE);
SQL(customer_page_by_phone, "SELECT " CUSTOMER_ROWS FOUND_BY("phone_key", "1") PAGE);
SQL(customer_page_by_phone_tail, "SELECT " CUSTOMER_ROWS FOUND_BY("phone_tail_key", "2") PAGE);
SQL(customer_page_by_email, "SELECT " CUSTOMER_ROWS FOUND_BY("email_key", "3") PAGE);
SQL(customer_page_by_value,
    "SELECT " CUSTOMER_ROWS
    "c.id IN (SELECT customer_id FROM customer_value WHERE value_key IN ($1, $7))" PAGE);

/* Which statement answers what is searched for, and the key it is bound to; NULL where nothing
 * is. */
static Status page_statement(Ctx *ctx, const CustomerFilter *filter, const Sql **out, KeyIndex *key)
{
    *key = (KeyIndex){NONE, NONE};
    *out = NULL;
    if (filter->name) {
        *out = &customer_page_by_name;
        return key_name(ctx, CUSTOMER_NAME_PURPOSE, filter->name, key);
    }
    if (filter->phone) {
        *out = &customer_page_by_phone;
        return key_phone(ctx, CUSTOMER_PHONE_PURPOSE, filter->phone, key);
    }
    if (filter->phone_tail) {
        *out = &customer_page_by_phone_tail;
        return key_phone_tail(ctx, CUSTOMER_PHONE_PURPOSE, filter->phone_tail, key);
    }
    if (filter->field) {
        *out = &customer_page_by_value;
        return custom_key(ctx, filter->field, filter->value, key);
    }
    if (!filter->email) return OK;
    *out = &customer_page_by_email;
    return key_name(ctx, CUSTOMER_EMAIL_PURPOSE, filter->email, key);
}

/* Adds the rows to the list, which has room for them. */
static Status read_rows(Ctx *ctx, Rows *rows, List *list)
{
    Status s = OK;
    while (!s && rows_next(rows))
        s = customer_row_read(ctx, rows, (Customer *)list->items + list->count++);
    Status end = rows_end(rows);
    return s ? s : end;
}

/* The parameters of a statement of its own, and all. */
enum { OWN = 7, PARAMETERS = 16 };

static DbValue given_or_null(int64_t number)
{
    return number == 0 || number == NONE ? db_null() : db_int(number);
}

static Status query_rows(Ctx *ctx, const Sql *sql, const CustomerNarrowed *within,
                         const DbValue own[OWN], Rows **rows)
{
    const CustomerFilter *filter = within->filter;
    const DbValue narrowed[] = {
        given_or_null(filter->kind),          given_or_null(filter->role),
        given_or_null(filter->tier),          given_or_null(filter->lifecycle),
        given_or_null(filter->relationship),  db_int(within->outlet_id),
        given_or_null(within->specialist_id), given_or_null(filter->created_from),
        given_or_null(filter->created_to),
    };
    DbValue values[PARAMETERS];
    memcpy(values, own, OWN * sizeof *own);
    memcpy(values + OWN, narrowed, sizeof narrowed);
    return db_query_values(ctx, sql, rows, values, PARAMETERS);
}

/* A page being read. */
typedef struct Reading {
    Ctx *ctx;
    const CustomerNarrowed *within;
    List *list;
} Reading;

static Status read_sorted(void *user, const Sql *sql, const SortPlace *after)
{
    const Reading *reading = user;
    Ctx *ctx = reading->ctx;
    int64_t room = reading->within->filter->limit + 1 - (int64_t)reading->list->count;
    Rows *rows;
    if (room == 0) return OK;
    const DbValue own[OWN] = {db_int(after->number),
                              db_text(after->text),
                              db_int(after->id),
                              db_text(reading->within->region),
                              db_int(scope_outlet(ctx)),
                              db_int(scope_customer(ctx)),
                              db_int(room)};
    Status s = query_rows(ctx, sql, reading->within, own, &rows);
    return s ? s : read_rows(ctx, rows, reading->list);
}

/* Of each sort: up, down. */
static const SortSql sorts[][2] = {
    [CUSTOMER_BY_CREATED] = {{.behind = &customers_up}, {.behind = &customers_down}},
    [CUSTOMER_BY_CHANGED] = {{&changed_same_up, &changed_up, NULL},
                             {&changed_same_down, &changed_down, NULL}},
    [CUSTOMER_BY_CODE] = {{.behind = &code_up}, {.behind = &code_down}},
    [CUSTOMER_BY_TIER] = {{&tier_same_up, &tier_up, &no_tier_up},
                          {&tier_same_down, &tier_down, &no_tier_down}},
};

Status customer_store_page(Ctx *ctx, const CustomerNarrowed *within, int64_t sort,
                           const SortPlace *after, List *out)
{
    const CustomerFilter *filter = within->filter;
    KeyIndex key;
    int64_t limit = filter->limit + 1;
    const Sql *sql;
    Rows *rows;
    *out = (List){ARENA_ARRAY(ctx->arena, (size_t)limit, Customer), 0};
    if (!out->items) return no_memory(ctx);
    Status s = page_statement(ctx, filter, &sql, &key);
    if (!s && !sql) {
        Reading reading = {ctx, within, out};
        return sort_read(&sorts[sort < 0 ? -sort : sort][sort < 0], sort, after, read_sorted,
                         &reading);
    }
    if (s) return s;
    const DbValue own[OWN] = {
        db_int(key.now),           db_int(after->id),           db_text(within->region),
        db_int(scope_outlet(ctx)), db_int(scope_customer(ctx)), db_int(limit),
        db_int(key.other)};
    s = query_rows(ctx, sql, within, own, &rows);
    return s ? s : read_rows(ctx, rows, out);
}
