#include "portal/request.h"

#include <string.h>

#include "base/text.h"
#include "desk/desk.h"
#include "desk/entry.h"
#include "desk/queue.h"
#include "desk/ticket_refs.h"
#include "portal/newest.h"

enum { FILES_LOOKED_AT = 200 };

static int64_t ticket_id(const void *item)
{
    return ((const Ticket *)item)->id;
}

static Status tickets_of(Ctx *ctx, const Visitor *visitor, TicketFilter *filter, List *out)
{
    static const NewestKind tickets = {sizeof(Ticket), ticket_id};
    const char *next;
    *out = (List){0};
    if (!visitor->by_mail) {
        filter->phone = visitor->contact;
        return ticket_list(ctx, filter, out, &next);
    }
    Status s = OK;
    for (size_t i = 0; !s && i < visitor->customers.count; i++) {
        List more;
        filter->customer = visitor->customers.items[i];
        s = ticket_list(ctx, filter, &more, &next);
        if (!s) s = newest_join(ctx, &tickets, REQUESTS_SHOWN, &more, out);
    }
    return s;
}

/* What visitors ask for; what the watch opened for itself, what was joined with another and what
 * was marked as spam is not for them. */
static const int64_t shown_kinds[] = {TICKET_INQUIRY, TICKET_COMPLAINT, TICKET_CLAIM,
                                      TICKET_SUGGESTION, TICKET_SERVICE_REQUEST};
static const int64_t shown_types[] = {
    TYPE_NEW, TYPE_OPEN, TYPE_PENDING_CUSTOMER, TYPE_PENDING_INTERNAL, TYPE_RESOLVED, TYPE_CLOSED};
enum {
    KINDS = sizeof shown_kinds / sizeof *shown_kinds,
    TYPES = sizeof shown_types / sizeof *shown_types
};

static bool is_one_of(const int64_t *values, size_t count, int64_t value)
{
    for (size_t i = 0; i < count; i++)
        if (values[i] == value) return true;
    return false;
}

static bool is_shown(const Ticket *ticket)
{
    return !ticket->spam && is_one_of(shown_kinds, KINDS, ticket->kind) &&
           is_one_of(shown_types, TYPES, ticket->type);
}

Status request_list(Ctx *ctx, const Visitor *visitor, List *out)
{
    const char *kinds[KINDS], *types[TYPES];
    TicketFilter filter;
    shape_clear(&ticket_query_shape, &filter);
    for (size_t i = 0; i < KINDS; i++)
        kinds[i] = name_of(ticket_kinds, shown_kinds[i]);
    for (size_t i = 0; i < TYPES; i++)
        types[i] = name_of(ticket_types, shown_types[i]);
    filter.kinds = (Texts){kinds, KINDS};
    filter.types = (Texts){types, TYPES};
    filter.sort = SORT_NEWEST;
    filter.limit = REQUESTS_SHOWN;
    Status s = tickets_of(ctx, visitor, &filter, out);
    Ticket *tickets = out->items;
    size_t count = 0;
    for (size_t i = 0; !s && i < out->count; i++)
        if (is_shown(&tickets[i])) tickets[count++] = tickets[i];
    out->count = count;
    return s;
}

static Status none(Ctx *ctx)
{
    return fail(ctx, NOT_FOUND, "no request of yours has this number");
}

Status request_find(Ctx *ctx, const Visitor *visitor, const char *no, Ticket *out)
{
    Status s = ticket_find_no(ctx, no, out);
    if (s == NOT_FOUND || s == INVALID) return none(ctx);
    if (s) return s;
    bool theirs = portal_is_contact(ctx, visitor, out->contact_phone, out->contact_email) ||
                  portal_is_customer(visitor, out->customer);
    return theirs && is_shown(out) ? OK : none(ctx);
}

bool request_is_photo(const StoredFile *file)
{
    return strncmp(file->media, "image/", 6) == 0;
}

