#include "customer/consent.h"

#include "customer/testing.h"
#include "waybill/testing.h"

static Consent consent_of(int64_t customer_id, ConsentPurpose purpose, ConsentSaid said)
{
    Consent consent;
    shape_clear(&consent_shape, &consent);
    consent.customer_id = customer_id;
    consent.purpose = (int64_t)purpose;
    consent.said = said;
    return consent;
}

static bool holds(T *t, int64_t customer_id, ConsentPurpose purpose, ConsentChannel channel)
{
    bool answer;
    check_ok(t, consent_holds(t->ctx, customer_id, purpose, channel, &answer));
    return answer;
}

TEST_DB(offers_need_consent_and_notices_of_ones_own_parcels_do_not)
{
    Customer customer = given_customer(t, "C-1", NULL, NULL);
    check(t, !holds(t, customer.id, CONSENT_MARKETING, CONSENT_SMS));
    check(t, holds(t, customer.id, CONSENT_SERVICE, CONSENT_SMS));
    check(t, !holds(t, customer.id, CONSENT_STATION_DROP, CONSENT_ANY));
}

TEST_DB(the_newest_word_counts_by_channel_and_over_all_channels)
{
    Customer customer = given_customer(t, "C-1", NULL, NULL);
    Consent consent = consent_of(customer.id, CONSENT_MARKETING, CONSENT_GIVEN);
    consent.channel = CONSENT_SMS;
    check_ok(t, consent_add(t->ctx, &consent));
    check(t, holds(t, customer.id, CONSENT_MARKETING, CONSENT_SMS));
    check(t, !holds(t, customer.id, CONSENT_MARKETING, CONSENT_EMAIL));
    source_move(t->ctx->source, 1000);
    consent = consent_of(customer.id, CONSENT_MARKETING, CONSENT_WITHDRAWN);
    check_ok(t, consent_add(t->ctx, &consent));
    check(t, !holds(t, customer.id, CONSENT_MARKETING, CONSENT_SMS));
    source_move(t->ctx->source, 1000);
    consent = consent_of(customer.id, CONSENT_MARKETING, CONSENT_GIVEN);
    consent.channel = CONSENT_EMAIL;
    check_ok(t, consent_add(t->ctx, &consent));
    check(t, holds(t, customer.id, CONSENT_MARKETING, CONSENT_EMAIL));
    check(t, !holds(t, customer.id, CONSENT_MARKETING, CONSENT_SMS));
}

TEST_DB(a_word_entered_late_does_not_outweigh_a_later_one)
{
    Customer customer = given_customer(t, "C-1", NULL, NULL);
    Consent consent = consent_of(customer.id, CONSENT_MARKETING, CONSENT_WITHDRAWN);
    check_ok(t, consent_add(t->ctx, &consent));
    consent = consent_of(customer.id, CONSENT_MARKETING, CONSENT_GIVEN);
    consent.at = TEST_NOW - 86400000;
    check_ok(t, consent_add(t->ctx, &consent));
    check(t, !holds(t, customer.id, CONSENT_MARKETING, CONSENT_SMS));
}

TEST_DB(a_consent_ends_by_itself)
{
    Customer customer = given_customer(t, "C-1", NULL, NULL);
    Consent consent = consent_of(customer.id, CONSENT_STATION_DROP, CONSENT_GIVEN);
    consent.until = TEST_NOW + 5000;
    check_ok(t, consent_add(t->ctx, &consent));
    check(t, holds(t, customer.id, CONSENT_STATION_DROP, CONSENT_ANY));
    source_move(t->ctx->source, 5000);
    check(t, !holds(t, customer.id, CONSENT_STATION_DROP, CONSENT_ANY));
}

TEST_DB(what_was_said_of_one_parcel_counts_for_that_one_only)
{
    Customer customer = given_customer(t, "C-1", NULL, NULL);
    take_waybill(t, given_waybill("771234567890123"), NULL);
    int64_t parcel = known_state(t, "771234567890123").journey.facts.waybill_id;
    Consent consent = consent_of(customer.id, CONSENT_SIGNATURE, CONSENT_GIVEN);
    consent.waybill_id = parcel;
    check_ok(t, consent_add(t->ctx, &consent));
    bool answer;
    check_ok(t, consent_holds_for(t->ctx, customer.id, CONSENT_SIGNATURE, CONSENT_PHONE, parcel,
                                  &answer));
    check(t, answer);
    check(t, !holds(t, customer.id, CONSENT_SIGNATURE, CONSENT_PHONE));
    source_move(t->ctx->source, 1000);
    consent = consent_of(customer.id, CONSENT_SIGNATURE, CONSENT_WITHDRAWN);
    check_ok(t, consent_add(t->ctx, &consent));
    check_ok(t, consent_holds_for(t->ctx, customer.id, CONSENT_SIGNATURE, CONSENT_PHONE, parcel,
                                  &answer));
    check(t, answer);
}

