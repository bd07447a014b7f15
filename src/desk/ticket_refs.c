#include "desk/ticket_refs.h"

#include <string.h>

#include "access/outlet.h"
#include "access/person.h"
#include "base/buf.h"
#include "base/email.h"
#include "base/field_set.h"
#include "base/phone.h"
#include "base/text.h"
#include "customer/customer.h"
#include "desk/category.h"
#include "desk/team.h"
#include "desk/team_store.h"
#include "desk/ticket_store.h"
#include "watch/incident.h"
#include "waybill/carrier.h"
#include "waybill/number.h"

Status ref_outlet(Ctx *ctx, const char *code, Ticket *ticket)
{
    if (!code) return OK;
    int64_t id = *code ? outlet_id_of(ctx, code) : 0;
    if (*code && (!id || !outlet_visible(ctx, id)))
        return fail_field(ctx, "outlet", "there is no outlet %s", code);
    if (!*code && scope_outlet(ctx)) return fail_field(ctx, "outlet", "is required");
    ticket->outlet_id = id;
    ticket->outlet = id ? outlet_code_of(ctx, id) : NULL;
    return OK;
}

Status ref_customer(Ctx *ctx, const char *code, Ticket *ticket)
{
    int64_t id = 0;
    if (!code) return OK;
    Status s = *code ? ticket_store_customer(ctx, code, &id) : OK;
    if (s == NOT_FOUND) return fail_field(ctx, "customer", "there is no customer %s", code);
    if (s) return s;
    ticket->customer_id = id;
    ticket->customer = id ? code : NULL;
    return OK;
}

Status ref_said_by_staff(Ctx *ctx, const Shape *shape, const void *thing, const char *const *names)
{
    for (; scope_customer(ctx) && *names; names++)
        if (field_given(shape_field(shape, *names), thing))
            return fail_field(ctx, *names, "is said by the company's own people");
    return OK;
}

Status ref_words(Ctx *ctx, const char *field, const char *text)
{
    const char *seen = text_normal(ctx->arena, text);
    if (!seen) return no_memory(ctx);
    return *seen ? OK : fail_field(ctx, field, "must say something");
}

Status ref_line(Ctx *ctx, const char *field, const char *text)
{
    if (!text || !*text) return OK;
    Status s = text_check_writing(ctx, field, text, WRITING_LINE);
    return s ? s : ref_words(ctx, field, text);
}

Status ref_subject(Ctx *ctx, const char *subject)
{
    Status s = ref_words(ctx, "subject", subject);
    return s ? s : ref_line(ctx, "subject", subject);
}

/* The digits of a text, at most `room` - 1. */
static size_t digits_of(const char *text, char *out, size_t room)
{
    size_t count = 0;
    for (; *text && count < room - 1; text++)
        if (*text >= '0' && *text <= '9') out[count++] = *text;
    out[count] = 0;
    return count;
}

/* Whether all that was typed is in the number as it is kept, prefixes apart. */
static bool says_all(const char *typed, const char *kept)
{
    char all[64], end[64];
    size_t count = digits_of(typed, all, sizeof all);
    size_t length = digits_of(kept + (*kept == '0'), end, sizeof end);
    return length > count || strcmp(all + count - length, end) == 0;
}

Status ref_contact(Ctx *ctx, const char **phone, const char **email)
{
    const char *kept, *plain;
    if (*phone && **phone) {
        plain = text_normal(ctx->arena, *phone);
        if (!plain) return no_memory(ctx);
        Status s = phone_normal(ctx, *phone, &kept);
        if (s == INVALID) return fail_field(ctx, "contact_phone", "is not a phone number");
        if (s) return s;
        if (says_all(plain, kept)) *phone = kept;
    }
    if (!*email || !**email) return OK;
    Status s = email_normal(ctx, *email, email);
    return s == INVALID ? fail_field(ctx, "contact_email", "is not an e-mail address") : s;
}

/* Says them all after a failure. */
static Status hint_names(Ctx *ctx, const Name *names, Status failed)
{
    Buf known;
    buf_init(&known, ctx->arena);
    for (const Name *name = names; name->name; name++)
        buf_format(&known, "%s%s", known.length ? ", " : "", name->name);
    Status s = buf_check(ctx, &known);
    if (s) return s;
    problem_hint(ctx, "one of %s", known.data);
    return failed;
}

Status ref_category(Ctx *ctx, int64_t kind, const char *category)
{
    if (!category || !*category) return OK;
    if (kind != TICKET_COMPLAINT)
        return fail_field(ctx, "category", "only complaints have a category");
    if (name_value(complaint_categories, category) != NONE) return OK;
    return hint_names(ctx, complaint_categories,
                      fail_field(ctx, "category", "complaints have no category %s", category));
}

Status ref_tier(Ctx *ctx, const char *tier)
{
    if (!tier || name_value(customer_tiers, tier) != NONE) return OK;
    return hint_names(ctx, customer_tiers,
                      fail_field(ctx, "tier", "customers have no tier %s", tier));
}

Status ref_tier_of_customer(Ctx *ctx, Ticket *ticket)
{
    int64_t tier;
    if (ticket->tier || !ticket->customer_id) return OK;
    Status s = customer_tiers_of(ctx, &ticket->customer_id, 1, &tier);
    if (!s && tier != NONE) ticket->tier = name_of(customer_tiers, tier);
    return s;
}

Status ref_condition(Ctx *ctx, int64_t kind, const char *category, const char *tier)
{
    if (category && !*category) return fail_field(ctx, "category", "must not be empty; null: any");
    Status s = ref_category(ctx, kind == NONE ? TICKET_COMPLAINT : kind, category);
    return s ? s : ref_tier(ctx, tier);
}

