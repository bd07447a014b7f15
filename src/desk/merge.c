#include "desk/merge.h"

#include <stdlib.h>
#include <string.h>

#include "access/audit.h"
#include "access/person.h"
#include "desk/book.h"
#include "desk/desk_tell.h"
#include "desk/entry_store.h"
#include "desk/link_store.h"
#include "desk/ticket_refs.h"
#include "desk/ticket_store.h"
#include "desk/words.h"

static const Name link_kinds[] = {{"relates", LINK_RELATES, "It has to do with the other"},
                                  {"duplicates", LINK_DUPLICATES, "It asks the same"},
                                  {"caused_by", LINK_CAUSED_BY, "The other is why"},
                                  {NULL, 0, NULL}};

static const Field link_fields[] = {
    FIELD_ID(TicketLink, ticket_id, .required = true, .doc = "The other ticket"),
    FIELD_TEXT(TicketLink, no, .read_only = true, .doc = "Its number"),
    FIELD_ENUM(TicketLink, kind, link_kinds, .required = true, .doc = "What it is to this"),
    FIELD_BOOL(TicketLink, incoming, .read_only = true, .doc = "The other one says it of this"),
    FIELD_ENUM(TicketLink, type, ticket_types, .read_only = true, .doc = "How the other stands"),
    FIELD_TIME(TicketLink, created_at, .read_only = true, .doc = "Since when"),
    FIELD_END};
const Shape ticket_link_shape = SHAPE(TicketLink, link_fields, "A ticket tied to another");

static const Field split_fields[] = {
    FIELD_TEXT(TicketSplit, subject, .required = true, .min = 1, .max = 200,
               .personal = PERSONAL_TEXT, .doc = "What the new ticket is about"),
    FIELD_ENUM(TicketSplit, kind, ticket_kinds, .doc = "As the first where it is not given"),
    FIELD_TEXTS(TicketSplit, entries, .max = 200, .doc = "Ids of entries that are repeated there"),
    FIELD_LIST(TicketSplit, waybills, &ticket_waybill_shape, .max = 200,
               .doc = "Parcels that go with it"),
    FIELD_END};
const Shape ticket_split_shape =
    SHAPE(TicketSplit, split_fields, "A part of a ticket that becomes one of its own");

Status ticket_merge(Ctx *ctx, int64_t id, int64_t version, int64_t into_id, Ticket *out)
{
    TicketEdit from, into;
    if (id == into_id) return fail_field(ctx, "into_id", "must be another ticket");
    Status s = ticket_edit(ctx, into_id, NONE, &into);
    if (!s) s = ticket_edit(ctx, id, version, &from);
    if (!s) s = ticket_move_type(ctx, &from, TYPE_MERGED, NULL);
    if (s) return s;
    from.now.merged_into_id = into_id;
    from.action = into.action = "ticket.merge";
    s = ticket_entry_add_detail(ctx, &from, ENTRY_MERGED, ENTRY_INTERNAL, "into", into.now.no,
                                NULL);
    if (!s)
        s = ticket_entry_add_detail(ctx, &into, ENTRY_MERGED, ENTRY_INTERNAL, "from", from.now.no,
                                    NULL);
    if (!s) s = ticket_save(ctx, &from);
    if (!s) s = ticket_save(ctx, &into);
    if (!s) s = desk_tell_other(ctx, &from, DESK_TICKET_MERGED, into_id);
    return s ? s : ticket_find(ctx, into_id, out);
}

static Status keep_state(Ctx *ctx, void *user, const Entry *entry)
{
    const char **state = user;
    const char *type = entry_detail(entry, "type");
    (void)ctx;
    if (entry->kind == ENTRY_STATE && type && strcmp(type, "merged") == 0)
        *state = entry_detail(entry, "from");
    return OK;
}

/* The type it had before it was merged. */
static Status type_before(Ctx *ctx, const TicketEdit *edit, TicketType *out)
{
    const char *code = NULL;
    Status s = entry_store_each(ctx, edit->now.id, keep_state, &code);
    const TicketState *state = !s && code ? ticket_state_of(edit->book, code) : NULL;
    *out = state ? (TicketType)state->type : TYPE_OPEN;
    return s;
}

