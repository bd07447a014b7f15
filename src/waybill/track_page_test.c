#include "waybill/track_page.h"

#include <string.h>

#include "base/instant.h"
#include "test.h"

static WaybillFacts facts_at(WaybillStage stage)
{
    return (WaybillFacts){.carrier = "sto",
                          .product = "",
                          .origin = "310000",
                          .destination = "440300",
                          .stage = stage,
                          .leg = LEG_FORWARD,
                          .ordered_ms = NONE,
                          .collected_ms = NONE,
                          .delivered_ms = NONE,
                          .promised_ms = TEST_NOW,
                          .last_ms = NONE};
}

static const char *page_of(T *t, TrackPage page)
{
    Buf buf;
    buf_init(&buf, t->ctx->arena);
    page.zone = "+08:00";
    if (!page.no) page.no = "771234567890123";
    track_page_write(&buf, &page);
    check_ok(t, buf_check(t->ctx, &buf));
    return buf.data;
}

#define shows(t, page, text) check((t), strstr((page), (text)) != NULL)
#define hides(t, page, text) check((t), strstr((page), (text)) == NULL)

TEST(a_tracking_page_escapes_what_it_was_given)
{
    const char *page = page_of(t, (TrackPage){.no = "<script>'\"&", .company = "A&B"});
    hides(t, page, "<script>");
    shows(t, page, "&lt;script&gt;&#39;&quot;&amp;");
    shows(t, page, "A&amp;B");
}

TEST(personal_data_is_on_the_page_only_when_the_tail_was_right)
{
    WaybillFacts facts = facts_at(STAGE_DELIVERED);
    TrackPage page = {.facts = &facts, .consignee = "张*", .signer = "李*", .can_verify = true};
    hides(t, page_of(t, page), "张*");
    shows(t, page_of(t, page), "name=\"tail\"");
    page.verified = true;
    shows(t, page_of(t, page), "张*");
    shows(t, page_of(t, page), "李*");
    hides(t, page_of(t, page), "name=\"tail\"");
}

TEST(a_parcel_past_its_promise_is_said_to_be_late_until_it_is_delivered)
{
    WaybillFacts facts = facts_at(STAGE_IN_TRANSIT);
    TrackPage page = {.facts = &facts, .language = LANGUAGE_EN, .now_ms = TEST_NOW};
    hides(t, page_of(t, page), "later than promised");
    page.now_ms++;
    shows(t, page_of(t, page), "later than promised");
    facts.stage = STAGE_DELIVERED;
    hides(t, page_of(t, page), "later than promised");
}

TEST(whoever_waits_for_a_late_parcel_is_told_whom_to_ask)
{
    WaybillFacts facts = facts_at(STAGE_IN_TRANSIT);
    TrackPage page = {.facts = &facts,
                      .language = LANGUAGE_EN,
                      .expected_ms = NONE,
                      .promise_first_ms = NONE,
                      .now_ms = TEST_NOW + 1,
                      .no = "A/1"};
    shows(t, page_of(t, page), "href=\"/my/ask/complaint?no=A%2F1&amp;lang=en\"");
    hides(t, page_of(t, page), "tel:");
    page.hotline = "95500";
    shows(t, page_of(t, page), "<a href=\"tel:95500\">95500</a>");
    page.now_ms = TEST_NOW;
    hides(t, page_of(t, page), "/my/ask/complaint");
}

TEST(when_a_parcel_is_expected_is_told_until_it_has_arrived)
{
    WaybillFacts facts = facts_at(STAGE_IN_TRANSIT);
    TrackPage page = {.facts = &facts, .language = LANGUAGE_EN, .now_ms = TEST_NOW};
    page.promise_first_ms = NONE;
    page.expected_ms = NONE;
    hides(t, page_of(t, page), "Expected by");
    page.expected_ms = TEST_NOW + HOUR_MS;
    shows(t, page_of(t, page), "Expected by</dt><dd><time datetime=\"2026-11-22T17:00:00+08:00\"");
    facts.stage = STAGE_DELIVERED;
    hides(t, page_of(t, page), "Expected by");
}

