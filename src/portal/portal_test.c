#include "portal/portal.h"

#include <string.h>

#include "access/person.h"
#include "access/setting.h"
#include "base/instant.h"
#include "desk/desk.h"
#include "desk/merge.h"
#include "desk/testing.h"
#include "file/upload.h"
#include "job/job.h"
#include "notify/notice_store.h"
#include "portal/portal_jobs.h"
#include "portal/request.h"

#define PHONE "13800138001"
#define STRANGER "13900139009"

static const char *contact_of(T *t, const char *typed)
{
    const char *contact = NULL;
    bool by_mail;
    check_ok(t, portal_contact(t->ctx, typed, &contact, &by_mail));
    return contact;
}

/* A parcel whose receiver has PHONE. */
static void given_parcel(T *t, const char *no)
{
    WaybillInput input;
    shape_clear(&waybill_input_shape, &input);
    input.carrier = "yto";
    input.no = no;
    input.receiver_name = "王小明";
    input.receiver_phone = PHONE;
    UpsertRow row = {.thing = &input, .number = 1};
    check_ok(t, waybill_apply(t->ctx, &row, 1));
    check_int(t, row.outcome, UPSERT_CREATED);
}

/* Does what the waiting job would, and gives the digits that were sent; NULL where none were. */
static const char *code_sent(T *t)
{
    List jobs;
    int64_t notice_id;
    Notice notice;
    JobFilter filter = {.state = NONE, .due_by = NONE, .limit = 200};
    check_ok(t, job_list(t->ctx, &filter, &jobs));
    int64_t id = 0;
    for (size_t i = 0; i < jobs.count; i++)
        if (strcmp(((const JobRow *)jobs.items)[i].kind, PORTAL_SEND_JOB) == 0)
            id = ((const JobRow *)jobs.items)[i].subject_id;
    if (!id) return NULL;
    check_ok(t, portal_send(t->ctx, id));
    const char *key = arena_format(t->ctx->arena, "portal.%lld", (long long)id);
    if (notice_store_by_key(t->ctx, key, &notice_id)) return NULL;
    check_ok(t, notice_store_find(t->ctx, notice_id, &notice));
    const char *at = strstr(notice.text, "验证码 ");
    check(t, at != NULL);
    at += strlen("验证码 ");
    return arena_format(t->ctx->arena, "%.*s", (int)strspn(at, "0123456789"), at);
}

static const char *begun(T *t, const char *contact)
{
    PortalBegun begun;
    check_ok(t, portal_begin(t->ctx, contact, &begun));
    check_int(t, strlen(begun.challenge), 64);
    return begun.challenge;
}

/* Signed in with PHONE. */
static Visitor given_visitor(T *t)
{
    Visitor visitor;
    const char *secret = NULL;
    const char *challenge = begun(t, PHONE);
    check_ok(t, portal_sign_in(t->ctx, challenge, code_sent(t), &secret));
    check(t, secret != NULL);
    check_ok(t, portal_visitor(t->ctx, secret, &visitor));
    return visitor;
}

TEST(contacts_are_phones_and_addresses_in_one_form)
{
    check_text(t, contact_of(t, " +86 138-0013-8001"), PHONE);
    check_text(t, contact_of(t, "\tWang@Example.COM \n"), "wang@example.com");
    const char *const wrong[] = {"", "12", "@x", "a@", "a@b@c", "a@b", "a b@c.cn", "x@y\r\nBcc: z"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const char *contact;
        bool by_mail;
        check_status(t, portal_contact(t->ctx, wrong[i], &contact, &by_mail), INVALID);
        check_text(t, t->ctx->problem.field, "contact");
    }
}

TEST_DB(a_code_that_was_sent_signs_in_once)
{
    const char *secret, *again;
    Visitor visitor;
    given_parcel(t, "YT7100000000001");
    const char *challenge = begun(t, PHONE);
    const char *code = code_sent(t);
    check_ok(t, portal_sign_in(t->ctx, challenge, code, &secret));
    check(t, secret != NULL);
    check_ok(t, portal_sign_in(t->ctx, challenge, code, &again));
    check(t, again == NULL);
    check_ok(t, portal_visitor(t->ctx, secret, &visitor));
    check_text(t, visitor.contact, PHONE);
    check_ok(t, portal_sign_out(t->ctx, secret));
    check_status(t, portal_visitor(t->ctx, secret, &visitor), UNAUTHENTICATED);
}

