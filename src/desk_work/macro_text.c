#include <string.h>

#include "access/person.h"
#include "access/setting.h"
#include "base/instant.h"
#include "base/text.h"
#include "desk_work/macro.h"

static const char *ticket_no(Ctx *ctx, const Ticket *ticket)
{
    (void)ctx;
    return ticket->no;
}

static const char *ticket_subject(Ctx *ctx, const Ticket *ticket)
{
    (void)ctx;
    return ticket->subject;
}

static const char *contact_name(Ctx *ctx, const Ticket *ticket)
{
    (void)ctx;
    return ticket->contact_name;
}

static const char *waybill_no(Ctx *ctx, const Ticket *ticket)
{
    const TicketWaybill *waybills = ticket->waybills.items;
    (void)ctx;
    return ticket->waybills.count ? waybills[0].no : NULL;
}

static const char *agent_login(Ctx *ctx, const Ticket *ticket)
{
    (void)ticket;
    return ctx_login(ctx);
}

static const char *company(Ctx *ctx, const Ticket *ticket)
{
    (void)ticket;
    return setting_text(ctx, SETTING_NAMED_COMPANY);
}

static const char *hotline(Ctx *ctx, const Ticket *ticket)
{
    (void)ticket;
    return setting_text(ctx, SETTING_NAMED_HOTLINE);
}

static const char *today(Ctx *ctx, const Ticket *ticket)
{
    int year, month, day;
    (void)ticket;
    date_parts(instant_date(ctx_now(ctx), setting_text(ctx, SETTING_NAMED_ZONE)), &year, &month,
               &day);
    return arena_format(ctx->arena, "%04d-%02d-%02d", year, month, day);
}

/* What may stand in braces, masked as the ticket shows it. What is not known leaves nothing. */
static const struct Placeholder {
    const char *name;
    const char *(*value)(Ctx *ctx, const Ticket *ticket);
    Personal personal;
} placeholders[] = {{"ticket_no", ticket_no, PERSONAL_NO},
                    {"ticket_subject", ticket_subject, PERSONAL_WORDS},
                    {"contact_name", contact_name, PERSONAL_NAME},
                    {"waybill_no", waybill_no, PERSONAL_NO},
                    {"agent", agent_login, PERSONAL_NO},
                    {"company", company, PERSONAL_NO},
                    {"hotline", hotline, PERSONAL_NO},
                    {"today", today, PERSONAL_NO}};

enum { PLACEHOLDERS = sizeof placeholders / sizeof *placeholders };
_Static_assert((int)PLACEHOLDERS == (int)MACRO_PLACEHOLDERS,
               "who asks for empty ones has room for all");

/* The length of a name in braces that begins at `at`, which is a brace; 0 where none does. */
static size_t name_length(const char *at)
{
    size_t length = strspn(at + 1, "abcdefghijklmnopqrstuvwxyz_");
    return at[1 + length] == '}' ? length : 0;
}

static const struct Placeholder *placeholder_of(const char *name, size_t length)
{
    for (size_t i = 0; i < PLACEHOLDERS; i++)
        if (strlen(placeholders[i].name) == length &&
            strncmp(placeholders[i].name, name, length) == 0)
            return &placeholders[i];
    return NULL;
}

/* The length of what somebody may have meant as a placeholder: to its end, or of some of it. */
static size_t written_length(const char *at)
{
    size_t some = text_prefix(at, 40), end = strcspn(at, "}\n");
    return end >= some ? some : end + (at[end] == '}');
}

const char *macro_text_wrong(const char *text, size_t *length)
{
    for (const char *at = text; at && (at = strchr(at, '{')); at++) {
        size_t name = name_length(at);
        if (name && placeholder_of(at + 1, name)) continue;
        *length = written_length(at);
        return at;
    }
    return NULL;
}

Status macro_text_check(Ctx *ctx, const char *field, const char *text)
{
    size_t length = 0;
    const char *at = macro_text_wrong(text, &length);
    if (!at) return OK;
    Status s = fail_field(ctx, field, "there is no placeholder %.*s, at byte %zu", (int)length, at,
                          (size_t)(at - text) + 1);
    problem_hint(ctx, "there are ticket_no, ticket_subject, contact_name, waybill_no, agent, "
                      "company, hotline and today");
    return s;
}

static void add_value(Ctx *ctx, Buf *buf, const struct Placeholder *of, const Ticket *ticket)
{
    const char *value = of->value(ctx, ticket);
    if (!value) return;
    if (of->personal != PERSONAL_NO && !ctx_may(ctx, PERSONAL_READ))
        mask_text(buf, of->personal, value);
    else
        buf_text(buf, value);
}

Status macro_text_fill(Ctx *ctx, const char *text, const Ticket *ticket, const char **out)
{
    Buf buf;
    const char *from = text, *at;
    *out = NULL;
    if (!text) return OK;
    buf_init(&buf, ctx->arena);
    while ((at = strchr(from, '{'))) {
        size_t length = name_length(at);
        const struct Placeholder *found = length ? placeholder_of(at + 1, length) : NULL;
        const char *end = found ? at + length + 2 : at + 1;
        buf_add(&buf, from, (size_t)((found ? at : end) - from));
        if (found) add_value(ctx, &buf, found, ticket);
        from = end;
    }
    buf_add(&buf, from, strlen(from) + 1);
    *out = buf.data;
    return buf_check(ctx, &buf);
}

static bool is_among(const Texts *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (names->items[i] == name) return true;
    return false;
}

void macro_text_empty(Ctx *ctx, const char *text, const Ticket *ticket, Texts *names)
{
    for (const char *at = text; at && (at = strchr(at, '{')); at++) {
        size_t length = name_length(at);
        const struct Placeholder *found = length ? placeholder_of(at + 1, length) : NULL;
        const char *value = found ? found->value(ctx, ticket) : NULL;
        if (!found || (value && *value) || is_among(names, found->name)) continue;
        names->items[names->count++] = found->name;
    }
}
