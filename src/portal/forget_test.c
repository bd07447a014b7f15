#include "customer/erase.h"

#include <string.h>

#include "base/instant.h"
#include "customer/part.h"
#include "customer/testing.h"
#include "notify/notice_store.h"
#include "portal/forget.h"
#include "portal/portal.h"
#include "portal/portal_slice.h"
#include "portal/portal_store.h"
#include "test.h"

#define PHONE "13800138001"
#define MAIL "wang@example.com"

static Customer given_person(T *t)
{
    Customer customer = blank_customer("C-1");
    customer.name = "王小明";
    customer.phone = PHONE;
    customer.email = "Wang@Example.com";
    return stored_customer(t, customer);
}

/* A code that was sent to a contact: its id. */
static int64_t given_code(T *t, const char *contact)
{
    PortalBegun begun;
    List codes;
    KeyIndex key;
    check_ok(t, portal_begin(t->ctx, contact, &begun));
    check_ok(t, contact_key_of(t->ctx, contact, &key));
    check_ok(t, portal_store_codes(t->ctx, &key, 1, &codes));
    check_int(t, codes.count, 1);
    const int64_t id = *(const int64_t *)codes.items;
    check_ok(t, portal_send(t->ctx, id));
    return id;
}

static Notice notice_of(T *t, int64_t code_id)
{
    Notice notice = {0};
    int64_t id = 0;
    check_ok(t, notice_store_by_key(t->ctx, code_notice_key(t->ctx, code_id), &id));
    check_ok(t, notice_store_find(t->ctx, id, &notice));
    return notice;
}

static void given_session(T *t, const char *contact, unsigned char mark)
{
    const unsigned char hash[PORTAL_HASH] = {mark};
    PortalSession session = {.contact = contact, .expires_ms = ctx_now(t->ctx) + DAY_MS};
    check_ok(t, contact_key_of(t->ctx, contact, &session.contact_key));
    check_ok(t, portal_store_session(t->ctx, hash, &session));
}

static bool is_signed_in(T *t, unsigned char mark)
{
    int64_t id;
    const char *contact;
    const unsigned char hash[PORTAL_HASH] = {mark};
    Status s = portal_store_find(t->ctx, hash, ctx_now(t->ctx), &id, &contact);
    check(t, s == OK || s == NOT_FOUND);
    return s == OK;
}

static int64_t noted(const Erasure *erasure, const char *table)
{
    const ErasureRow *rows = erasure->tables.items;
    for (size_t i = 0; i < erasure->tables.count; i++)
        if (strcmp(rows[i].table, table) == 0) return rows[i].rows;
    return NONE;
}

TEST_DB(who_is_erased_is_signed_out_and_their_codes_are_forgotten)
{
    Erasure erasure;
    const EraseInput in = {.reason = "by letter of 3 May"};
    Customer customer = given_person(t);
    Contact other = {.customer_id = customer.id, .kind = CONTACT_PHONE, .value = "13800138003"};
    check_ok(t, part_add(t->ctx, PART_CONTACT, (Part *)&other));
    check_ok(t, customer_find(t->ctx, customer.id, &customer));
    int64_t code = given_code(t, PHONE);
    check_text(t, notice_of(t, code).to, PHONE);
    given_session(t, PHONE, 1);
    given_session(t, MAIL, 2);
    given_session(t, "13800138003", 3);
    given_session(t, "13900139009", 4);
    check_ok(t, customer_erase(t->ctx, customer.id, customer.version, &in, &erasure));
    for (unsigned char mark = 1; mark <= 3; mark++)
        check(t, !is_signed_in(t, mark));
    check(t, is_signed_in(t, 4));
    check(t, !notice_of(t, code).to && !notice_of(t, code).text);
    check_int(t, noted(&erasure, "portal_session"), 3);
    check_int(t, noted(&erasure, "portal_code"), 1);
    check_int(t, erasure.found, 0);
}

TEST_DB(what_is_left_of_a_contact_is_counted)
{
    int64_t rows = 0;
    given_person(t);
    given_code(t, PHONE);
    given_session(t, PHONE, 1);
    check_ok(t, portal_contributor.left_contact(t->ctx, "+86 138-0013-8001", &rows));
    check_int(t, rows, 2);
    check_ok(t, portal_contributor.left_contact(t->ctx, MAIL, &rows));
    check_int(t, rows, 0);
    check_ok(t, portal_contributor.left_contact(t->ctx, "no contact", &rows));
    check_int(t, rows, 0);
}

TEST_DB(what_the_message_of_a_code_said_is_forgotten_with_the_code)
{
    bool more = true;
    given_person(t);
    int64_t code = given_code(t, PHONE);
    source_move(t->ctx->source, DAY_MS + 1);
    check_ok(t, portal_forget(t->ctx, &more));
    check(t, !more);
    check(t, !notice_of(t, code).to && !notice_of(t, code).text);
}
