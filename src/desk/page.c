#include <string.h>

#include "access/listing.h"
#include "access/outlet.h"
#include "access/page.h"
#include "access/person.h"
#include "desk/book.h"
#include "desk/found.h"
#include "desk/queue.h"
#include "desk/queue_store.h"
#include "desk/ticket_refs.h"
#include "desk/ticket_store.h"
#include "waybill/number.h"

static const Name sorts[] = {{"due", SORT_DUE, "The earliest deadline first"},
                             {"urgency", SORT_URGENCY, "By priority, then by deadline"},
                             {"oldest", SORT_OLDEST, "The oldest first"},
                             {"newest", SORT_NEWEST, "The newest first"},
                             {NULL, 0, NULL}};

#define FILTER_FIELDS                                                                              \
    FIELD_TEXTS(TicketFilter, kinds, .max = 10, .doc = "Any of these kinds"),                      \
        FIELD_TEXTS(TicketFilter, types, .max = 10,                                                \
                    .doc = "Of any of these types; else of the type of `state`; else open"),       \
        FIELD_TEXTS(TicketFilter, priorities, .max = 10, .doc = "Any of these priorities"),        \
        FIELD_TEXTS(TicketFilter, channels, .max = 20, .doc = "Any of these channels"),            \
        FIELD_TEXT(TicketFilter, team, .max = 32, .doc = "Code of the team, mine or none"),        \
        FIELD_TEXT(TicketFilter, owner, .max = 64, .doc = "Login of who has it, me or none"),      \
        FIELD_TEXT(TicketFilter, outlet, .max = 32, .doc = "Code: it and the outlets below"),      \
        FIELD_TEXT(TicketFilter, state, .max = 40, .doc = "Code of its state"),                    \
        FIELD_TEXT(TicketFilter, category, .max = 64, .doc = "Of a complaint"),                    \
        FIELD_TEXT(TicketFilter, tier, .max = 32, .doc = "Of the customer, when it was opened"),   \
        FIELD_BOOL(TicketFilter, overdue, .doc = "Its most urgent deadline has passed"),           \
        FIELD_TIME(TicketFilter, opened_from, .doc = "Opened then or later"),                      \
        FIELD_TIME(TicketFilter, opened_until, .doc = "Opened before then"),                       \
        FIELD_TIME(TicketFilter, due_from, .doc = "Its most urgent deadline is then or later"),    \
        FIELD_TIME(TicketFilter, due_until, .doc = "Its most urgent deadline is before then"),     \
        FIELD_TIME(TicketFilter, answered_from,                                                    \
                   .doc = "Its first answer, or the deadline that missed it, was then or later"),  \
        FIELD_TIME(TicketFilter, answered_until, .doc = "The same, before then"),                  \
        FIELD_TIME(TicketFilter, resolved_from,                                                    \
                   .doc = "Its resolution, or the deadline that missed it, was then or later"),    \
        FIELD_TIME(TicketFilter, resolved_until, .doc = "The same, before then"),                  \
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

static Status set_team(Ctx *ctx, const TicketFilter *filter, QueueSearch *search)
{
    search->team_id = NONE;
    if (!filter->team) return OK;
    if (strcmp(filter->team, "mine") == 0) {
        search->mine_id =
            ctx_account_id(ctx) ? ctx_account_id(ctx) : -1; /* a machine is in no team */
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
        search->owner_id = ctx_account_id(ctx) ? ctx_account_id(ctx) : -1;
        return OK;
    }
    if (strcmp(filter->owner, "none") == 0) {
        search->owner_id = 0;
        return OK;
    }
    return ref_owner(ctx, filter->owner, &search->owner_id);
}

static Status set_facets(Ctx *ctx, const TicketFilter *filter, QueueSearch *search)
{
    const DeskBook *book;
    const TicketState *state = NULL;
    Status s = ref_condition(ctx, NONE, filter->category, filter->tier);
    if (!s) s = desk_book(ctx, &book);
    if (!s && filter->state) state = ticket_state_of(book, filter->state);
    if (!s && filter->state && !state)
        s = fail_field(ctx, "state", "there is no state %s", filter->state);
    if (state && !filter->types.count) search->types = INT64_C(1) << state->type;
    search->state = filter->state;
    search->category = filter->category;
    search->tier = filter->tier;
    return s;
}

/* An instant that was given; who fills a filter in by hand leaves them 0. */
static bool is_given(int64_t at)
{
    return at > 0;
}

static bool asks_answered(const TicketFilter *filter)
{
    return is_given(filter->answered_from) || is_given(filter->answered_until);
}

static bool asks_resolved(const TicketFilter *filter)
{
    return is_given(filter->resolved_from) || is_given(filter->resolved_until);
}