TEST_DB(who_has_no_parcels_begins_alike_and_is_sent_nothing)
{
    const char *secret;
    given_parcel(t, "YT7100000000001");
    const char *challenge = begun(t, STRANGER);
    check(t, code_sent(t) == NULL);
    check_ok(t, portal_sign_in(t->ctx, challenge, "000000", &secret));
    check(t, secret == NULL);
}

TEST_DB(a_code_is_tried_five_times_and_then_no_more)
{
    const char *secret;
    given_parcel(t, "YT7100000000001");
    const char *challenge = begun(t, PHONE);
    const char *code = code_sent(t);
    const char *wrong = strcmp(code, "111111") == 0 ? "222222" : "111111";
    for (int i = 0; i < 5; i++) {
        check_ok(t, portal_sign_in(t->ctx, challenge, wrong, &secret));
        check(t, secret == NULL);
    }
    check_ok(t, portal_sign_in(t->ctx, challenge, code, &secret));
    check(t, secret == NULL);
}

TEST_DB(a_code_ends_with_its_minutes_and_a_session_with_its_days)
{
    bool more;
    const char *secret;
    Visitor visitor;
    given_parcel(t, "YT7100000000001");
    const char *challenge = begun(t, PHONE);
    const char *code = code_sent(t);
    source_move(t->ctx->source, 10 * MINUTE_MS);
    check_ok(t, portal_sign_in(t->ctx, challenge, code, &secret));
    check(t, secret == NULL);
    challenge = begun(t, PHONE);
    check_ok(t, portal_sign_in(t->ctx, challenge, code_sent(t), &secret));
    check_ok(t, portal_visitor(t->ctx, secret, &visitor));
    source_move(t->ctx->source, 30 * DAY_MS);
    check_status(t, portal_visitor(t->ctx, secret, &visitor), UNAUTHENTICATED);
    check_ok(t, portal_forget(t->ctx, &more));
    check(t, !more);
}

/* Asks for codes until none is sent any more; gives the digits of the last that was. */
static const char *asked_too_often(T *t)
{
    PortalBegun begun;
    const char *code = NULL;
    for (int i = 0; i < 5; i++) {
        source_move(t->ctx->source, MINUTE_MS);
        check_ok(t, portal_begin(t->ctx, PHONE, &begun));
        check(t, begun.again_ms == NONE);
        code = code_sent(t);
    }
    return code;
}

TEST_DB(who_asked_too_often_signs_in_with_the_last_code_that_was_sent)
{
    PortalBegun begun;
    const char *secret;
    given_parcel(t, "YT7100000000001");
    const char *code = asked_too_often(t);
    int64_t last_ms = ctx_now(t->ctx);
    source_move(t->ctx->source, 9 * MINUTE_MS);
    check_ok(t, portal_begin(t->ctx, PHONE, &begun));
    check_int(t, begun.again_ms, last_ms + 10 * MINUTE_MS);
    check_ok(t, portal_sign_in(t->ctx, begun.challenge, code, &secret));
    check(t, secret != NULL);
    check_ok(t, portal_sign_in(t->ctx, begun.challenge, code, &secret));
    check(t, secret == NULL); /* once */
}

TEST_DB(a_further_code_is_sent_when_the_last_no_longer_holds)
{
    PortalBegun begun;
    const char *secret;
    given_parcel(t, "YT7100000000001");
    asked_too_often(t);
    check_ok(t, portal_begin(t->ctx, PHONE, &begun));
    source_move(t->ctx->source, begun.again_ms - ctx_now(t->ctx));
    check_ok(t, portal_begin(t->ctx, PHONE, &begun));
    check(t, begun.again_ms == NONE);
    check_ok(t, portal_sign_in(t->ctx, begun.challenge, code_sent(t), &secret));
    check(t, secret != NULL);
}

/* A stranger asks for the codes of somebody's phone, and guesses wherever the last is lent. */
TEST_DB(a_stranger_who_guesses_a_lent_code_spoils_it_for_nobody)
{
    PortalBegun mine, guessing;
    const char *secret;
    given_parcel(t, "YT7100000000001");
    const char *code = asked_too_often(t);
    const char *wrong = strcmp(code, "1111111111") == 0 ? "2222222222" : "1111111111";
    check_ok(t, portal_begin(t->ctx, PHONE, &mine));
    for (int i = 0; i < 30; i++) {
        if (i % 5 == 0) check_ok(t, portal_begin(t->ctx, PHONE, &guessing));
        check_ok(t, portal_sign_in(t->ctx, guessing.challenge, wrong, &secret));
        check(t, secret == NULL);
    }
    check_ok(t, portal_sign_in(t->ctx, guessing.challenge, code, &secret));
    check(t, secret == NULL); /* each sign-in has its five tries */
    check_ok(t, portal_sign_in(t->ctx, mine.challenge, code, &secret));
    check(t, secret != NULL);
}

