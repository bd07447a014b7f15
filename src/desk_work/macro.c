#include "desk_work/macro.h"

#include <string.h>

#include "access/audit.h"
#include "access/page.h"
#include "access/person.h"
#include "desk/entry.h"
#include "desk/team.h"
#include "desk_work/macro_store.h"

static const Name scopes[] = {{"own", MACRO_OWN, "Yours alone"},
                              {"team", MACRO_TEAM, "Of those in a team"},
                              {"all", MACRO_ALL, "Everybody's"},
                              {NULL, 0, NULL}};
const Name macro_languages[] = {
    {"zh", MACRO_ZH, "Chinese"}, {"en", MACRO_EN, "English"}, {NULL, 0, NULL}};

#define BODY                                                                                       \
    FIELD_ENUM(Macro, scope, scopes, .required = true, .doc = "Who may use it"),                   \
        FIELD_TEXT(Macro, team, .max = 32, .doc = "Code of the team whose it is"),                 \
        FIELD_BOOL(Macro, closed, .doc = "It is offered no more"),                                 \
        FIELD_TEXT(Macro, name_zh, .required = true, .min = 1, .max = 80, .doc = "In Chinese"),    \
        FIELD_TEXT(Macro, name_en, .required = true, .min = 1, .max = 80, .doc = "In English"),    \
        FIELD_TEXT(Macro, reply_zh, .writing = WRITING_LINES, .max = 4000,                         \
                   .example = "您好，工单 {ticket_no} 已受理。",                                   \
                   .doc = "What is answered in Chinese, with placeholders"),                       \
        FIELD_TEXT(Macro, reply_en, .writing = WRITING_LINES, .max = 4000,                         \
                   .doc = "What is answered in English"),                                          \
        FIELD_TEXT(Macro, note, .writing = WRITING_LINES, .max = 4000,                             \
                   .doc = "What colleagues are told"),                                             \
        FIELD_TEXTS(Macro, add_tags, .max = 20, .doc = "Tags that the ticket gets"),               \
        FIELD_TEXTS(Macro, remove_tags, .max = 20, .doc = "Tags that it loses"),                   \
        FIELD_TEXT(Macro, state, .max = 40, .doc = "Code of the state it goes to"),                \
        FIELD_TEXT(Macro, to_team, .max = 32, .doc = "Code of the team that gets it"),             \
        FIELD_TEXT(Macro, to_owner, .max = 64, .doc = "Login of who gets it"),                     \
        FIELD_ENUM(Macro, priority, ticket_priorities, .doc = "How much it matters then")

static const Field macro_fields[] = {
    FIELD_ID(Macro, id, .read_only = true, .doc = "Its id"),
    FIELD_INT(Macro, version, .read_only = true, .doc = "Rises with every change"), BODY,
    FIELD_TEXT(Macro, wrong, .read_only = true,
               .doc = "What stands in it as a placeholder and is none: it is not used until it is"
                      " corrected; null: all is well"),
    FIELD_END};
const Shape macro_shape = SHAPE(Macro, macro_fields, "What is done often, under a name");

static const Field version_fields[] = {
    FIELD_INT(Macro, version, .doc = "Which one"),
    FIELD_TIME(Macro, changed_at, .doc = "When it was written"),
    FIELD_TEXT(Macro, changed_by, .doc = "Login of who wrote it; null: a machine"), BODY,
    FIELD_END};
const Shape macro_version_shape = {.name = "MacroVersion",
                                   .doc = "A macro as it was",
                                   .size = sizeof(Macro),
                                   .fields = version_fields};

static const Field filter_fields[] = {
    FIELD_BOOL(MacroFilter, closed,
               .doc = "Those that are offered no more, in place of the others"),
    PAGE_FIELDS(MacroFilter), FIELD_END};
const Shape macro_filter_shape = SHAPE(MacroFilter, filter_fields, "Which macros");

static const Field body_fields[] = {BODY, FIELD_END};
const Shape macro_body_shape = {.name = "MacroBody",
                                .doc = "A macro as it is to be, whole",
                                .size = sizeof(Macro),
                                .fields = body_fields};

static const Field preview_fields[] = {
    FIELD_ID(MacroPreview, macro_id, .doc = "The macro"),
    FIELD_INT(MacroPreview, macro_version, .doc = "As it stands now"),
    FIELD_TEXT(MacroPreview, reply, .personal = PERSONAL_WORDS, .doc = "What would be answered"),
    FIELD_TEXT(MacroPreview, note, .personal = PERSONAL_WORDS, .doc = "What would be noted"),
    FIELD_TEXT(MacroPreview, state, .doc = "The state then"),
    FIELD_TEXT(MacroPreview, team, .doc = "The team then"),
    FIELD_TEXT(MacroPreview, owner, .doc = "Who has it then"),
    FIELD_ENUM(MacroPreview, priority, ticket_priorities, .doc = "The priority then"),
    FIELD_TEXTS(MacroPreview, tags, .personal = PERSONAL_WORDS, .doc = "The tags then"),
    FIELD_TEXTS(MacroPreview, empty,
                .doc = "Placeholders of answer and note for which nothing is known"),
    FIELD_BOOL(MacroPreview, gaps,
               .doc = "Some of them are in the answer: it is sent where that is asked for alone"),
    FIELD_END};
