#include "desk_work/macro.h"

#include "access/person.h"
#include "db/db.h"
#include "desk/team.h"
#include "desk/testing.h"
#include "desk_work/attach.h"

TEST(placeholders_are_filled_and_other_braces_stand_for_themselves)
{
    const char *text;
    Ticket ticket = {.no = "T1", .contact_name = "李雷"};
    check_ok(t, macro_text_fill(t->ctx, "{contact_name}：{ticket_no}{}{X} {waybill_no}{", &ticket,
                                &text));
    check_text(t, text, "李雷：T1{}{X} {");
    check_ok(t, macro_text_fill(t->ctx, NULL, &ticket, &text));
    check_text(t, text, NULL);
}

TEST(placeholders_that_would_leave_a_gap_are_named_once)
{
    const char *room[MACRO_PLACEHOLDERS];
    Texts names = {room, 0};
    Ticket ticket = {.no = "T1", .contact_name = ""};
    macro_text_empty(t->ctx, "{contact_name}：{ticket_no} {waybill_no} {X}", &ticket, &names);
    macro_text_empty(t->ctx, "{contact_name}", &ticket, &names);
    macro_text_empty(t->ctx, NULL, &ticket, &names);
    check_int(t, names.count, 2);
    check_text(t, room[0], "contact_name");
    check_text(t, room[1], "waybill_no");
}

TEST(an_unknown_placeholder_is_named_with_its_place)
{
    check_ok(t, macro_text_check(t->ctx, "note", "{ticket_no} } {today}"));
    check_status(t, macro_text_check(t->ctx, "note", "ab{ticket_number}"), INVALID);
    check_text(t, t->ctx->problem.field, "note");
    check_text(t, t->ctx->problem.message, "there is no placeholder {ticket_number}, at byte 3");
}

