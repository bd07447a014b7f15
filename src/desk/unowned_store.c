#include "desk/unowned.h"

#include <string.h>
#include <strings.h>

#include "desk/ticket_indexed.h"
#include "desk/ticket_store.h"

enum { AT_ONCE = 200, WITHOUT_KEY = 0 };

SQL(unowned_tickets, "SELECT id FROM (SELECT t.id FROM ticket t WHERE t.customer_id IS NULL"
                     " AND t.phone_key IN ($1, $2) AND t.id > $5"
                     " UNION SELECT t.id FROM ticket t WHERE t.customer_id IS NULL"
                     " AND t.email_key IN ($3, $4) AND t.id > $5) found ORDER BY id LIMIT $6");
SQL(unowned_from_before,
    "SELECT t.id FROM ticket t WHERE t.customer_id IS NULL AND t.email_key = $1"
    " AND t.sealed IS NOT NULL AND t.id > $2 ORDER BY t.id LIMIT $3");
SQL(unowned_without_key, "SELECT t.id FROM ticket t WHERE t.customer_id IS NULL"
                         " AND t.email_key = $1 ORDER BY t.id LIMIT $2");
SQL(unowned_key_put, "UPDATE ticket SET email_key = $2 WHERE id = $1 AND email_key = $3");

Status ticket_keys(Ctx *ctx, const char *phone, const char *email, KeyIndex *phone_key,
                   KeyIndex *email_key)
{
    Status s = key_phone(ctx, TICKET_PHONE, phone, phone_key);
    return s ? s : key_name(ctx, "ticket.email", email, email_key);
}

/* A page of ids, the last of which is *after then. */
static Status read_ids(Rows *rows, int64_t *ids, size_t *count, int64_t *after)
{
    for (*count = 0; *count < AT_ONCE && rows_next(rows); ++*count)
        *after = ids[*count] = rows_int(rows, 0);
    return rows_end(rows);
}

static Status add_keyed(Ctx *ctx, const KeyIndex *phone, const KeyIndex *email, List *to)
{
    int64_t ids[AT_ONCE], after = 0;
    size_t count = AT_ONCE;
    Status s = OK;
    while (!s && count == AT_ONCE) {
        Rows *rows;
        s = db_query(ctx, &unowned_tickets, &rows, db_int(phone->now), db_int(phone->other),
                     db_int(email->now), db_int(email->other), db_int(after), db_int(AT_ONCE));
        if (!s) s = read_ids(rows, ids, &count, &after);
        for (size_t i = 0; i < count && !s; i++)
            s = unowned_add(ctx, to, ids[i]);
    }
    return s;
}

static Status add_opened(Ctx *ctx, const int64_t *ids, size_t count, const char *email, List *to)
{
    List list = {NULL, 0};
    Status s = count ? ticket_store_by_ids(ctx, ids, count, &list) : OK;
    const Ticket *tickets = list.items;
    for (size_t i = 0; i < list.count && !s; i++)
        if (tickets[i].contact_email && strcasecmp(tickets[i].contact_email, email) == 0)
            s = unowned_add(ctx, to, tickets[i].id);
    return s;
}

static Status add_from_before(Ctx *ctx, const char *email, List *to)
{
    int64_t ids[AT_ONCE], after = 0;
    size_t count = AT_ONCE;
    Status s = OK;
    while (!s && count == AT_ONCE) {
        Rows *rows;
        s = db_query(ctx, &unowned_from_before, &rows, db_int(WITHOUT_KEY), db_int(after),
                     db_int(AT_ONCE));
        if (!s) s = read_ids(rows, ids, &count, &after);
        if (!s) s = add_opened(ctx, ids, count, email, to);
    }
    return s;
}

Status ticket_unowned(Ctx *ctx, const char *contact, List *ids)
{
    KeyIndex phone, email;
    Status s = ticket_keys(ctx, contact, contact, &phone, &email);
    if (!s) s = add_keyed(ctx, &phone, &email, ids);
    return s || !strchr(contact, '@') ? s : add_from_before(ctx, contact, ids);
}

/* Nothing else of it changes, its version neither. */
static Status put_key(Ctx *ctx, const Ticket *ticket)
{
    KeyIndex phone, email;
    Status s = ticket_keys(ctx, NULL, ticket->contact_email, &phone, &email);
    if (s) return s;
    return db_run(ctx, &unowned_key_put, db_int(ticket->id), db_int(email.now),
                  db_int(WITHOUT_KEY));
}

Status unowned_index(Ctx *ctx, const Job *job)
{
    int64_t ids[AT_ONCE], last = 0;
    size_t count;
    List list = {NULL, 0};
    Rows *rows;
    Status s = db_query(ctx, &unowned_without_key, &rows, db_int(WITHOUT_KEY), db_int(AT_ONCE));
    if (!s) s = read_ids(rows, ids, &count, &last);
    if (!s && count) s = ticket_store_by_ids(ctx, ids, count, &list);
    const Ticket *tickets = list.items;
    for (size_t i = 0; i < list.count && !s; i++)
        s = put_key(ctx, &tickets[i]);
    if (s || list.count < AT_ONCE) return s;
    return job_more(ctx, job, NULL);
}
