#include "complaint/form.h"

#include <stdlib.h>
#include <string.h>

#include "access/audit.h"
#include "access/outlet.h"
#include "access/page.h"
#include "access/person.h"
#include "access/setting.h"
#include "base/instant.h"
#include "complaint/form_store.h"
#include "desk/entry.h"
#include "waybill/waybill.h"

enum { VALUE_MAX_BYTES = 8000 };

static Status bad_value(Ctx *ctx, const char *name, const char *says)
{
    const char *path = arena_format(ctx->arena, "values.%.60s", name);
    return path ? fail_field(ctx, path, "%s", says) : no_memory(ctx);
}

static bool is_number(const char *text)
{
    char *end;
    double value = strtod(text, &end);
    return end != text && !*end && value >= -1e15 && value <= 1e15;
}

static bool is_phone(const char *text)
{
    size_t length = strlen(text);
    return length >= 3 && length <= 40 && strspn(text, "0123456789+-() ") == length;
}

static Status check_value(Ctx *ctx, const FormLine *line, const char *value)
{
    int64_t day;
    if (strlen(value) > VALUE_MAX_BYTES) return bad_value(ctx, line->name, "is too long");
    if (line->input == FORM_DATE && *value && date_parse(ctx, value, strlen(value), &day))
        return bad_value(ctx, line->name, "expected a date: 2026-11-22");
    if (line->input == FORM_NUMBER && *value && !is_number(value))
        return bad_value(ctx, line->name, "expected a number");
    if (line->input == FORM_PHONE && *value && !is_phone(value))
        return bad_value(ctx, line->name, "expected a phone number");
    return OK;
}

static Status check_values(Ctx *ctx, const FormLayout *layout, const Texts *values)
{
    for (size_t i = 0; i + 1 < values->count; i += 2) {
        const FormLine *line = form_line(layout, values->items[i]);
        if (!line) return bad_value(ctx, values->items[i], "the form has no such line");
        Status s = check_value(ctx, line, values->items[i + 1]);
        if (s) return s;
    }
    return OK;
}

/* --- beginning one --- */

/* Whose papers it belongs to: the outlet given, else the ticket's, the parcel's, the person's. */
static Status find_about(Ctx *ctx, const FormChange *in, Form *form)
{
    Ticket ticket = {0};
    Waybill parcel;
    if (!in->ticket_id && !in->waybill_id && !in->outlet)
        return fail_field(ctx, "ticket_id", "a form is about a ticket, a parcel or an outlet");
    Status s = in->ticket_id ? ticket_find(ctx, in->ticket_id, &ticket) : OK;
    if (s == NOT_FOUND) return fail_field(ctx, "ticket_id", "there is no such ticket");
    if (s) return s;
    form->outlet_id = ticket.outlet_id;
    s = in->waybill_id ? waybill_find_id(ctx, in->waybill_id, &parcel) : OK;
    if (s == NOT_FOUND) return fail_field(ctx, "waybill_id", "there is no such parcel");
    if (s) return s;
    if (in->waybill_id && !form->outlet_id) form->outlet_id = parcel.facts.outlet_id;
    if (in->outlet) form->outlet_id = outlet_id_of(ctx, in->outlet);
    if (in->outlet && (!form->outlet_id || !outlet_visible(ctx, form->outlet_id)))
        return fail_field(ctx, "outlet", "there is no outlet %s", in->outlet);
    if (!form->outlet_id || !outlet_visible(ctx, form->outlet_id))
        form->outlet_id = scope_outlet(ctx);
    return OK;
}

static Status find_number(Ctx *ctx, const FormLayout *layout, Form *form)
{
    int64_t count;
    int year, month, date;
    int64_t day = instant_date(form->created_at, setting_text(ctx, SETTING_NAMED_ZONE));
    Status s = form_store_number(ctx, layout->kind, day, &count);
    if (s) return s;
    date_parts(day, &year, &month, &date);
    form->no = arena_format(ctx->arena, "%s%04d%02d%02d-%04lld", layout->prefix, year, month, date,
                            (long long)count);
    return form->no ? OK : no_memory(ctx);
}

static Status log_it(Ctx *ctx, const Form *form, const char *what)
{
    TicketEdit edit;
    if (!form->ticket_id) return OK;
    const char *id = arena_format(ctx->arena, "%lld", (long long)form->id);
    if (!id) return no_memory(ctx);
    Status s = ticket_edit_merged(ctx, form->ticket_id, NONE, &edit);
    if (!s)
        s = ticket_entry_add_detail(ctx, &edit, ENTRY_FORM, ENTRY_INTERNAL, "what", what, "form",
                                    name_of(form_kinds, form->kind), "no", form->no, "form_id", id,
                                    NULL);
    edit.audited = true;
    return s ? s : ticket_save(ctx, &edit);
}

