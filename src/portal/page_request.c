#include "base/html.h"
#include "desk/desk.h"
#include "portal/page_frame.h"
#include "portal/request.h"

enum { MEBIBYTE = 1024 * 1024 };

static void write_fact(Buf *buf, const PortalPage *page, PortalWord name, const char *value)
{
    buf_text(buf, "<div><dt>");
    frame_word(buf, page, name);
    buf_text(buf, "</dt><dd>");
    html_text(buf, value);
    buf_text(buf, "</dd></div>");
}

static void write_instant(Buf *buf, const PortalPage *page, PortalWord name, int64_t at)
{
    if (at == NONE) return;
    buf_text(buf, "<div><dt>");
    frame_word(buf, page, name);
    buf_text(buf, "</dt><dd>");
    html_instant(buf, at, page->zone);
    buf_text(buf, "</dd></div>");
}

static void write_state(Buf *buf, const RequestPage *request)
{
    const PortalPage *page = &request->page;
    const Ticket *ticket = request->ticket;
    buf_text(buf, "<section class=\"state\"><h2>");
    html_text(buf, ticket->subject);
    buf_text(buf, "</h2><dl>");
    write_fact(buf, page, PORTAL_REQUEST, ticket->no);
    write_fact(buf, page, PORTAL_STATE, portal_type_word(ticket->type, page->language));
    write_instant(buf, page, PORTAL_OPENED, ticket->created_at);
    if (!ticket_type_is_final(ticket->type)) write_instant(buf, page, PORTAL_DUE, request->due_at);
    buf_text(buf, "</dl></section>\n");
}

static void write_entry(Buf *buf, const PortalPage *page, const Entry *entry)
{
    bool said = entry->kind == ENTRY_OPENED || entry->kind == ENTRY_MESSAGE;
    if (!said || !entry->text || !entry->text[0]) return;
    bool theirs = entry->kind == ENTRY_OPENED || entry->direction == ENTRY_IN;
    buf_text(buf, "<li>");
    html_instant(buf, entry->at, page->zone);
    buf_text(buf, "<strong>");
    frame_word(buf, page, theirs ? PORTAL_YOU : PORTAL_WE);
    buf_text(buf, "</strong><p class=\"said\">");
    html_text(buf, entry->text);
    buf_text(buf, "</p></li>\n");
}

static void write_address(Buf *buf, const RequestPage *request, const char *what)
{
    buf_text(buf, "/my/requests/");
    html_url(buf, request->ticket->no);
    buf_text(buf, what);
}

static void write_say(Buf *buf, const RequestPage *request)
{
    const PortalPage *page = &request->page;
    buf_text(buf, "<form class=\"tall\" method=\"post\" action=\"");
    write_address(buf, request, "");
    frame_language(buf, page, false);
    buf_text(buf, "\">");
    if (request->typed) {
        buf_text(buf, "<p class=\"error\" id=\"wrong\" role=\"alert\">");
        frame_word(buf, page, PORTAL_WRONG);
        frame_word(buf, page, PORTAL_WRITE);
        buf_text(buf, "</p>\n");
    }
    buf_text(buf, "<label for=\"text\">");
    frame_word(buf, page, PORTAL_WRITE);
    buf_format(buf,
               "</label><textarea id=\"text\" name=\"text\" rows=\"4\" required "
               "maxlength=\"%d\">",
               REQUEST_SAY_MAX);
    html_text(buf, request->typed);
    buf_text(buf, "</textarea>\n");
    frame_button(buf, page, PORTAL_SUBMIT);
}

static void write_messages(Buf *buf, const RequestPage *request)
{
    const PortalPage *page = &request->page;
    buf_text(buf, "<section><h2>");
    frame_word(buf, page, PORTAL_MESSAGES);
    buf_text(buf, "</h2><ol class=\"journey\">\n");
    for (size_t i = 0; i < request->entries.count; i++)
        write_entry(buf, page, &((const Entry *)request->entries.items)[i]);
    buf_text(buf, "</ol></section>\n");
    if (ticket_type_is_final(request->ticket->type)) {
        buf_text(buf, "<p>");
        frame_word(buf, page, PORTAL_CLOSED);
        buf_text(buf, "</p>\n");
        return;
    }
    write_say(buf, request);
}

