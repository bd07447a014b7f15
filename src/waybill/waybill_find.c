#include <string.h>

#include "access/keys.h"
#include "access/outlet.h"
#include "access/page.h"
#include "access/person.h"
#include "base/text.h"
#include "customer/customer.h"
#include "waybill/number.h"
#include "waybill/waybill_read_store.h"

static Status find(Ctx *ctx, const char *carrier, const char *no, bool scoped, Waybill *out)
{
    char normal_carrier[CARRIER_MAX + 1], normal_no[NUMBER_MAX + 1];
    Status s = carrier_normalise(ctx, carrier, normal_carrier);
    if (!s) s = number_normalise(ctx, no, normal_no);
    if (s == INVALID) problem_clear(ctx);
    s = s ? NOT_FOUND : waybill_store_find(ctx, normal_carrier, normal_no, scoped, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no such parcel") : s;
}

Status waybill_find(Ctx *ctx, const char *carrier, const char *no, Waybill *out)
{
    return find(ctx, carrier, no, true, out);
}

Status waybill_find_public(Ctx *ctx, const char *carrier, const char *no, Waybill *out)
{
    return find(ctx, carrier, no, false, out);
}

Status waybill_find_id(Ctx *ctx, int64_t id, Waybill *out)
{
    Status s = waybill_store_by_id(ctx, id, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no such parcel") : s;
}

Status waybill_carriers(Ctx *ctx, const char *no, Texts *out)
{
    char normal[NUMBER_MAX + 1];
    Status s = number_normalise(ctx, no, normal);
    if (!s) return waybill_store_carriers(ctx, normal, out);
    problem_clear(ctx);
    *out = (Texts){NULL, 0};
    return s == INVALID ? OK : s;
}

Status waybill_exceptions(Ctx *ctx, int64_t waybill_id, List *out)
{
    return waybill_store_exceptions(ctx, waybill_id, out);
}

/* --- lists --- */

static ListLead lead_of(Ctx *ctx, const WaybillFilter *filter)
{
    if (filter->no) return LEAD_NO;
    if (filter->phone) return LEAD_PHONE;
    if (filter->phone_tail) return LEAD_TAIL;
    if (filter->name) return LEAD_NAME;
    if (filter->order_no) return LEAD_ORDER_NO;
    if (filter->due_from != NONE || filter->due_to != NONE) return LEAD_DUE;
    if (filter->exception != NONE) return LEAD_EXCEPTION;
    if (filter->troubled) return LEAD_TROUBLED;
    if (filter->customer_ref || scope_customer(ctx)) return LEAD_CUSTOMER;
    bool ended = filter->stage != NONE && stage_is_terminal((WaybillStage)filter->stage);
    if (filter->outlet && !ended) return LEAD_OUTLET;
    if (filter->stage != NONE && !ended) return LEAD_STAGE;
    if (filter->origin) return LEAD_ORIGIN;
    return filter->quiet_since != NONE ? LEAD_QUIET : LEAD_NONE;
}

/* The number that a personal search, or one for an exception, is led by. */
static Status key_of(Ctx *ctx, ListLead lead, const WaybillFilter *filter, KeyIndex *out)
{
    Status s = OK;
    *out = (KeyIndex){0, 0};
    switch (lead) {
    case LEAD_PHONE:
        s = key_phone(ctx, "waybill.phone", filter->phone, out);
        break;
    case LEAD_TAIL:
        s = key_phone_tail(ctx, "waybill.phone", filter->phone_tail, out);
        break;
    case LEAD_NAME:
        s = key_name(ctx, "waybill.name", filter->name, out);
        break;
    case LEAD_EXCEPTION:
        out->now = filter->exception;
        break;
    default:
        break;
    }
    if (s || out->now != NONE) return s;
    if (lead == LEAD_TAIL) return fail_field(ctx, "phone_tail", "expected four digits");
    return fail_field(ctx, "phone", "expected a whole number: phone_tail is for its last four");
}

static int64_t exceptions_of(const WaybillFilter *filter)
{
    if (filter->exception != NONE) return (int64_t)EXCEPTION_BIT((uint64_t)filter->exception);
    return filter->troubled ? (int64_t)(EXCEPTION_BIT(EXCEPTION_COUNT) - 1) : 0;
}

/* Codes into ids; -1, which nothing has, for one that does not exist. */
static Status codes_find(Ctx *ctx, const WaybillFilter *filter, ListSearch *search)
{
    if (filter->outlet) {
        const char *normal = text_normal(ctx->arena, filter->outlet);
        if (!normal) return no_memory(ctx);
        search->outlet_id = outlet_id_of(ctx, normal);
        if (!search->outlet_id) search->outlet_id = -1;
    }
    search->customer_id = scope_customer(ctx);
    if (!filter->customer_ref) return OK;
    CustomerRef ref;
    Status s = customer_refs(ctx, &filter->customer_ref, 1, &ref);
    search->customer_id = !s && ref.id ? ref.id : -1;
    return s;
}

/* What is due begins where it is asked for, not with all that was ever promised. */
static void due_start(ListSearch *search)
{
    SortPlace *after = &search->after;
    if (!after->first) return;
    if (search->sort < 0)
        after->number = search->due_to;
    else if (search->due_from > after->number)
        after->number = search->due_from - 1;
}

/* Only what an index has in that order: no page may have to read all that was found. */
static Status sort_of(Ctx *ctx, const WaybillFilter *filter, ListSearch *search)
{
    ListLead lead = search->lead;
    bool rises = lead == LEAD_DUE || lead == LEAD_QUIET;
    int64_t usual = lead == LEAD_DUE ? WAYBILL_BY_PROMISED : WAYBILL_BY_CREATED;
    bool unsaid = filter->sort == 0 || filter->sort == NONE;
    search->sort = unsaid ? (rises ? usual : -usual) : filter->sort;
    bool promised = search->sort == WAYBILL_BY_PROMISED || search->sort == -WAYBILL_BY_PROMISED;
    if (promised && lead != LEAD_DUE && lead != LEAD_NONE)
        return fail_field(ctx, "sort",
                          "by promised_at all parcels are sorted, or those that are due: give "
                          "due_from or due_to as well");
    if (!promised && lead == LEAD_DUE)
        return fail_field(ctx, "sort", "what is due is sorted by promised_at");
    if (lead == LEAD_QUIET && search->sort < 0)
        return fail_field(ctx, "sort", "what is quiet is sorted by created_at, the first first");
    Status s = sort_start(ctx, filter->cursor, search->sort, &search->after);
    if (!s && lead == LEAD_DUE) due_start(search);
    return s;
}

static Status list_end(Ctx *ctx, const ListSearch *search, const List *list, const char **next)
{
    const Waybill *last = (const Waybill *)list->items + (list->count - 1);
    bool promised = search->sort == WAYBILL_BY_PROMISED || search->sort == -WAYBILL_BY_PROMISED;
    SortPlace place = {.id = last->id};
    if (promised) place.none = last->promised_at == NONE;
    if (promised && !place.none) place.number = last->promised_at;
    return sort_end(ctx, search->sort, &place, next);
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

Status waybill_list(Ctx *ctx, const WaybillFilter *filter, List *out, const char **next)
{
    *next = NULL;
    if ((filter->no != NULL) + (filter->phone != NULL) + (filter->phone_tail != NULL) +
            (filter->name != NULL) >
        1)
        return fail_field(ctx, "phone",
                          "only one of no, phone, phone_tail and name can be asked for");
    int64_t limit = page_limit(filter->limit);
    ListSearch search = {
        .lead = lead_of(ctx, filter),
        .word = or_empty(filter->order_no),
        .due_from = filter->due_from == NONE ? INT64_MIN + 1 : filter->due_from,
        .due_to = filter->due_to == NONE ? INT64_MAX : filter->due_to,
        .quiet_since = filter->quiet_since == NONE ? INT64_MAX : filter->quiet_since,
        .stage = filter->stage == NONE ? 0 : filter->stage,
        .exceptions = exceptions_of(filter),
        .carrier = or_empty(filter->carrier),
        .origin = or_empty(filter->origin),
        .destination = or_empty(filter->destination),
        .limit = limit + 1,
    };
    char normal_no[NUMBER_MAX + 1];
    Status s = filter->no ? number_normalise(ctx, filter->no, normal_no) : OK;
    if (!s && filter->no) search.word = normal_no;
    if (!s) s = key_of(ctx, search.lead, filter, &search.key);
    if (!s) s = codes_find(ctx, filter, &search);
    if (!s) s = sort_of(ctx, filter, &search);
    if (!s) s = waybill_store_list(ctx, &search, out);
    if (s || !page_cut(out, limit)) return s;
    return list_end(ctx, &search, out, next);
}
