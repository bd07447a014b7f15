#include "portal/portal.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>
#include <strings.h>

#include "access/keys.h"
#include "access/setting.h"
#include "base/email.h"
#include "base/instant.h"
#include "base/phone.h"
#include "customer/consent.h"
#include "customer/contact_owner.h"
#include "job/job.h"
#include "notify/notify.h"
#include "portal/forget.h"
#include "portal/newest.h"
#include "portal/portal_jobs.h"
#include "portal/portal_store.h"
#include "waybill/number.h"

enum { SECRET_BYTES = 32, CONTACT_MAX = 254 };

/* One that may be lent is tried in any number of sign-ins: ten times a minute from each address,
 * for ten minutes. From ten thousand addresses that finds one of ten digits once in ten thousand
 * times. */
enum { CODE_DIGITS = 6, CODE_DIGITS_LENT = 10 };

/* --- the contact --- */

static Status wrong_contact(Ctx *ctx)
{
    return fail_field(ctx, "contact", "expected a phone number or an e-mail address");
}

/* Who has an address has it in capitals too: all of it is made small, not its domain alone. */
static Status mail_normal(Ctx *ctx, const char *typed, const char **out)
{
    const char *kept;
    Status s = email_normal(ctx, typed, &kept);
    if (s == INVALID || (!s && strlen(kept) > CONTACT_MAX)) return wrong_contact(ctx);
    char *copy = s ? NULL : arena_text(ctx->arena, kept);
    if (s || !copy) return s ? s : no_memory(ctx);
    for (char *one = copy; *one; one++)
        if (*one >= 'A' && *one <= 'Z') *one = (char)(*one | 0x20);
    *out = copy;
    return OK;
}

Status portal_contact(Ctx *ctx, const char *typed, const char **out, bool *by_mail)
{
    while (*typed == ' ')
        typed++;
    *by_mail = strchr(typed, '@') != NULL;
    if (*by_mail) return mail_normal(ctx, typed, out);
    Status s = phone_normal(ctx, typed, out);
    if (s != INVALID) return s;
    return wrong_contact(ctx);
}

static Status owners_of(Ctx *ctx, const char *contact, ContactOwners *out)
{
    bool by_mail = strchr(contact, '@') != NULL;
    return contact_owners(ctx, by_mail ? NULL : contact, by_mail ? contact : NULL, out);
}

static Status customers_of(Ctx *ctx, Visitor *visitor)
{
    ContactOwners owners;
    Status s = owners_of(ctx, visitor->contact, &owners);
    const List *list = &owners.customers;
    const char **items = s ? NULL : ARENA_ARRAY(ctx->arena, list->count + 1, const char *);
    if (s || !items) return s ? s : no_memory(ctx);
    for (size_t i = 0; i < list->count; i++)
        items[i] = ((const Customer *)list->items)[i].code;
    visitor->customers = (Texts){.items = items, .count = list->count};
    visitor->customer_id = owners.only;
    return OK;
}

static void filter_init(WaybillFilter *filter, int64_t limit)
{
    shape_clear(&waybill_filter_shape, filter);
    filter->limit = limit;
    filter->cursor = NULL;
}

/* Whether anybody here has it: nobody is sent a code who has nothing to see. */
static Status contact_known(Ctx *ctx, const char *contact, bool *known)
{
    ContactOwners owners;
    Status s = owners_of(ctx, contact, &owners);
    *known = !s && owners.customers.count;
    if (s || *known || strchr(contact, '@')) return s;
    List list;
    const char *next;
    WaybillFilter filter;
    filter_init(&filter, 1);
    filter.phone = contact;
    s = waybill_list(ctx, &filter, &list, &next);
    *known = !s && list.count;
    return s;
}

/* --- the code --- */

static const char *random_hex(Ctx *ctx)
{
    unsigned char bytes[SECRET_BYTES];
    char *text = arena_alloc(ctx->arena, sizeof bytes * 2 + 1);
    ctx_random(ctx, bytes, sizeof bytes);
    return text ? sodium_bin2hex(text, sizeof bytes * 2 + 1, bytes, sizeof bytes) : NULL;
}

static void hash_of(Ctx *ctx, const char *purpose, const char *text, unsigned char *out)
{
    key_hash(ctx, purpose, text, strlen(text), out);
}

static int64_t code_holds_ms(Ctx *ctx)
{
    return setting_int(ctx, SETTING_NAMED_PORTAL_CODE_MINUTES) * MINUTE_MS;
}

