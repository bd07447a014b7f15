#include "pledge/pledge_page.h"

#include "base/html.h"
#include "base/instant.h"
#include "insight/figure.h"

typedef struct PageWords {
    const char *title, *about, *kept, *missed, *too_few, *least, *most, *parcels, *tickets, *stop;
} PageWords;

static const PageWords words[] = {
    {.title = "承诺与兑现",
     .about = "每项承诺旁边是上一个完整统计期的实际结果。",
     .kept = "已达到",
     .missed = "未达到",
     .too_few = "此期间样本太少，不公布比率。",
     .least = "目标：不低于 ",
     .most = "目标：不高于 ",
     .parcels = " 件快件",
     .tickets = " 个工单",
     .stop = "："},
    {.title = "What we promise, and how it was kept",
     .about = "Beside each promise stands what came of it in the last whole period.",
     .kept = "Reached",
     .missed = "Not reached",
     .too_few = "Too few in this period to tell.",
     .least = "Target: at least ",
     .most = "Target: at most ",
     .parcels = " parcels",
     .tickets = " tickets",
     .stop = ": "},
};

static void write_target(Buf *buf, const Pledge *pledge, const Figure *figure, const PageWords *say)
{
    html_text(buf, figure->good == GOOD_LOW ? say->most : say->least);
    buf_format(buf, "%.4g%%", pledge->target * 100);
}

static void write_kept(Buf *buf, const Pledge *pledge, const Figure *figure, const PageWords *say)
{
    if (pledge->outcome == PLEDGE_TOO_FEW) {
        buf_text(buf, "<p class=\"kept\">");
        html_text(buf, say->too_few);
        buf_text(buf, "</p>\n");
        return;
    }
    bool kept = pledge->outcome == PLEDGE_KEPT;
    buf_format(buf, "<p class=\"kept %s\"><strong>%lld.%lld%%</strong> ", kept ? "good" : "bad",
               (long long)(pledge->tenths / 10), (long long)(pledge->tenths % 10));
    html_text(buf, kept ? say->kept : say->missed);
    buf_text(buf, " · ");
    write_target(buf, pledge, figure, say);
    buf_text(buf, "</p>\n");
}

static void write_day(Buf *buf, int64_t day)
{
    buf_text(buf, "<time>");
    date_format(buf, day);
    buf_text(buf, "</time>");
}

/* Of which days, out of how many, and what exactly was counted. */
static void write_basis(Buf *buf, const Pledge *pledge, const Figure *figure, bool english)
{
    const PageWords *say = &words[english];
    buf_text(buf, "<p class=\"basis\">");
    write_day(buf, pledge->from);
    buf_text(buf, " – ");
    write_day(buf, pledge->to);
    if (pledge->outcome != PLEDGE_TOO_FEW) {
        buf_format(buf, " · %lld", (long long)pledge->behind);
        html_text(buf, figure->share_of == SHARE_OF_TICKETS ? say->tickets : say->parcels);
    }
    buf_text(buf, "<br>");
    html_text(buf, english ? figure->title : figure->title_zh);
    html_text(buf, say->stop);
    html_text(buf, english ? figure->definition : figure->definition_zh);
    buf_text(buf, "</p>");
}

static void write_pledge(Buf *buf, const Pledge *pledge, bool english)
{
    const Figure *figure = figure_of(pledge->figure);
    if (!figure) return;
    buf_text(buf, "<li><p class=\"pledge\">");
    html_text(buf, english ? pledge->en : pledge->zh);
    buf_text(buf, "</p>\n");
    write_kept(buf, pledge, figure, &words[english]);
    write_basis(buf, pledge, figure, english);
    buf_text(buf, "</li>\n");
}

void pledge_page_write(Buf *buf, const Pledge *pledges, size_t count, bool english)
{
    if (count == 0) return;
    buf_format(buf, "<section class=\"pledges\" lang=\"%s\"><h2>", english ? "en" : "zh-CN");
    html_text(buf, words[english].title);
    buf_text(buf, "</h2>\n<p class=\"basis\">");
    html_text(buf, words[english].about);
    buf_text(buf, "</p>\n<ol>\n");
    for (size_t i = 0; i < count; i++)
        write_pledge(buf, &pledges[i], english);
    buf_text(buf, "</ol></section>\n");
}
