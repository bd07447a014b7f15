#include "customer/overview.h"

#include "access/person.h"
#include "customer/contributor.h"
#include "customer/overview_store.h"
#include "customer/part.h"
#include "customer/timeline.h"

static const Field count_fields[] = {
    FIELD_TEXT(OverviewCount, name, .doc = "What is counted: tickets, claims …"),
    FIELD_INT(OverviewCount, count, .doc = "How many are open"), FIELD_END};
static const Shape count_shape = SHAPE(OverviewCount, count_fields, "What is open of a kind");

static const Field overview_fields[] = {
    FIELD_ID(Overview, id, .doc = "The customer"),
    FIELD_INT(Overview, version, .doc = "Its version"),
    FIELD_OBJECT(Overview, customer, &customer_shape, .doc = "Who it is"),
    FIELD_LIST(Overview, contacts, &contact_shape, .doc = "How it is reached: the first twenty"),
    FIELD_INT(Overview, contact_count, .doc = "Contact points"),
    FIELD_INT(Overview, address_count, .doc = "Addresses"),
    FIELD_INT(Overview, person_count, .doc = "Contact people"),
    FIELD_INT(Overview, note_count, .doc = "Notes"),
    FIELD_INT(Overview, merged_count, .doc = "Customers that count as this one"),
    FIELD_INT(Overview, duplicate_count, .doc = "Open proposals of duplicates"),
    FIELD_INT(Overview, open_parcels, .doc = "Parcels under way, among the latest 5,000"),
    FIELD_INT(Overview, troubled_parcels, .doc = "Of these, with an exception"),
    FIELD_LIST(Overview, counts, &count_shape, .doc = "What is open otherwise"),
    FIELD_TIME(Overview, last_contact_at, .doc = "The last call, message or visit"),
    FIELD_LIST(Overview, latest, &timeline_entry_shape, .doc = "What happened last"),
    FIELD_END};
const Shape overview_shape = SHAPE(Overview, overview_fields, "A customer at a glance");

static Status last_contact(Ctx *ctx, int64_t id, Overview *out)
{
    static const char *const kinds[] = {"call.answered", "call.made", "message.received",
                                        "ticket.replied"};
    const TimelineFilter filter = {.kinds = {(const char **)kinds, sizeof kinds / sizeof *kinds},
                                   .limit = 1};
    List list;
    const char *next;
    Status s = timeline_list(ctx, id, &filter, &list, &next);
    out->last_contact_at = !s && list.count ? ((const TimelineEntry *)list.items)->at : NONE;
    return s;
}

static Status count_open(Ctx *ctx, int64_t id, Overview *out)
{
    size_t all = 0;
    while (customer_contributors[all])
        all++;
    OverviewCount *counts = ARENA_ARRAY(ctx->arena, all, OverviewCount);
    out->counts = (List){counts, 0};
    if (!counts) return no_memory(ctx);
    Status s = OK;
    for (size_t i = 0; i < all && !s; i++) {
        const CustomerContributor *slice = customer_contributors[i];
        if (!slice->open) continue;
        counts[out->counts.count].name = slice->name;
        s = slice->open(ctx, id, &counts[out->counts.count++].count);
    }
    return s;
}

static Status add_lists(Ctx *ctx, int64_t id, Overview *out)
{
    const PartFilter contacts = {.customer_id = id, .limit = OVERVIEW_CONTACTS};
    const TimelineFilter latest = {.limit = OVERVIEW_LATEST};
    const char *next;
    Status s = part_list(ctx, PART_CONTACT, &contacts, &out->contacts, &next);
    if (!s) s = timeline_list(ctx, id, &latest, &out->latest, &next);
    return s;
}

Status customer_overview(Ctx *ctx, int64_t id, Overview *out)
{
    int64_t *members;
    size_t count;
    Customer *customer = ARENA_NEW(ctx->arena, Customer);
    if (!customer) return no_memory(ctx);
    shape_clear(&overview_shape, out);
    out->open_parcels = out->troubled_parcels = NONE;
    out->contact_count = out->address_count = out->person_count = out->note_count = 0;
    Status s = customer_find(ctx, id, customer);
    if (!s) s = customer_members(ctx, id, &members, &count);
    if (s) return s;
    out->id = id;
    out->version = customer->version;
    out->customer = customer;
    out->merged_count = (int64_t)count - 1;
    s = overview_store_counts(ctx, id, out);
    if (!s && ctx_may(ctx, WAYBILL_READ)) {
        out->open_parcels = out->troubled_parcels = 0;
        s = overview_store_parcels(ctx, members, count, out);
    }
    if (!s) s = add_lists(ctx, id, out);
    if (!s) s = last_contact(ctx, id, out);
    return s ? s : count_open(ctx, id, out);
}
