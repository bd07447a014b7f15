#include <string.h>

#include "base/html.h"
#include "portal/page_frame.h"
#include "portal/request.h"

static void write_error(Buf *buf, const AskPage *ask)
{
    if (!ask->wrong) return;
    const PortalPage *page = &ask->page;
    bool no = strcmp(ask->wrong, "no") == 0, demanded = strcmp(ask->wrong, "demanded") == 0;
    bool name = strcmp(ask->wrong, "name") == 0, about = strcmp(ask->wrong, "about") == 0;
    buf_text(buf, "<p class=\"error\" id=\"wrong\" role=\"alert\">");
    if (no) {
        frame_word(buf, page, PORTAL_NOT_YOURS);
    } else {
        frame_word(buf, page, PORTAL_WRONG);
        frame_word(buf, page,
                   demanded ? PORTAL_DEMANDED
                   : name   ? PORTAL_NAME
                   : about  ? PORTAL_ABOUT
                            : PORTAL_DESCRIBE);
        if (demanded) buf_text(buf, ". ");
        if (demanded) frame_word(buf, page, PORTAL_AMOUNT_FORM);
    }
    buf_text(buf, "</p>\n");
}

static void write_choice(Buf *buf, const AskPage *ask, const Name *one)
{
    Language language = ask->page.language;
    bool chosen = ask->typed.about && strcmp(ask->typed.about, one->name) == 0;
    buf_format(buf, "<option value=\"%s\"%s>", one->name, chosen ? " selected" : "");
    html_text(buf, ask->claim ? request_loss_word(one->value, language)
                              : request_category_word(one->value, language));
    buf_text(buf, "</option>");
}

static void write_about(Buf *buf, const AskPage *ask)
{
    buf_text(buf, "<label for=\"about\">");
    frame_word(buf, &ask->page, PORTAL_ABOUT);
    buf_text(buf, "</label><select id=\"about\" name=\"about\" required>");
    const Shape *shape = ask->claim ? &request_claim_shape : &request_complaint_shape;
    for (const Name *one = shape_field(shape, "about")->names; one->name; one++)
        write_choice(buf, ask, one);
    buf_text(buf, "</select>\n<label for=\"description\">");
    frame_word(buf, &ask->page, PORTAL_DESCRIBE);
    buf_text(buf, "</label><textarea id=\"description\" name=\"description\" rows=\"5\" required "
                  "maxlength=\"4000\">");
    html_text(buf, ask->typed.description);
    buf_text(buf, "</textarea>\n");
}

static void write_promise(Buf *buf, const AskPage *ask)
{
    if (ask->answer_days == NONE) return;
    buf_text(buf, "<p>");
    buf_format(buf, portal_word(PORTAL_ANSWER_DAYS, ask->page.language),
               (long long)ask->answer_days);
    if (ask->answer_pauses) {
        buf_char(buf, ' ');
        frame_word(buf, &ask->page, PORTAL_ANSWER_PAUSES);
    }
    buf_text(buf, "</p>\n");
}

void portal_ask_write(Buf *buf, const AskPage *ask)
{
    const PortalPage *page = &ask->page;
    const char *wrong = ask->wrong ? ask->wrong : "";
    frame_head(buf, page, ask->claim ? PORTAL_CLAIM : PORTAL_COMPLAIN);
    buf_format(buf, "<form class=\"tall\" method=\"post\" action=\"/my/ask/%s",
               ask->claim ? "claim" : "complaint");
    frame_language(buf, page, false);
    buf_text(buf, "\">");
    write_promise(buf, ask);
    write_error(buf, ask);
    frame_input(buf, page,
                &(FrameInput){"no", "required maxlength=\"40\" autocomplete=\"off\"", ask->typed.no,
                              PORTAL_NUMBER, strcmp(wrong, "no") == 0});
    write_about(buf, ask);
    if (ask->claim)
        frame_input(buf, page,
                    &(FrameInput){"demanded", "required inputmode=\"decimal\" maxlength=\"12\"",
                                  ask->typed.demanded, PORTAL_DEMANDED,
                                  strcmp(wrong, "demanded") == 0});
    frame_input(buf, page,
                &(FrameInput){"name", "required maxlength=\"80\" autocomplete=\"name\"",
                              ask->typed.name, PORTAL_NAME, strcmp(wrong, "name") == 0});
    frame_button(buf, page, PORTAL_SUBMIT);
    frame_foot(buf, page);
}

void portal_standing_write(Buf *buf, const PortalPage *page, const char *no)
{
    frame_head(buf, page, PORTAL_CLAIM);
    buf_text(buf, "<section class=\"notice\" role=\"alert\"><p>");
    frame_word(buf, page, no ? PORTAL_STANDS : PORTAL_STANDS_OTHER);
    buf_text(buf, "</p>");
    if (no) {
        buf_text(buf, "<p><a href=\"/my/requests/");
        html_url(buf, no);
        frame_language(buf, page, false);
        buf_text(buf, "\">");
        frame_word(buf, page, PORTAL_REQUEST);
        buf_char(buf, ' ');
        html_text(buf, no);
        buf_text(buf, "</a></p>");
    }
    buf_text(buf, "</section>\n");
    frame_foot(buf, page);
}
