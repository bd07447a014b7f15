#include "complaint/testing.h"

#include <string.h>

#include "complaint/complaint.h"
#include "desk/entry.h"
#include "desk/testing.h"

Ticket given_complaint_ticket(T *t)
{
    return opened_ticket(t, blank_ticket(TICKET_COMPLAINT, CHANNEL_PHONE));
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

static bool says(const Entry *entry, const char *key, const char *value)
{
    const char *said = entry_detail(entry, key);
    return said && strcmp(said, value) == 0;
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
