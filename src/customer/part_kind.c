#include "customer/part_kind.h"

#include <string.h>

#include "access/keys.h"
#include "base/email.h"
#include "base/json.h"
#include "base/phone.h"
#include "base/region.h"
#include "base/text.h"

const Name contact_kinds[] = {{"phone", CONTACT_PHONE, "Telephone"},
                              {"email", CONTACT_EMAIL, "E-mail"},
                              {"wechat", CONTACT_WECHAT, "WeChat"},
                              {"qq", CONTACT_QQ, "QQ"},
                              {"fax", CONTACT_FAX, "Fax"},
                              {"app", CONTACT_APP, "Account of an app"},
                              {"other", CONTACT_OTHER, "Another way"},
                              {NULL, 0, NULL}};

#define HEAD(Type)                                                                                 \
    FIELD_ID(Type, id, .read_only = true, .doc = "Its number"),                                    \
        FIELD_INT(Type, version, .read_only = true, .doc = "Rises with every change"),             \
        FIELD_ID(Type, customer_id, .read_only = true, .doc = "Whose it is"),                      \
        FIELD_TIME(Type, created_at, .read_only = true, .doc = "When it was entered"),             \
        FIELD_TIME(Type, changed_at, .read_only = true, .doc = "When it was last changed"),        \
        FIELD_ID(Type, who, .read_only = true, .doc = "The account that wrote it last")
#define PRIMARY(Type) FIELD_BOOL(Type, primary, .doc = "The one that is used first")

#define CONTACT_CONTENT                                                                            \
    FIELD_ENUM(Contact, kind, contact_kinds, .required = true, .doc = "What it is"),               \
        FIELD_TEXT(Contact, value, .required = true, .min = 1, .max = 254,                         \
                   .personal = PERSONAL_TEXT, .doc = "The number or address"),                     \
        FIELD_TEXT(Contact, label, .max = 80, .personal = PERSONAL_WORDS,                          \
                   .doc = "What it is for"),                                                       \
        FIELD_BOOL(Contact, verified, .doc = "Its owner proved it"),                               \
        FIELD_BOOL(Contact, invalid, .doc = "It was tried and does not work"),                     \
        FIELD_BOOL(Contact, opted_out, .doc = "Its owner does not want to be reached by it")
#define ADDRESS_CONTENT                                                                            \
    FIELD_TEXT(Address, label, .max = 80, .personal = PERSONAL_WORDS, .doc = "What it is for"),    \
        FIELD_TEXT(Address, recipient, .max = 120, .personal = PERSONAL_NAME,                      \
                   .doc = "Who is asked for there"),                                               \
        FIELD_TEXT(Address, phone, .max = 40, .personal = PERSONAL_PHONE, .doc = "Their phone"),   \
        FIELD_TEXT(Address, region, .max = 16, .example = "310000",                                \
                   .doc = "Code of the administrative division"),                                  \
        FIELD_TEXT(Address, city, .max = 80, .doc = "City"),                                       \
        FIELD_TEXT(Address, postcode, .max = 16, .doc = "Post code"),                              \
        FIELD_TEXT(Address, text, .required = true, .min = 1, .max = 300,                          \
                   .personal = PERSONAL_ADDRESS, .doc = "Street, number, door")
#define PERSON_CONTENT                                                                             \
    FIELD_TEXT(ContactPerson, name, .required = true, .min = 1, .max = 120,                        \
               .personal = PERSONAL_NAME, .doc = "Full name"),                                     \
        FIELD_TEXT(ContactPerson, title, .max = 80, .personal = PERSONAL_WORDS,                    \
                   .doc = "What they are there"),                                                  \
        FIELD_TEXT(ContactPerson, phone, .max = 40, .personal = PERSONAL_PHONE, .doc = "Phone"),   \
        FIELD_TEXT(ContactPerson, email, .max = 254, .personal = PERSONAL_TEXT, .doc = "E-mail"),  \
        FIELD_TEXT(ContactPerson, remark, .writing = WRITING_LINES, .max = 300,                    \
                   .personal = PERSONAL_TEXT, .doc = "What to know of them")
#define NOTE_CONTENT                                                                               \
    FIELD_TEXT(Note, text, .writing = WRITING_LINES, .required = true, .min = 1, .max = 4000,      \
               .personal = PERSONAL_TEXT, .doc = "What is to be remembered")

static const Field contact_fields[] = {HEAD(Contact), PRIMARY(Contact), CONTACT_CONTENT, FIELD_END};
static const Field address_fields[] = {
    HEAD(Address), PRIMARY(Address), ADDRESS_CONTENT,
    FIELD_TEXT(Address, region_name, .read_only = true, .doc = "What the division is called"),
    FIELD_END};
