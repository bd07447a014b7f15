#include "desk/entry_store.h"

#include <string.h>

#include "access/keys.h"
#include "access/person.h"
#include "base/json.h"
#include "desk/follow.h"

#define SELECT                                                                                     \
    "SELECT e.ticket_id, e.id, e.at_ms, e.kind, e.author_kind, e.author_id, e.author,"             \
    " e.visibility, e.direction, e.channel, e.detail, e.origin_ticket_id, e.origin_id, e.sealed"   \
    " FROM ticket_entry e WHERE "

/* The ticket and all that were merged into it, and into those. */
#define FAMILY                                                                                     \
    "WITH RECURSIVE family (id) AS (SELECT CAST($1 AS BIGINT) UNION"                               \
    " SELECT t.id FROM ticket t JOIN family f ON t.merged_into_id = f.id) "
/* Who sees a ticket sees only those of its family that they would see by themselves. */
#define OF_FAMILY(outlet, customer)                                                                \
    "e.ticket_id IN (SELECT t.id FROM family f JOIN ticket t ON t.id = f.id WHERE t.id = $1"       \
    " OR (" OUTLET_IN_SCOPE("t.outlet_id", outlet) " AND " CUSTOMER_IN_SCOPE("t.customer_id",      \
                                                                             customer) "))"

SQL(entry_insert,
    "INSERT INTO ticket_entry (ticket_id, id, at_ms, kind, author_kind, author_id, author,"
    " visibility, direction, channel, sealed, detail, origin_ticket_id, origin_id)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)");
SQL(entry_page_up,
    FAMILY SELECT OF_FAMILY("$5",
                            "$6") " AND e.id > $2" ENTRY_SHOWN("$3") " ORDER BY e.id LIMIT $4");
SQL(entry_page_down, FAMILY SELECT OF_FAMILY("$5", "$6") " AND e.id < $2" ENTRY_SHOWN(
                         "$3") " ORDER BY e.id DESC LIMIT $4");
SQL(entry_row, FAMILY SELECT OF_FAMILY("$4", "$5") " AND e.id = $2" ENTRY_SHOWN("$3"));
SQL(entry_each, "SELECT e.ticket_id, e.id, e.at_ms, e.kind, e.author_kind, e.author_id, e.author,"
                " e.visibility, e.direction, e.channel, e.detail, e.origin_ticket_id, e.origin_id"
                " FROM ticket_entry e WHERE e.ticket_id = $1 ORDER BY e.id");
SQL(entry_first, SELECT "e.ticket_id = $1 ORDER BY e.id LIMIT 1");
SQL(entry_copy,
    "INSERT INTO ticket_entry (ticket_id, id, at_ms, kind, author_kind, author_id, author,"
    " visibility, direction, channel, sealed, detail, origin_ticket_id, origin_id)"
    " SELECT CAST($3 AS BIGINT), CAST($4 AS BIGINT), at_ms, kind, author_kind, author_id, author,"
    " visibility, direction, channel, sealed, detail, ticket_id, id"
    " FROM ticket_entry WHERE ticket_id = $1 AND id = $2");

static const Field detail_field = FIELD_MAP(Entry, detail);

Status entry_store_insert(Ctx *ctx, const Entry *e)
{
    Sealed sealed;
    Status s = key_seal(ctx, ENTRY_TEXT_PURPOSE, e->text, &sealed);
    if (s) return s;
    return db_run(ctx, &entry_insert, db_int(e->ticket_id), db_int(e->id), db_int(e->at),
                  db_int(e->kind), db_int(e->author_kind), db_id(e->author_id), db_text(e->author),
                  db_int(e->visibility), db_int(e->direction), db_int(e->channel),
                  db_blob(sealed.bytes, sealed.length), db_field(ctx, &detail_field, e),
                  db_id(e->origin_ticket_id), db_id(e->origin_id));
}

SQL(entry_detail_put, "UPDATE ticket_entry SET detail = $3 WHERE ticket_id = $1 AND id = $2");

Status entry_store_detail(Ctx *ctx, const Entry *e)
{
    return db_run(ctx, &entry_detail_put, db_int(e->ticket_id), db_int(e->id),
                  db_field(ctx, &detail_field, e));
}

/* The object of a stored detail as alternating keys and values. */
static Status read_detail(Ctx *ctx, const char *text, Texts *out)
{
    Json *object;
    *out = (Texts){NULL, 0};
    if (!text) return OK;
    Status s = json_parse(ctx, text, strlen(text), &object);
    if (s) return fail(ctx, INTERNAL, "the detail of an entry cannot be read");
    const char **items = ARENA_ARRAY(ctx->arena, object->count * 2, const char *);
    if (!items) return no_memory(ctx);
    for (const Json *child = object->first; child; child = child->next) {
        items[out->count++] = child->key;
        items[out->count++] = child->text ? child->text : "";
    }
    out->items = items;
    return OK;
}

