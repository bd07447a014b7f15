#include <string.h>

#include "access/listing.h"
#include "access/outlet.h"
#include "access/page.h"
#include "access/person.h"
#include "desk/found.h"
#include "desk/queue.h"
#include "desk/queue_store.h"
#include "desk/ticket_refs.h"
#include "desk/ticket_store.h"
#include "waybill/number.h"

static const Name sorts[] = {{"due", SORT_DUE, "The earliest deadline first"},
                             {"urgency", SORT_URGENCY, "By priority, then by deadline"},
                             {"oldest", SORT_OLDEST, "The oldest first"},
                             {"newest", SORT_NEWEST, "The newest first, closed ones too"},
                             {NULL, 0, NULL}};

#define FILTER_FIELDS                                                                              \
    FIELD_TEXTS(TicketFilter, kinds, .max = 10, .doc = "Any of these kinds"),                      \
        FIELD_TEXTS(TicketFilter, types, .max = 10,                                                \
                    .doc = "In a state of any of these types; those open where not given"),        \
        FIELD_TEXTS(TicketFilter, priorities, .max = 10, .doc = "Any of these priorities"),        \
        FIELD_TEXTS(TicketFilter, channels, .max = 20, .doc = "Any of these channels"),            \
        FIELD_TEXT(TicketFilter, team, .max = 32, .doc = "Code of the team, mine or none"),        \
        FIELD_TEXT(TicketFilter, owner, .max = 64, .doc = "Login of who has it, me or none"),      \
        FIELD_TEXT(TicketFilter, outlet, .max = 32, .doc = "Code: it and the outlets below"),      \
        FIELD_BOOL(TicketFilter, overdue, .doc = "Its most urgent deadline has passed"),           \
        FIELD_TEXT(TicketFilter, customer, .max = 64, .doc = "Code of the customer"),              \
        FIELD_TEXT(TicketFilter, waybill, .max = 64, .doc = "Number of a parcel"),                 \
        FIELD_TEXT(TicketFilter, tag, .max = 40, .doc = "One of its tags"),                        \
        FIELD_TEXT(TicketFilter, phone, .max = 40, .personal = PERSONAL_PHONE,                     \
                   .doc = "Whole phone number of who asks"),                                       \
        FIELD_TEXT(TicketFilter, external_ref, .max = 64, .doc = "Its number elsewhere"),          \
        FIELD_ID(TicketFilter, incident_id, .doc = "The mass cause behind it"),                    \
        FIELD_BOOL(TicketFilter, followed, .doc = "You follow it"),                                \
        FIELD_BOOL(TicketFilter, unread,                                                           \
                   .doc = "You follow it, and others wrote or did something since you saw it; of " \
                          "the 5,000 newest that you follow"),                                     \
        FIELD_TEXT(TicketFilter, q, .max = 200, .personal = PERSONAL_TEXT,                         \
                   .doc = "Words that occur in it"),                                               \
        FIELD_ENUM(TicketFilter, sort, sorts, .doc = "By the deadline where it is not given")

static const Field filter_fields[] = {FILTER_FIELDS, FIELD_END};
const Shape ticket_filter_shape = SHAPE(TicketFilter, filter_fields, "Which tickets");

static const Field query_fields[] = {FILTER_FIELDS, PAGE_FIELDS(TicketFilter), FIELD_END};
const Shape ticket_query_shape = {.name = "TicketQuery",
                                  .doc = "Which tickets, and which page of them",
                                  .size = sizeof(TicketFilter),
                                  .fields = query_fields};

static const Field export_fields[] = {FILTER_FIELDS, PAGE_FIELDS(TicketFilter),
                                      EXPORT_FORMAT_FIELD(TicketFilter), FIELD_END};
const Shape ticket_export_shape =
    EXPORT_SHAPE(TicketFilter, "TicketExport", export_fields, "Which tickets");

