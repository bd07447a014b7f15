#include "customer/customer.h"

#include <string.h>

#include "access/audit.h"
#include "access/masked.h"
#include "access/outlet.h"
#include "access/page.h"
#include "access/person.h"
#include "base/region.h"
#include "base/text.h"
#include "customer/customer_store.h"
#include "customer/derive.h"
#include "customer/found.h"
#include "customer/part_kind.h"
#include "customer/timeline.h"
#include "search/search.h"

const Name customer_kinds[] = {
    {"person", CUSTOMER_PERSON, NULL}, {"company", CUSTOMER_COMPANY, NULL}, {NULL, 0, NULL}};

const Name customer_roles[] = {
    {"consumer", CUSTOMER_CONSUMER, NULL},   {"retail", CUSTOMER_RETAIL, NULL},
    {"wholesale", CUSTOMER_WHOLESALE, NULL}, {"agent", CUSTOMER_AGENT, NULL},
    {"capital", CUSTOMER_CAPITAL, NULL},     {"public", CUSTOMER_PUBLIC, NULL},
    {"internal", CUSTOMER_INTERNAL, NULL},   {NULL, 0, NULL}};

const Name customer_lifecycles[] = {
    {"potential", CUSTOMER_POTENTIAL, NULL}, {"passer_by", CUSTOMER_PASSER_BY, NULL},
    {"customer", CUSTOMER_CUSTOMER, NULL},   {"regular", CUSTOMER_REGULAR, NULL},
    {"seed", CUSTOMER_SEED, NULL},           {NULL, 0, NULL}};

const Name customer_relationships[] = {{"basic", CUSTOMER_BASIC, NULL},
                                       {"reactive", CUSTOMER_REACTIVE, NULL},
                                       {"accountable", CUSTOMER_ACCOUNTABLE, NULL},
                                       {"proactive", CUSTOMER_PROACTIVE, NULL},
                                       {"partnership", CUSTOMER_PARTNERSHIP, NULL},
                                       {NULL, 0, NULL}};

const Name customer_tiers[] = {{"project", TIER_PROJECT, NULL},   {"vip", TIER_VIP, NULL},
                               {"mid", TIER_MID, NULL},           {"regular", TIER_REGULAR, NULL},
                               {"floating", TIER_FLOATING, NULL}, {NULL, 0, NULL}};

/* What may be said of a customer, when it is entered and when it is changed. */
#define DETAILS                                                                                    \
    FIELD_ENUM(Customer, kind, customer_kinds,                                                     \
               .doc = "A new customer is a person unless said otherwise"),                         \
        FIELD_ENUM(Customer, role, customer_roles, .doc = "What the customer is to the company"),  \
        FIELD_ENUM(Customer, lifecycle, customer_lifecycles, .doc = "How far it has come"),        \
        FIELD_ENUM(Customer, relationship, customer_relationships,                                 \
                   .doc = "How the company keeps in touch"),                                       \
        FIELD_ENUM(Customer, tier, customer_tiers, .doc = "What it is entitled to"),               \
        FIELD_TEXT(Customer, name, .max = 120, .personal = PERSONAL_NAME, .doc = "Full name"),     \
        FIELD_TEXT(Customer, phone, .max = 40, .personal = PERSONAL_PHONE, .doc = "Phone number"), \
        FIELD_TEXT(Customer, email, .max = 254, .personal = PERSONAL_TEXT, .doc = "E-mail"),       \
        FIELD_TEXT(Customer, address, .max = 300, .personal = PERSONAL_ADDRESS,                    \
                   .doc = "Street address"),                                                       \
        FIELD_TEXT(Customer, region, .max = 16, .doc = "Region code: what lanes are made of"),     \
        FIELD_TEXT(Customer, city, .max = 80, .doc = "City"),                                      \
        FIELD_TEXT(Customer, postcode, .max = 16, .doc = "Post code"),                             \
        FIELD_TEXT(Customer, outlet, .max = 32, .doc = "Code of the outlet that looks after it"),  \
        FIELD_TEXT(Customer, specialist, .colleague = true, .max = 64,                             \
                   .doc = "Login of the account that looks after it")

