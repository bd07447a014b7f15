#include "reseal/reseal_store.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* The statements of a column, by how many columns the key has. */
#define SEALED_1(table, column, a)                                                                 \
    SQL(read_##table##_##column,                                                                   \
        "SELECT " #a ", " #column " FROM " #table " WHERE " #a " > $1 ORDER BY " #a " LIMIT $2");  \
    SQL(write_##table##_##column, "UPDATE " #table " SET " #column " = $2 WHERE " #a " = $1"       \
                                  " AND " #column " = $3")
#define SEALED_2(table, column, a, b)                                                              \
    SQL(read_##table##_##column, "SELECT " #a ", " #b ", " #column " FROM " #table " WHERE (" #a   \
                                 ", " #b ") > ($1, $2) ORDER BY " #a ", " #b " LIMIT $3");         \
    SQL(write_##table##_##column, "UPDATE " #table " SET " #column " = $3 WHERE " #a               \
                                  " = $1 AND " #b " = $2 AND " #column " = $4")
#define SEALED_3(table, column, a, b, c)                                                           \
    SQL(read_##table##_##column, "SELECT " #a ", " #b ", " #c ", " #column " FROM " #table         \
                                 " WHERE (" #a ", " #b ", " #c ") > ($1, $2, $3)"                  \
                                 " ORDER BY " #a ", " #b ", " #c " LIMIT $4");                     \
    SQL(write_##table##_##column, "UPDATE " #table " SET " #column " = $4 WHERE " #a               \
                                  " = $1 AND " #b " = $2 AND " #c " = $3 AND " #column " = $5")

SEALED_1(account, name_sealed, id);
SEALED_1(account_totp, secret_sealed, account_id);
SEALED_1(appeal, sealed, id);
SEALED_1(claim, claimant_sealed, id);
SEALED_1(complaint, sealed, ticket_id);
SEALED_2(complaint_share, note_sealed, ticket_id, place);
SEALED_1(customer, sealed, id);
SEALED_2(customer_consent, evidence_sealed, customer_id, id);
SEALED_2(customer_part, sealed, customer_id, id);
SEALED_3(customer_timeline, personal_sealed, customer_id, at_ms, id);
SEALED_2(customer_value, sealed, customer_id, name);
SEALED_1(file, name_sealed, id);
SEALED_1(file_blob, key_sealed, id);
SEALED_1(form, sealed, id);
SEALED_1(handoff, sealed, id);
SEALED_1(incoming_message, sealed, id);
SEALED_1(notify_gateway, sealed, channel);
SEALED_1(notify_message, sealed, id);
SEALED_1(portal_code, contact_sealed, id);
SEALED_1(portal_session, contact_sealed, id);
SEALED_2(promise_change, text_sealed, waybill_id, id);
SEALED_1(push_source, secret_sealed, provider);
SEALED_3(scan, personal_sealed, waybill_id, at_ms, hash);
SEALED_1(scan_quarantine, input_sealed, id);
SEALED_1(session, agent_sealed, id);
SEALED_1(session, address_sealed, id);
SEALED_1(sign_in_provider, secret_sealed, one);
SEALED_1(ticket, sealed, id);
SEALED_2(ticket_draft, sealed, account_id, ticket_id);
SEALED_2(ticket_entry, sealed, ticket_id, id);
SEALED_1(waybill, parties_sealed, waybill_id);
SEALED_1(webhook, secret_sealed, id);

#define COLUMN(table, column, the_keys, the_purpose)                                               \
    {                                                                                              \
        .name = #table "." #column, .purpose = the_purpose, .keys = the_keys,                      \
        .read = &read_##table##_##column, .write = &write_##table##_##column                       \
    }

const ResealColumn reseal_columns[] = {
    COLUMN(account, name_sealed, "i", "account.name"),
    COLUMN(account_totp, secret_sealed, "i", "account.totp"),
    COLUMN(appeal, sealed, "i", "appeal.sealed"),
    COLUMN(claim, claimant_sealed, "i", "claim.claimant"),
    COLUMN(complaint, sealed, "i", "complaint.sealed"),
    COLUMN(complaint_share, note_sealed, "ii", "complaint.sealed"),
    COLUMN(customer, sealed, "i", "customer.personal"),
    COLUMN(customer_consent, evidence_sealed, "ii", "customer.consent"),
    COLUMN(customer_part, sealed, "ii", "customer.part"),
    COLUMN(customer_timeline, personal_sealed, "iii", "customer.timeline"),
    COLUMN(customer_value, sealed, "it", "customer.value"),
    COLUMN(file, name_sealed, "i", "file.name"),
    COLUMN(file_blob, key_sealed, "i", "file_blob.key"),
    COLUMN(form, sealed, "i", "form.sealed"),
    COLUMN(handoff, sealed, "i", "handoff.sealed"),
    COLUMN(incoming_message, sealed, "i", "incoming.message"),
    COLUMN(notify_gateway, sealed, "i", "notify.gateway"),
    COLUMN(notify_message, sealed, "i", "notify.message"),
    COLUMN(portal_code, contact_sealed, "i", "portal_code.contact"),
    COLUMN(portal_session, contact_sealed, "i", "portal_session.contact"),
    COLUMN(promise_change, text_sealed, "ii", "promise.text"),
    COLUMN(push_source, secret_sealed, "t", "push_source.secret"),
    COLUMN(scan, personal_sealed, "iii", "scan.personal"),
    COLUMN(scan_quarantine, input_sealed, "i", "scan_quarantine.input"),
    COLUMN(session, agent_sealed, "i", "session.agent"),
    COLUMN(session, address_sealed, "i", "session.address"),
    COLUMN(sign_in_provider, secret_sealed, "i", "sign_in_provider.secret"),
    COLUMN(ticket, sealed, "i", "ticket.personal"),
    COLUMN(ticket_draft, sealed, "ii", "ticket_draft.text"),
    COLUMN(ticket_entry, sealed, "ii", "ticket_entry.text"),
    COLUMN(waybill, parties_sealed, "i", "waybill.parties"),
    COLUMN(webhook, secret_sealed, "i", "webhook.secret"),
    {.name = NULL}};

const char *const reseal_none[] = {"account_link.subject_hash",
                                   "account_recovery.code_hash",
                                   "audit.hash",
                                   "audit_head.hash",
                                   "figure_sketch.bins",
                                   "file_blob.content_hash",
                                   "http_idempotency.body", /* kept for a day */
                                   "http_idempotency.key_hash",
                                   "http_idempotency.request_hash",
                                   "portal_code.challenge",
                                   "portal_code.code_hash",
                                   "portal_session.hash",
                                   "search_block.postings",
                                   "search_pending.tokens",
                                   "search_segment.dead",
                                   "search_segment_documents.documents",
                                   "session.secret_hash",
                                   "token.secret_hash",
                                   NULL};

/* --- keys --- */

/* As reseal_key_text wrote them: numbers first, each with a blank behind it. */
static bool keys_parse(const ResealColumn *column, const char *text, DbValue *out)
{
    for (size_t i = 0; column->keys[i]; i++) {
        if (column->keys[i] == 't') {
            out[i] = db_text(text);
            return column->keys[i + 1] == 0;
        }
        char *end;
        out[i] = db_int(strtoll(text, &end, 10));
        if (end == text || *end != ' ') return false;
        text = end + 1;
    }
    return true;
}

static void keys_first(const ResealColumn *column, DbValue *out)
{
    for (size_t i = 0; column->keys[i]; i++)
        out[i] = column->keys[i] == 't' ? db_text("") : db_int(INT64_MIN + 1);
}

Status reseal_key_text(Ctx *ctx, const ResealColumn *column, const SealedRow *row, const char **out)
{
    Buf text;
    buf_init(&text, ctx->arena);
    for (size_t i = 0; column->keys[i]; i++)
        if (column->keys[i] == 't')
            buf_text(&text, row->keys[i].p);
        else
            buf_format(&text, "%" PRId64 " ", row->keys[i].i);
    *out = text.data;
    return buf_check(ctx, &text);
}

/* --- rows --- */

static Status row_read(Ctx *ctx, const ResealColumn *column, Rows *rows, SealedRow *out)
{
    size_t width = strlen(column->keys);
    for (size_t i = 0; i < width; i++) {
        const char *text = column->keys[i] == 't' ? rows_copy(rows, (int)i) : NULL;
        out->keys[i] = text ? db_text(text) : db_int(rows_int(rows, (int)i));
    }
    const void *bytes = rows_blob(rows, (int)width, &out->length);
    if (!bytes || !out->length) return OK;
    char *copy = arena_alloc(ctx->arena, out->length);
    if (!copy) return no_memory(ctx);
    out->bytes = memcpy(copy, bytes, out->length);
    return OK;
}

Status reseal_page(Ctx *ctx, const ResealColumn *column, const char *after_key, List *out)
{
    DbValue values[RESEAL_KEYS + 1];
    Rows *rows;
    size_t width = strlen(column->keys);
    SealedRow *items = ARENA_ARRAY(ctx->arena, RESEAL_PAGE, SealedRow);
    if (!items) return no_memory(ctx);
    *out = (List){items, 0};
    if (!after_key)
        keys_first(column, values);
    else if (!keys_parse(column, after_key, values))
        return fail(ctx, INTERNAL, "%s is no key of %s", after_key, column->name);
    values[width] = db_int(RESEAL_PAGE);
    Status s = db_query_values(ctx, column->read, &rows, values, width + 1);
    if (s) return s;
    while (!s && out->count < RESEAL_PAGE && rows_next(rows))
        s = row_read(ctx, column, rows, &items[out->count++]);
    Status ended = rows_end(rows);
    return s ? s : ended;
}

Status reseal_put(Ctx *ctx, const ResealColumn *column, const SealedRow *row, const DbValue *value,
                  int64_t *changed)
{
    DbValue values[RESEAL_KEYS + 2];
    size_t width = strlen(column->keys);
    memcpy(values, row->keys, width * sizeof *values);
    values[width] = *value;
    values[width + 1] = db_blob(row->bytes, row->length);
    return db_run_values(ctx, column->write, values, width + 2, changed);
}

/* --- how far it is --- */

SQL(read_reseal,
    "SELECT key_no, place, after_key, resealed, began_ms, ended_ms FROM reseal WHERE one = 1");
SQL(write_reseal,
    "INSERT INTO reseal (one, key_no, place, after_key, resealed, began_ms, ended_ms)"
    " VALUES (1, $1, $2, $3, $4, $5, $6) ON CONFLICT (one) DO UPDATE SET key_no = excluded.key_no,"
    " place = excluded.place, after_key = excluded.after_key, resealed = excluded.resealed,"
    " began_ms = excluded.began_ms, ended_ms = excluded.ended_ms");

Status reseal_state(Ctx *ctx, ResealState *out)
{
    Rows *rows;
    *out = (ResealState){.began_at = NONE, .ended_at = NONE};
    Status s = db_query(ctx, &read_reseal, &rows);
    if (s) return s;
    if (rows_next(rows))
        *out = (ResealState){.key_no = rows_int(rows, 0),
                             .place = rows_copy(rows, 1),
                             .after_key = rows_copy(rows, 2),
                             .resealed = rows_int(rows, 3),
                             .began_at = rows_int(rows, 4),
                             .ended_at = rows_int(rows, 5)};
    return rows_end(rows);
}

Status reseal_state_write(Ctx *ctx, const ResealState *state)
{
    return db_run(ctx, &write_reseal, db_int(state->key_no), db_text(state->place),
                  db_text(state->after_key), db_int(state->resealed), db_int(state->began_at),
                  db_int(state->ended_at));
}
