#include "knowledge/knowledge_page.h"

#include "base/html.h"
#include "pledge/pledge_page.h"

/* Every text of these pages: constant, Chinese, English. */
#define PAGE_WORDS(X)                                                                              \
    X(WORD_HELP, "帮助与服务说明", "Help and service terms")                                       \
    X(WORD_OTHER_LANGUAGE, "English", "中文")                                                      \
    X(WORD_ARTICLE, "常见问题", "Common questions")                                                \
    X(WORD_STANDARD, "服务标准", "Service standards")                                              \
    X(WORD_STATEMENT, "服务说明", "Service statement")                                             \
    X(WORD_IN_FORCE, "自以下时间起有效：", "In force from ")                                       \
    X(WORD_UNTIL, "，至：", " until ")                                                             \
    X(WORD_HELPED, "这篇内容有帮助吗？", "Did this help?")                                         \
    X(WORD_YES, "有帮助", "Yes")                                                                   \
    X(WORD_NO, "没有帮助", "No")                                                                   \
    X(WORD_THANKS, "谢谢您的反馈。", "Thank you.")                                                 \
    X(WORD_TRACK, "查询快件", "Track a parcel")                                                    \
    X(WORD_NONE, "暂无内容。", "There is nothing yet.")                                            \
    X(WORD_HOTLINE, "客服电话", "Customer service")

typedef enum Word {
#define WORD_CONSTANT_(constant, zh, en) constant,
    PAGE_WORDS(WORD_CONSTANT_)
#undef WORD_CONSTANT_
} Word;

static const char *const words[][2] = {
#define WORD_ROW_(constant, zh, en) {zh, en},
    PAGE_WORDS(WORD_ROW_)
#undef WORD_ROW_
};

static const char *word(const ArticlePage *page, Word which)
{
    return words[which][page->language == ARTICLE_EN];
}

static const char *language_code(const ArticlePage *page, bool other)
{
    return (page->language == ARTICLE_EN) != other ? "en" : "zh";
}

