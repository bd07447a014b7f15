#include "base/html.h"
#include "base/instant.h"
#include "complaint/form.h"

static void write_head(Buf *out, const Form *form, const char *title, bool zh)
{
    buf_format(out,
               "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
               zh ? "zh-CN" : "en");
    html_text(out, title);
    buf_char(out, ' ');
    html_text(out, form->no);
    buf_text(out,
             "</title>\n<link rel=\"stylesheet\" href=\"/static/form.css\">\n"
             "<link rel=\"stylesheet\" href=\"/print.css\" media=\"print\">\n</head>\n<body>\n");
}

static const char *value_of(const Form *form, const char *name)
{
    const char *value = map_value(&form->values, name);
    return value ? value : "";
}

/* Paper is read by whoever has it in hand: phones and other contact details are masked on it,
 * whoever prints. */
static Personal kind_of(const FormLine *line, const View *view)
{
    if (!view || !view->unmask) return form_line_personal(line);
    return line->input == FORM_PHONE ? PERSONAL_PHONE : PERSONAL_WORDS;
}

static void write_value(Buf *out, Personal kind, const char *value)
{
    Buf masked;
    buf_init(&masked, out->arena);
    mask_text(&masked, kind, value);
    if (masked.length) html_text(out, masked.data);
    out->failed |= masked.failed;
}

static void write_line(Buf *out, const Form *form, const FormLine *line, bool zh, const View *view)
{
    buf_format(out, "<tr class=\"%s\"><th scope=\"row\">", name_of(form_inputs, line->input));
    html_text(out, zh ? line->name_zh : line->name_en);
    buf_text(out, "</th><td>");
    write_value(out, kind_of(line, view), value_of(form, line->name));
    buf_text(out, "</td></tr>\n");
}

static void write_instant(Buf *out, int64_t at, const View *view)
{
    if (at != NONE) instant_format_minute(out, at, view && view->zone ? view->zone : "Z");
}

static void write_foot(Buf *out, const Form *form, bool zh, const View *view)
{
    buf_text(out, "</tbody></table>\n<footer><p>");
    buf_text(out, zh ? "填写时间: " : "Filled in: ");
    write_instant(out, form->created_at, view);
    buf_text(out, zh ? "</p><p>签字: " : "</p><p>Signed: ");
    html_text(out, form->signer);
    buf_char(out, ' ');
    write_instant(out, form->signed_at, view);
    buf_text(out, "</p></footer>\n</body>\n</html>\n");
}

void form_print(Buf *out, const Form *form, const char *company, bool zh, const View *view)
{
    const FormLayout *layout = form_layout(form->kind);
    const char *title = zh ? layout->name_zh : layout->name_en;
    write_head(out, form, title, zh);
    buf_text(out, "<header><p>");
    html_text(out, company);
    buf_text(out, "</p><h1>");
    html_text(out, title);
    buf_text(out, zh ? "</h1><p>编号: " : "</h1><p>No. ");
    html_text(out, form->no);
    if (form->outlet) {
        buf_text(out, zh ? " · 网点: " : " · Outlet: ");
        html_text(out, form->outlet);
    }
    buf_text(out, "</p></header>\n<table><tbody>\n");
    for (const FormLine *line = layout->table; line->name; line++)
        write_line(out, form, line, zh, view);
    write_foot(out, form, zh, view);
}