TEST_DB(a_code_that_may_be_lent_has_ten_digits_and_any_other_six)
{
    given_parcel(t, "YT7100000000001");
    for (int i = 1; i <= 5; i++) {
        begun(t, PHONE);
        check_int(t, strlen(code_sent(t)), i < 5 ? 6 : 10);
        source_move(t->ctx->source, 1);
    }
}

/* As when the setting was lowered meanwhile: a further one is sent, which may be lent. */
TEST_DB(a_code_of_six_digits_is_not_lent)
{
    PortalBegun again;
    given_parcel(t, "YT7100000000001");
    begun(t, PHONE);
    check_int(t, strlen(code_sent(t)), 6);
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_PORTAL_CODES_HOUR, "1", NONE));
    check_ok(t, settings_refresh(t->ctx, t->house->settings));
    source_move(t->ctx->source, 1);
    check_ok(t, portal_begin(t->ctx, PHONE, &again));
    check(t, again.again_ms == NONE);
    check_int(t, strlen(code_sent(t)), 10);
    check_ok(t, portal_begin(t->ctx, PHONE, &again));
    check(t, again.again_ms != NONE);
}

TEST_DB(who_asks_too_often_for_what_nobody_has_is_told_the_same)
{
    PortalBegun begun;
    for (int i = 0; i < 5; i++)
        check_ok(t, portal_begin(t->ctx, STRANGER, &begun));
    check(t, begun.again_ms == NONE);
    check_ok(t, portal_begin(t->ctx, STRANGER, &begun));
    check_int(t, begun.again_ms, ctx_now(t->ctx) + 10 * MINUTE_MS);
}

TEST_DB(a_key_that_was_made_up_is_no_session)
{
    Visitor visitor;
    check_status(t, portal_visitor(t->ctx, NULL, &visitor), UNAUTHENTICATED);
    check_status(t, portal_visitor(t->ctx, "", &visitor), UNAUTHENTICATED);
    check_status(t, portal_visitor(t->ctx, "x", &visitor), UNAUTHENTICATED);
}

TEST_DB(a_visitor_complains_about_their_own_parcel_and_sees_what_became_of_it)
{
    Ticket ticket, found;
    List list;
    given_parcel(t, "YT7100000000001");
    Visitor visitor = given_visitor(t);
    RequestAsk ask = {
        .no = " yt7100000000001", .about = 2, .description = "还没到", .name = "王小明"};
    check_ok(t, request_open(t->ctx, &visitor, &ask, &ticket));
    check_ok(t, request_find(t->ctx, &visitor, ticket.no, &found));
    check_int(t, found.id, ticket.id);
    check_ok(t, request_list(t->ctx, &visitor, &list));
    check_int(t, list.count, 1);
    check_ok(t, request_say(t->ctx, &found, "请尽快"));
    Visitor other = {.contact = STRANGER};
    check_status(t, request_find(t->ctx, &other, ticket.no, &found), NOT_FOUND);
    check_status(t, request_find(t->ctx, &visitor, "T20200101-000001", &found), NOT_FOUND);
    check_status(t, request_find(t->ctx, &visitor, "nonsense", &found), NOT_FOUND);
}

/* The ticket of a complaint about a parcel of PHONE. */
static Ticket given_request(T *t)
{
    Ticket ticket = {0};
    given_parcel(t, "YT7100000000001");
    Visitor visitor = {.contact = PHONE};
    RequestAsk ask = {.no = "YT7100000000001", .about = 2, .description = "还没到", .name = "王"};
    check_ok(t, request_open(t->ctx, &visitor, &ask, &ticket));
    return ticket;
}

/* Whether a visitor with PHONE sees it: in the list and by its number alike. */
static bool is_seen(T *t, const Ticket *ticket)
{
    List list;
    Ticket found;
    const Visitor visitor = {.contact = PHONE};
    check_ok(t, request_list(t->ctx, &visitor, &list));
    Status s = request_find(t->ctx, &visitor, ticket->no, &found);
    check(t, s == (list.count ? OK : NOT_FOUND));
    return list.count;
}

