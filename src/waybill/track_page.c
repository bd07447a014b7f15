#include "waybill/track_page.h"

#include <string.h>

#include "base/html.h"
#include "waybill/carrier.h"

static const char *const language_codes[LANGUAGE_COUNT] = {"zh", "en"};

Language track_language(const char *lang, const char *accept_language)
{
    for (int i = 0; lang && i < LANGUAGE_COUNT; i++)
        if (strcmp(lang, language_codes[i]) == 0) return (Language)i;
    const char *zh = accept_language ? strstr(accept_language, "zh") : NULL;
    const char *en = accept_language ? strstr(accept_language, "en") : NULL;
    return en && (!zh || en < zh) ? LANGUAGE_EN : LANGUAGE_ZH;
}

static const char *word(const TrackPage *page, TrackWord which)
{
    return track_word(which, page->language);
}

static void write_head(Buf *buf, const TrackPage *page)
{
    Language other = page->language == LANGUAGE_ZH ? LANGUAGE_EN : LANGUAGE_ZH;
    buf_format(buf, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
               page->language == LANGUAGE_ZH ? "zh-CN" : "en");
    buf_text(buf, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"robots\" content=\"noindex\">\n<title>");
    html_text(buf, word(page, WORD_TITLE));
    if (page->no) {
        buf_char(buf, ' ');
        html_text(buf, page->no);
    }
    buf_text(buf, "</title>\n<link rel=\"icon\" href=\"/static/icon.svg\" type=\"image/svg+xml\">\n"
                  "<link rel=\"stylesheet\" href=\"/static/track.css\">\n"
                  "<link rel=\"stylesheet\" href=\"/print.css\" media=\"print\">\n</head>\n<body>\n"
                  "<header><a class=\"brand\" href=\"/?lang=");
    buf_format(buf, "%s\">", language_codes[page->language]);
    html_text(buf, page->company ? page->company : "Parceldesk");
    buf_text(buf, "</a><a class=\"language\" href=\"?");
    if (page->facts) {
        buf_text(buf, "carrier=");
        html_url(buf, page->facts->carrier);
        buf_text(buf, "&amp;");
    }
    buf_format(buf, "lang=%s\" lang=\"%s\">", language_codes[other], language_codes[other]);
    html_text(buf, word(page, WORD_OTHER_LANGUAGE));
    buf_text(buf, "</a></header>\n<main>\n");
}

static void write_title(Buf *buf, const TrackPage *page)
{
    buf_text(buf, "<h1>");
    html_text(buf, word(page, WORD_TITLE));
    buf_text(buf, "</h1>\n");
}

static void write_form(Buf *buf, const TrackPage *page)
{
    buf_format(buf,
               "<form class=\"look-up\" action=\"/t\" method=\"get\">"
               "<input type=\"hidden\" name=\"lang\" value=\"%s\"><label for=\"no\">",
               language_codes[page->language]);
    html_text(buf, word(page, page->facts ? WORD_ANOTHER : WORD_NUMBER));
    buf_text(buf,
             "</label><input id=\"no\" name=\"no\" required maxlength=\"40\" autocomplete=\"off\" "
             "autocapitalize=\"characters\" spellcheck=\"false\" value=\"");
    html_text(buf, page->facts ? NULL : page->no);
    buf_text(buf, "\"><button>");
    html_text(buf, word(page, WORD_LOOK_UP));
    buf_text(buf, "</button></form>\n");
}

static void write_foot(Buf *buf, const TrackPage *page)
{
    buf_format(buf, "</main>\n<footer><a href=\"/my?lang=%s\">", language_codes[page->language]);
    html_text(buf, word(page, WORD_MINE));
    buf_format(buf, "</a> · <a href=\"/k?lang=%s\">", language_codes[page->language]);
    html_text(buf, word(page, WORD_HELP));
    buf_text(buf, "</a> · ");
    html_text(buf, word(page, WORD_TIMES_IN));
    html_text(buf, page->zone);
    if (page->hotline) {
        buf_text(buf, " · ");
        html_text(buf, word(page, WORD_HOTLINE));
        buf_char(buf, ' ');
        html_text(buf, page->hotline);
    }
    buf_text(buf, "</footer>\n</body>\n</html>\n");
}