TEST(a_brace_that_begins_no_placeholder_is_named)
{
    const struct {
        const char *text, *named;
    } cases[] = {{"a{TICKET_NO}b", "{TICKET_NO}"},
                 {"a{ ticket_no }", "{ ticket_no }"},
                 {"a{ticket_no", "{ticket_no"},
                 {"a{ticket_no\n}", "{ticket_no"},
                 {"a{单号}", "{单号}"},
                 {"a{}", "{}"},
                 {"a{", "{"},
                 {"a{{ticket_no}}", "{{ticket_no}"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_status(t, macro_text_check(t->ctx, "note", cases[i].text), INVALID);
        check_text(
            t, t->ctx->problem.message,
            arena_format(t->ctx->arena, "there is no placeholder %s, at byte 2", cases[i].named));
    }
}

TEST(who_sees_a_ticket_masked_fills_it_in_masked)
{
    const char *text;
    Ticket ticket = {.no = "T1", .subject = "请打 13900001111", .contact_name = "慕容复"};
    Person clerk = {.kind = PERSON_HUMAN, .id = 5};
    t->ctx->who = &clerk;
    check_ok(t, macro_text_fill(t->ctx, "{ticket_no} {contact_name} 1{ticket_subject}1", &ticket,
                                &text));
    check_text(t, text, "T1 慕* 1请打 ****1");
    rights_add(&clerk.rights, PERSONAL_READ);
    check_ok(t, macro_text_fill(t->ctx, "{contact_name}", &ticket, &text));
    check_text(t, text, "慕容复");
    t->ctx->who = NULL;
}

static Macro given_macro(T *t, int64_t scope, const char *team)
{
    Macro macro = {
        .scope = scope, .team = team, .name_zh = "一", .name_en = "One", .priority = NONE};
    check_ok(t, macro_create(t->ctx, &macro));
    return macro;
}

static size_t listed(T *t, bool closed)
{
    const MacroFilter filter = {.closed = closed, .limit = 10};
    List list;
    const char *next;
    check_ok(t, macro_list(t->ctx, &filter, &list, &next));
    check(t, next == NULL);
    return list.count;
}

TEST_DB(all_versions_of_a_macro_are_kept_and_those_that_are_closed_are_listed_apart)
{
    Macro macro = given_macro(t, MACRO_ALL, NULL), now;
    List list;
    const char *next;
    source_move(t->ctx->source, 1000);
    Macro change = {.scope = MACRO_ALL, .name_zh = "二", .name_en = "Two", .priority = NONE};
    check_ok(t, macro_change(t->ctx, macro.id, 1, &change, &now));
    check_int(t, listed(t, false), 1);
    check_int(t, listed(t, true), 0);
    change.closed = true;
    check_ok(t, macro_change(t->ctx, macro.id, 2, &change, &now));
    check_int(t, listed(t, false), 0);
    check_int(t, listed(t, true), 1);
    check_ok(t, macro_versions(t->ctx, macro.id, 10, NULL, &list, &next));
    const Macro *versions = list.items;
    check_int(t, list.count, 3);
    check_int(t, versions[0].version, 3);
    check(t, versions[0].closed && !versions[1].closed);
    check_text(t, versions[1].name_en, "Two");
    check_text(t, versions[2].name_en, "One");
    check_int(t, versions[0].changed_at - versions[2].changed_at, 1000);
    change.closed = false;
    check_ok(t, macro_change(t->ctx, macro.id, 3, &change, &now));
    check_int(t, listed(t, false), 1);
}

TEST_DB(macros_are_seen_by_those_whose_they_are)
{
    Macro found;
    Team team = {.code = "ALL", .name = "ALL"};
    check_ok(t, team_create(t->ctx, &team));
    Macro all = given_macro(t, MACRO_ALL, NULL), teams = given_macro(t, MACRO_TEAM, "ALL");
    Person li = {.kind = PERSON_HUMAN, .id = 5}, wang = {.kind = PERSON_HUMAN, .id = 6};
    t->ctx->who = &li;
    Macro own = given_macro(t, MACRO_OWN, NULL);
    check_ok(t, macro_find(t->ctx, own.id, &found));
    check_ok(t, macro_find(t->ctx, all.id, &found));
    check_status(t, macro_find(t->ctx, teams.id, &found), NOT_FOUND);
    Macro change = {.scope = MACRO_ALL, .name_zh = "二", .name_en = "Two", .priority = NONE};
    check_status(t, macro_change(t->ctx, all.id, 1, &change, &found), FORBIDDEN);
    change.scope = MACRO_OWN;
    check_status(t, macro_change(t->ctx, own.id, 2, &change, &found), STALE);
    check_ok(t, macro_change(t->ctx, own.id, 1, &change, &found));
    check_ok(t, macro_find_version(t->ctx, own.id, 1, &found));
    check_text(t, found.name_en, "One");
    t->ctx->who = &wang;
    List list;
    const char *next;
    check_status(t, macro_find(t->ctx, own.id, &found), NOT_FOUND);
    check_status(t, macro_versions(t->ctx, own.id, 10, NULL, &list, &next), NOT_FOUND);
    t->ctx->who = NULL;
}

TEST_DB(a_macro_that_fails_at_its_end_did_nothing)
{
    Ticket after;
    Macro macro = {.scope = MACRO_ALL, .name_zh = "一", .name_en = "One", .priority = NONE};
    macro.reply_zh = "……";
    macro.state = "nowhere";
    check_ok(t, macro_create(t->ctx, &macro));
    Ticket ticket = opened_ticket(t, blank_ticket(TICKET_INQUIRY, CHANNEL_EMAIL));
    const MacroUse use = {macro.id, MACRO_ZH, false};
    check_status(t, macro_apply(t->ctx, &use, ticket.id, 1, &after), INVALID);
    check_ok(t, ticket_find(t->ctx, ticket.id, &after));
    check_int(t, after.version, 1);
}

TEST_DB(an_answer_with_a_gap_goes_out_only_where_that_is_asked_for)
{
    Ticket ticket = opened_ticket(t, blank_ticket(TICKET_INQUIRY, CHANNEL_EMAIL)), after;
    Macro macro = {.scope = MACRO_ALL, .name_zh = "一", .name_en = "One", .priority = NONE};
    MacroPreview preview;
    macro.reply_zh = "您的快件{waybill_no}已派送。";
    macro.reply_en = "It is on its way.";
    macro.note = "{contact_name}";
    check_ok(t, macro_create(t->ctx, &macro));
    MacroUse use = {macro.id, MACRO_ZH, false};
    check_status(t, macro_apply(t->ctx, &use, ticket.id, 1, &after), INVALID);
    check_text(t, t->ctx->problem.field, "gaps");
    check_ok(t, macro_preview(t->ctx, macro.id, ticket.id, MACRO_ZH, &preview));
    check(t, preview.gaps);
    check_ok(t, macro_preview(t->ctx, macro.id, ticket.id, MACRO_EN, &preview));
    check(t, !preview.gaps);
    use.gaps = true;
    check_ok(t, macro_apply(t->ctx, &use, ticket.id, 1, &after));
    use = (MacroUse){macro.id, MACRO_EN, false}; /* a note among colleagues may have one */
    check_ok(t, macro_apply(t->ctx, &use, ticket.id, after.version, &after));
}

/* As one was saved before that was refused. */
SQL(test_macro_was, "UPDATE desk_macro_version SET body = $2 WHERE macro_id = $1");

TEST_DB(a_macro_with_a_placeholder_that_is_none_says_so_and_is_not_used)
{
    Ticket ticket = given_ticket_at(t, 0, 0);
    Macro macro = {.scope = MACRO_ALL, .name_zh = "催", .name_en = "Urge", .priority = NONE};
    MacroPreview preview;
    MacroFilter filter = {.limit = 10};
    List list;
    const char *next;
    macro.reply_zh = "{ticket_no}";
    check_ok(t, macro_create(t->ctx, &macro));
    check_ok(t, db_run(t->ctx, &test_macro_was, db_int(macro.id),
                       db_text("{\"scope\":\"all\",\"name_zh\":\"催\",\"name_en\":\"Urge\","
                               "\"reply_zh\":\"{ticket_no} {contact_nmae}\"}")));
    MacroUse use = {.macro_id = macro.id, .language = MACRO_ZH, .gaps = true};
    check_ok(t, macro_list(t->ctx, &filter, &list, &next));
    check_text(t, ((const Macro *)list.items)->wrong, "{contact_nmae}");
    check_status(t, macro_preview(t->ctx, macro.id, ticket.id, MACRO_ZH, &preview), INVALID);
    check_text(t, t->ctx->problem.message, "{contact_nmae} in this macro is no placeholder");
    problem_clear(t->ctx);
    check_status(t, macro_apply(t->ctx, &use, ticket.id, NONE, &ticket), INVALID);
    check_text(t, t->ctx->problem.field, "macro_id");
    problem_clear(t->ctx);
    check_ok(t, macro_change(t->ctx, macro.id, 1, &macro, &macro));
    check_text(t, macro.wrong, NULL);
    check_ok(t, macro_find(t->ctx, macro.id, &macro));
    check_text(t, macro.wrong, NULL);
    check_ok(t, macro_apply(t->ctx, &use, ticket.id, NONE, &ticket));
}

TEST_DB(a_customer_s_person_never_sees_internal_files)
{
    Person client = {.kind = PERSON_HUMAN, .id = 5, .scope_customer_id = 9};
    rights_add(&client.rights, TICKET_READ);
    rights_add(&client.rights, TICKET_WRITE);
    Ticket ticket = opened_ticket(t, blank_ticket(TICKET_INQUIRY, CHANNEL_PORTAL));
    t->ctx->who = &client;
    check_status(t, ticket_files.may(t->ctx, ticket.id, false), NOT_FOUND);
    check_status(t, ticket_note_files.may(t->ctx, ticket.id, false), NOT_FOUND);
    t->ctx->who = NULL;
    check_ok(t, ticket_note_files.may(t->ctx, ticket.id, false));
}
