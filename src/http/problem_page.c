#include "http/problem_page.h"

#include <string.h>

#include "base/html.h"

typedef struct Said {
    int from; /* the HTTP status, or the lowest of those that are said like this */
    const char *zh, *en;
} Said;

/* The last whose `from` is not above the status. */
static const Said said[] = {
    {400, "提交的内容有问题，没有收下。请返回检查后重试。",
     "Something in what was sent is wrong, and it was not taken. Please go back and check it."},
    {401, "请先登录。", "Please sign in first."},
    {403, "不能这样做。", "That is not allowed."},
    {404, "没有这个页面，或者它不是给您看的。",
     "There is no such page, or it is not yours to see."},
    {405, "不能这样打开这个页面。", "This page cannot be asked for like that."},
    {409, "这一步现在做不了：同样的事已经登记过，或情况已经变化。请返回查看后再试。",
     "That cannot be done now: the same is there already, or something has changed. Please go back "
     "and look."},
    {412, "内容已被他人修改，请返回刷新后重试。",
     "It was changed in the meantime. Please go back, look again, and try once more."},
    {413, "内容太大或太多，没有收下。请减少后重试。",
     "That is too much, and it was not taken. Please send less."},
    {414, "提交的内容有问题，没有收下。请返回检查后重试。",
     "Something in what was sent is wrong, and it was not taken. Please go back and check it."},
    {429, "请求太频繁，请稍后再试。", "Too many requests. Please try again later."},
    {431, "请求的内容太长。", "What was sent is too long."},
    {500, "系统暂时出了问题，没有保存。请稍后再试。",
     "Something went wrong here, and nothing was kept. Please try again later."},
};

static const Said *said_of(int http_status)
{
    const Said *found = said;
    for (size_t i = 1; i < sizeof said / sizeof *said; i++)
        if (said[i].from <= http_status) found = &said[i];
    return found;
}

/* "/my/ask/claim" leads back to "/my"; what lies below /api to the front page. */
static void write_back(Buf *buf, const char *path)
{
    const char *end = path && *path == '/' ? strchr(path + 1, '/') : NULL;
    size_t length = end ? (size_t)(end - path) : 1;
    char first[32] = "/";
    if (length < sizeof first && end && strncmp(path, "/api", 4) != 0) {
        memcpy(first, path, length);
        first[length] = '\0';
    }
    buf_text(buf, "<p><a href=\"");
    html_text(buf, first);
    buf_text(buf, "\">返回 / Back</a></p>\n");
}

void problem_page(Buf *buf, const ProblemPage *page)
{
    const Said *words = said_of(page->http_status);
    buf_text(buf, "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"robots\" content=\"noindex\">\n<title>");
    html_text(buf, words->zh);
    buf_text(buf, "</title>\n<link rel=\"icon\" href=\"/static/icon.svg\" type=\"image/svg+xml\">\n"
                  "<link rel=\"stylesheet\" href=\"/static/track.css\">\n</head>\n"
                  "<body>\n<main>\n<h1 role=\"alert\">");
    html_text(buf, words->zh);
    buf_text(buf, "</h1>\n<p lang=\"en\">");
    html_text(buf, words->en);
    buf_text(buf, "</p>\n");
    if (page->retry_s)
        buf_format(buf, "<p>%u 秒后可以再试。 <span lang=\"en\">Again in %u s.</span></p>\n",
                   page->retry_s, page->retry_s);
    write_back(buf, page->path);
    buf_text(buf, "</main>\n</body>\n</html>\n");
}
