#include "notify/preference.h"

#include "base/instant.h"
#include "customer/consent.h"
#include "customer/testing.h"
#include "notify/notice_internal.h"
#include "notify/template.h"
#include "notify/testing.h"

static void given_template(T *t, NoticeChannel channel, NoticeLanguage language)
{
    NoticeTemplate given;
    shape_clear(&notice_template_shape, &given);
    given.fact = "desk.ticket_reopened";
    given.channel = channel;
    given.language = language;
    given.audience = NOTICE_CUSTOMER;
    given.subject = channel == NOTICE_EMAIL ? "s" : NULL;
    given.body = language == NOTICE_EN ? "opened again" : "重新打开";
    given.enabled = true;
    check_ok(t, template_create(t->ctx, &given));
}

static Customer given_person(T *t, const char *code)
{
    Customer customer = blank_customer(code);
    customer.phone = "13800138000";
    customer.email = "li@example.org";
    return stored_customer(t, customer);
}

static Notice told(T *t, const char *key, int64_t customer_id)
{
    List list;
    const char *next;
    Notice none = {0};
    const NoticeFilter filter = {.customer_id = customer_id, .state = NONE, .limit = 10};
    const char *payload = arena_format(t->ctx->arena, "{\"customer_id\":\"%lld\",\"no\":\"T\"}",
                                       (long long)customer_id);
    const FactGiven fact = {"desk.ticket_reopened", key, 9, payload};
    check_ok(t, notice_tell(t->ctx, &fact));
    check_ok(t, notice_list(t->ctx, &filter, &list, &next));
    check(t, list.count > 0);
    return list.count ? *(const Notice *)list.items : none;
}

static NoticePreference wanted(T *t, int64_t customer_id, NoticePreference given)
{
    NoticePreference out;
    check_ok(t, preference_put(t->ctx, customer_id, 0, &given, &out));
    return out;
}

static NoticePreference blank(void)
{
    NoticePreference given;
    shape_clear(&notice_preference_shape, &given);
    return given;
}

TEST_DB(who_prefers_mail_is_told_by_mail_in_their_language)
{
    given_gateway(t, NOTICE_EMAIL);
    given_gateway(t, NOTICE_SMS);
    given_template(t, NOTICE_SMS, NOTICE_ZH);
    given_template(t, NOTICE_EMAIL, NOTICE_ZH);
    given_template(t, NOTICE_EMAIL, NOTICE_EN);
    Customer usual = given_person(t, "C-1"), own = given_person(t, "C-2");
    NoticePreference given = blank();
    given.channel = NOTICE_EMAIL;
    given.language = NOTICE_EN;
    wanted(t, own.id, given);
    check_int(t, told(t, "1", usual.id).channel, NOTICE_SMS);
    Notice notice = told(t, "2", own.id);
    check_int(t, notice.channel, NOTICE_EMAIL);
    check_text(t, notice.text, "opened again");
}

TEST_DB(a_preference_gives_way_to_consent)
{
    given_gateway(t, NOTICE_EMAIL);
    given_gateway(t, NOTICE_SMS);
    given_template(t, NOTICE_SMS, NOTICE_ZH);
    given_template(t, NOTICE_EMAIL, NOTICE_ZH);
    Customer own = given_person(t, "C-1");
    NoticePreference given = blank();
    given.channel = NOTICE_EMAIL;
    wanted(t, own.id, given);
    withdraw_consent(t, own.id, CONSENT_EMAIL);
    Notice notice = told(t, "1", own.id);
    check_int(t, notice.channel, NOTICE_SMS);
    check_int(t, notice.state, NOTICE_QUEUED);
}

TEST_DB(quiet_hours_are_those_of_the_customers_zone)
{
    given_gateway(t, NOTICE_EMAIL);
    given_gateway(t, NOTICE_SMS);
    given_template(t, NOTICE_SMS, NOTICE_ZH);
    Customer usual = given_person(t, "C-1"), west = given_person(t, "C-2"),
             never = given_person(t, "C-3");
    NoticePreference given = blank();
    given.zone = "Europe/London";
    wanted(t, west.id, given);
    given = blank();
    given.quiet_from = given.quiet_to = 0;
    wanted(t, never.id, given);
    source_move(t->ctx->source, 6 * HOUR_MS); /* 22:00 in Shanghai, 14:00 in London */
    check_int(t, told(t, "1", usual.id).due_at, TEST_NOW + 16 * HOUR_MS);
    check_int(t, told(t, "2", west.id).due_at, TEST_NOW + 6 * HOUR_MS);
    check_int(t, told(t, "3", never.id).due_at, TEST_NOW + 6 * HOUR_MS);
}

TEST_DB(a_preference_that_was_never_set_has_no_other_version)
{
    NoticePreference out;
    const NoticePreference given = blank();
    const Customer li = given_person(t, "C-1");
    check_status(t, preference_put(t->ctx, li.id, 3, &given, &out), STALE);
    check_ok(t, preference_find(t->ctx, li.id, &out));
    check_int(t, out.version, 0);
    check_int(t, wanted(t, li.id, given).version, 1);
    check_status(t, preference_put(t->ctx, li.id, 0, &given, &out), STALE);
}

TEST_DB(a_preference_is_the_customers_own_and_goes_with_them)
{
    int64_t left;
    ErasureProof proof = {.count = 0};
    NoticePreference found;
    Customer one = given_person(t, "C-1"), two = given_person(t, "C-2");
    NoticePreference given = blank();
    given.channel = NOTICE_EMAIL;
    wanted(t, one.id, given);
    check_ok(t, preference_of(t->ctx, one.id, &found));
    check_int(t, found.channel, NOTICE_EMAIL);
    check_ok(t, preference_of(t->ctx, two.id, &found));
    check_int(t, found.channel, NONE);
    check_ok(t, preference_contributor.erase(t->ctx, one.id, &proof));
    check_ok(t, preference_contributor.left(t->ctx, one.id, &left));
    check_int(t, left, 0);
}