Status ref_input(Ctx *ctx, TicketInput *input)
{
    Status s = ref_subject(ctx, input->subject);
    if (!s) s = ref_line(ctx, "contact_name", input->contact_name);
    if (!s) s = ref_line(ctx, "external_ref", input->external_ref);
    if (!s) s = ref_contact(ctx, &input->contact_phone, &input->contact_email);
    return s ? s : ref_category(ctx, input->kind, input->category);
}

Status ref_incident(Ctx *ctx, int64_t id)
{
    bool there = true;
    Status s = id ? incident_exists(ctx, id, &there) : OK;
    if (s || there) return s;
    return fail_field(ctx, "incident_id", "there is no incident %lld", (long long)id);
}

Status ref_team(Ctx *ctx, const char *code, int64_t *team_id)
{
    Team team = {.id = 0};
    if (!code) return OK;
    Status s = *code ? team_find(ctx, code, &team) : OK;
    if (s == NOT_FOUND || (!s && team.closed))
        return fail_field(ctx, "team", "there is no open team %s", code);
    if (!s) *team_id = team.id;
    return s;
}

Status ref_owner(Ctx *ctx, const char *login, int64_t *owner_id)
{
    int64_t id = 0;
    if (!login) return OK;
    Status s = *login ? desk_store_account(ctx, login, &id) : OK;
    if (!s && *login && !id) return fail_field(ctx, "owner", "nobody signs in as \"%.60s\"", login);
    if (!s) *owner_id = id;
    return s;
}

Status ref_owner_sees(Ctx *ctx, int64_t owner_id, const Ticket *ticket)
{
    int64_t sees = 1;
    Status s = owner_id ? desk_store_sees(ctx, owner_id, ticket->outlet_id, &sees) : OK;
    return s || sees ? s
                     : fail_field(ctx, "owner", "does not see this ticket: it is of other outlets");
}

static Status ref_waybill(Ctx *ctx, const TicketWaybill *given, TicketWaybill *out,
                          ParcelRef *parcel)
{
    char no[NUMBER_MAX + 1], carrier[CARRIER_MAX + 1] = "";
    List parcels;
    *parcel = (ParcelRef){0};
    Status s = number_normalise(ctx, given->no, no);
    if (!s && given->carrier && *given->carrier)
        s = carrier_normalise(ctx, given->carrier, carrier);
    if (s == INVALID) {
        const char *message = arena_text(ctx->arena, ctx->problem.message);
        return message ? fail_field(ctx, "waybills", "%s", message) : no_memory(ctx);
    }
    if (!s) s = ticket_store_parcels(ctx, no, carrier, &parcels);
    if (s) return s;
    if (*carrier && parcels.count != 1) s = carrier_check(ctx, carrier);
    if (s) return s;
    if (parcels.count == 1) *parcel = *(const ParcelRef *)parcels.items;
    *out = (TicketWaybill){
        .no = arena_text(ctx->arena, no),
        .carrier = parcels.count == 1 ? parcel->carrier : arena_text(ctx->arena, carrier),
        .waybill_id = given->waybill_id ? given->waybill_id : parcel->waybill_id};
    return out->no && out->carrier ? OK : no_memory(ctx);
}

bool ref_names(const TicketWaybill *items, size_t count, const TicketWaybill *sought)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(items[i].no, sought->no) == 0 && strcmp(items[i].carrier, sought->carrier) == 0)
            return true;
    return false;
}

static bool is_among(const List *had, const char *no)
{
    const TicketWaybill *items = had->items;
    for (size_t i = 0; i < had->count; i++)
        if (strcmp(items[i].no, no) == 0) return true;
    return false;
}

Status ref_waybills(Ctx *ctx, const List *given, const List *had, List *out, int64_t *outlet_id,
                    int64_t *customer_id)
{
    const TicketWaybill *from = given->items;
    TicketWaybill *items = ARENA_ARRAY(ctx->arena, given->count, TicketWaybill);
    size_t count = 0;
    if (!items) return no_memory(ctx);
    for (size_t i = 0; i < given->count; i++) {
        ParcelRef parcel;
        TicketWaybill one;
        Status s = ref_waybill(ctx, &from[i], &one, &parcel);
        if (s) return s;
        if (ref_names(items, count, &one)) continue;
        items[count++] = one;
        if (is_among(had, one.no)) continue;
        if (!*outlet_id) *outlet_id = parcel.outlet_id;
        if (!*customer_id) *customer_id = parcel.customer_id;
    }
    *out = (List){items, count};
    return OK;
}

enum { TAG_MAX = 40 };

Status ref_tags(Ctx *ctx, const Texts *given, Texts *out)
{
    const char **items = ARENA_ARRAY(ctx->arena, given->count, const char *);
    size_t count = 0;
    if (!items) return no_memory(ctx);
    for (size_t i = 0; i < given->count; i++) {
        const char *start = given->items[i] + strspn(given->items[i], " \t\n");
        size_t length = strlen(start);
        while (length && strchr(" \t\n", start[length - 1]))
            length--;
        const char *tag = arena_text_n(ctx->arena, start, length);
        if (!tag) return no_memory(ctx);
        if (!length || text_characters(tag) > TAG_MAX)
            return fail_field(ctx, "tags", "a tag has 1 to %d characters", TAG_MAX);
        bool twice = false;
        for (size_t j = 0; j < count && !twice; j++)
            twice = strcmp(items[j], tag) == 0;
        if (!twice) items[count++] = tag;
    }
    *out = (Texts){items, count};
    return OK;
}
