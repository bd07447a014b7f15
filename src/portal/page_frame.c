#include "portal/page_frame.h"

#include "base/html.h"

static const char *code_of(Language language)
{
    return language == LANGUAGE_EN ? "en" : "zh";
}

void frame_word(Buf *buf, const PortalPage *page, PortalWord word)
{
    html_text(buf, portal_word(word, page->language));
}

void frame_language(Buf *buf, const PortalPage *page, bool more)
{
    buf_format(buf, "%slang=%s", more ? "&amp;" : "?", code_of(page->language));
}

const Name portal_asks[] = {{"complaint", ASK_COMPLAINT, "Complain"},
                            {"claim", ASK_CLAIM, "Claim compensation"},
                            {NULL, 0, NULL}};

void frame_purpose(Buf *buf, const PortalPage *page, const char *and)
{
    if (page->no) {
        buf_format(buf, "%sno=", and);
        html_url(buf, page->no);
    }
    if (page->ask > 0) buf_format(buf, "%sask=%s", and, name_of(portal_asks, page->ask));
}

static void write_top(Buf *buf, const PortalPage *page)
{
    const char *other = page->language == LANGUAGE_EN ? "zh" : "en";
    buf_text(buf, "<header><a class=\"brand\" href=\"/");
    frame_language(buf, page, false);
    buf_text(buf, "\">");
    html_text(buf, page->company);
    buf_text(buf, "</a><a class=\"language\" href=\"");
    html_text(buf, page->here);
    buf_format(buf, "?lang=%s", other);
    frame_purpose(buf, page, "&amp;");
    buf_format(buf, "\" lang=\"%s\">", other);
    frame_word(buf, page, PORTAL_OTHER_LANGUAGE);
    buf_text(buf, "</a></header>\n<main>\n");
}

void frame_head(Buf *buf, const PortalPage *page, PortalWord title)
{
    buf_format(buf, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
               page->language == LANGUAGE_EN ? "en" : "zh-CN");
    buf_text(buf, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"robots\" content=\"noindex\">\n<title>");
    frame_word(buf, page, title);
    buf_text(buf, "</title>\n<link rel=\"icon\" href=\"/static/icon.svg\" type=\"image/svg+xml\">\n"
                  "<link rel=\"stylesheet\" href=\"/static/track.css\">\n"
                  "<link rel=\"stylesheet\" href=\"/print.css\" media=\"print\">\n"
                  "<script src=\"/static/portal.js\" defer></script>\n</head>\n<body>\n");
    write_top(buf, page);
    buf_text(buf, "<h1>");
    frame_word(buf, page, title);
    buf_text(buf, "</h1>\n");
}

static void write_link(Buf *buf, const PortalPage *page, const char *path, PortalWord word)
{
    buf_format(buf, "<a href=\"%s", path);
    frame_language(buf, page, false);
    buf_text(buf, "\">");
    frame_word(buf, page, word);
    buf_text(buf, "</a>");
}

void frame_foot(Buf *buf, const PortalPage *page)
{
    buf_text(buf, "</main>\n<footer>");
    if (page->visitor) {
        write_link(buf, page, "/my", PORTAL_MINE);
        buf_text(buf, " · ");
    }
    write_link(buf, page, "/", PORTAL_TRACK);
    buf_text(buf, " · ");
    write_link(buf, page, "/k", PORTAL_HELP);
    if (page->hotline) {
        buf_text(buf, " · ");
        frame_word(buf, page, PORTAL_HOTLINE);
        buf_char(buf, ' ');
        html_text(buf, page->hotline);
    }
    buf_text(buf, "</footer>\n</body>\n</html>\n");
}

void frame_input(Buf *buf, const PortalPage *page, const FrameInput *input)
{
    buf_format(buf, "<label for=\"%s\">", input->name);
    frame_word(buf, page, input->label);
    buf_format(buf, "</label><input id=\"%s\" name=\"%s\" %s", input->name, input->name,
               input->attributes);
    if (input->wrong) buf_text(buf, " aria-invalid=\"true\" aria-describedby=\"wrong\"");
    buf_text(buf, " value=\"");
    html_text(buf, input->value);
    buf_text(buf, "\">\n");
}

void frame_button(Buf *buf, const PortalPage *page, PortalWord word)
{
    buf_text(buf, "<button>");
    frame_word(buf, page, word);
    buf_text(buf, "</button></form>\n");
}