Status ticket_unmerge(Ctx *ctx, int64_t id, int64_t version, Ticket *out)
{
    TicketEdit edit, into;
    TicketType type;
    Status s = ticket_edit_merged(ctx, id, version, &edit);
    if (s) return s;
    int64_t into_id = edit.now.merged_into_id;
    if (!into_id) return fail(ctx, CONFLICT, "ticket %s is not merged", edit.now.no);
    s = type_before(ctx, &edit, &type);
    edit.now.merged_into_id = 0;
    if (!s) s = ticket_move_type(ctx, &edit, type, NULL);
    if (!s)
        s = ticket_entry_add_detail(ctx, &edit, ENTRY_MERGED, ENTRY_INTERNAL, "what", "undone",
                                    NULL);
    edit.action = into.action = "ticket.unmerge";
    if (!s) s = ticket_save(ctx, &edit);
    if (!s) s = ticket_edit_merged(ctx, into_id, NONE, &into);
    into.action = "ticket.unmerge";
    if (!s)
        s = ticket_entry_add_detail(ctx, &into, ENTRY_MERGED, ENTRY_INTERNAL, "what", "undone",
                                    "from", edit.now.no, NULL);
    if (!s) s = ticket_save(ctx, &into);
    if (!s) s = desk_tell_other(ctx, &edit, DESK_TICKET_UNMERGED, into_id);
    return s ? s : ticket_find(ctx, id, out);
}

static bool is_that(const TicketWaybill *one, const TicketWaybill *sought)
{
    if (strcmp(one->no, sought->no) != 0) return false;
    return !*sought->carrier || !*one->carrier || strcmp(one->carrier, sought->carrier) == 0;
}

/* Takes parcels from a ticket, each of which it must have: they stay the parcels they are, though
 * who splits the ticket may not see them. */
static Status take_waybills(Ctx *ctx, Ticket *ticket, List *taken)
{
    TicketWaybill *items = ticket->waybills.items, *gone = taken->items;
    for (size_t i = 0; i < taken->count; i++) {
        size_t at = 0;
        while (at < ticket->waybills.count && !is_that(&items[at], &gone[i]))
            at++;
        if (at == ticket->waybills.count)
            return fail_field(ctx, "waybills", "%s is not one of its parcels", gone[i].no);
        gone[i] = items[at];
        memmove(&items[at], &items[at + 1], (--ticket->waybills.count - at) * sizeof *items);
    }
    return OK;
}

static Status copy_entries(Ctx *ctx, int64_t from_id, const Texts *ids, const Ticket *to)
{
    Status s = OK;
    for (size_t i = 0; i < ids->count && !s; i++) {
        Entry entry, copy;
        int64_t id = strtoll(ids->items[i], NULL, 10);
        s = entry_store_find(ctx, from_id, id, scope_customer(ctx) != 0, &entry);
        if (s == NOT_FOUND)
            return fail_field(ctx, "entries", "%.30s is not one of its entries", ids->items[i]);
        if (!s) s = entry_store_copy(ctx, &entry, to->id, &copy);
        if (!s) s = words_put(ctx, &copy, to);
    }
    return s;
}

static void split_input(const Ticket *from, const TicketSplit *split, TicketInput *input)
{
    ticket_input_init(input);
    input->kind = split->kind == NONE ? from->kind : split->kind;
    input->channel = from->channel;
    input->priority = from->priority;
    input->subject = split->subject;
    input->contact_name = from->contact_name;
    input->contact_phone = from->contact_phone;
    input->contact_email = from->contact_email;
    input->customer_id = from->customer_id;
    input->outlet_id = from->outlet_id;
    input->tier = from->tier;
    input->waybills = split->waybills;
}