static void set_times(Ctx *ctx, const TicketFilter *filter, QueueSearch *search)
{
    bool answered = asks_answered(filter);
    int64_t from = answered ? filter->answered_from : filter->resolved_from;
    int64_t until = answered ? filter->answered_until : filter->resolved_until;
    search->counted_from = is_given(from) ? from : 0;
    search->counted_until = is_given(until) ? until : INT64_MAX;
    search->id_from = is_given(filter->opened_from) ? id_floor(filter->opened_from) : NONE;
    search->id_until = is_given(filter->opened_until) ? id_floor(filter->opened_until) : NONE;
    search->due_from = is_given(filter->due_from) ? filter->due_from : NONE;
    search->due_until = is_given(filter->due_until) ? filter->due_until - 1
                        : search->due_from != NONE  ? NO_DUE - 1
                                                    : INT64_MAX;
    if (filter->overdue && search->due_until > ctx_now(ctx)) search->due_until = ctx_now(ctx);
}

/* Where the first page of what is in no queue's order begins. */
static void begin(QueueSearch *search)
{
    if (search->sort == SORT_DUE && search->due_from != NONE) {
        search->after_key = search->due_from - 1;
        search->after_id = INT64_MAX;
    }
    if (search->sort == SORT_OLDEST && search->id_from != NONE)
        search->after_id = search->id_from - 1;
    if (search->sort == SORT_NEWEST)
        search->after_id = search->id_until != NONE ? search->id_until : INT64_MAX;
}

static Status search_of(Ctx *ctx, const TicketFilter *filter, QueueSearch *search)
{
    *search = (QueueSearch){.sort = filter->sort == NONE ? SORT_DUE : (TicketSort)filter->sort,
                            .after_key = INT64_MIN + 1,
                            .limit = filter->limit + 1};
    Status s = mask_of(ctx, "kinds", &filter->kinds, ticket_kinds, &search->kinds);
    if (!s) s = mask_of(ctx, "types", &filter->types, ticket_types, &search->types);
    if (!s)
        s = mask_of(ctx, "priorities", &filter->priorities, ticket_priorities, &search->priorities);
    if (!s) s = mask_of(ctx, "channels", &filter->channels, ticket_channels, &search->channels);
    if (!s) s = set_team(ctx, filter, search);
    if (!s) s = set_owner(ctx, filter, search);
    if (!s) s = set_facets(ctx, filter, search);
    if (s) return s;
    set_times(ctx, filter, search);
    if (filter->outlet) {
        search->outlet_id = outlet_id_of(ctx, filter->outlet);
        if (!search->outlet_id || !outlet_visible(ctx, search->outlet_id))
            return fail_field(ctx, "outlet", "there is no outlet %s", filter->outlet);
    }
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
                   {asks_answered(filter), ANCHOR_ANSWERED},
                   {asks_resolved(filter), ANCHOR_RESOLVED},
                   {filter->q, ANCHOR_NONE}};
    *out = ANCHOR_NONE;
    *named = false;
    for (size_t i = 0; i < sizeof anchors / sizeof *anchors; i++) {
        if (!anchors[i].given) continue;
        if (*named)
            return fail(ctx, INVALID,
                        "search by one of customer, waybill, tag, phone, external_ref,"
                        " incident_id, followed, unread, when it was answered or resolved,"
                        " and q");
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
    bool newest = named || asks_closed(&search) || scope_customer(ctx);
    if (newest)
        queue_store_newest(&search, anchor);
    else
        begin(&search);
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

static const Field count_fields[] = {
    FIELD_INT(TicketCount, count,
              .doc = "How many; of overdue ones, of owners and of closed ones to 10,000"),
    FIELD_TIME(TicketCount, due_at,
               .doc = "Deadline of the most urgent; null where one thing is named, or closed ones"),
    FIELD_END};
const Shape ticket_count_shape = SHAPE(TicketCount, count_fields, "How many tickets there are");

static Status count_open(Ctx *ctx, QueueSearch *search, TicketCount *out)
{
    List first = {NULL, 0};
    search->sort = SORT_DUE;
    search->limit = 1;
    Status s = queue_store_count(ctx, search, &out->count);
    if (!s && out->count) s = queue_store_page(ctx, search, &first);
    const QueueRow *row = first.items;
    if (!s && first.count && row->key != NO_DUE) out->due_at = row->key;
    return s;
}

Status ticket_count(Ctx *ctx, const TicketFilter *given, TicketCount *out)
{
    TicketFilter filter = *given;
    QueueSearch search;
    List rows;
    TicketAnchor anchor;
    bool named;
    *out = (TicketCount){NONE, NONE};
    Status s = anchor_of(ctx, &filter, &anchor, &named);
    if (!s && filter.q) return fail_field(ctx, "q", "what words find is listed, not counted");
    if (!s) s = normal_waybill(ctx, &filter);
    if (!s) s = search_of(ctx, &filter, &search);
    if (s) return s;
    if (!named && !asks_closed(&search) && !scope_customer(ctx))
        return count_open(ctx, &search, out);
    queue_store_newest(&search, anchor);
    search.limit = TICKETS_COUNTED_ONE_BY_ONE;
    s = queue_store_anchored(ctx, anchor, &filter, &search, &rows);
    if (!s) out->count = (int64_t)rows.count;
    return s;
}
