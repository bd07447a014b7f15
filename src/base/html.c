#include "base/html.h"

#include <string.h>

#include "base/instant.h"

static const char *entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_text(Buf *buf, const char *text)
{
    while (text && *text) {
        size_t plain = strcspn(text, "&<>\"'");
        buf_add(buf, text, plain);
        text += plain;
        if (*text) buf_text(buf, entity(*text++));
    }
}

static bool is_unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-._~", c));
}

void html_instant(Buf *buf, int64_t at_ms, const char *zone)
{
    buf_text(buf, "<time datetime=\"");
    instant_format(buf, at_ms, zone);
    buf_text(buf, "\">");
    instant_format_minute(buf, at_ms, zone);
    buf_text(buf, "</time>");
}

void html_url(Buf *buf, const char *text)
{
    for (; text && *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (is_unreserved(c))
            buf_char(buf, *text);
        else
            buf_format(buf, "%%%02X", c);
    }
}
