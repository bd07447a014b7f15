#include <string.h>

#include "access/audit.h"
#include "complaint/form.h"
#include "desk/entry.h"

static const Field contact_fields[] = {
    FIELD_ID(FormContact, id, .doc = "The form"),
    FIELD_MAP(FormContact, values, .max = FORM_LINES_MAX, .doc = "What was filled in, in clear"),
    FIELD_END};
const Shape form_contact_shape =
    SHAPE(FormContact, contact_fields, "A form, not masked: it was asked for");

Personal form_line_personal(const FormLine *line)
{
    return line && line->personal != PERSONAL_NO ? line->personal : PERSONAL_WORDS;
}

Status form_mask(Ctx *ctx, const View *view, Form *form)
{
    const FormLayout *layout = form_layout(form->kind);
    const size_t count = form->values.count;
    if (view && view->unmask) return OK;
    const char **values = ARENA_ARRAY(ctx->arena, count, const char *);
    if (!values) return no_memory(ctx);
    if (count) memcpy(values, form->values.items, count * sizeof *values);
    form->values = (Texts){values, count};
    Status s = OK;
    for (size_t i = 0; !s && i + 1 < count; i += 2) {
        Personal personal = form_line_personal(form_line(layout, values[i]));
        Buf masked;
        if (personal == PERSONAL_WORDS) continue; /* as all words are, where they are written */
        buf_init(&masked, ctx->arena);
        mask_text(&masked, personal, values[i + 1]);
        s = buf_check(ctx, &masked);
        values[i + 1] = masked.data ? masked.data : "";
    }
    return s;
}

Status form_unmask(Ctx *ctx, const Form *form, const Texts *given, Texts *out)
{
    const FormLayout *layout = form_layout(form->kind);
    const char **values = ARENA_ARRAY(ctx->arena, given->count, const char *);
    if (!values) return no_memory(ctx);
    if (given->count) memcpy(values, given->items, given->count * sizeof *values);
    *out = (Texts){values, given->count};
    Status s = OK;
    for (size_t i = 0; !s && i + 1 < given->count; i += 2) {
        const char *kept = map_value(&form->values, values[i]);
        Buf masked;
        if (!kept) continue;
        buf_init(&masked, ctx->arena);
        mask_text(&masked, form_line_personal(form_line(layout, values[i])), kept);
        s = buf_check(ctx, &masked);
        if (!s && masked.data && strcmp(masked.data, values[i + 1]) == 0) values[i + 1] = kept;
    }
    return s;
}

Status form_contact(Ctx *ctx, int64_t id, const char *reason, FormContact *out)
{
    Form form;
    TicketEdit edit;
    Status s = form_find(ctx, id, &form);
    if (s) return s;
    if (!form.ticket_id)
        return fail(ctx, CONFLICT, "form %s is about no ticket, whose log keeps why", form.no);
    const char *const detail[] = {"no", form.no};
    Entry entry = ticket_entry_of(ENTRY_LOOKED, ENTRY_INTERNAL);
    entry.text = reason;
    entry.detail = (Texts){(const char **)detail, 2};
    s = ticket_edit_merged(ctx, form.ticket_id, NONE, &edit);
    if (!s) s = ticket_entry_add(ctx, &edit, &entry);
    if (!s) s = audit_write(ctx, "form.contact", "form", id, NULL);
    *out = (FormContact){.id = id, .values = form.values};
    return s;
}