static void write_head(Buf *buf, const ArticlePage *page)
{
    buf_format(buf, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
               page->language == ARTICLE_EN ? "en" : "zh-CN");
    buf_text(buf,
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    html_text(buf, page->article ? page->article->title : word(page, WORD_HELP));
    buf_text(buf, "</title>\n<link rel=\"icon\" href=\"/static/icon.svg\" type=\"image/svg+xml\">\n"
                  "<link rel=\"stylesheet\" href=\"/static/track.css\">\n"
                  "<link rel=\"stylesheet\" href=\"/print.css\" media=\"print\">\n</head>\n<body>\n"
                  "<header><a class=\"brand\" href=\"/k?lang=");
    buf_format(buf, "%s\">", language_code(page, false));
    html_text(buf, page->company);
    buf_format(buf, "</a><a class=\"language\" href=\"?lang=%s\" lang=\"%s\">",
               language_code(page, true), language_code(page, true));
    html_text(buf, word(page, WORD_OTHER_LANGUAGE));
    buf_text(buf, "</a></header>\n<main>\n");
}

static void write_foot(Buf *buf, const ArticlePage *page)
{
    buf_format(buf, "</main>\n<footer><a href=\"/?lang=%s\">", language_code(page, false));
    html_text(buf, word(page, WORD_TRACK));
    buf_text(buf, "</a>");
    if (page->hotline) {
        buf_text(buf, " · ");
        html_text(buf, word(page, WORD_HOTLINE));
        buf_char(buf, ' ');
        html_text(buf, page->hotline);
    }
    buf_text(buf, "</footer>\n</body>\n</html>\n");
}

static void write_in_force(Buf *buf, const ArticlePage *page)
{
    const Article *article = page->article;
    buf_text(buf, " · ");
    html_text(buf, word(page, WORD_IN_FORCE));
    html_instant(buf, article->effective_from, page->zone);
    if (article->effective_to == NONE) return;
    html_text(buf, word(page, WORD_UNTIL));
    html_instant(buf, article->effective_to, page->zone);
}

/* Of what binds the company: which version, and when it is in force. What was shipped is in force
 * from the beginning of time: that says nothing. */
static void write_validity(Buf *buf, const ArticlePage *page)
{
    const Article *article = page->article;
    if (article->kind == ARTICLE_ARTICLE) return;
    buf_text(buf, "<p class=\"validity\">");
    buf_format(buf, page->language == ARTICLE_EN ? "Version %lld" : "第 %lld 版",
               (long long)article->number);
    if (article->effective_from > 0 || article->effective_to != NONE) write_in_force(buf, page);
    buf_text(buf, "</p>\n");
}

static void write_answer(Buf *buf, const ArticlePage *page, const char *value, Word label)
{
    buf_format(buf, "<button name=\"helpful\" value=\"%s\">", value);
    html_text(buf, word(page, label));
    buf_text(buf, "</button>");
}

static void write_feedback(Buf *buf, const ArticlePage *page)
{
    if (page->thanked) {
        buf_text(buf, "<p role=\"status\">");
        html_text(buf, word(page, WORD_THANKS));
        buf_text(buf, "</p>\n");
        return;
    }
    buf_text(buf, "<form class=\"feedback\" method=\"post\" action=\"/k/");
    html_url(buf, page->article->code);
    buf_format(buf, "?lang=%s\"><p>", language_code(page, false));
    html_text(buf, word(page, WORD_HELPED));
    buf_text(buf, "</p>");
    write_answer(buf, page, "yes", WORD_YES);
    write_answer(buf, page, "no", WORD_NO);
    buf_text(buf, "</form>\n");
}

static void write_article(Buf *buf, const ArticlePage *page)
{
    const Article *article = page->article;
    buf_format(buf, "<section class=\"article\" lang=\"%s\"><h1>",
               name_of(article_languages, article->language));
    html_text(buf, article->title);
    buf_text(buf, "</h1>\n");
    write_validity(buf, page);
    buf_text(buf, article->html);
    buf_text(buf, "</section>\n");
    pledge_page_write(buf, page->pledges.items, page->pledges.count,
                      article->language == ARTICLE_EN);
    write_feedback(buf, page);
}

static void write_kind(Buf *buf, const ArticlePage *page, ArticleKind kind, Word title)
{
    bool begun = false;
    for (size_t i = 0; i < page->article_count; i++) {
        const Article *article = &page->articles[i];
        if (article->kind != (int64_t)kind) continue;
        if (!begun) {
            buf_text(buf, "<section><h2>");
            html_text(buf, word(page, title));
            buf_text(buf, "</h2><ul>\n");
        }
        begun = true;
        buf_text(buf, "<li><a href=\"/k/");
        html_url(buf, article->code);
        buf_format(buf, "?lang=%s\">", language_code(page, false));
        html_text(buf, article->title);
        buf_text(buf, "</a></li>\n");
    }
    if (begun) buf_text(buf, "</ul></section>\n");
}

static void write_list(Buf *buf, const ArticlePage *page)
{
    buf_text(buf, "<h1>");
    html_text(buf, word(page, WORD_HELP));
    buf_text(buf, "</h1>\n");
    write_kind(buf, page, ARTICLE_ARTICLE, WORD_ARTICLE);
    write_kind(buf, page, ARTICLE_STANDARD, WORD_STANDARD);
    write_kind(buf, page, ARTICLE_STATEMENT, WORD_STATEMENT);
    if (page->article_count) return;
    buf_text(buf, "<section><p>");
    html_text(buf, word(page, WORD_NONE));
    buf_text(buf, "</p></section>\n");
}

void article_page_write(Buf *buf, const ArticlePage *page)
{
    write_head(buf, page);
    if (page->article)
        write_article(buf, page);
    else
        write_list(buf, page);
    write_foot(buf, page);
}