const Name photo_refusals[] = {{"kind", PHOTO_KIND, NULL},
                               {"large", PHOTO_LARGE, NULL},
                               {"full", PHOTO_FULL, NULL},
                               {"again", PHOTO_AGAIN, NULL},
                               {NULL, 0, NULL}};

static PortalWord refusal_word(int64_t refusal)
{
    static const PortalWord words[] = {[PHOTO_KIND] = PORTAL_PHOTO_KIND,
                                       [PHOTO_LARGE] = PORTAL_PHOTO_LARGE,
                                       [PHOTO_FULL] = PORTAL_PHOTO_FULL,
                                       [PHOTO_AGAIN] = PORTAL_PHOTO_AGAIN};
    return words[refusal];
}

/* For the script that sends them: by what the server answers. */
static void write_refusals(Buf *buf, const PortalPage *page)
{
    for (const Name *one = photo_refusals; one->name; one++) {
        buf_format(buf, " data-%s=\"", one->name);
        frame_word(buf, page, refusal_word(one->value));
        buf_char(buf, '"');
    }
}

static void write_refused(Buf *buf, const RequestPage *request)
{
    const PortalPage *page = &request->page;
    int64_t refusal = request->refused ? name_value(photo_refusals, request->refused) : NONE;
    buf_text(buf, "<p class=\"error\" id=\"photo-wrong\" role=\"alert\"");
    write_refusals(buf, page);
    buf_text(buf, request->refused ? ">" : " hidden>");
    frame_word(buf, page, PORTAL_PHOTO_WRONG);
    if (refusal != NONE) {
        buf_char(buf, ' ');
        frame_word(buf, page, refusal_word(refusal));
    }
    buf_text(buf, "</p>\n");
}

static void write_upload(Buf *buf, const RequestPage *request)
{
    const PortalPage *page = &request->page;
    buf_text(buf, "<p>");
    buf_format(buf, portal_word(PORTAL_PHOTO_WHY, page->language), (long long)request->most_mb);
    buf_text(buf,
             "</p><form class=\"tall\" method=\"post\" enctype=\"multipart/form-data\" action=\"");
    write_address(buf, request, "/photo");
    frame_language(buf, page, false);
    buf_text(buf, "\"><label for=\"photo\">");
    frame_word(buf, page, PORTAL_ADD_PHOTO);
    buf_text(buf, "</label><input id=\"photo\" name=\"photo\" type=\"file\" required "
                  "accept=\"image/jpeg,image/png,image/webp,image/heic\" data-to=\"");
    write_address(buf, request, "/photos");
    buf_format(buf, "\" data-most=\"%lld\">", (long long)request->most_mb * MEBIBYTE);
    buf_text(buf, "<noscript><p>");
    frame_word(buf, page, PORTAL_PHOTO_SINGLY);
    buf_text(buf, "</p></noscript>");
    write_refused(buf, request);
    frame_button(buf, page, PORTAL_SUBMIT);
}

static void write_photos(Buf *buf, const RequestPage *request)
{
    buf_text(buf, "<section><h2>");
    frame_word(buf, &request->page, PORTAL_PHOTOS);
    buf_text(buf, "</h2><ul id=\"photos\">\n");
    for (size_t i = 0; i < request->photos.count; i++) {
        buf_text(buf, "<li>");
        html_text(buf, ((const StoredFile *)request->photos.items)[i].name);
        buf_text(buf, "</li>\n");
    }
    buf_text(buf, "</ul>\n");
    if (!ticket_type_is_final(request->ticket->type)) write_upload(buf, request);
    buf_text(buf, "</section>\n");
}

void portal_request_write(Buf *buf, const RequestPage *request)
{
    frame_head(buf, &request->page, PORTAL_REQUEST);
    write_state(buf, request);
    write_messages(buf, request);
    write_photos(buf, request);
    frame_foot(buf, &request->page);
}

void portal_missing_write(Buf *buf, const PortalPage *page)
{
    frame_head(buf, page, PORTAL_REQUEST);
    buf_text(buf, "<section class=\"notice\" role=\"status\"><p>");
    frame_word(buf, page, PORTAL_NO_SUCH);
    buf_text(buf, "</p></section>\n");
    frame_foot(buf, page);
}