Status ticket_split(Ctx *ctx, int64_t id, int64_t version, const TicketSplit *split, Ticket *out)
{
    TicketEdit edit;
    TicketInput input;
    TicketSplit part = *split;
    int64_t unused_outlet = 1, unused_customer = 1;
    bool tied;
    Status s = ref_subject(ctx, split->subject);
    if (!s) s = ticket_edit(ctx, id, version, &edit);
    if (!s)
        s = ref_waybills(ctx, &split->waybills, &(const List){NULL, 0}, &part.waybills,
                         &unused_outlet, &unused_customer);
    if (!s) s = take_waybills(ctx, &edit.now, &part.waybills);
    if (s) return s;
    split_input(&edit.now, &part, &input);
    edit.waybills_set = part.waybills.count > 0;
    edit.action = "ticket.split";
    s = ticket_create(ctx, &input, out);
    if (!s) s = copy_entries(ctx, id, &split->entries, out);
    if (!s)
        s = ticket_entry_add_detail(ctx, &edit, ENTRY_SPLIT, ENTRY_INTERNAL, "to", out->no, NULL);
    if (!s) s = ticket_link_store_put(ctx, out->id, id, LINK_RELATES, &tied);
    if (!s) s = ticket_save(ctx, &edit);
    return s ? s : ticket_find(ctx, out->id, out);
}

/* Both ends, in the scope of ctx's person. */
static Status both(Ctx *ctx, int64_t id, int64_t to_id, TicketEdit *edit, Ticket *to)
{
    if (id == to_id) return fail_field(ctx, "ticket_id", "must be another ticket");
    Status s = ticket_edit(ctx, id, NONE, edit);
    if (!s) s = ticket_store_by_id(ctx, to_id, to);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no such ticket") : s;
}

/* In the log of the one, and in the audit log. */
static Status tell_link(Ctx *ctx, TicketEdit *edit, const Ticket *to, const char *what,
                        const char *kind)
{
    Status s = ticket_entry_add_detail(ctx, edit, ENTRY_LINK, ENTRY_INTERNAL, "what", what, "to",
                                       to->no, "kind", kind, NULL);
    if (s) return s;
    const char *detail = arena_format(ctx->arena, "{\"to\":\"%s\",\"kind\":\"%s\"}", to->no, kind);
    if (!detail) return no_memory(ctx);
    bool linked = strcmp(what, "linked") == 0;
    return audit_write(ctx, linked ? "ticket.link" : "ticket.unlink", "ticket", edit->now.id,
                       detail);
}

Status ticket_link(Ctx *ctx, int64_t id, int64_t to_id, int64_t kind)
{
    TicketEdit edit;
    Ticket to;
    bool added = false;
    Status s = both(ctx, id, to_id, &edit, &to);
    if (!s) s = ticket_link_store_put(ctx, id, to_id, kind, &added);
    return s || !added ? s : tell_link(ctx, &edit, &to, "linked", name_of(link_kinds, kind));
}

Status ticket_unlink(Ctx *ctx, int64_t id, int64_t to_id, int64_t kind)
{
    TicketEdit edit;
    Ticket to;
    bool removed = false;
    Status s = both(ctx, id, to_id, &edit, &to);
    if (!s) s = ticket_link_store_remove(ctx, id, to_id, kind, &removed);
    return s || !removed ? s : tell_link(ctx, &edit, &to, "unlinked", name_of(link_kinds, kind));
}

Status ticket_links(Ctx *ctx, int64_t id, List *out)
{
    Status s = ticket_visible(ctx, id);
    return s ? s : ticket_link_store_list(ctx, id, out);
}

Status ticket_mark_spam(Ctx *ctx, int64_t id, int64_t version, bool spam, Ticket *out)
{
    TicketEdit edit;
    Status s = ticket_edit(ctx, id, version, &edit);
    if (!s && edit.now.spam != spam) {
        edit.now.spam = spam;
        edit.action = spam ? "ticket.spam" : "ticket.not_spam";
        s = ticket_move_type(ctx, &edit, spam ? TYPE_CLOSED : TYPE_OPEN, NULL);
        if (!s)
            s = ticket_entry_add_detail(ctx, &edit, ENTRY_CHANGED, ENTRY_INTERNAL, "spam",
                                        spam ? "true" : "false", NULL);
        if (!s) s = ticket_save(ctx, &edit);
    }
    return s ? s : ticket_find(ctx, id, out);
}