static const Field person_fields[] = {HEAD(ContactPerson), PRIMARY(ContactPerson), PERSON_CONTENT,
                                      FIELD_END};
static const Field note_fields[] = {HEAD(Note), NOTE_CONTENT, FIELD_END};
const Shape contact_shape = SHAPE(Contact, contact_fields, "A way to reach a customer");
const Shape address_shape = SHAPE(Address, address_fields, "A place of a customer");
const Shape contact_person_shape =
    SHAPE(ContactPerson, person_fields, "Somebody to talk to at a company");
const Shape note_shape = SHAPE(Note, note_fields, "What was written down about a customer");

static const Field contact_content[] = {CONTACT_CONTENT, FIELD_END};
static const Field address_content[] = {ADDRESS_CONTENT, FIELD_END};
static const Field person_content[] = {PERSON_CONTENT, FIELD_END};
static const Field note_content[] = {NOTE_CONTENT, FIELD_END};
static const Shape contact_content_shape = SHAPE(Contact, contact_content, "What is sealed");
static const Shape address_content_shape = SHAPE(Address, address_content, "What is sealed");
static const Shape person_content_shape = SHAPE(ContactPerson, person_content, "What is sealed");
static const Shape note_content_shape = SHAPE(Note, note_content, "What is sealed");

static Status check_email(Ctx *ctx, const char *field, const char *before, const char *email)
{
    if (!email || !*email || text_equal(before, email) || email_is(email)) return OK;
    return fail_field(ctx, field, "is not an e-mail address");
}

/* Says what is wrong with it: that it is none, or holds more than one. */
static Status keep_phone(Ctx *ctx, const char *field, const char *before, const char **phone)
{
    const char *typed = *phone, *normal;
    if (!typed || !*typed || text_equal(before, typed)) return OK;
    Status s = phone_kept(ctx, typed, phone);
    if (s != INVALID) return s;
    s = phone_normal(ctx, typed, &normal);
    if (s) return s == INVALID ? fail_field(ctx, field, "is not a phone number") : s;
    return fail_field(ctx, field, "has more than one number: a second is a contact point itself");
}

Status reach_check(Ctx *ctx, const Customer *before, const Customer *now)
{
    const char *phone = now->phone;
    Status s = keep_phone(ctx, "phone", before->phone, &phone);
    return s ? s : check_email(ctx, "email", before->email, now->email);
}

static Status prepare_contact(Ctx *ctx, void *part, const void *before, int64_t customer_kind)
{
    (void)customer_kind;
    Contact *contact = part;
    const char *kept = before ? ((const Contact *)before)->value : NULL;
    if (contact->kind == CONTACT_PHONE || contact->kind == CONTACT_FAX)
        return keep_phone(ctx, "value", kept, &contact->value);
    return contact->kind == CONTACT_EMAIL ? check_email(ctx, "value", kept, contact->value) : OK;
}

static Status prepare_address(Ctx *ctx, void *part, const void *before, int64_t customer_kind)
{
    (void)customer_kind;
    Address *address = part;
    const char *kept = before ? ((const Address *)before)->phone : NULL;
    if (address->region && !region_exists(address->region))
        return fail_field(ctx, "region", "there is no region %s", address->region);
    return keep_phone(ctx, "phone", kept, &address->phone);
}

static Status prepare_person(Ctx *ctx, void *part, const void *before, int64_t customer_kind)
{
    const ContactPerson none = {.phone = NULL}, *kept = before ? before : &none;
    ContactPerson *person = part;
    if (customer_kind != CUSTOMER_COMPANY)
        return fail(ctx, CONFLICT, "only a company has contact people");
    Status s = keep_phone(ctx, "phone", kept->phone, &person->phone);
    return s ? s : check_email(ctx, "email", kept->email, person->email);
}

static Status prepare_note(Ctx *ctx, void *part, const void *before, int64_t customer_kind)
{
    (void)ctx;
    (void)part;
    (void)before;
    (void)customer_kind;
    return OK;
}

static Status keys_of_contact(Ctx *ctx, const void *part, KeyList *list)
{
    return key_list_contact(ctx, list, part);
}

static Status keys_of_address(Ctx *ctx, const void *part, KeyList *list)
{
    const Address *address = part;
    Status s = key_list_address(ctx, list, address->text);
    return s ? s : key_list_phone(ctx, list, address->phone);
}