const Shape macro_preview_shape = SHAPE(MacroPreview, preview_fields, "What a macro would do");

static Status check_team(Ctx *ctx, Macro *macro)
{
    Team team;
    bool member = ctx_may(ctx, TICKET_ADMIN);
    if (!macro->team) return fail_field(ctx, "team", "is required for a macro of a team");
    Status s = team_find(ctx, macro->team, &team);
    if (s == NOT_FOUND) return fail_field(ctx, "team", "there is no team %s", macro->team);
    if (s) return s;
    macro->team_id = team.id;
    if (!member && ctx->who->kind == PERSON_HUMAN)
        s = team_has(ctx, team.id, ctx->who->id, &member);
    return s || member ? s : fail(ctx, FORBIDDEN, "macros of a team are for those who are in it");
}

/* Who may have it, and whose it is then. */
static Status check_scope(Ctx *ctx, Macro *macro)
{
    macro->account_id = macro->team_id = 0;
    if (macro->scope == MACRO_TEAM) return check_team(ctx, macro);
    if (macro->team) return fail_field(ctx, "team", "only a macro of a team has one");
    if (macro->scope == MACRO_OWN) {
        if (!ctx->who || ctx->who->kind != PERSON_HUMAN)
            return fail_field(ctx, "scope", "one's own needs somebody whose it is");
        macro->account_id = ctx->who->id;
        return OK;
    }
    if (!ctx_may(ctx, TICKET_ADMIN))
        return fail(ctx, FORBIDDEN, "macros for everybody need the right %s",
                    right_name(TICKET_ADMIN));
    return scope_check_whole(ctx, "macros for everybody are");
}

static Status check(Ctx *ctx, Macro *macro)
{
    Status s = macro_text_check(ctx, "reply_zh", macro->reply_zh);
    if (!s) s = macro_text_check(ctx, "reply_en", macro->reply_en);
    if (!s) s = macro_text_check(ctx, "note", macro->note);
    return s ? s : check_scope(ctx, macro);
}

/* Says in the macro what is wrong with it: it may have been saved before that was refused. */
static Status judge(Ctx *ctx, Macro *macro)
{
    const char *texts[] = {macro->reply_zh, macro->reply_en, macro->note}, *at = NULL;
    size_t length = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts && !at; i++)
        at = macro_text_wrong(texts[i], &length);
    macro->wrong = at ? arena_text_n(ctx->arena, at, length) : NULL;
    return at && !macro->wrong ? no_memory(ctx) : OK;
}

static Status judge_all(Ctx *ctx, const List *list)
{
    Macro *macros = list->items;
    Status s = OK;
    for (size_t i = 0; i < list->count && !s; i++)
        s = judge(ctx, &macros[i]);
    return s;
}

Status macro_create(Ctx *ctx, Macro *macro)
{
    Status s = check(ctx, macro);
    macro->id = ctx_id(ctx);
    macro->version = 1;
    if (!s) s = macro_store_insert(ctx, macro);
    return s ? s : audit_write(ctx, "macro.create", "macro", macro->id, NULL);
}

Status macro_find_version(Ctx *ctx, int64_t id, int64_t version, Macro *out)
{
    Status s = macro_store_find(ctx, id, version, out);
    if (s == NOT_FOUND) return fail(ctx, NOT_FOUND, "there is no such macro");
    return s ? s : judge(ctx, out);
}

Status macro_find(Ctx *ctx, int64_t id, Macro *out)
{
    return macro_find_version(ctx, id, NONE, out);
}

Status macro_change(Ctx *ctx, int64_t id, int64_t version, const Macro *change, Macro *out)
{
    Macro old;
    bool written = false;
    Status s = macro_find(ctx, id, &old);
    if (!s) s = check_scope(ctx, &old); /* who may not have made the old one, does not change it */
    if (s) return s;
    *out = *change;
    out->id = id;
    out->version = version + 1;
    s = check(ctx, out);
    if (!s) s = macro_store_update(ctx, out, version, &written);
    if (!s && !written)
        s = fail(ctx, STALE, "the macro is at version %lld, not %lld", (long long)old.version,
                 (long long)version);
    return s ? s : audit_write(ctx, "macro.change", "macro", id, NULL);
}

Status macro_list(Ctx *ctx, const MacroFilter *filter, List *out, const char **next)
{
    int64_t after;
    Status s = page_start(ctx, filter->cursor, 0, &after);
    if (!s) s = macro_store_list(ctx, filter->closed, after, filter->limit + 1, out);
    if (!s) s = judge_all(ctx, out);
    return s ? s : page_end(ctx, out, filter->limit, &macro_shape, next);
}

