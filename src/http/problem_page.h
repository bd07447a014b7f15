/* problem_page.h -- what a browser is shown where a page cannot be given: words for people, in
 * Chinese and English, without scripts, in place of problem+json. */
#pragma once

#include "base/buf.h"

typedef struct ProblemPage {
    int http_status;
    unsigned retry_s; /* when to ask again; 0: not told */
    const char *path; /* what was asked for: its first segment leads back */
} ProblemPage;

/* Appends the page, whole. */
void problem_page(Buf *buf, const ProblemPage *page);