static Status keys_of_person(Ctx *ctx, const void *part, KeyList *list)
{
    const ContactPerson *person = part;
    Status s = key_list_name(ctx, list, person->name);
    if (!s) s = key_list_phone(ctx, list, person->phone);
    return s ? s : key_list_email(ctx, list, person->email);
}

/* Whether a number as it was typed is that of a contact point: the row keeps what was typed. */
static bool is_same_phone(Ctx *ctx, const char *typed, const char *kept)
{
    const char *as_kept;
    if (!typed || !kept) return false;
    if (!phone_kept(ctx, typed, &as_kept)) return text_equal(as_kept, kept);
    problem_clear(ctx);
    return text_equal(typed, kept);
}

static bool own_contact(Ctx *ctx, const void *part, Customer *customer)
{
    (void)ctx;
    const Contact *contact = part;
    bool phone = contact->kind == CONTACT_PHONE;
    if (phone && !is_same_phone(ctx, customer->phone, contact->value))
        customer->phone = contact->value;
    if (contact->kind == CONTACT_EMAIL) customer->email = contact->value;
    return contact->kind == CONTACT_PHONE || contact->kind == CONTACT_EMAIL;
}

/* Where the address before was is not where this one is: what it does not say is not known. Without
 * one before, what the row says of itself stays. */
static bool own_address(Ctx *ctx, const void *part, Customer *customer)
{
    const Address *address = part;
    bool had = customer->address && *customer->address;
    customer->address = address->text;
    if (!had && !address->region && !address->city && !address->postcode) return true;
    customer->region = address->region;
    bool unsaid = address->region && !(address->city && *address->city);
    customer->city = unsaid ? region_city(ctx, address->region) : address->city;
    customer->postcode = address->postcode;
    return true;
}

static const PartType types[] = {
    [PART_CONTACT] = {"contact", &contact_shape, &contact_content_shape, true, true,
                      prepare_contact, keys_of_contact, own_contact},
    [PART_ADDRESS] = {"address", &address_shape, &address_content_shape, true, true,
                      prepare_address, keys_of_address, own_address},
    [PART_PERSON] = {"person", &contact_person_shape, &person_content_shape, false, true,
                     prepare_person, keys_of_person, NULL},
    [PART_NOTE] = {"note", &note_shape, &note_content_shape, false, false, prepare_note, NULL,
                   NULL},
};

const PartType *part_type(PartKind kind)
{
    return &types[kind];
}

static Status contact_key(Ctx *ctx, const char *text, KeyIndex *out)
{
    return key_name(ctx, "customer.contact", text, out);
}

/* Texts without a key of their own (a phone that is none) are told apart all the same, and so are
 * the extensions of one number. */
Status part_value_key(Ctx *ctx, PartKind kind, const void *part, KeyIndex *out)
{
    KeyList list = {.count = 0};
    const PartType *type = part_type(kind);
    const Contact *contact = part;
    const char *extended = NULL;
    *out = key_fixed(((const Part *)part)->id);
    if (!type->by_value) return OK;
    Status s = type->keys(ctx, part, &list);
    if (!s && kind == PART_CONTACT && contact->kind == CONTACT_PHONE)
        s = phone_extended(ctx, contact->value, &extended);
    if (s) return s;
    if (extended) return contact_key(ctx, extended, out);
    if (list.count) {
        *out = list.items[0].value;
        return OK;
    }
    return contact_key(ctx, contact->value, out);
}

Status part_row(Ctx *ctx, PartKind kind, const void *part, PartRow *out)
{
    Buf text;
    buf_init(&text, ctx->arena);
    json_encode(&text, part_type(kind)->content, part, &(View){.unmask = true});
    Status s = buf_check(ctx, &text);
    *out = (PartRow){.kind = kind,
                     .sort = kind == PART_CONTACT ? ((const Contact *)part)->kind : 0,
                     .part = part,
                     .content = text.data};
    return s ? s : part_value_key(ctx, kind, part, &out->value_key);
}

Status part_open(Ctx *ctx, PartKind kind, const PartStored *stored, void *out)
{
    const PartType *type = part_type(kind);
    shape_clear(type->shape, out);
    Status s = json_decode(ctx, type->content, out, stored->content, strlen(stored->content));
    if (s == NO_MEMORY) return s;
    if (s)
        return fail(ctx, INTERNAL, "%s %lld cannot be opened", type->name,
                    (long long)stored->head.id);
    *(Part *)out = stored->head;
    if (kind != PART_ADDRESS) return OK;
    Address *address = out;
    if (!address->region) return OK;
    address->region_name = region_name(ctx, address->region);
    return address->region_name ? OK : no_memory(ctx);
}