Status portal_begin(Ctx *ctx, const char *contact, PortalBegun *out)
{
    PortalAsked asked;
    int64_t now = ctx_now(ctx);
    *out = (PortalBegun){.challenge = random_hex(ctx), .again_ms = NONE};
    if (!out->challenge) return no_memory(ctx);
    PortalCode code = {.id = ctx_id(ctx), .contact = contact, .made_ms = now};
    hash_of(ctx, "portal.challenge", out->challenge, code.challenge);
    Status s = contact_key_of(ctx, contact, &code.contact_key);
    if (!s) s = portal_store_asked(ctx, &code.contact_key, now - HOUR_MS, &asked);
    if (s) return s;
    int64_t over_ms = asked.last_ms + code_holds_ms(ctx);
    int64_t most = setting_int(ctx, SETTING_NAMED_PORTAL_CODES_HOUR);
    if (asked.count >= most && over_ms > now && asked.last_digits >= CODE_DIGITS_LENT) {
        out->again_ms = over_ms;
        code.lent_id = asked.last_id;
        return portal_store_begin(ctx, &code);
    }
    code.digits = asked.count + 1 >= most ? CODE_DIGITS_LENT : CODE_DIGITS;
    s = portal_store_begin(ctx, &code);
    return s ? s : job_add(ctx, PORTAL_SEND_JOB, NULL, code.id, NULL, now);
}

/* The code is bound to its sign-in: the hash of one says nothing of another with the same digits.
 */
static Status code_hash(Ctx *ctx, int64_t id, const char *code, unsigned char *out)
{
    const char *text = arena_format(ctx->arena, "%" PRId64 ".%s", id, code);
    if (!text) return no_memory(ctx);
    hash_of(ctx, "portal.code", text, out);
    return OK;
}

static Status code_write(Ctx *ctx, int64_t id, const char *contact, const char *code)
{
    int64_t notice;
    const char *company = setting_text(ctx, SETTING_NAMED_COMPANY);
    long long minutes = (long long)setting_int(ctx, SETTING_NAMED_PORTAL_CODE_MINUTES);
    NoticeWritten written = {
        .key = code_notice_key(ctx, id),
        .channel = strchr(contact, '@') ? NOTICE_EMAIL : NOTICE_SMS,
        .purpose = CONSENT_SERVICE,
        .subject_kind = NOTICE_ONE_TIME_CODE,
        .subject_id = id,
        .to = contact,
        .subject = arena_format(ctx->arena, "%s 验证码 / Code", company),
        .text = arena_format(ctx->arena,
                             "【%s】验证码 %s，%lld 分钟内有效，请勿告诉他人。Your code is %s; it "
                             "holds for %lld minutes. Tell nobody.",
                             company, code, minutes, code, minutes),
        .urgent = true};
    if (!written.key || !written.subject || !written.text) return no_memory(ctx);
    return notice_write(ctx, &written, &notice);
}

static const char *random_digits(Ctx *ctx, int64_t digits)
{
    uint64_t drawn, codes = 1;
    for (int64_t i = 0; i < digits; i++)
        codes *= 10;
    ctx_random(ctx, &drawn, sizeof drawn);
    return arena_format(ctx->arena, "%0*" PRIu64, (int)digits, drawn % codes);
}

Status portal_send(Ctx *ctx, int64_t code_id)
{
    PortalCode begun;
    bool known;
    unsigned char hash[PORTAL_HASH];
    Status s = portal_store_begun(ctx, code_id, &begun);
    if (s == NOT_FOUND) return OK;
    if (!s) s = contact_known(ctx, begun.contact, &known);
    if (s || !known) return s;
    const char *code = random_digits(ctx, begun.digits);
    if (!code) return no_memory(ctx);
    s = code_hash(ctx, code_id, code, hash);
    if (!s) s = portal_store_code(ctx, code_id, hash);
    return s ? s : code_write(ctx, code_id, begun.contact, code);
}

/* --- the session --- */

static Status session_begin(Ctx *ctx, const PortalCode *code, const char **secret)
{
    unsigned char hash[PORTAL_HASH];
    int64_t days = setting_int(ctx, SETTING_NAMED_PORTAL_SESSION_DAYS);
    *secret = random_hex(ctx);
    if (!*secret) return no_memory(ctx);
    hash_of(ctx, "portal.session", *secret, hash);
    Status s = code_forget(ctx, code->id);
    if (s) return s;
    PortalSession session = {.contact = code->contact, .expires_ms = ctx_now(ctx) + days * DAY_MS};
    s = contact_key_of(ctx, code->contact, &session.contact_key);
    return s ? s : portal_store_session(ctx, hash, &session);
}