static void write_notice(Buf *buf, const TrackPage *page, TrackWord title, TrackWord hint)
{
    buf_text(buf, "<section class=\"notice\" role=\"status\"><h2>");
    html_text(buf, word(page, title));
    buf_text(buf, "</h2><p>");
    html_text(buf, word(page, hint));
    buf_text(buf, "</p></section>\n");
}

/* Whoever waits is told whom to ask: here, and by phone. */
static void write_late(Buf *buf, const TrackPage *page)
{
    buf_text(buf, "<section class=\"notice\" role=\"status\"><h2>");
    html_text(buf, word(page, WORD_LATE));
    buf_text(buf, "</h2><p>");
    html_text(buf, word(page, WORD_LATE_HINT));
    buf_text(buf, "</p><p><a href=\"/my/ask/complaint?no=");
    html_url(buf, page->no);
    buf_format(buf, "&amp;lang=%s\">", language_codes[page->language]);
    html_text(buf, word(page, WORD_LATE_ASK));
    buf_text(buf, "</a></p>");
    if (page->hotline) {
        buf_text(buf, "<p>");
        html_text(buf, word(page, WORD_HOTLINE));
        buf_text(buf, " <a href=\"tel:");
        html_url(buf, page->hotline);
        buf_text(buf, "\">");
        html_text(buf, page->hotline);
        buf_text(buf, "</a></p>");
    }
    buf_text(buf, "</section>\n");
}

static void write_choices(Buf *buf, const TrackPage *page)
{
    buf_text(buf, "<section><p>");
    html_text(buf, word(page, WORD_SEVERAL));
    buf_text(buf, "</p><ul class=\"choices\">");
    for (const char *const *carrier = page->choices; *carrier; carrier++) {
        buf_text(buf, "<li><a href=\"/t/");
        html_url(buf, page->no);
        buf_text(buf, "?carrier=");
        html_url(buf, *carrier);
        buf_format(buf, "&amp;lang=%s\">", language_codes[page->language]);
        html_text(buf, carrier_name(*carrier, page->language));
        buf_text(buf, "</a></li>");
    }
    buf_text(buf, "</ul></section>\n");
}

static void write_fact(Buf *buf, const char *name, const char *value)
{
    buf_text(buf, "<div><dt>");
    html_text(buf, name);
    buf_text(buf, "</dt><dd>");
    html_text(buf, value);
    buf_text(buf, "</dd></div>");
}

static void write_fact_instant(Buf *buf, const TrackPage *page, TrackWord name, int64_t at_ms)
{
    if (at_ms == NONE) return;
    buf_text(buf, "<div><dt>");
    html_text(buf, word(page, name));
    buf_text(buf, "</dt><dd>");
    html_instant(buf, at_ms, page->zone);
    buf_text(buf, "</dd></div>");
}

static void write_facts(Buf *buf, const TrackPage *page)
{
    const WaybillFacts *facts = page->facts;
    buf_text(buf, "<dl>");
    write_fact(buf, word(page, WORD_NUMBER), page->no);
    if (page->origin && page->destination) {
        buf_text(buf, "<div><dt>");
        html_text(buf, word(page, WORD_FROM_TO));
        buf_text(buf, "</dt><dd>");
        html_text(buf, page->origin);
        buf_text(buf, " → ");
        html_text(buf, page->destination);
        buf_text(buf, "</dd></div>");
    }
    if (facts->leg == LEG_FORWARD) write_fact_instant(buf, page, WORD_PROMISED, facts->promised_ms);
    if (page->promise_why) {
        write_fact_instant(buf, page, WORD_PROMISE_FIRST, page->promise_first_ms);
        write_fact(buf, word(page, WORD_PROMISE_WHY), page->promise_why);
    }
    if (!stage_is_terminal(facts->stage))
        write_fact_instant(buf, page, WORD_EXPECTED, page->expected_ms);
    write_fact_instant(buf, page, WORD_DELIVERED_AT, facts->delivered_ms);
    if (page->verified && page->consignee)
        write_fact(buf, word(page, WORD_CONSIGNEE), page->consignee);
    if (page->verified && page->signer) write_fact(buf, word(page, WORD_SIGNER), page->signer);
    buf_text(buf, "</dl>\n");
}

