#include <sodium.h>
#include <string.h>

#include "access/keys.h"
#include "base/email.h"
#include "base/phone.h"
#include "base/text.h"
#include "channel/incoming_internal.h"
#include "channel/incoming_store.h"
#include "customer/contact_owner.h"
#include "desk/ticket.h"

enum { KEY_BYTES = 16, MERGES_MAX = 20 };

const char *incoming_key(Ctx *ctx, const char *what, int64_t channel, const char *text)
{
    unsigned char hash[32];
    char *hex = arena_alloc(ctx->arena, KEY_BYTES * 2 + 1);
    const char *whole =
        arena_format(ctx->arena, "%s %s %s", what, name_of(ticket_channels, channel), text);
    if (!hex || !whole) return NULL;
    key_hash(ctx, "channel.key", whole, strlen(whole), hash);
    return sodium_bin2hex(hex, KEY_BYTES * 2 + 1, hash, KEY_BYTES);
}

Status incoming_bind(Ctx *ctx, const char *thread_key, int64_t ticket_id)
{
    return thread_key ? incoming_store_bind(ctx, thread_key, ticket_id) : OK;
}

/* --- who --- */

/* Of a chat the name there may be anything. */
static Status phone_of(Ctx *ctx, Taking *t)
{
    Status s = phone_normal(ctx, t->in->from, &t->phone);
    if (s != INVALID) return s;
    problem_clear(ctx);
    t->phone = NULL;
    return OK;
}

Status incoming_sender(Ctx *ctx, Taking *t)
{
    if (t->in->channel == CHANNEL_WATCH || t->in->channel == CHANNEL_REGULATOR)
        return fail_field(ctx, "channel", "is none that customers write by");
    if (email_is_sendable(t->in->from))
        t->email = t->in->from;
    else if (t->in->channel != CHANNEL_EMAIL)
        return phone_of(ctx, t);
    return OK;
}

static Status find_customer(Ctx *ctx, Taking *t)
{
    ContactOwners owners;
    Status s = contact_owners(ctx, t->phone, t->phone ? NULL : t->email, &owners);
    if (!s) t->row.customer_id = owners.only;
    return s;
}

/* --- which ticket --- */

Status incoming_survivor(Ctx *ctx, int64_t ticket_id, const Ticket **out)
{
    Ticket *ticket = ARENA_NEW(ctx->arena, Ticket);
    *out = NULL;
    if (!ticket) return no_memory(ctx);
    Status s = OK;
    for (int i = 0; i < MERGES_MAX && ticket_id; i++) {
        s = ticket_find(ctx, ticket_id, ticket);
        if (s) break;
        ticket_id = ticket->merged_into_id;
        if (!ticket_id) *out = ticket;
    }
    if (s == NOT_FOUND) problem_clear(ctx);
    return s == NOT_FOUND ? OK : s;
}

/* A message that it answers: ours, or one that came in before. */
static Status by_message(Ctx *ctx, Taking *t, const char *id)
{
    Notice ours;
    IncomingRow before;
    if (t->ticket_id) return OK;
    Status s = notice_named(ctx, id, &ours);
    if (!s && !t->answered.id) t->answered = ours;
    if (!s && ours.subject_kind && strcmp(ours.subject_kind, "ticket") == 0)
        t->ticket_id = ours.subject_id;
    if (s != NOT_FOUND) return s;
    const char *key = incoming_key(ctx, "message", t->in->channel, id);
    if (!key) return no_memory(ctx);
    s = incoming_store_by_key(ctx, key, &before);
    if (!s) t->ticket_id = before.ticket_id;
    return s == NOT_FOUND ? OK : s;
}

static Status by_references(Ctx *ctx, Taking *t)
{
    Status s = t->in->in_reply_to ? by_message(ctx, t, t->in->in_reply_to) : OK;
    for (size_t i = t->in->references.count; !s && i; i--)
        s = by_message(ctx, t, t->in->references.items[i - 1]);
    return s;
}

static Status by_conversation(Ctx *ctx, Taking *t)
{
    if (t->ticket_id || !t->in->conversation) return OK;
    const char *key = incoming_key(ctx, "thread", t->in->channel, t->in->conversation);
    return key ? incoming_store_thread(ctx, key, &t->ticket_id) : no_memory(ctx);
}

static size_t digits_of(const char *text)
{
    return strspn(text, "0123456789");
}

/* The first "T20261122-000123" of a text; NULL where there is none. */
static const char *number_in(Ctx *ctx, const char *text, Status *s)
{
    for (const char *at = text; (at = strchr(at, 'T')); at++) {
        size_t day = digits_of(at + 1);
        if (day != 8 || at[9] != '-') continue;
        size_t count = digits_of(at + 10);
        if (count < 6 || count > 12) continue;
        const char *number = arena_text_n(ctx->arena, at, 10 + count);
        if (!number) *s = no_memory(ctx);
        return number;
    }
    return NULL;
}

static bool same(const char *a, const char *b)
{
    return a && b && text_same(a, b);
}

/* Anybody can write a number into a subject: the ticket is theirs only who are known there. */
static bool is_party(const Ticket *ticket, const Taking *t)
{
    return same(ticket->contact_phone, t->phone) || same(ticket->contact_email, t->email) ||
           (t->row.customer_id && ticket->customer_id == t->row.customer_id);
}

static Status by_number(Ctx *ctx, Taking *t)
{
    Ticket ticket;
    Status s = OK;
    if (t->ticket_id || !t->in->subject) return OK;
    const char *no = number_in(ctx, t->in->subject, &s);
    if (s || !no) return s;
    s = ticket_find_no(ctx, no, &ticket);
    if (s == NOT_FOUND) problem_clear(ctx);
    if (s) return s == NOT_FOUND ? OK : s;
    *(is_party(&ticket, t) ? &t->ticket_id : &t->beside_id) = ticket.id;
    return OK;
}

Status incoming_find_ticket(Ctx *ctx, Taking *t)
{
    Status s = find_customer(ctx, t);
    if (!s) s = by_references(ctx, t);
    if (!s) s = by_conversation(ctx, t);
    if (!s) s = by_number(ctx, t);
    if (!s && !t->row.customer_id && t->answered.id) t->row.customer_id = t->answered.customer_id;
    return s;
}
