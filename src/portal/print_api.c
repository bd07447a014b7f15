#include "access/right.h"
#include "access/setting.h"
#include "base/instant.h"
#include "portal/portal_slice.h"

/* A string of CSS: what is not a plain character is escaped by its number. */
static void write_string(Buf *buf, const char *text)
{
    buf_char(buf, '"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c < 0x20 || c == '"' || c == '\\' || c == 0x7f)
            buf_format(buf, "\\%x ", c);
        else
            buf_char(buf, (char)c);
    }
    buf_char(buf, '"');
}

/* A browser puts boxes beside each page of paper (CSS Paged Media 3); what stands in them cannot
 * come from the page, so it comes from here. The console says the date itself (--printed): it may
 * have been open for days. */
static Status print_css(Ctx *ctx, Request *req)
{
    Buf *buf = reply_with(req, 200, "text/css; charset=utf-8");
    if (!buf) return no_memory(ctx);
    reply_header(req, "Cache-Control", "no-cache");
    buf_text(buf, "@page{size:A4;margin:20mm 16mm 18mm;@top-left{content:");
    write_string(buf, setting_text(ctx, SETTING_NAMED_COMPANY));
    buf_text(buf, ";font:9pt sans-serif;color:#444}@top-right{content:var(--printed,\"");
    date_format(buf, instant_date(ctx_now(ctx), setting_text(ctx, SETTING_NAMED_ZONE)));
    buf_text(buf, "\");font:9pt sans-serif;color:#444}@bottom-right{content:counter(page)\" / \""
                  "counter(pages);font:9pt sans-serif;color:#444}}\n");
    return buf_check(ctx, buf);
}

static const Route routes[] = {
    {GET, "/print.css", .right = RIGHT_PUBLIC, .media = "text/css", .run = print_css,
     .doc = "What stands at the edges of each printed page: company, date, page number"},
    ROUTE_END};

const Slice portal_print_slice = {
    .name = "print", .doc = "What stands around printed pages", .routes = routes};