static Status read_plain(Ctx *ctx, Rows *rows, Entry *out)
{
    *out = (Entry){.ticket_id = rows_int(rows, 0),
                   .id = rows_int(rows, 1),
                   .at = rows_int(rows, 2),
                   .kind = rows_int(rows, 3),
                   .author_kind = rows_int(rows, 4),
                   .author_id = rows_id(rows, 5),
                   .author = rows_copy(rows, 6),
                   .visibility = rows_int(rows, 7),
                   .direction = rows_int(rows, 8),
                   .channel = rows_int(rows, 9),
                   .origin_ticket_id = rows_id(rows, 11),
                   .origin_id = rows_id(rows, 12)};
    return read_detail(ctx, rows_text(rows, 10), &out->detail);
}

/* Who among the colleagues it was, and what their machines are called, is no customer's matter. */
static void hide_colleague(Ctx *ctx, Entry *entry)
{
    bool theirs = entry->author_kind == AUTHOR_ACCOUNT || entry->author_kind == AUTHOR_TOKEN;
    if (!scope_customer(ctx) || !theirs) return;
    entry->author_id = 0;
    entry->author = ENTRY_STAFF;
}

/* A ticket's number elsewhere is words of people wherever it stands; the rest is ids and codes. */
static Status mask_detail(Ctx *ctx, Texts *detail)
{
    if (ctx_may(ctx, PERSONAL_READ)) return OK;
    for (size_t i = 0; i + 1 < detail->count; i += 2) {
        Buf masked;
        if (strcmp(detail->items[i], "external_ref") != 0) continue;
        buf_init(&masked, ctx->arena);
        mask_text(&masked, PERSONAL_WORDS, detail->items[i + 1]);
        Status s = buf_check(ctx, &masked);
        if (s) return s;
        if (masked.data) detail->items[i + 1] = masked.data;
    }
    return OK;
}

static Status read_row(Ctx *ctx, Rows *rows, Entry *out)
{
    size_t length;
    Status s = read_plain(ctx, rows, out);
    if (!s) s = mask_detail(ctx, &out->detail);
    if (s) return s;
    hide_colleague(ctx, out);
    const void *bytes = rows_blob(rows, 13, &length);
    return key_unseal(ctx, ENTRY_TEXT_PURPOSE, bytes, length, &out->text);
}

Status entry_store_page(Ctx *ctx, const EntryPage *page, List *out)
{
    Rows *rows;
    Entry *items = ARENA_ARRAY(ctx->arena, (size_t)page->limit, Entry);
    size_t count = 0;
    if (!items) return no_memory(ctx);
    Status s =
        db_query(ctx, page->newest_first ? &entry_page_down : &entry_page_up, &rows,
                 db_int(page->ticket_id), db_int(page->after), db_int(page->public_only ? 1 : 0),
                 db_int(page->limit), db_int(scope_outlet(ctx)), db_int(scope_customer(ctx)));
    if (s) return s;
    while (!s && rows_next(rows))
        s = read_row(ctx, rows, &items[count++]);
    Status end = rows_end(rows);
    *out = (List){items, count};
    return s ? s : end;
}

Status entry_store_find(Ctx *ctx, int64_t ticket_id, int64_t id, bool public_only, Entry *out)
{
    Rows *rows;
    Status s =
        db_query(ctx, &entry_row, &rows, db_int(ticket_id), db_int(id), db_int(public_only ? 1 : 0),
                 db_int(scope_outlet(ctx)), db_int(scope_customer(ctx)));
    if (s) return s;
    s = rows_next(rows) ? read_row(ctx, rows, out) : NOT_FOUND;
    Status end = rows_end(rows);
    return end ? end : s;
}

Status entry_store_each(Ctx *ctx, int64_t ticket_id, EntryEach *each, void *user)
{
    Rows *rows;
    Status s = db_query(ctx, &entry_each, &rows, db_int(ticket_id));
    if (s) return s;
    while (!s && rows_next(rows)) {
        Entry entry;
        s = read_plain(ctx, rows, &entry);
        if (!s) s = each(ctx, user, &entry);
    }
    Status end = rows_end(rows);
    return s ? s : end;
}

Status entry_store_first(Ctx *ctx, int64_t ticket_id, Entry *out)
{
    Rows *rows;
    Status s = db_query(ctx, &entry_first, &rows, db_int(ticket_id));
    if (s) return s;
    s = rows_next(rows) ? read_row(ctx, rows, out) : NOT_FOUND;
    Status end = rows_end(rows);
    return end ? end : s;
}

Status entry_store_description(Ctx *ctx, int64_t ticket_id, const char **out)
{
    Entry first = {.text = NULL};
    Status s = entry_store_first(ctx, ticket_id, &first);
    *out = first.text;
    return s == NOT_FOUND ? OK : s;
}