TEST_DB(what_was_marked_as_spam_is_neither_listed_nor_opened)
{
    Ticket ticket = given_request(t);
    check(t, is_seen(t, &ticket));
    check_ok(t, ticket_mark_spam(t->ctx, ticket.id, NONE, true, &ticket));
    check(t, !is_seen(t, &ticket));
    check_ok(t, ticket_mark_spam(t->ctx, ticket.id, NONE, false, &ticket));
    check(t, is_seen(t, &ticket));
}

TEST_DB(of_each_kind_what_is_listed_is_what_is_opened)
{
    size_t seen = 0, all = 0;
    for (const Name *kind = ticket_kinds; kind->name; kind++, all++) {
        TicketInput input = blank_ticket(kind->value, CHANNEL_PHONE);
        input.contact_phone = PHONE;
        Ticket ticket = opened_ticket(t, input);
        seen += is_seen(t, &ticket);
        check_ok(t, ticket_mark_spam(t->ctx, ticket.id, NONE, true, &ticket));
    }
    check_int(t, seen, 5);
    check(t, all > seen);
}

TEST_DB(what_a_visitor_says_is_kept_as_a_text_or_not_at_all)
{
    char more[REQUEST_SAY_MAX + 2];
    const char *const wrong[] = {"", " \n\xe2\x80\x8b ", "a\x01z", "\xff\xfe", more};
    const Ticket ticket = given_request(t);
    memset(more, 'a', REQUEST_SAY_MAX + 1);
    more[REQUEST_SAY_MAX + 1] = 0;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        check_status(t, request_say(t->ctx, &ticket, wrong[i]), INVALID);
        check_text(t, t->ctx->problem.field, "text");
    }
    more[REQUEST_SAY_MAX] = 0;
    check_ok(t, request_say(t->ctx, &ticket, more));
}

static void given_file(T *t, int64_t ticket_id, const char *name)
{
    unsigned char digest[REQUEST_DIGEST] = {(unsigned char)*name};
    Upload upload = {.file = {.owner = REQUEST_OWNER, .owner_id = ticket_id, .name = name}};
    check_ok(t, upload_open(t->ctx, &upload));
    check_ok(t, upload_take(t->ctx, &upload, "\xff\xd8\xff\xe0\0\x10JFIF", 10));
    check_ok(t, upload_end(t->ctx, &upload));
    check_ok(t, upload_store(t->ctx, &upload, digest));
}

TEST_DB(visitors_see_the_names_of_their_own_photos_alone)
{
    List photos;
    const Ticket ticket = given_request(t);
    const Person agent = {.kind = PERSON_HUMAN, .id = 7, .login = "mei", .rights = rights_all()};
    given_file(t, ticket.id, "theirs.jpg");
    t->ctx->who = &agent;
    given_file(t, ticket.id, "ours.jpg");
    t->ctx->who = NULL;
    check_ok(t, request_photos(t->ctx, &ticket, &photos));
    check_int(t, photos.count, 1);
    check_text(t, ((const StoredFile *)photos.items)[0].name, "theirs.jpg");
}

TEST_DB(a_claim_is_opened_with_its_ticket)
{
    Ticket ticket;
    given_parcel(t, "YT7100000000001");
    Visitor visitor = given_visitor(t);
    RequestAsk ask = {.claim = true,
                      .no = "YT7100000000001",
                      .about = 3,
                      .description = "摔坏了",
                      .name = "王小明",
                      .demanded = 12000};
    check_ok(t, request_open(t->ctx, &visitor, &ask, &ticket));
}

TEST_DB(another_s_parcel_and_none_are_refused_in_the_same_words)
{
    Ticket ticket;
    given_parcel(t, "YT7100000000001");
    Visitor other = {.contact = STRANGER};
    RequestAsk ask = {.no = "YT7100000000001", .about = 2, .description = "?", .name = "?"};
    check_status(t, request_open(t->ctx, &other, &ask, &ticket), INVALID);
    const char *said = arena_text(t->ctx->arena, t->ctx->problem.message);
    check_text(t, t->ctx->problem.field, "no");
    ask.no = "YT7199999999999";
    check_status(t, request_open(t->ctx, &other, &ask, &ticket), INVALID);
    check_text(t, t->ctx->problem.message, said);
}
