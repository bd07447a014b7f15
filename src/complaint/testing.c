#include "complaint/testing.h"

#include <string.h>

#include "access/outlet.h"
#include "access/outlet_cache.h"
#include "complaint/complaint.h"
#include "desk/entry.h"

int64_t given_outlet(T *t, const char *code)
{
    int64_t id = 0;
    check_ok(t, outlet_ensure(t->ctx, code, code, OUTLET_BRANCH, &id));
    check_ok(t, outlets_refresh(t->ctx, t->house->outlets));
    return id;
}

Ticket given_complaint_ticket(T *t)
{
    TicketInput input;
    Ticket ticket;
    ticket_input_init(&input);
    input.kind = TICKET_COMPLAINT;
    input.channel = CHANNEL_PHONE;
    input.subject = "没有收到";
    check_ok(t, ticket_create(t->ctx, &input, &ticket));
    return ticket;
}

int64_t registered_complaint(T *t)
{
    ComplaintFacts facts;
    Complaint complaint;
    shape_clear(&complaint_facts_shape, &facts);
    check_ok(t, complaint_register(t->ctx, given_complaint_ticket(t).id, &facts, &complaint));
    return complaint.ticket_id;
}

int64_t cost_of_complaint(T *t, int64_t ticket_id)
{
    Complaint complaint;
    check_ok(t, complaint_find(t->ctx, ticket_id, &complaint));
    return complaint.cost;
}

Ticket stored_ticket(T *t, int64_t id)
{
    Ticket ticket;
    check_ok(t, ticket_find(t->ctx, id, &ticket));
    return ticket;
}

static bool says(const Entry *entry, const char *key, const char *value)
{
    for (size_t i = 0; i + 1 < entry->detail.count; i += 2)
        if (strcmp(entry->detail.items[i], key) == 0 &&
            strcmp(entry->detail.items[i + 1], value) == 0)
            return true;
    return false;
}

int64_t entries_of(T *t, int64_t ticket_id, int64_t kind, const char *key, const char *value)
{
    EntryFilter filter = {.limit = 200};
    List list;
    const char *next;
    int64_t count = 0;
    check_ok(t, ticket_entry_list(t->ctx, ticket_id, &filter, &list, &next));
    const Entry *entries = list.items;
    for (size_t i = 0; i < list.count; i++)
        count += entries[i].kind == kind && says(&entries[i], key, value);
    return count;
}