static const Field customer_fields[] = {
    FIELD_ID(Customer, id, .read_only = true, .doc = "Parceldesk's own number"),
    FIELD_INT(Customer, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_TEXT(Customer, code, .required = true, .min = 1, .max = 64, .example = "C-1001",
               .doc = "The customer's number in your own books: the natural key"),
    DETAILS,
    FIELD_TIME(Customer, created_at, .read_only = true, .doc = "When it was entered"),
    FIELD_TIME(Customer, changed_at, .read_only = true, .doc = "When it was last changed"),
    FIELD_ID(Customer, merged_into, .read_only = true, .doc = "The customer it counts as now"),
    FIELD_TIME(Customer, erased_at, .read_only = true,
               .doc = "When what is personal of it was deleted"),
    FIELD_END};
const Shape customer_shape =
    SHAPE(Customer, customer_fields, "A person or a company that ships, receives, pays or asks");

static const Field change_fields[] = {DETAILS, FIELD_END};
const Shape customer_change_shape = {.name = "CustomerChange",
                                     .doc = "What is to be different; what is not given stays",
                                     .size = sizeof(Customer),
                                     .fields = change_fields};

Status customer_find(Ctx *ctx, int64_t id, Customer *out)
{
    Status s = customer_store_find(ctx, id, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no customer %lld", (long long)id) : s;
}

Status customer_by_code(Ctx *ctx, const char *code, Customer *out)
{
    Status s = customer_store_by_code(ctx, code, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no customer %s", code) : s;
}

Status customer_refs(Ctx *ctx, const char *const *codes, size_t count, CustomerRef *refs)
{
    memset(refs, 0, count * sizeof *refs);
    return customer_store_refs(ctx, codes, count, refs);
}

Status customer_survivor(Ctx *ctx, int64_t id, int64_t *out)
{
    Status s = customer_store_survivor(ctx, id, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no customer %lld", (long long)id) : s;
}

Status customer_members(Ctx *ctx, int64_t id, int64_t **out, size_t *count)
{
    *out = ARENA_ARRAY(ctx->arena, CUSTOMER_MERGED_MAX + 1, int64_t);
    if (!*out) return no_memory(ctx);
    (*out)[0] = id;
    Status s = customer_store_merged(ctx, id, *out + 1, CUSTOMER_MERGED_MAX, count);
    ++*count;
    return s;
}

Status customer_write_prepare(Ctx *ctx, const Customer *customer, CustomerWrite *out)
{
    out->customer = customer;
    out->outlet_id = out->specialist_id = 0;
    if (customer->outlet) out->outlet_id = outlet_id_of(ctx, customer->outlet);
    if (customer->outlet && (!out->outlet_id || !outlet_visible(ctx, out->outlet_id)))
        return fail_field(ctx, "outlet", "there is no outlet %s", customer->outlet);
    Status s = reach_check(ctx, &out->before, customer);
    if (s || !customer->specialist) return s;
    const char *before = out->before.specialist;
    s = customer_store_account(ctx, customer->specialist, &out->specialist_id,
                               before && strcmp(before, customer->specialist) == 0);
    return s == NOT_FOUND
               ? fail_field(ctx, "specialist", "there is no open account %s", customer->specialist)
               : s;
}

Status customer_write_one(Ctx *ctx, const Customer *before, Customer *customer)
{
    CustomerWrite write = {.before = *before};
    bool written = false;
    Status s = customer_write_prepare(ctx, customer, &write);
    if (s) return s;
    customer->version++;
    customer->changed_at = ctx_now(ctx);
    s = customer_store_update(ctx, &write, 1, &written);
    if (!s && !written)
        s = fail(ctx, STALE, "customer %s was changed by someone else", customer->code);
    return s ? s : customer_derive(ctx, &write, 1);
}

Status customer_check_version(Ctx *ctx, const Customer *customer, int64_t version)
{
    if (customer->version == version) return OK;
    return fail(ctx, STALE, "customer %s is at version %lld, not %lld", customer->code,
                (long long)customer->version, (long long)version);
}

Status customer_check_alive(Ctx *ctx, const Customer *customer)
{
    if (customer->erased_at != NONE)
        return fail(ctx, CONFLICT, "customer %s was erased", customer->code);
    if (customer->merged_into)
        return fail(ctx, CONFLICT, "customer %s was merged into customer %lld", customer->code,
                    (long long)customer->merged_into);
    return OK;
}

Status customer_change(Ctx *ctx, int64_t id, int64_t version, const Customer *change, Customer *out)
{
    Status s = customer_find(ctx, id, out);
    if (!s) s = customer_check_version(ctx, out, version);
    if (!s) s = customer_check_alive(ctx, out);
    if (!s) s = masked_check(ctx, &customer_change_shape, change, &customer_shape, out);
    if (s) return s;
    const Customer before = *out;
    if (!shape_merge(&customer_change_shape, out, change)) return OK;
    s = customer_write_one(ctx, &before, out);
    if (!s) s = timeline_note(ctx, id, "customer.changed", NULL, 0);
    return s ? s : audit_write(ctx, "customer.change", "customer", id, NULL);
}

static bool number_is(int64_t asked, int64_t has)
{
    return asked == 0 || asked == NONE || asked == has;
}

static bool is_within(Ctx *ctx, const CustomerNarrowed *within, const Customer *customer)
{
    const CustomerFilter *filter = within->filter;
    int64_t outlet_id = customer->outlet ? outlet_id_of(ctx, customer->outlet) : 0;
    bool outlet =
        !filter->outlet || (outlet_id && outlet_within(ctx, outlet_id, within->outlet_id));
    bool region =
        !filter->region || (customer->region && region_within(customer->region, filter->region));
    return outlet && region &&
           (!filter->specialist || text_equal(filter->specialist, customer->specialist));
}

/* What customer_store_page narrows by, of one that was found by its code or its words. */
static bool is_asked_for(Ctx *ctx, const CustomerNarrowed *within, const Customer *customer)
{
    const CustomerFilter *filter = within->filter;
    int64_t from = filter->created_from, to = filter->created_to;
    return number_is(filter->kind, customer->kind) && number_is(filter->role, customer->role) &&
           number_is(filter->tier, customer->tier) &&
           number_is(filter->lifecycle, customer->lifecycle) &&
           number_is(filter->relationship, customer->relationship) &&
           is_within(ctx, within, customer) && (from == NONE || customer->created_at >= from) &&
           (to == 0 || to == NONE || customer->created_at < to);
}

static Status only_of_code(Ctx *ctx, const CustomerNarrowed *within, List *out)
{
    Customer *customer = ARENA_NEW(ctx->arena, Customer);
    if (!customer) return no_memory(ctx);
    Status s = customer_store_by_code(ctx, within->filter->code, customer);
    if (!s) /* once more by id, within the person's scope */
        s = customer_store_find(ctx, customer->id, customer);
    *out = (List){customer, !s && is_asked_for(ctx, within, customer)};
    return s == NOT_FOUND ? OK : s;
}

/* The customers found, in their order; who was merged, as whom it counts as where that is in scope;
 * each once. What has gone, may not be seen, or is not asked for, is left out. */
static Status open_hits(Ctx *ctx, const CustomerNarrowed *within, const List *hits, List *out)
{
    const SearchHit *found = hits->items;
    Customer *customers = ARENA_ARRAY(ctx->arena, hits->count, Customer);
    *out = (List){customers, 0};
    if (!customers) return no_memory(ctx);
    for (size_t i = 0; i < hits->count; i++) {
        Customer customer;
        Status s = customer_store_find(ctx, found[i].id, &customer);
        if (!s && customer.merged_into) {
            Customer survivor;
            s = customer_store_find(ctx, customer.merged_into, &survivor);
            if (!s) customer = survivor;
            if (s == NOT_FOUND) s = OK;
        }
        if (s == NOT_FOUND) continue;
        if (s) return s;
        bool twice = false;
        for (size_t k = 0; k < out->count; k++)
            twice |= customers[k].id == customer.id;
        if (!twice && is_asked_for(ctx, within, &customer)) customers[out->count++] = customer;
    }
    return OK;
}

static Status search(Ctx *ctx, const CustomerNarrowed *within, List *out, const char **next)
{
    const CustomerFilter *filter = within->filter;
    SearchQuery query = {.kind = SEARCH_CUSTOMER,
                         .since = NONE,
                         .to = NONE,
                         .limit = filter->limit,
                         .cursor = filter->cursor};
    List hits;
    Status s = customer_query(ctx, filter->q, &query.text);
    if (!s) s = search_find(ctx, &query, &hits, next);
    return s ? s : open_hits(ctx, within, &hits, out);
}

const Name customer_sorts[] = {
    {"created_at", CUSTOMER_BY_CREATED, "The first entered first"},
    {"-created_at", -CUSTOMER_BY_CREATED, "The last entered first"},
    {"changed_at", CUSTOMER_BY_CHANGED, "What was not changed for longest first"},
    {"-changed_at", -CUSTOMER_BY_CHANGED, "The last changed first"},
    {"code", CUSTOMER_BY_CODE, "By code"},
    {"-code", -CUSTOMER_BY_CODE, "By code, from the end"},
    {"tier", CUSTOMER_BY_TIER, "The highest tier first, those without one last"},
    {"-tier", -CUSTOMER_BY_TIER, "The lowest tier first, those without one last"},
    {NULL, 0, NULL}};

static SortPlace place_of(const Customer *customer, int64_t sort)
{
    SortPlace place = {.id = customer->id};
    switch (sort < 0 ? -sort : sort) {
    case CUSTOMER_BY_CHANGED:
        place.number = customer->changed_at;
        break;
    case CUSTOMER_BY_CODE:
        place.text = customer->code;
        break;
    case CUSTOMER_BY_TIER:
        place.none = customer->tier == NONE;
        place.number = place.none ? 0 : customer->tier;
        break;
    default:
        break;
    }
    return place;
}

static Status sorted(Ctx *ctx, const CustomerNarrowed *within, int64_t sort, List *out,
                     const char **next)
{
    const CustomerFilter *filter = within->filter;
    SortPlace after;
    Status s = sort_start(ctx, filter->cursor, sort, &after);
    if (!s) s = customer_store_page(ctx, within, sort, &after, out);
    if (s || !page_cut(out, filter->limit)) return s;
    const SortPlace place = place_of((const Customer *)out->items + (out->count - 1), sort);
    return sort_end(ctx, sort, &place, next);
}

/* Looks the names of a filter up; of one that there is none of NOT_FOUND, without words. */
static Status narrow(Ctx *ctx, const CustomerFilter *filter, CustomerNarrowed *out)
{
    *out = (CustomerNarrowed){.filter = filter};
    if (filter->region) out->region = region_prefix(ctx, filter->region);
    if (filter->region && !out->region) return no_memory(ctx);
    if (filter->outlet) out->outlet_id = outlet_id_of(ctx, filter->outlet);
    if (filter->outlet && !out->outlet_id) return NOT_FOUND;
    if (!filter->specialist) return OK;
    return customer_store_account(ctx, filter->specialist, &out->specialist_id, true);
}

Status customer_list(Ctx *ctx, const CustomerFilter *filter, List *out, const char **next)
{
    int by = !!filter->code + !!filter->name + !!filter->phone + !!filter->phone_tail +
             !!filter->email + !!filter->field;
    bool unsaid = filter->sort == 0 || filter->sort == NONE;
    int64_t sort = unsaid ? CUSTOMER_BY_CREATED : filter->sort;
    *next = NULL;
    if (by + !!filter->q > 1)
        return fail(ctx, INVALID,
                    "search by one of q, code, name, phone, phone_tail, email and field");
    if (!filter->field != !filter->value)
        return fail_field(ctx, filter->field ? "value" : "field", "is required with the other");
    if ((by || filter->q) && sort != CUSTOMER_BY_CREATED)
        return fail_field(ctx, "sort", "what is searched for has an order of its own");
    CustomerNarrowed within;
    Status s = narrow(ctx, filter, &within);
    *out = (List){NULL, 0};
    if (s) return s == NOT_FOUND ? OK : s;
    if (filter->q) return search(ctx, &within, out, next);
    return filter->code ? only_of_code(ctx, &within, out) : sorted(ctx, &within, sort, out, next);
}