/* Names as bits; all of them where none is given. */
static Status mask_of(Ctx *ctx, const char *field, const Texts *texts, const Name *names,
                      int64_t *out)
{
    *out = texts->count ? 0 : INT64_MAX;
    for (size_t i = 0; i < texts->count; i++) {
        int64_t value = name_value(names, texts->items[i]);
        if (value == NONE)
            return fail_field(ctx, field, "\"%.40s\" is none of them", texts->items[i]);
        *out |= INT64_C(1) << value;
    }
    return OK;
}

static int64_t own_id(Ctx *ctx)
{
    return ctx->who && ctx->who->kind == PERSON_HUMAN ? ctx->who->id : 0;
}

static Status set_team(Ctx *ctx, const TicketFilter *filter, QueueSearch *search)
{
    search->team_id = NONE;
    if (!filter->team) return OK;
    if (strcmp(filter->team, "mine") == 0) {
        search->mine_id = own_id(ctx) ? own_id(ctx) : -1; /* a machine is in no team */
        return OK;
    }
    if (strcmp(filter->team, "none") == 0) {
        search->team_id = 0;
        return OK;
    }
    return ref_team(ctx, filter->team, &search->team_id);
}

static Status set_owner(Ctx *ctx, const TicketFilter *filter, QueueSearch *search)
{
    search->owner_id = NONE;
    if (!filter->owner) return OK;
    if (strcmp(filter->owner, "me") == 0) {
        search->owner_id = own_id(ctx) ? own_id(ctx) : -1;
        return OK;
    }
    if (strcmp(filter->owner, "none") == 0) {
        search->owner_id = 0;
        return OK;
    }
    return ref_owner(ctx, filter->owner, &search->owner_id);
}

static Status search_of(Ctx *ctx, const TicketFilter *filter, QueueSearch *search)
{
    *search = (QueueSearch){.due_until = filter->overdue ? ctx_now(ctx) : INT64_MAX,
                            .sort = filter->sort == NONE ? SORT_DUE : (TicketSort)filter->sort,
                            .after_key = INT64_MIN + 1,
                            .limit = filter->limit + 1};
    Status s = mask_of(ctx, "kinds", &filter->kinds, ticket_kinds, &search->kinds);
    if (!s) s = mask_of(ctx, "types", &filter->types, ticket_types, &search->types);
    if (!s)
        s = mask_of(ctx, "priorities", &filter->priorities, ticket_priorities, &search->priorities);
    if (!s) s = mask_of(ctx, "channels", &filter->channels, ticket_channels, &search->channels);
    if (!s) s = set_team(ctx, filter, search);
    if (!s) s = set_owner(ctx, filter, search);
    if (s) return s;
    if (filter->outlet) {
        search->outlet_id = outlet_id_of(ctx, filter->outlet);
        if (!search->outlet_id || !outlet_visible(ctx, search->outlet_id))
            return fail_field(ctx, "outlet", "there is no outlet %s", filter->outlet);
    }
    search->plain = !filter->kinds.count && !filter->types.count && !filter->priorities.count &&
                    !filter->channels.count && !filter->team && !filter->outlet;
    return OK;
}

/* Which one thing the filter names, and whether it names any: more is refused. */
static Status anchor_of(Ctx *ctx, const TicketFilter *filter, TicketAnchor *out, bool *named)
{
    const struct {
        bool given;
        TicketAnchor anchor;
    } anchors[] = {{filter->customer, ANCHOR_CUSTOMER},
                   {filter->waybill, ANCHOR_WAYBILL},
                   {filter->tag, ANCHOR_TAG},
                   {filter->phone, ANCHOR_PHONE},
                   {filter->external_ref, ANCHOR_EXTERNAL},
                   {filter->incident_id, ANCHOR_INCIDENT},
                   {filter->followed, ANCHOR_FOLLOWED},
                   {filter->unread, ANCHOR_UNREAD},
                   {filter->q, ANCHOR_NONE}};
    *out = ANCHOR_NONE;
    *named = false;
    for (size_t i = 0; i < sizeof anchors / sizeof *anchors; i++) {
        if (!anchors[i].given) continue;
        if (*named)
            return fail(ctx, INVALID,
                        "search by one of customer, waybill, tag, phone, external_ref,"
                        " incident_id, followed, unread and q");
        *out = anchors[i].anchor;
        *named = true;
    }
    return OK;
}

