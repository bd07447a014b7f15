#include "customer/found.h"

#include <ctype.h>
#include <string.h>

#include "access/outlet.h"
#include "base/phone.h"
#include "customer/part_kind.h"
#include "customer/pinyin.h"
#include "search/search.h"

enum { EXACT = 15, NAME = 12, TAIL = 8, PINYIN = 6, INITIALS = 5, PEOPLE = 4 };

#define TEXTS_EACH 12 /* texts that one name or contact point may give */

typedef struct SearchTexts {
    SearchText *items;
    size_t count, room;
} SearchTexts;

static void add(SearchTexts *to, const char *text, int weight)
{
    if (text && *text && to->count < to->room) to->items[to->count++] = (SearchText){text, weight};
}

/* "zsf" is found by "zs" as well: two letters are no word that could be found by its beginning. */
static Status add_initials(Ctx *ctx, SearchTexts *to, const char *initials)
{
    size_t length = initials ? strlen(initials) : 0;
    if (length < 2) return OK;
    add(to, initials, INITIALS);
    if (length == 2) return OK;
    const char *two = arena_text_n(ctx->arena, initials, 2);
    if (two) add(to, two, INITIALS);
    return two ? OK : no_memory(ctx);
}

static Status add_pinyin(Ctx *ctx, SearchTexts *to, const Pinyin *pinyin)
{
    add(to, pinyin->syllables, PINYIN);
    add(to, pinyin->joined, PINYIN);
    return add_initials(ctx, to, pinyin->initials);
}

static Status add_name(Ctx *ctx, SearchTexts *to, const char *name, int weight)
{
    Pinyin pinyin, as_surname;
    if (!name) return OK;
    add(to, name, weight);
    Status s = pinyin_read(ctx, name, &pinyin, &as_surname);
    if (!s) s = add_pinyin(ctx, to, &pinyin);
    return s ? s : add_pinyin(ctx, to, &as_surname);
}

static Status add_phone(Ctx *ctx, SearchTexts *to, const char *phone)
{
    const char *normal = NULL;
    if (!phone) return OK;
    Status s = phone_normal(ctx, phone, &normal);
    if (s == INVALID) problem_clear(ctx);
    if (s) return s == INVALID ? OK : s;
    add(to, normal, EXACT);
    add(to, phone_local(normal), EXACT);
    add(to, phone_tail(normal), TAIL);
    return OK;
}

static Status add_contact(Ctx *ctx, SearchTexts *to, const Contact *contact)
{
    if (contact->kind == CONTACT_PHONE) return add_phone(ctx, to, contact->value);
    add(to, contact->value, EXACT);
    return OK;
}

static Status add_person(Ctx *ctx, SearchTexts *to, const ContactPerson *person)
{
    Status s = add_name(ctx, to, person->name, PEOPLE);
    add(to, person->email, PEOPLE);
    return s ? s : add_phone(ctx, to, person->phone);
}

static Status add_stored(Ctx *ctx, SearchTexts *to, PartKind kind, const PartStored *stored)
{
    Contact contact;
    ContactPerson person;
    Status s = part_open(ctx, kind, stored, kind == PART_CONTACT ? (void *)&contact : &person);
    if (s) return s;
    return kind == PART_CONTACT ? add_contact(ctx, to, &contact) : add_person(ctx, to, &person);
}

/* What of the customer's own row its primary contact points do not say. */
static Status add_own(Ctx *ctx, SearchTexts *to, const Customer *customer)
{
    add(to, customer->code, EXACT);
    add(to, customer->email, EXACT);
    Status s = add_name(ctx, to, customer->name, NAME);
    return s ? s : add_phone(ctx, to, customer->phone);
}

static Status read_parts(Ctx *ctx, const Customer *customer, PartKind kind, bool fresh, List *out)
{
    const PartFilter filter = {.customer_id = customer->id, .limit = PARTS_MAX};
    *out = (List){NULL, 0};
    return fresh ? OK : part_store_page(ctx, kind, &filter, 0, out);
}

static Status add_parts(Ctx *ctx, SearchTexts *to, const Customer *customer, PartKind kind,
                        const List *parts)
{
    const PartStored *stored = parts->items;
    Status s = OK;
    for (size_t i = 0; i < parts->count && !s; i++)
        if (stored[i].head.customer_id == customer->id) s = add_stored(ctx, to, kind, &stored[i]);
    return s;
}

Status customer_index(Ctx *ctx, const Customer *customer, bool fresh)
{
    List contacts, people;
    const SearchDocument document = {
        .kind = SEARCH_CUSTOMER,
        .id = customer->id,
        .at = customer->created_at,
        .outlet_id = customer->outlet ? outlet_id_of(ctx, customer->outlet) : 0,
        .customer_id = customer->id,
    };
    Status s = read_parts(ctx, customer, PART_CONTACT, fresh, &contacts);
    if (!s) s = read_parts(ctx, customer, PART_PERSON, fresh, &people);
    if (s) return s;
    SearchTexts texts = {.room = TEXTS_EACH * (2 + contacts.count + people.count)};
    texts.items = ARENA_ARRAY(ctx->arena, texts.room, SearchText);
    if (!texts.items) return no_memory(ctx);
    s = add_own(ctx, &texts, customer);
    if (!s) s = add_parts(ctx, &texts, customer, PART_CONTACT, &contacts);
    if (!s) s = add_parts(ctx, &texts, customer, PART_PERSON, &people);
    return s ? s : search_put(ctx, &document, texts.items, texts.count);
}

/* As many as are found by their beginning: see search.h. */
static bool is_beginning(const char *word, size_t length)
{
    if (length < 3 || length > 8) return false;
    for (size_t i = 0; i < length; i++)
        if (!isalpha((unsigned char)word[i]) || (unsigned char)word[i] >= 0x80) return false;
    return true;
}

static Status star_words(Ctx *ctx, const char *q, const char **out)
{
    Buf text;
    buf_init(&text, ctx->arena);
    while (*q) {
        size_t length = strcspn(q, " ");
        buf_add(&text, q, length);
        if (is_beginning(q, length)) buf_char(&text, '*');
        q += length;
        if (*q) buf_char(&text, *q++);
    }
    *out = text.data;
    return buf_check(ctx, &text);
}

Status customer_query(Ctx *ctx, const char *q, const char **out)
{
    const char *phone = NULL;
    size_t digits = strspn(q, "+0123456789 -()");
    if (!q[digits]) {
        Status s = phone_normal(ctx, q, &phone);
        if (s == INVALID) problem_clear(ctx);
        if (s && s != INVALID) return s;
    }
    return star_words(ctx, phone ? phone : q, out);
}