Status request_photos(Ctx *ctx, const Ticket *ticket, List *out)
{
    List files;
    const char *next;
    FileFilter filter = {.owner = REQUEST_OWNER, .owner_id = ticket->id, .limit = FILES_LOOKED_AT};
    Status s = file_list(ctx, &filter, &files, &next);
    StoredFile *photos = s ? NULL : files.items;
    size_t count = 0;
    for (size_t i = 0; !s && i < files.count; i++)
        if (!photos[i].by_id && request_is_photo(&photos[i])) photos[count++] = photos[i];
    *out = (List){photos, count};
    return s;
}

/* --- opening one --- */

static const char *subject_of(Ctx *ctx, const RequestAsk *ask, const Waybill *parcel)
{
    const char *about = ask->claim ? request_loss_word(ask->about, LANGUAGE_ZH)
                                   : request_category_word(ask->about, LANGUAGE_ZH);
    return arena_format(ctx->arena, "%s %s", about, parcel->no);
}

static Status ticket_begin(Ctx *ctx, const Visitor *visitor, const RequestAsk *ask,
                           const Waybill *parcel, Ticket *out)
{
    TicketInput input;
    TicketWaybill about = {.carrier = parcel->carrier, .no = parcel->no};
    ticket_input_init(&input);
    input.kind = ask->claim ? TICKET_CLAIM : TICKET_COMPLAINT;
    input.channel = CHANNEL_PORTAL;
    input.subject = subject_of(ctx, ask, parcel);
    input.description = ask->description;
    input.contact_name = ask->name;
    if (visitor->by_mail)
        input.contact_email = visitor->contact;
    else
        input.contact_phone = visitor->contact;
    input.customer_id = visitor->customer_id;
    input.waybills = (List){.items = &about, .count = 1};
    return input.subject ? ticket_create(ctx, &input, out) : no_memory(ctx);
}

Status request_open(Ctx *ctx, const Visitor *visitor, const RequestAsk *ask, Ticket *out)
{
    Waybill parcel;
    bool same = false;
    Status s = portal_parcel(ctx, visitor, ask->no, &parcel);
    if (s) return s;
    const RequestWords words = {subject_of(ctx, ask, &parcel), ask->description};
    if (!words.subject) return no_memory(ctx);
    if (!ask->claim) s = request_same(ctx, visitor, &words, out, &same);
    if (s || same) return s;
    s = ticket_begin(ctx, visitor, ask, &parcel, out);
    if (s) return s;
    return ask->claim ? request_claim(ctx, visitor, ask, &parcel, out)
                      : request_complaint(ctx, ask, out);
}

/* The text as it may be kept. */
static Status said_clean(Ctx *ctx, const char *typed, const char **out)
{
    size_t characters = 0;
    Status s = text_clean(ctx, typed, strlen(typed), out, &characters);
    if (s == NO_MEMORY) return s;
    if (!s && !(*out = text_unturned(ctx->arena, *out))) return no_memory(ctx);
    if (!s && characters <= REQUEST_SAY_MAX) return ref_words(ctx, "text", *out);
    return fail_field(ctx, "text", "expected 1 to %d characters", REQUEST_SAY_MAX);
}

Status request_say(Ctx *ctx, const Ticket *ticket, const char *typed)
{
    TicketEdit edit;
    const char *text;
    if (ticket_type_is_final(ticket->type))
        return fail(ctx, CONFLICT, "request %s is closed", ticket->no);
    Status s = said_clean(ctx, typed, &text);
    if (!s) s = ticket_edit(ctx, ticket->id, NONE, &edit);
    if (s) return s;
    Entry entry = ticket_entry_of(ENTRY_MESSAGE, ENTRY_PUBLIC);
    entry.direction = ENTRY_IN;
    entry.channel = CHANNEL_PORTAL;
    entry.author_kind = AUTHOR_CUSTOMER;
    entry.text = text;
    s = ticket_entry_say(ctx, &edit, &entry);
    return s ? s : ticket_save(ctx, &edit);
}
