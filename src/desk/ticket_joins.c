#include "desk/ticket_joins.h"

#include <string.h>

#include "access/person.h"
#include "customer/timeline.h"
#include "desk/entry_store.h"
#include "desk/words.h"
#include "search/search.h"

enum { SEARCHED_MAX = 256, WEIGHT_NUMBER = 8, WEIGHT_SUBJECT = 4, WEIGHT_TEXT = 1 };

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool found_otherwise(const TicketEdit *edit)
{
    const Ticket *was = &edit->before, *now = &edit->now;
    return edit->fresh || edit->waybills_set || edit->tags_set ||
           was->outlet_id != now->outlet_id || was->customer_id != now->customer_id ||
           !same_text(was->subject, now->subject) ||
           !same_text(was->contact_name, now->contact_name) ||
           !same_text(was->external_ref, now->external_ref);
}

/* What was said on it is seen by others now. */
static bool is_others(const TicketEdit *edit)
{
    return !edit->fresh && (edit->before.outlet_id != edit->now.outlet_id ||
                            edit->before.customer_id != edit->now.customer_id);
}

static void add(SearchText *texts, size_t *count, const char *text, int weight)
{
    if (text && *count < SEARCHED_MAX)
        texts[(*count)++] = (SearchText){.text = text, .weight = weight};
}

Status join_search(Ctx *ctx, TicketEdit *edit)
{
    Ticket *now = &edit->now;
    SearchText texts[SEARCHED_MAX];
    size_t count = 0;
    if (!found_otherwise(edit)) return OK;
    Status s = is_others(edit) ? words_move(ctx, now) : OK;
    if (s) return s;
    s = edit->fresh ? OK : entry_store_description(ctx, now->id, &now->description);
    if (s) return s;
    add(texts, &count, now->no, WEIGHT_NUMBER);
    add(texts, &count, now->external_ref, WEIGHT_NUMBER);
    add(texts, &count, now->subject, WEIGHT_SUBJECT);
    add(texts, &count, now->contact_name, WEIGHT_SUBJECT);
    add(texts, &count, now->description, WEIGHT_TEXT);
    const TicketWaybill *parcels = now->waybills.items;
    for (size_t i = 0; i < now->waybills.count; i++)
        add(texts, &count, parcels[i].no, WEIGHT_NUMBER);
    for (size_t i = 0; i < now->tags.count; i++)
        add(texts, &count, now->tags.items[i], WEIGHT_SUBJECT);
    const SearchDocument document = {.kind = SEARCH_TICKET,
                                     .id = now->id,
                                     .at = now->created_at,
                                     .outlet_id = now->outlet_id,
                                     .customer_id = now->customer_id};
    return search_put(ctx, &document, texts, count);
}

/* The kind of entry that the change of type is; NULL for none. */
static const char *kind_of(const TicketEdit *edit)
{
    int64_t was = edit->before.type, now = edit->now.type;
    if (edit->fresh) return "ticket.opened";
    if (was == now) return NULL;
    if (now == TYPE_RESOLVED) return "ticket.resolved";
    if (now == TYPE_CLOSED) return "ticket.closed";
    if (now == TYPE_MERGED) return "ticket.merged";
    return was == TYPE_RESOLVED || was == TYPE_CLOSED ? "ticket.reopened" : NULL;
}

Status ticket_line_add(Ctx *ctx, const TicketEdit *edit, const char *kind, int64_t part)
{
    const Ticket *now = &edit->now;
    if (!now->customer_id) return OK;
    const TicketWaybill *parcels = now->waybills.items;
    const TimelineEntry entry = {
        .customer_id = now->customer_id,
        .at = edit->at,
        .kind = kind,
        .subject_kind = "ticket",
        .subject_id = now->id,
        .waybill_id = now->waybills.count ? parcels[0].waybill_id : 0,
        .who = ctx->who && ctx->who->kind == PERSON_HUMAN ? ctx->who->id : 0,
        .text = now->no,
        .personal = edit->fresh ? now->subject : NULL,
        .key = arena_format(ctx->arena, "%s/%lld/%lld", kind, (long long)now->id, (long long)part)};
    return entry.key ? timeline_add(ctx, &entry) : no_memory(ctx);
}

Status join_timeline(Ctx *ctx, const TicketEdit *edit)
{
    const char *kind = kind_of(edit);
    return kind ? ticket_line_add(ctx, edit, kind, edit->now.version) : OK;
}

Status join_said(Ctx *ctx, const TicketEdit *edit, const Entry *entry)
{
    bool in = entry->direction == ENTRY_IN;
    if (entry->visibility != ENTRY_PUBLIC) return OK;
    if (entry->kind == ENTRY_CALL && in)
        return ticket_line_add(ctx, edit, entry_is_missed(entry) ? "call.missed" : "call.answered",
                               entry->id);
    if (entry->kind == ENTRY_CALL) return ticket_line_add(ctx, edit, "call.made", entry->id);
    if (entry->kind != ENTRY_MESSAGE) return OK;
    return ticket_line_add(ctx, edit, in ? "message.received" : "ticket.replied", entry->id);
}
