#include <string.h>

#include "base/html.h"
#include "portal/page_frame.h"
#include "waybill/carrier.h"

static void write_ask(Buf *buf, const PortalPage *page, const char *no, bool claim)
{
    buf_format(buf, "<a href=\"/my/ask/%s?no=", claim ? "claim" : "complaint");
    html_url(buf, no);
    frame_language(buf, page, true);
    buf_text(buf, "\">");
    frame_word(buf, page, claim ? PORTAL_CLAIM : PORTAL_COMPLAIN);
    buf_text(buf, "</a> ");
}

/* A code that has no name says nothing to a customer. */
static void write_carrier(Buf *buf, const PortalPage *page, const char *code)
{
    const char *name = carrier_name(code, page->language);
    if (strcmp(name, code) != 0) html_text(buf, name);
}

static void write_parcel(Buf *buf, const PortalPage *page, const Waybill *parcel)
{
    buf_text(buf, "<li><a href=\"/t/");
    html_url(buf, parcel->no);
    buf_text(buf, "?carrier=");
    html_url(buf, parcel->carrier);
    frame_language(buf, page, true);
    buf_text(buf, "\"><strong>");
    html_text(buf, parcel->no);
    buf_text(buf, "</strong> ");
    write_carrier(buf, page, parcel->carrier);
    buf_text(buf, "</a><p>");
    html_text(buf, stage_word((int)parcel->stage, page->language));
    if (parcel->last_at != NONE) {
        buf_text(buf, " · ");
        html_instant(buf, parcel->last_at, page->zone);
    }
    buf_text(buf, "</p><p class=\"acts\">");
    write_ask(buf, page, parcel->no, false);
    write_ask(buf, page, parcel->no, true);
    buf_text(buf, "</p></li>\n");
}

static void write_request(Buf *buf, const PortalPage *page, const Ticket *ticket)
{
    buf_text(buf, "<li><a href=\"/my/requests/");
    html_url(buf, ticket->no);
    frame_language(buf, page, false);
    buf_text(buf, "\"><strong>");
    html_text(buf, ticket->no);
    buf_text(buf, "</strong> ");
    html_text(buf, ticket->subject);
    buf_text(buf, "</a><p>");
    html_text(buf, portal_type_word(ticket->type, page->language));
    buf_text(buf, " · ");
    html_instant(buf, ticket->created_at, page->zone);
    buf_text(buf, "</p></li>\n");
}

static void write_none(Buf *buf, const PortalPage *page, size_t count, PortalWord word)
{
    if (count) return;
    buf_text(buf, "<p>");
    frame_word(buf, page, word);
    buf_text(buf, "</p>");
}

static void write_title(Buf *buf, const PortalPage *page, PortalWord word)
{
    buf_text(buf, "<section><h2>");
    frame_word(buf, page, word);
    buf_text(buf, "</h2>\n");
}

void portal_mine_write(Buf *buf, const MinePage *mine)
{
    const PortalPage *page = &mine->page;
    frame_head(buf, page, PORTAL_MINE);
    write_title(buf, page, PORTAL_PARCELS);
    write_none(buf, page, mine->parcels.count, PORTAL_NO_PARCELS);
    buf_text(buf, "<ul class=\"choices\">\n");
    for (size_t i = 0; i < mine->parcels.count; i++)
        write_parcel(buf, page, &((const Waybill *)mine->parcels.items)[i]);
    buf_text(buf, "</ul></section>\n");
    write_title(buf, page, PORTAL_REQUESTS);
    write_none(buf, page, mine->requests.count, PORTAL_NO_REQUESTS);
    buf_text(buf, "<ul class=\"choices\">\n");
    for (size_t i = 0; i < mine->requests.count; i++)
        write_request(buf, page, &((const Ticket *)mine->requests.items)[i]);
    buf_text(buf, "</ul></section>\n<form class=\"plain\" method=\"post\" action=\"/my/end");
    frame_language(buf, page, false);
    buf_text(buf, "\">");
    frame_button(buf, page, PORTAL_SIGN_OUT);
    frame_foot(buf, page);
}