bool track_page_is_late(const TrackPage *page)
{
    const WaybillFacts *facts = page->facts;
    return facts->promised_ms != NONE && !stage_is_terminal(facts->stage) &&
           facts->leg == LEG_FORWARD && page->now_ms > facts->promised_ms;
}

static void write_exceptions(Buf *buf, const TrackPage *page)
{
    /* that it may be late is for those who can still do something about it */
    uint64_t open = page->facts->exceptions & ~EXCEPTION_BIT(EXCEPTION_AT_RISK);
    if (!open) return;
    buf_text(buf, "<section class=\"notice\" role=\"status\"><h2>");
    html_text(buf, word(page, WORD_EXCEPTION));
    buf_text(buf, "</h2><ul>");
    for (int number = 0; number < EXCEPTION_COUNT; number++) {
        if (!(open & EXCEPTION_BIT(number))) continue;
        buf_text(buf, "<li>");
        html_text(buf, exception_word(number, page->language));
        buf_text(buf, "</li>");
    }
    buf_text(buf, "</ul></section>\n");
}

static void write_incident(Buf *buf, const TrackPage *page)
{
    if (!page->incident) return;
    buf_text(buf, "<section class=\"notice\" role=\"status\"><h2>");
    html_text(buf, word(page, WORD_INCIDENT));
    buf_text(buf, "</h2><p>");
    html_text(buf, page->incident);
    buf_text(buf, "</p></section>\n");
}

static void write_state(Buf *buf, const TrackPage *page)
{
    const WaybillFacts *facts = page->facts;
    buf_format(buf, "<section class=\"state%s\"><p class=\"carrier\">",
               stage_is_delivered(facts->stage) ? " done" : "");
    html_text(buf, page->carrier_name);
    buf_text(buf, "</p><h1>");
    html_text(buf, stage_word((int)facts->stage, page->language));
    buf_text(buf, "</h1>");
    if (facts->leg == LEG_RETURN && facts->stage != STAGE_RETURNED &&
        facts->stage != STAGE_RETURNING) {
        buf_text(buf, "<p>");
        html_text(buf, word(page, WORD_RETURN_LEG));
        buf_text(buf, "</p>");
    }
    if (facts->stage == STAGE_AT_PICKUP_POINT) {
        buf_text(buf, "<p>");
        html_text(buf, word(page, WORD_PICKUP_HINT));
        buf_text(buf, "</p>");
    }
    write_facts(buf, page);
    buf_text(buf, "</section>\n");
}

static void write_links(Buf *buf, const TrackPage *page)
{
    if (!page->link_count) return;
    buf_text(buf, "<section class=\"advice\"><h2>");
    html_text(buf, word(page, WORD_ADVICE));
    buf_text(buf, "</h2><ul>");
    for (size_t i = 0; i < page->link_count; i++) {
        buf_text(buf, "<li><a href=\"");
        html_text(buf, page->links[i].path);
        buf_text(buf, "\">");
        html_text(buf, page->links[i].title);
        buf_text(buf, "</a></li>");
    }
    buf_text(buf, "</ul></section>\n");
}