Status form_create(Ctx *ctx, const FormChange *in, Form *out)
{
    const FormLayout *layout = form_layout(in->kind);
    Form form = {.id = ctx_id(ctx),
                 .version = 1,
                 .kind = in->kind,
                 .layout = layout->layout,
                 .ticket_id = in->ticket_id,
                 .waybill_id = in->waybill_id,
                 .values = in->values,
                 .created_at = ctx_now(ctx),
                 .created_by = ctx->who ? ctx->who->id : 0,
                 .changed_at = ctx_now(ctx),
                 .signed_at = NONE};
    Status s = find_about(ctx, in, &form);
    if (!s) s = check_values(ctx, layout, &form.values);
    if (!s) s = find_number(ctx, layout, &form);
    if (!s) s = form_store_insert(ctx, &form);
    if (!s) s = log_it(ctx, &form, "filled_in");
    if (!s) s = audit_write(ctx, "form.create", "form", form.id, NULL);
    return s ? s : form_find(ctx, form.id, out);
}

/* --- and going on --- */

Status form_find(Ctx *ctx, int64_t id, Form *out)
{
    Status s = form_store_find(ctx, id, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no such form") : s;
}

static Status find_open(Ctx *ctx, int64_t id, int64_t version, Form *out)
{
    Status s = form_find(ctx, id, out);
    if (s) return s;
    if (out->version != version)
        return fail(ctx, STALE, "form %s is at version %lld, not %lld", out->no,
                    (long long)out->version, (long long)version);
    return out->signed_at == NONE ? OK : fail(ctx, CONFLICT, "form %s is signed", out->no);
}

static Status write(Ctx *ctx, Form *form, const char *action)
{
    bool written = false;
    form->version++;
    form->changed_at = ctx_now(ctx);
    Status s = form_store_update(ctx, form, &written);
    if (!s && !written) s = fail(ctx, STALE, "form %s was changed by someone else", form->no);
    return s ? s : audit_write(ctx, action, "form", form->id, NULL);
}

Status form_change(Ctx *ctx, int64_t id, int64_t version, const Texts *values, Form *out)
{
    Form form;
    Texts given = *values;
    Status s = find_open(ctx, id, version, &form);
    if (!s && !ctx_may(ctx, PERSONAL_READ)) s = form_unmask(ctx, &form, values, &given);
    if (!s) s = check_values(ctx, form_layout(form.kind), &given);
    if (s) return s;
    form.values = given;
    s = write(ctx, &form, "form.change");
    return s ? s : form_find(ctx, id, out);
}

Status form_sign(Ctx *ctx, int64_t id, int64_t version, Form *out)
{
    Form form;
    Status s = find_open(ctx, id, version, &form);
    if (s) return s;
    if (!ctx->who) return fail(ctx, FORBIDDEN, "a form is signed by somebody");
    for (const FormLine *line = form_layout(form.kind)->table; line->name; line++) {
        const char *value = map_value(&form.values, line->name);
        if (line->required && (!value || !*value))
            return bad_value(ctx, line->name, "must be filled in before the form is signed");
    }
    form.signed_at = ctx_now(ctx);
    form.signed_by = ctx->who->id;
    form.signer = ctx->who->login;
    s = write(ctx, &form, "form.sign");
    if (!s) s = log_it(ctx, &form, "signed");
    return s ? s : form_find(ctx, id, out);
}

Status form_list(Ctx *ctx, const FormFilter *filter, List *out, const char **next)
{
    FormSearch search = {.ticket_id = filter->ticket_id,
                         .waybill_id = filter->waybill_id,
                         .limit = page_limit(filter->limit) + 1};
    const int about =
        (filter->ticket_id != 0) + (filter->waybill_id != 0) + (filter->outlet != NULL);
    if (about > 1)
        return fail_field(ctx, "ticket_id", "say one of them: a ticket, a parcel or an outlet");
    if (filter->outlet && !(search.outlet_id = outlet_id_of(ctx, filter->outlet)))
        return fail_field(ctx, "outlet", "there is no outlet %s", filter->outlet);
    Status s = page_start(ctx, filter->cursor, about ? 0 : INT64_MAX, &search.after);
    if (!s)
        s = about ? form_store_list(ctx, &search, out)
                  : form_store_newest(ctx, search.after, search.limit, out);
    return s ? s : page_end(ctx, out, search.limit - 1, &form_shape, next);
}
