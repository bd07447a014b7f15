#include "knowledge/markup.h"

#include "test.h"

static void check_html(T *t, const char *text, const char *html)
{
    Buf buf;
    buf_init(&buf, t->ctx->arena);
    buf_text(&buf, "");
    check_ok(t, markup_write(t->ctx, &buf, text));
    check_ok(t, buf_check(t->ctx, &buf));
    check_text(t, buf.data ? buf.data : "", html);
}

TEST(headings_paragraphs_and_lists_become_html)
{
    check_html(t, "", "");
    check_html(t, "# One\n### Three\n#none", "<h2>One</h2>\n<h4>Three</h4>\n<p>#none</p>\n");
    check_html(t, "a\nb\n\nc", "<p>a<br>\nb</p>\n<p>c</p>\n");
    check_html(t, "text\n- a\n* b\nafter",
               "<p>text</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
               "<p>after</p>\n");
    check_html(t, "1. a\n2. b\n", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n");
    check_html(t, "**b** and **c", "<p><strong>b</strong> and **c</p>\n");
}

TEST(links_lead_to_the_web_only)
{
    check_html(t, "[a **b**](https://e.com/?x=1&y=2)!",
               "<p><a rel=\"noopener\" href=\"https://e.com/?x=1&amp;y=2\">a "
               "<strong>b</strong></a>!</p>\n");
    check_html(t, "[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>\n");
    check_html(t, "[a](https://e.com \"t\")", "<p>[a](https://e.com &quot;t&quot;)</p>\n");
    check_html(t, "[a](http://e.com", "<p>[a](http://e.com</p>\n");
    check_html(t, "[x [a](http://e.com)",
               "<p><a rel=\"noopener\" href=\"http://e.com\">x "
               "[a</a></p>\n");
    check_html(t, "[](http://e.com)", "<p>[](http://e.com)</p>\n");
}

TEST(no_html_comes_through_markup)
{
    check_html(t, "<script>alert('1')</script>",
               "<p>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</p>\n");
    check_html(t, "# <b>\n- <i>", "<h2>&lt;b&gt;</h2>\n<ul>\n<li>&lt;i&gt;</li>\n</ul>\n");
    check_html(t, "[<b>](https://e.com/'>)", "<p>[&lt;b&gt;](https://e.com/&#39;&gt;)</p>\n");
    check_html(t, "**<b>**", "<p><strong>&lt;b&gt;</strong></p>\n");
}