Status macro_versions(Ctx *ctx, int64_t id, int64_t limit, const char *cursor, List *out,
                      const char **next)
{
    Macro macro;
    int64_t below;
    Status s = macro_find(ctx, id, &macro);
    if (!s) s = page_start(ctx, cursor, INT64_MAX, &below);
    if (!s) s = macro_store_versions(ctx, id, below, limit + 1, out);
    return s ? s : page_end(ctx, out, limit, &macro_version_shape, next);
}

static const char *reply_of(const Macro *macro, int64_t language)
{
    const char *first = language == MACRO_EN ? macro->reply_en : macro->reply_zh;
    return first ? first : language == MACRO_EN ? macro->reply_zh : macro->reply_en;
}

static Status fill(Ctx *ctx, const Macro *macro, int64_t language, const Ticket *ticket,
                   TicketAct *act)
{
    *act = (TicketAct){.state = macro->state,
                       .priority = macro->priority,
                       .add_tags = macro->add_tags,
                       .remove_tags = macro->remove_tags,
                       .team = macro->to_team,
                       .owner = macro->to_owner};
    act->named =
        arena_format(ctx->arena, "%lld v%lld", (long long)macro->id, (long long)macro->version);
    if (!act->named) return no_memory(ctx);
    Status s = macro_text_fill(ctx, reply_of(macro, language), ticket, &act->reply);
    return s ? s : macro_text_fill(ctx, macro->note, ticket, &act->note);
}

/* The customer is not sent what nobody filled in. */
static Status check_wrong(Ctx *ctx, const Macro *macro)
{
    if (!macro->wrong) return OK;
    Status s = fail_field(ctx, "macro_id", "%s in this macro is no placeholder", macro->wrong);
    problem_hint(ctx, "whoever manages macros corrects it and saves it");
    return s;
}

Status macro_preview(Ctx *ctx, int64_t id, int64_t ticket_id, int64_t language, MacroPreview *out)
{
    Macro macro;
    Ticket ticket;
    TicketAct act;
    Status s = macro_find(ctx, id, &macro);
    if (!s) s = ticket_find(ctx, ticket_id, &ticket);
    if (!s) s = check_wrong(ctx, &macro);
    if (!s) s = fill(ctx, &macro, language, &ticket, &act);
    if (s) return s;
    *out = (MacroPreview){.macro_id = id,
                          .macro_version = macro.version,
                          .reply = act.reply,
                          .note = act.note,
                          .state = act.state ? act.state : ticket.state,
                          .team = act.team ? act.team : ticket.team,
                          .owner = act.owner ? act.owner : ticket.owner,
                          .priority = act.priority == NONE ? ticket.priority : act.priority};
    out->empty.items = ARENA_ARRAY(ctx->arena, MACRO_PLACEHOLDERS, const char *);
    if (!out->empty.items) return no_memory(ctx);
    macro_text_empty(ctx, reply_of(&macro, language), &ticket, &out->empty);
    out->gaps = out->empty.count > 0;
    macro_text_empty(ctx, macro.note, &ticket, &out->empty);
    return tags_after(ctx, &ticket.tags, &act.add_tags, &act.remove_tags, &out->tags);
}

static Status check_gaps(Ctx *ctx, const Macro *macro, const MacroUse *use, const Ticket *ticket)
{
    const char *names[MACRO_PLACEHOLDERS];
    Texts empty = {names, 0};
    if (use->gaps) return OK;
    macro_text_empty(ctx, reply_of(macro, use->language), ticket, &empty);
    if (!empty.count) return OK;
    Status s = fail_field(ctx, "gaps", "the answer has no value for {%s}", names[0]);
    problem_hint(ctx, "write the answer yourself, or send it as it is with `gaps`");
    return s;
}

Status macro_act(Ctx *ctx, const Macro *macro, const MacroUse *use, TicketEdit *edit)
{
    TicketAct act;
    if (macro->closed) return fail(ctx, CONFLICT, "the macro is offered no more");
    Status s = check_wrong(ctx, macro);
    if (!s) s = check_gaps(ctx, macro, use, &edit->now);
    if (!s) s = fill(ctx, macro, use->language, &edit->now, &act);
    edit->action = "ticket.macro";
    return s ? s : ticket_act(ctx, edit, &act);
}

Status macro_apply(Ctx *ctx, const MacroUse *use, int64_t ticket_id, int64_t version, Ticket *out)
{
    Macro macro;
    TicketEdit edit;
    Status s = macro_find(ctx, use->macro_id, &macro);
    if (!s) s = ticket_edit(ctx, ticket_id, version, &edit);
    if (!s) s = macro_act(ctx, &macro, use, &edit);
    if (!s) s = ticket_save(ctx, &edit);
    return s ? s : ticket_find(ctx, ticket_id, out);
}
