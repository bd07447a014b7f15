#include "desk/ticket_joins.h"

#include <string.h>

#include "access/person.h"
#include "base/text.h"
#include "customer/timeline.h"
#include "desk/entry_store.h"
#include "desk/words.h"
#include "search/search.h"

enum { SEARCHED_MAX = 256, WEIGHT_NUMBER = 8, WEIGHT_SUBJECT = 4, WEIGHT_TEXT = 1 };

static bool found_otherwise(const TicketEdit *edit)
{
    const Ticket *was = &edit->before, *now = &edit->now;
    return edit->fresh || edit->waybills_set || edit->tags_set ||
           was->outlet_id != now->outlet_id || was->customer_id != now->customer_id ||
           !text_equal(was->subject, now->subject) ||
           !text_equal(was->contact_name, now->contact_name) ||
           !text_equal(was->external_ref, now->external_ref);
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

enum { OPENED = 1 }; /* in the place of an entry: a ticket is opened once */

/* Something of a ticket that its customer's timeline is to say. */
typedef struct Line {
    const char *kind;
    int64_t at, who;
    int64_t entry_id; /* that tells of it, and it from others of its kind */
} Line;

static Status line_put(Ctx *ctx, const TicketEdit *edit, const Line *line, const char *personal)
{
    const Ticket *now = &edit->now;
    if (!now->customer_id) return OK;
    const TicketWaybill *parcels = now->waybills.items;
    const TimelineEntry entry = {.customer_id = now->customer_id,
                                 .at = line->at,
                                 .kind = line->kind,
                                 .subject_kind = "ticket",
                                 .subject_id = now->id,
                                 .waybill_id = now->waybills.count ? parcels[0].waybill_id : 0,
                                 .who = line->who,
                                 .text = now->no,
                                 .personal = personal,
                                 .key =
                                     arena_format(ctx->arena, "%s/%lld/%lld", line->kind,
                                                  (long long)now->id, (long long)line->entry_id)};
    return entry.key ? timeline_add(ctx, &entry) : no_memory(ctx);
}

Status ticket_line_add(Ctx *ctx, const TicketEdit *edit, TicketLine told)
{
    int64_t who = ctx_account_id(ctx);
    const Line line = {told.kind, edit->at, who, told.entry_id};
    return told.kind ? line_put(ctx, edit, &line, edit->fresh ? edit->now.subject : NULL) : OK;
}

/* What a call, or a message to or from the customer, is; NULL: nothing of it. */
static const char *kind_said(const Entry *entry)
{
    bool in = entry->direction == ENTRY_IN;
    if (entry->visibility != ENTRY_PUBLIC) return NULL;
    if (entry->kind == ENTRY_CALL && in)
        return entry_is_missed(entry) ? "call.missed" : "call.answered";
    if (entry->kind == ENTRY_CALL) return "call.made";
    if (entry->kind != ENTRY_MESSAGE) return NULL;
    return in ? "message.received" : "ticket.replied";
}

Status join_said(Ctx *ctx, const TicketEdit *edit, const Entry *entry)
{
    return ticket_line_add(ctx, edit, (TicketLine){kind_said(entry), entry->id});
}

/* What was done about a ticket, by the word in its log. Those of complaints and appeals are written
 * where they are done, behind those of their ticket. */
static const struct {
    int64_t kind;
    const char *what, *line;
} done[] = {{ENTRY_HANDOFF, "given", "handoff.given"},
            {ENTRY_FORM, "filled_in", "form.filled"},
            {ENTRY_COMPLAINT, "received", "complaint.accepted"},
            {ENTRY_COMPLAINT, "proposed", "complaint.judged"},
            {ENTRY_COMPLAINT, "closed", "complaint.closed"},
            {ENTRY_COMPLAINT, "closed_untold", "complaint.closed"},
            {ENTRY_COMPLAINT, "appeal_transferred", "appeal.received"},
            {ENTRY_COMPLAINT, "appeal_replied", "appeal.answered"}};

static const char *kind_done(const Entry *entry)
{
    const char *what = entry_detail(entry, "what");
    for (size_t i = 0; what && i < sizeof done / sizeof *done; i++)
        if (done[i].kind == entry->kind && strcmp(done[i].what, what) == 0) return done[i].line;
    return NULL;
}

Status join_done(Ctx *ctx, const TicketEdit *edit, const Entry *entry)
{
    const char *kind = entry->kind == ENTRY_COMPLAINT ? NULL : kind_done(entry);
    return ticket_line_add(ctx, edit, (TicketLine){kind, entry->id});
}

/* --- another customer --- */

typedef struct Story {
    Line *items;
    size_t count, room;
    int64_t type; /* that the ticket has come to */
} Story;

/* The kind of entry that a change of type is; NULL for none. */
static const char *kind_typed(int64_t was, int64_t now)
{
    if (was == now) return NULL;
    if (now == TYPE_RESOLVED) return "ticket.resolved";
    if (now == TYPE_CLOSED) return "ticket.closed";
    if (now == TYPE_MERGED) return "ticket.merged";
    return was == TYPE_RESOLVED || was == TYPE_CLOSED ? "ticket.reopened" : NULL;
}

void join_moved(TicketEdit *edit, int64_t was, int64_t entry_id)
{
    const char *kind = kind_typed(was, edit->now.type);
    if (kind) edit->moved = (TicketLine){kind, entry_id};
}

static const char *kind_told(Story *story, const Entry *entry)
{
    if (entry->origin_id) return NULL;
    if (entry->kind == ENTRY_OPENED) return "ticket.opened";
    if (entry->kind != ENTRY_STATE)
        return entry->kind == ENTRY_MESSAGE || entry->kind == ENTRY_CALL ? kind_said(entry)
                                                                         : kind_done(entry);
    int64_t was = story->type;
    story->type = name_value(ticket_types, entry_detail(entry, "type"));
    return kind_typed(was, story->type);
}

static Status gather(Ctx *ctx, void *user, const Entry *entry)
{
    Story *story = user;
    const char *kind = kind_told(story, entry);
    if (!kind) return OK;
    if (story->count == story->room) {
        size_t room = story->room ? story->room * 2 : 32, size = sizeof *story->items;
        Line *items = arena_grow(ctx->arena, story->items, story->room * size, room * size);
        if (!items) return no_memory(ctx);
        story->items = items;
        story->room = room;
    }
    bool person = entry->author_kind == AUTHOR_ACCOUNT;
    bool opened = entry->kind == ENTRY_OPENED;
    story->items[story->count++] =
        (Line){kind, entry->at, person ? entry->author_id : 0, opened ? OPENED : entry->id};
    return OK;
}

/* Who is the customer now has it on their timeline, as if they had been from the first. */
static Status tell_story(Ctx *ctx, const TicketEdit *edit)
{
    Story story = {.type = TYPE_NEW};
    Status s = entry_store_each(ctx, edit->now.id, gather, &story);
    for (size_t i = 0; !s && i < story.count; i++)
        s = line_put(ctx, edit, &story.items[i], i ? NULL : edit->now.subject);
    return s;
}

Status join_timeline(Ctx *ctx, const TicketEdit *edit)
{
    const Ticket *was = &edit->before, *now = &edit->now;
    if (edit->fresh) return ticket_line_add(ctx, edit, (TicketLine){"ticket.opened", OPENED});
    if (now->customer_id && was->customer_id != now->customer_id) return tell_story(ctx, edit);
    return ticket_line_add(ctx, edit, edit->moved);
}
