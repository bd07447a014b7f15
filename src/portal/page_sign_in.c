#include "base/html.h"
#include "portal/page_frame.h"

static void write_error(Buf *buf, const PortalPage *page, PortalWord word)
{
    buf_text(buf, "<p class=\"error\" id=\"wrong\" role=\"alert\">");
    frame_word(buf, page, word);
    buf_text(buf, "</p>");
}

static void write_contact(Buf *buf, const SignInPage *sign)
{
    const PortalPage *page = &sign->page;
    buf_text(buf, "<form method=\"post\" action=\"/my/code");
    frame_language(buf, page, false);
    frame_purpose(buf, page, "&amp;");
    buf_text(buf, "\"><p>");
    frame_word(buf, page, PORTAL_SIGN_IN_WHY);
    buf_text(buf, "</p>\n");
    frame_input(buf, page,
                &(FrameInput){.name = "contact",
                              .attributes = "required maxlength=\"254\" autocomplete=\"tel\" "
                                            "autocapitalize=\"none\" spellcheck=\"false\"",
                              .value = sign->contact,
                              .label = PORTAL_CONTACT,
                              .wrong = sign->wrong});
    if (sign->wrong) write_error(buf, page, PORTAL_CONTACT_WRONG);
    frame_button(buf, page, PORTAL_SEND);
}

static void write_code(Buf *buf, const SignInPage *sign)
{
    const PortalPage *page = &sign->page;
    buf_text(buf, "<form method=\"post\" action=\"/my/session");
    frame_language(buf, page, false);
    frame_purpose(buf, page, "&amp;");
    buf_text(buf, "\"><p role=\"status\">");
    frame_word(buf, page, sign->again_ms == NONE ? PORTAL_SENT : PORTAL_SENT_LAST);
    if (sign->again_ms != NONE) {
        buf_char(buf, ' ');
        frame_word(buf, page, PORTAL_SENT_AGAIN);
        buf_char(buf, ' ');
        html_instant(buf, sign->again_ms, page->zone);
    }
    buf_text(buf, "</p>\n<input type=\"hidden\" name=\"challenge\" value=\"");
    html_text(buf, sign->challenge);
    buf_text(buf, "\">");
    frame_input(buf, page,
                &(FrameInput){.name = "code",
                              .attributes =
                                  "required inputmode=\"numeric\" maxlength=\"10\" "
                                  "pattern=\"[0-9]{6,10}\" autocomplete=\"one-time-code\" "
                                  "autofocus",
                              .label = PORTAL_CODE,
                              .wrong = sign->wrong});
    if (sign->wrong) write_error(buf, page, PORTAL_CODE_WRONG);
    frame_button(buf, page, PORTAL_SIGN_IN);
    buf_text(buf, "<p><a href=\"/my");
    frame_language(buf, page, false);
    frame_purpose(buf, page, "&amp;");
    buf_text(buf, "\">");
    frame_word(buf, page, PORTAL_AGAIN);
    buf_text(buf, "</a></p>\n");
}

void portal_sign_in_write(Buf *buf, const SignInPage *sign)
{
    frame_head(buf, &sign->page, PORTAL_MINE);
    if (sign->challenge)
        write_code(buf, sign);
    else
        write_contact(buf, sign);
    frame_foot(buf, &sign->page);
}
