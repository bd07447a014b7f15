#include "customer/customer_contact.h"

#include "access/audit.h"
#include "access/person.h"
#include "access/right.h"
#include "customer/customer.h"
#include "customer/part.h"
#include "customer/timeline.h"

static const Field contact_fields[] = {
    FIELD_ID(Contact, id, .doc = "Its number"),
    FIELD_ENUM(Contact, kind, contact_kinds, .doc = "What it is"),
    FIELD_TEXT(Contact, value, .doc = "The number or address, in clear"), FIELD_END};
static const Shape contact_clear = {.name = "CustomerContactPoint",
                                    .doc = "A way to reach a customer, not masked",
                                    .size = sizeof(Contact),
                                    .fields = contact_fields};

static const Field address_fields[] = {
    FIELD_ID(Address, id, .doc = "Its number"),
    FIELD_TEXT(Address, recipient, .doc = "Who is asked for there, in clear"),
    FIELD_TEXT(Address, phone, .doc = "Their phone, in clear"),
    FIELD_TEXT(Address, text, .doc = "Street, number, door, in clear"), FIELD_END};
static const Shape address_clear = {.name = "CustomerContactAddress",
                                    .doc = "A place of a customer, not masked",
                                    .size = sizeof(Address),
                                    .fields = address_fields};

static const Field person_fields[] = {FIELD_ID(ContactPerson, id, .doc = "Their number"),
                                      FIELD_TEXT(ContactPerson, name, .doc = "Full name, in clear"),
                                      FIELD_TEXT(ContactPerson, phone, .doc = "Phone, in clear"),
                                      FIELD_TEXT(ContactPerson, email, .doc = "E-mail, in clear"),
                                      FIELD_END};
static const Shape person_clear = {.name = "CustomerContactPerson",
                                   .doc = "Somebody to talk to at a company, not masked",
                                   .size = sizeof(ContactPerson),
                                   .fields = person_fields};

static const Field view_fields[] = {
    FIELD_ID(CustomerContact, customer_id, .doc = "The customer"),
    FIELD_TEXT(CustomerContact, name, .doc = "Full name, in clear"),
    FIELD_TEXT(CustomerContact, phone, .doc = "Phone number, in clear"),
    FIELD_TEXT(CustomerContact, email, .doc = "E-mail, in clear"),
    FIELD_TEXT(CustomerContact, address, .doc = "Street, number, door, in clear"),
    FIELD_LIST(CustomerContact, contacts, &contact_clear, .max = PARTS_MAX,
               .doc = "Contact points"),
    FIELD_LIST(CustomerContact, addresses, &address_clear, .max = PARTS_MAX, .doc = "Addresses"),
    FIELD_LIST(CustomerContact, people, &person_clear, .max = PARTS_MAX, .doc = "Contact people"),
    FIELD_END};
const Shape customer_contact_shape =
    SHAPE(CustomerContact, view_fields, "How a customer is reached, not masked: it was asked for");

static Status parts_of(Ctx *ctx, PartKind kind, int64_t customer_id, List *out)
{
    const PartFilter filter = {.customer_id = customer_id, .limit = PARTS_MAX};
    const char *next;
    return part_list(ctx, kind, &filter, out, &next);
}

/* Each time is a fact of its own. */
static Status note_down(Ctx *ctx, int64_t customer_id, const ContactAsk *ask)
{
    const TimelineEntry entry = {
        .customer_id = customer_id,
        .at = ctx_now(ctx),
        .kind = "customer.shown",
        .who = ctx_account_id(ctx),
        .personal = ask->reason,
        .key = arena_format(ctx->arena, "shown/%lld", (long long)ctx_id(ctx)),
    };
    Status s = entry.key ? timeline_add(ctx, &entry) : no_memory(ctx);
    return s ? s : audit_write(ctx, "customer.contact", "customer", customer_id, NULL);
}

Status customer_contact_view(Ctx *ctx, int64_t customer_id, const ContactAsk *ask,
                             CustomerContact *out)
{
    Customer customer;
    Status s = contact_ask_check(ctx, CUSTOMER_READ, ask);
    if (!s) s = customer_find(ctx, customer_id, &customer);
    if (s) return s;
    if (customer.erased_at != NONE)
        return fail(ctx, CONFLICT, "customer %s was erased", customer.code);
    *out = (CustomerContact){.customer_id = customer_id,
                             .name = customer.name,
                             .phone = customer.phone,
                             .email = customer.email,
                             .address = customer.address};
    s = parts_of(ctx, PART_CONTACT, customer_id, &out->contacts);
    if (!s) s = parts_of(ctx, PART_ADDRESS, customer_id, &out->addresses);
    if (!s) s = parts_of(ctx, PART_PERSON, customer_id, &out->people);
    return s ? s : note_down(ctx, customer_id, ask);
}