Status entry_store_copy(Ctx *ctx, const Entry *entry, int64_t to_ticket_id, Entry *copy)
{
    *copy = *entry;
    copy->id = ctx_id(ctx);
    copy->ticket_id = to_ticket_id;
    copy->origin_ticket_id = entry->ticket_id;
    copy->origin_id = entry->id;
    return db_run(ctx, &entry_copy, db_int(entry->ticket_id), db_int(entry->id),
                  db_int(to_ticket_id), db_int(copy->id));
}

SQL(entry_since,
    FAMILY "SELECT e.id FROM ticket_entry e WHERE " OF_FAMILY("$5", "$6")
        ENTRY_SHOWN("$4") " AND e.sealed IS NOT NULL AND (e.at_ms > $2 OR (e.at_ms = $2"
                          " AND e.id >= $3)) AND e.id < $8 ORDER BY e.id DESC LIMIT $7");

typedef struct Since {
    Ctx *ctx;
    EntryOf *items;
    size_t count, room;
} Since;

static Status each_since(void *user, size_t number, Rows *rows)
{
    Since *since = user;
    if (since->count == since->room) {
        size_t room = since->room ? since->room * 2 : 256;
        EntryOf *items = arena_grow(since->ctx->arena, since->items, since->room * sizeof *items,
                                    room * sizeof *items);
        if (!items) return no_memory(since->ctx);
        since->items = items;
        since->room = room;
    }
    since->items[since->count++] = (EntryOf){number, rows_int(rows, 0)};
    return OK;
}

Status entry_store_since(Ctx *ctx, const EntriesSince *asked, List *out)
{
    enum { WIDTH = 8 };
    Since since = {.ctx = ctx};
    DbValue *values = ARENA_ARRAY(ctx->arena, asked->count * WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < asked->count; i++) {
        DbValue *row = values + i * WIDTH;
        row[0] = db_int(asked->tickets[i]);
        row[1] = db_int(asked->at);
        row[2] = db_int(asked->id);
        row[3] = db_int(scope_customer(ctx) ? ENTRY_PUBLIC : ENTRY_INTERNAL);
        row[4] = db_int(scope_outlet(ctx));
        row[5] = db_int(scope_customer(ctx));
        row[6] = db_int(ENTRIES_SINCE_MAX);
        row[7] = db_int(asked->below[i]);
    }
    Status s = db_query_many(ctx, &entry_since, values, WIDTH, asked->count, each_since, &since);
    *out = (List){since.items, since.count};
    return s;
}

/* --- who follows it --- */

SQL(follower_put, "INSERT INTO ticket_follower (ticket_id, account_id, seen_id) VALUES ($1, $2,"
                  " COALESCE((SELECT MAX(e.id) FROM ticket_entry e WHERE e.ticket_id = $1), 0))"
                  " ON CONFLICT DO NOTHING");
SQL(follower_call,
    "INSERT INTO ticket_follower (ticket_id, account_id, seen_id, called_id)"
    " VALUES ($1, $2, CAST($3 AS BIGINT) - 1, CAST($3 AS BIGINT))"
    " ON CONFLICT (ticket_id, account_id) DO UPDATE SET called_id = excluded.called_id");
SQL(follower_seen, "UPDATE ticket_follower SET seen_id = $3 WHERE account_id = $2 AND seen_id < $3"
                   " AND ticket_id IN (" FAMILY "SELECT id FROM family)");
SQL(follower_remove, "DELETE FROM ticket_follower WHERE account_id = $2"
                     " AND ticket_id IN (" FAMILY "SELECT id FROM family)");
SQL(follower_rows,
    FAMILY "SELECT DISTINCT f.account_id, a.login FROM ticket_follower f"
           " JOIN account a ON a.id = f.account_id WHERE f.ticket_id IN (SELECT id FROM family)"
           " ORDER BY a.login LIMIT 200");

Status follower_store_put(Ctx *ctx, int64_t ticket_id, int64_t account_id)
{
    return db_run(ctx, &follower_put, db_int(ticket_id), db_int(account_id));
}

Status follower_store_call(Ctx *ctx, int64_t ticket_id, int64_t account_id, int64_t entry_id)
{
    return db_run(ctx, &follower_call, db_int(ticket_id), db_int(account_id), db_int(entry_id));
}

Status follower_store_seen(Ctx *ctx, int64_t ticket_id, int64_t account_id, int64_t entry_id)
{
    return db_run(ctx, &follower_seen, db_int(ticket_id), db_int(account_id), db_int(entry_id));
}

Status follower_store_remove(Ctx *ctx, int64_t ticket_id, int64_t account_id)
{
    return db_run(ctx, &follower_remove, db_int(ticket_id), db_int(account_id));
}

Status follower_store_list(Ctx *ctx, int64_t ticket_id, List *out)
{
    return db_list(ctx, &follower_rows, &follower_shape, out, db_int(ticket_id));
}
