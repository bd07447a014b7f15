/* knowledge_page.h -- the public pages of articles: a pure function to HTML, for screen and print.
 */
#pragma once

#include "base/buf.h"
#include "knowledge/knowledge.h"
#include "pledge/pledge.h"

typedef struct ArticlePage {
    int64_t language;                     /* of the page around the article */
    const char *company, *hotline, *zone; /* hotline NULL: not shown */
    const Article *article;               /* NULL: the list of all */
    const Article *articles;
    size_t article_count;
    bool thanked; /* feedback was just given */
    List pledges; /* of Pledge: beside a statement */
} ArticlePage;

/* Appends the whole document. */
void article_page_write(Buf *buf, const ArticlePage *page);