Status portal_sign_in(Ctx *ctx, const char *challenge, const char *code, const char **secret)
{
    unsigned char challenge_hash[PORTAL_HASH], given[PORTAL_HASH], wanted[PORTAL_HASH];
    PortalCode row;
    int64_t tries = setting_int(ctx, SETTING_NAMED_PORTAL_CODE_TRIES);
    *secret = NULL;
    hash_of(ctx, "portal.challenge", challenge, challenge_hash);
    Status s = portal_store_try(ctx, challenge_hash, ctx_now(ctx) - code_holds_ms(ctx), tries, &row,
                                wanted);
    if (s == NOT_FOUND) return OK;
    if (!s) s = code_hash(ctx, row.id, code, given);
    if (s || sodium_memcmp(given, wanted, PORTAL_HASH) != 0) return s;
    return session_begin(ctx, &row, secret);
}

Status portal_visitor(Ctx *ctx, const char *secret, Visitor *out)
{
    unsigned char hash[PORTAL_HASH];
    *out = (Visitor){0};
    if (!secret || strlen(secret) != SECRET_BYTES * 2)
        return fail(ctx, UNAUTHENTICATED, "nobody is signed in here");
    hash_of(ctx, "portal.session", secret, hash);
    Status s = portal_store_find(ctx, hash, ctx_now(ctx), &out->session_id, &out->contact);
    if (s == NOT_FOUND) return fail(ctx, UNAUTHENTICATED, "nobody is signed in here");
    if (s) return s;
    out->by_mail = strchr(out->contact, '@') != NULL;
    return customers_of(ctx, out);
}

Status portal_sign_out(Ctx *ctx, const char *secret)
{
    unsigned char hash[PORTAL_HASH];
    if (!secret) return OK;
    hash_of(ctx, "portal.session", secret, hash);
    return portal_store_end(ctx, hash);
}

/* --- what is theirs --- */

static int64_t parcel_id(const void *item)
{
    return ((const Waybill *)item)->id;
}

Status portal_parcels(Ctx *ctx, const Visitor *visitor, List *out)
{
    static const NewestKind parcels = {sizeof(Waybill), parcel_id};
    const char *next;
    WaybillFilter filter;
    filter_init(&filter, PARCELS_SHOWN);
    *out = (List){0};
    if (!visitor->by_mail) {
        filter.phone = visitor->contact;
        return waybill_list(ctx, &filter, out, &next);
    }
    Status s = OK;
    for (size_t i = 0; !s && i < visitor->customers.count; i++) {
        List more;
        filter.customer_ref = visitor->customers.items[i];
        s = waybill_list(ctx, &filter, &more, &next);
        if (!s) s = newest_join(ctx, &parcels, PARCELS_SHOWN, &more, out);
    }
    return s;
}

static bool is_phone(Ctx *ctx, const char *phone, const char *contact)
{
    const char *normal;
    if (!phone) return false;
    Status s = phone_normal(ctx, phone, &normal);
    if (s) problem_clear(ctx);
    return !s && strcmp(normal, contact) == 0;
}

bool portal_is_customer(const Visitor *visitor, const char *code)
{
    return code && texts_have(&visitor->customers, code);
}

bool portal_is_contact(Ctx *ctx, const Visitor *visitor, const char *phone, const char *mail)
{
    if (visitor->by_mail) return mail && strcasecmp(mail, visitor->contact) == 0;
    return is_phone(ctx, phone, visitor->contact);
}

static bool is_theirs(Ctx *ctx, const Visitor *visitor, const Waybill *waybill)
{
    if (!visitor->by_mail)
        return is_phone(ctx, waybill->sender_phone, visitor->contact) ||
               is_phone(ctx, waybill->receiver_phone, visitor->contact);
    return portal_is_customer(visitor, waybill->customer_ref) ||
           portal_is_customer(visitor, waybill->sender_ref) ||
           portal_is_customer(visitor, waybill->receiver_ref);
}

Status portal_parcel(Ctx *ctx, const Visitor *visitor, const char *typed, Waybill *out)
{
    Texts carriers = {0};
    char no[NUMBER_MAX + 1];
    Status s = number_normalise(ctx, typed, no);
    if (s == INVALID) return fail_field(ctx, "no", "no parcel of yours has this number");
    if (!s) s = waybill_carriers(ctx, no, &carriers);
    for (size_t i = 0; !s && i < carriers.count; i++) {
        s = waybill_find_public(ctx, carriers.items[i], no, out);
        if (!s && is_theirs(ctx, visitor, out)) return OK;
        if (s == NOT_FOUND) s = OK;
    }
    return s ? s : fail_field(ctx, "no", "no parcel of yours has this number");
}