/* Those that stand in no queue can be listed newest first only. */
static bool asks_closed(const QueueSearch *search)
{
    int64_t final = INT64_C(1) << TYPE_CLOSED | INT64_C(1) << TYPE_MERGED;
    return search->types != INT64_MAX && (search->types & final) != 0;
}

static Status fill(Ctx *ctx, const List *rows, List *out)
{
    const QueueRow *items = rows->items;
    int64_t *ids = ARENA_ARRAY(ctx->arena, rows->count, int64_t);
    if (!ids) return no_memory(ctx);
    for (size_t i = 0; i < rows->count; i++)
        ids[i] = items[i].id;
    return ticket_store_by_ids(ctx, ids, rows->count, out);
}

static Status end_page(Ctx *ctx, TicketSort sort, List *rows, int64_t limit, const char **next)
{
    *next = NULL;
    if (!page_cut(rows, limit)) return OK;
    const QueueRow *last = (const QueueRow *)rows->items + (rows->count - 1);
    const SortPlace place = {.number = last->key, .id = last->id};
    return sort_end(ctx, sort, &place, next);
}

/* The parcel's number as it is written down. */
static Status normal_waybill(Ctx *ctx, TicketFilter *filter)
{
    char no[NUMBER_MAX + 1];
    if (!filter->waybill) return OK;
    Status s = number_normalise(ctx, filter->waybill, no);
    if (s == INVALID) return fail_field(ctx, "waybill", "that is no number of a parcel");
    if (s) return s;
    filter->waybill = arena_text(ctx->arena, no);
    return filter->waybill ? OK : no_memory(ctx);
}

Status ticket_list(Ctx *ctx, const TicketFilter *given, List *out, const char **next)
{
    TicketFilter filter = *given;
    QueueSearch search;
    List rows;
    TicketAnchor anchor;
    bool named;
    Status s = anchor_of(ctx, &filter, &anchor, &named);
    if (!s) s = normal_waybill(ctx, &filter);
    if (!s) s = search_of(ctx, &filter, &search);
    if (s) return s;
    if (filter.q) return found_list(ctx, &filter, &search, out, next);
    bool newest =
        named || asks_closed(&search) || scope_customer(ctx) || search.sort == SORT_NEWEST;
    if (newest) search.after_id = INT64_MAX;
    if (filter.cursor) {
        SortPlace after;
        s = sort_start(ctx, filter.cursor, search.sort, &after);
        search.after_key = after.number;
        search.after_id = after.id;
    }
    if (!s)
        s = newest ? queue_store_anchored(ctx, anchor, &filter, &search, &rows)
                   : queue_store_page(ctx, &search, &rows);
    if (!s) s = end_page(ctx, search.sort, &rows, filter.limit, next);
    return s ? s : fill(ctx, &rows, out);
}

Status ticket_count(Ctx *ctx, const TicketFilter *given, int64_t *out)
{
    TicketFilter filter = *given;
    QueueSearch search;
    List rows;
    TicketAnchor anchor;
    bool named;
    Status s = anchor_of(ctx, &filter, &anchor, &named);
    if (!s && filter.q) return fail_field(ctx, "q", "what words find is listed, not counted");
    if (!s) s = normal_waybill(ctx, &filter);
    if (!s) s = search_of(ctx, &filter, &search);
    if (s) return s;
    if (!named && !scope_customer(ctx)) return queue_store_count(ctx, &search, out);
    search.after_id = INT64_MAX;
    search.limit = TICKETS_COUNTED_ONE_BY_ONE;
    s = queue_store_anchored(ctx, anchor, &filter, &search, &rows);
    if (!s) *out = (int64_t)rows.count;
    return s;
}