TEST(a_parcel_on_its_way_back_is_not_called_late)
{
    WaybillFacts facts = facts_at(STAGE_RETURNING);
    facts.leg = LEG_RETURN;
    const char *page =
        page_of(t, (TrackPage){.facts = &facts, .language = LANGUAGE_EN, .now_ms = TEST_NOW + 1});
    shows(t, page, "On its way back");
    hides(t, page, "later than promised");
    hides(t, page, "Promised by");
}

TEST(the_route_is_shown_by_the_names_of_its_regions)
{
    WaybillFacts facts = facts_at(STAGE_IN_TRANSIT);
    TrackPage page = {.facts = &facts, .origin = "上海", .destination = "深圳"};
    shows(t, page_of(t, page), "上海 → 深圳");
    hides(t, page_of(t, page), "310000");
}

TEST(the_other_language_shows_the_same_carriers_parcel)
{
    WaybillFacts facts = facts_at(STAGE_IN_TRANSIT);
    shows(t, page_of(t, (TrackPage){.facts = &facts}), "\"?carrier=sto&amp;lang=en\"");
}

TEST(a_parcel_at_a_pickup_point_is_not_called_delivered)
{
    WaybillFacts facts = facts_at(STAGE_AT_PICKUP_POINT);
    const char *page = page_of(t, (TrackPage){.facts = &facts});
    shows(t, page, "待取件");
    hides(t, page, "state done");
}

TEST(the_journey_names_each_event_with_its_time_in_the_zone)
{
    WaybillFacts facts = facts_at(STAGE_HUB_IN);
    TrackEvent events[] = {{TEST_NOW, STAGE_HUB_OUT, -1, "深圳", "深圳转运中心", NULL},
                           {TEST_NOW, STAGE_HUB_IN, -1, "深圳", "福田", NULL},
                           {TEST_NOW, STAGE_NONE, EXCEPTION_NETWORK, NULL, NULL, "爆仓"}};
    const char *page = page_of(t, (TrackPage){.facts = &facts, .events = events, .event_count = 3});
    shows(t, page, "2026-11-22 16:00");
    shows(t, page, "<span>深圳 福田</span>");
    shows(t, page, "<span>深圳转运中心</span>");
    shows(t, page, "爆仓");
    shows(t, page, "受中转网络影响");
}

TEST(an_unknown_number_gets_an_answer_that_says_so_in_either_language)
{
    shows(t, page_of(t, (TrackPage){.language = LANGUAGE_ZH}), "没有找到这个运单号");
    shows(t, page_of(t, (TrackPage){.language = LANGUAGE_EN}), "No parcel has this number");
}

TEST(a_number_of_several_carriers_offers_the_choice)
{
    const char *carriers[] = {"sto", "yto", NULL};
    const char *page = page_of(t, (TrackPage){.choices = carriers});
    shows(t, page, "?carrier=yto");
    shows(t, page, "圆通速递");
}

TEST(the_language_follows_the_query_then_the_browser_then_chinese)
{
    check_int(t, track_language("en", "zh-CN"), LANGUAGE_EN);
    check_int(t, track_language(NULL, "en-US,zh;q=0.5"), LANGUAGE_EN);
    check_int(t, track_language("xx", "zh-CN,en"), LANGUAGE_ZH);
    check_int(t, track_language(NULL, "fr"), LANGUAGE_ZH);
    check_int(t, track_language(NULL, NULL), LANGUAGE_ZH);
}

TEST(every_text_of_the_page_exists_in_both_languages)
{
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        for (int word = 0; word < TRACK_WORD_COUNT; word++)
            check(t, track_word((TrackWord)word, (Language)language)[0]);
        for (int stage = STAGE_NONE; stage <= STAGE_TERMINATED; stage++)
            check(t, stage_word(stage, (Language)language)[0]);
        for (int number = 0; number < EXCEPTION_COUNT; number++)
            check(t, exception_word(number, (Language)language)[0]);
    }
}