TEST_DB(a_consent_that_cannot_be_is_refused)
{
    Customer customer = given_customer(t, "C-1", NULL, NULL);
    Consent consent = consent_of(customer.id, CONSENT_MARKETING, CONSENT_GIVEN);
    consent.at = TEST_NOW + 1;
    check_status(t, consent_add(t->ctx, &consent), INVALID);
    consent.at = NONE;
    consent.until = TEST_NOW;
    check_status(t, consent_add(t->ctx, &consent), INVALID);
    consent.until = NONE;
    consent.waybill_id = 77;
    check_status(t, consent_add(t->ctx, &consent), INVALID);
    consent = consent_of(customer.id + 1, CONSENT_MARKETING, CONSENT_GIVEN);
    check_status(t, consent_add(t->ctx, &consent), NOT_FOUND);
}

TEST_DB(what_holds_now_is_told_for_every_purpose)
{
    Customer customer = given_customer(t, "C-1", NULL, NULL);
    Consent consent = consent_of(customer.id, CONSENT_MARKETING, CONSENT_GIVEN);
    consent.channel = CONSENT_SMS;
    check_ok(t, consent_add(t->ctx, &consent));
    List list;
    check_ok(t, consent_states(t->ctx, customer.id, &list));
    const ConsentState *states = list.items;
    check_int(t, list.count, 9);
    check(t, !states[0].holds && states[0].by_default);
    check(t, states[1].holds && !states[1].by_default);
    check_int(t, states[1].channel, CONSENT_SMS);
    check(t, states[2].holds && states[2].by_default);
    check_text(t, states[2].zh, "服务通知");
}

static bool recorded(T *t, Consent consent)
{
    bool added;
    check_ok(t, consent_record(t->ctx, &consent, &added));
    return added;
}

TEST_DB(what_a_file_says_again_of_a_consent_is_not_written_again)
{
    Customer customer = given_customer(t, "C-1", NULL, NULL);
    Consent given = consent_of(customer.id, CONSENT_MARKETING, CONSENT_GIVEN);
    Consent withdrawn = consent_of(customer.id, CONSENT_MARKETING, CONSENT_WITHDRAWN);
    given.at = TEST_NOW - 86400000;
    check(t, recorded(t, given));
    check(t, !recorded(t, given));
    check(t, recorded(t, withdrawn));
    check(t, !recorded(t, withdrawn));
    check(t, !recorded(t, given)); /* as it was said then */
    check(t, !holds(t, customer.id, CONSENT_MARKETING, CONSENT_SMS));
    given.at += 2000;
    check(t, recorded(t, given));
    given.notice_version = "2";
    check(t, recorded(t, given));
    given.channel = CONSENT_EMAIL;
    check(t, recorded(t, given));
    given.at = TEST_NOW + 86400000;
    bool added;
    check_status(t, consent_record(t->ctx, &given, &added), INVALID);
}

TEST_DB(a_file_without_dates_does_not_give_again_what_was_withdrawn)
{
    Customer customer = given_customer(t, "C-1", NULL, NULL);
    Consent given = consent_of(customer.id, CONSENT_MARKETING, CONSENT_GIVEN);
    Consent withdrawn = consent_of(customer.id, CONSENT_MARKETING, CONSENT_WITHDRAWN);
    Consent again = given, by_sms = given;
    bool added;
    check(t, recorded(t, given));
    source_move(t->ctx->source, 1000);
    check(t, recorded(t, withdrawn));
    source_move(t->ctx->source, 1000);
    check_status(t, consent_record(t->ctx, &again, &added), INVALID);
    check_text(t, t->ctx->problem.field, "at");
    by_sms.channel = CONSENT_SMS; /* one of all that it was withdrawn of */
    check_status(t, consent_record(t->ctx, &by_sms, &added), INVALID);
    check(t, !holds(t, customer.id, CONSENT_MARKETING, CONSENT_SMS));
    given.at = TEST_NOW + 2000;
    check(t, recorded(t, given));
    check(t, holds(t, customer.id, CONSENT_MARKETING, CONSENT_SMS));
}

TEST_DB(when_a_consent_ends_is_compared_where_both_say_it)
{
    Customer customer = given_customer(t, "C-1", NULL, NULL);
    Consent given = consent_of(customer.id, CONSENT_MARKETING, CONSENT_GIVEN);
    given.at = TEST_NOW - 5000;
    check(t, recorded(t, given));
    given.until = TEST_NOW + 5000;
    check(t, recorded(t, given));
    check(t, !recorded(t, given));
    given.until = NONE;
    check(t, !recorded(t, given));
    given.until = TEST_NOW + 7000;
    check(t, recorded(t, given));
}