static void write_tail_form(Buf *buf, const TrackPage *page)
{
    if (!page->can_verify || page->verified) return;
    buf_text(buf, "<form class=\"tail\" method=\"post\" action=\"/t/");
    html_url(buf, page->no);
    buf_text(buf, "?carrier=");
    html_url(buf, page->facts->carrier);
    buf_format(buf, "&amp;lang=%s\"><label for=\"tail\">", language_codes[page->language]);
    html_text(buf, word(page, WORD_TAIL_ASK));
    buf_text(buf,
             "</label><input id=\"tail\" name=\"tail\" inputmode=\"numeric\" pattern=\"[0-9]{4}\" "
             "maxlength=\"4\" required autocomplete=\"off\"");
    buf_format(buf, "%s><button>",
               page->refused ? " aria-invalid=\"true\" aria-describedby=\"tail-error\"" : "");
    html_text(buf, word(page, WORD_SHOW));
    buf_text(buf, "</button>");
    if (page->refused || page->closed) {
        buf_text(buf, "<p class=\"error\" id=\"tail-error\" role=\"alert\">");
        html_text(buf, word(page, page->closed ? WORD_TOO_MANY : WORD_TAIL_WRONG));
        buf_text(buf, "</p>");
    }
    buf_text(buf, "</form>\n");
}

/* Most sites are called after their city, which need not be said twice. */
static void write_place(Buf *buf, const TrackEvent *event)
{
    const char *city = event->city, *site = event->site;
    if (city && site && strncmp(site, city, strlen(city)) == 0) city = NULL;
    if (!city && !site) return;
    buf_text(buf, "<span>");
    html_text(buf, city);
    if (city && site) buf_char(buf, ' ');
    html_text(buf, site);
    buf_text(buf, "</span>");
}

static void write_event(Buf *buf, const TrackPage *page, const TrackEvent *event)
{
    buf_format(buf, "<li%s>", event->exception >= 0 ? " class=\"problem\"" : "");
    html_instant(buf, event->at_ms, page->zone);
    buf_text(buf, "<b>");
    html_text(buf, event->stage == STAGE_NONE && event->exception >= 0
                       ? exception_word(event->exception, page->language)
                       : stage_word((int)event->stage, page->language));
    buf_text(buf, "</b>");
    write_place(buf, event);
    if (event->text) {
        buf_text(buf, "<p>");
        html_text(buf, event->text);
        buf_text(buf, "</p>");
    }
    buf_text(buf, "</li>\n");
}

static void write_journey(Buf *buf, const TrackPage *page)
{
    buf_text(buf, "<section><h2>");
    html_text(buf, word(page, WORD_JOURNEY));
    buf_text(buf, "</h2>");
    if (!page->event_count) {
        buf_text(buf, "<p>");
        html_text(buf, word(page, WORD_NO_JOURNEY));
        buf_text(buf, "</p>");
    } else {
        buf_text(buf, "<ol class=\"journey\" reversed>\n");
        for (size_t i = 0; i < page->event_count; i++)
            write_event(buf, page, &page->events[i]);
        buf_text(buf, "</ol>");
    }
    buf_text(buf, "</section>\n");
}

void track_page_write(Buf *buf, const TrackPage *page)
{
    write_head(buf, page);
    if (page->facts) {
        write_state(buf, page);
        write_incident(buf, page);
        if (track_page_is_late(page)) write_late(buf, page);
        write_exceptions(buf, page);
        write_links(buf, page);
        write_tail_form(buf, page);
        write_journey(buf, page);
    } else if (page->choices) {
        write_title(buf, page);
        write_choices(buf, page);
    } else {
        write_title(buf, page);
        write_notice(buf, page, WORD_NOT_FOUND, WORD_NOT_FOUND_HINT);
    }
    write_form(buf, page);
    write_foot(buf, page);
}

void track_home_write(Buf *buf, const TrackPage *page)
{
    write_head(buf, page);
    write_title(buf, page);
    write_form(buf, page);
    write_foot(buf, page);
}
