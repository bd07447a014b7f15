#include "desk/watch_join.h"

#include "access/setting.h"
#include "base/arena.h"
#include "desk/entry.h"
#include "desk/queue.h"
#include "desk/testing.h"
#include "test.h"
#include "waybill/waybill.h"

static int64_t given_parcel(T *t, const char *no)
{
    WaybillInput input;
    Waybill parcel;
    shape_clear(&waybill_input_shape, &input);
    input.carrier = "sto";
    input.no = no;
    UpsertRow row = {.thing = &input, .number = 1};
    check_ok(t, waybill_apply(t->ctx, &row, 1));
    check_ok(t, waybill_find(t->ctx, "sto", no, &parcel));
    return parcel.id;
}

static Job event_of(int64_t waybill_id)
{
    return (Job){.subject_id = waybill_id,
                 .payload = "{\"finding_id\":\"1\",\"rule\":\"stalled\","
                            "\"exception\":\"stalled\",\"severity\":\"high\"}"};
}

static void opened_is_handled(T *t, int64_t waybill_id)
{
    Job job = event_of(waybill_id);
    check_ok(t, watch_join_opened(t->ctx, &job));
}

static void closed_is_handled(T *t, int64_t waybill_id)
{
    Job job = event_of(waybill_id);
    check_ok(t, watch_join_closed(t->ctx, &job));
}

static void found(T *t, int64_t waybill_id)
{
    given_finding(t, waybill_id);
    opened_is_handled(t, waybill_id);
}

static void over(T *t, int64_t waybill_id)
{
    ended_finding(t, waybill_id);
    closed_is_handled(t, waybill_id);
}

static List all_tickets(T *t)
{
    const char *types[] = {"new", "open", "resolved", "closed"};
    TicketFilter filter = {.sort = SORT_NEWEST, .limit = 10, .types = {types, 4}};
    List list;
    const char *next;
    check_ok(t, ticket_list(t->ctx, &filter, &list, &next));
    return list;
}

/* The only ticket that was ever opened. */
static Ticket only_ticket(T *t)
{
    List list = all_tickets(t);
    check_int(t, list.count, 1);
    return *(const Ticket *)list.items;
}

static void closed_by_hand(T *t, int64_t ticket_id)
{
    TicketEdit edit;
    check_ok(t, ticket_edit(t->ctx, ticket_id, NONE, &edit));
    check_ok(t, ticket_move_type(t->ctx, &edit, TYPE_CLOSED, NULL));
    check_ok(t, ticket_save(t->ctx, &edit));
}

TEST_DB(a_ticket_of_the_watch_is_called_in_the_language_of_the_company)
{
    found(t, given_parcel(t, "771234567890123"));
    check_text(t, only_ticket(t).subject, "申通快递 771234567890123：物流信息长时间未更新");
}

TEST_DB(where_the_company_speaks_english_so_do_the_tickets_of_the_watch)
{
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_NOTICE_LANGUAGE, "en", 0));
    check_ok(t, settings_refresh(t->ctx, t->house->settings));
    found(t, given_parcel(t, "771234567890123"));
    check_text(t, only_ticket(t).subject,
               "STO Express 771234567890123: No news for longer than usual");
}

TEST_DB(what_has_no_words_is_called_by_the_rule_that_found_it)
{
    int64_t parcel = given_parcel(t, "771234567890123");
    const Job job = {.subject_id = parcel,
                     .payload = "{\"finding_id\":\"1\",\"rule\":\"our_own\","
                                "\"exception\":\"unheard_of\",\"severity\":\"high\"}"};
    given_finding(t, parcel);
    check_ok(t, watch_join_opened(t->ctx, &job));
    check_text(t, only_ticket(t).subject, "申通快递 771234567890123：our_own");
}

TEST_DB(two_findings_on_a_parcel_are_one_ticket)
{
    int64_t parcel = given_parcel(t, "771234567890123");
    found(t, parcel);
    found(t, parcel);
    Ticket ticket = only_ticket(t);
    check_int(t, ticket.kind, TICKET_EXCEPTION);
    check_int(t, ticket.channel, CHANNEL_WATCH);
    check_int(t, ticket.priority, PRIORITY_HIGH);
    check_int(t, ticket.waybills.count, 1);
}

TEST_DB(a_ticket_that_nobody_took_is_resolved_when_the_last_finding_is_over)
{
    int64_t parcel = given_parcel(t, "771234567890123");
    found(t, parcel);
    found(t, parcel);
    over(t, parcel);
    check_int(t, only_ticket(t).type, TYPE_NEW);
    over(t, parcel);
    check_int(t, only_ticket(t).type, TYPE_RESOLVED);
    found(t, parcel); /* it was no recovery */
    check_int(t, only_ticket(t).type, TYPE_OPEN);
    over(t, parcel); /* but this is */
    check_int(t, only_ticket(t).type, TYPE_RESOLVED);
}

static void written(T *t, int64_t author_kind)
{
    TicketEdit edit;
    Entry entry = ticket_entry_of(ENTRY_NOTE, ENTRY_INTERNAL);
    entry.author_kind = author_kind;
    entry.text = "在查";
    check_ok(t, ticket_edit(t->ctx, only_ticket(t).id, NONE, &edit));
    check_ok(t, ticket_entry_add(t->ctx, &edit, &entry));
}

TEST_DB(a_ticket_on_which_somebody_wrote_is_left_to_them)
{
    int64_t parcel = given_parcel(t, "771234567890123");
    found(t, parcel);
    written(t, AUTHOR_ACCOUNT);
    over(t, parcel);
    check_int(t, only_ticket(t).type, TYPE_NEW);
}

TEST_DB(what_was_written_before_the_watch_opened_it_again_keeps_it_from_nothing)
{
    int64_t parcel = given_parcel(t, "771234567890123");
    found(t, parcel);
    over(t, parcel);
    written(t, AUTHOR_CUSTOMER);
    found(t, parcel);
    check_int(t, only_ticket(t).type, TYPE_OPEN);
    over(t, parcel);
    check_int(t, only_ticket(t).type, TYPE_RESOLVED);
}

TEST_DB(a_ticket_that_somebody_has_is_left_to_them)
{
    int64_t parcel = given_parcel(t, "771234567890123");
    TicketEdit edit;
    found(t, parcel);
    check_ok(t, ticket_edit(t->ctx, only_ticket(t).id, NONE, &edit));
    check_ok(t, ticket_assign(t->ctx, &edit, 0, 77));
    check_ok(t, ticket_save(t->ctx, &edit));
    over(t, parcel);
    check_int(t, only_ticket(t).type, TYPE_NEW);
}

TEST_DB(a_ticket_after_one_that_was_closed_stands_until_all_findings_are_over)
{
    int64_t parcel = given_parcel(t, "771234567890123");
    found(t, parcel);
    int64_t first = only_ticket(t).id;
    closed_by_hand(t, first);
    found(t, parcel);
    List list = all_tickets(t);
    check_int(t, list.count, 2);
    const Ticket *tickets = list.items;
    int64_t second = tickets[0].id == first ? tickets[1].id : tickets[0].id;
    Ticket ticket;
    over(t, parcel);
    check_ok(t, ticket_find(t->ctx, second, &ticket));
    check_int(t, ticket.type, TYPE_NEW);
    over(t, parcel);
    check_ok(t, ticket_find(t->ctx, second, &ticket));
    check_int(t, ticket.type, TYPE_RESOLVED);
}

TEST_DB(what_is_over_that_was_never_found_changes_nothing)
{
    over(t, given_parcel(t, "771234567890123"));
    check_int(t, all_tickets(t).count, 0);
}

TEST_DB(a_finding_whose_end_is_handled_before_its_beginning_is_no_work)
{
    int64_t parcel = given_parcel(t, "771234567890123");
    given_finding(t, parcel);
    ended_finding(t, parcel);
    closed_is_handled(t, parcel);
    opened_is_handled(t, parcel);
    check_int(t, all_tickets(t).count, 0);
    found(t, parcel); /* the next is */
    check_int(t, only_ticket(t).type, TYPE_NEW);
}

TEST_DB(what_was_over_before_its_beginning_is_handled_leaves_a_resolved_ticket_so)
{
    int64_t parcel = given_parcel(t, "771234567890123");
    found(t, parcel);
    over(t, parcel);
    given_finding(t, parcel);
    ended_finding(t, parcel);
    opened_is_handled(t, parcel);
    check_int(t, only_ticket(t).type, TYPE_RESOLVED);
    closed_is_handled(t, parcel);
    check_int(t, only_ticket(t).type, TYPE_RESOLVED);
}

/* Two findings, of which one is over. */
static void handled_in_order(T *t, const char *no, const char *order)
{
    int64_t parcel = given_parcel(t, no);
    given_finding(t, parcel);
    given_finding(t, parcel);
    ended_finding(t, parcel);
    for (const char *next = order; *next; next++)
        (*next == 'o' ? opened_is_handled : closed_is_handled)(t, parcel);
    Ticket ticket = only_ticket(t);
    check_int(t, ticket.type, TYPE_NEW);
    over(t, parcel);
    check_int(t, only_ticket(t).type, TYPE_RESOLVED);
}

TEST_DB(a_finding_that_is_over_is_handled_last)
{
    handled_in_order(t, "771234567890123", "ooc");
}

TEST_DB(a_finding_that_is_over_is_handled_between)
{
    handled_in_order(t, "771234567890123", "oco");
}

TEST_DB(a_finding_that_is_over_is_handled_first)
{
    handled_in_order(t, "771234567890123", "coo");
}

/* A job about the parcel twice, and about another. */
static Job many_of(T *t, int64_t waybill_id, int64_t other_id, int attempt)
{
    static const char *const format =
        "[{\"waybill_id\":\"%1$lld\",\"rule\":\"stalled\",\"severity\":\"high\"},"
        "{\"waybill_id\":\"%1$lld\",\"rule\":\"late\",\"severity\":\"high\"},"
        "{\"waybill_id\":\"%2$lld\",\"rule\":\"stalled\",\"severity\":\"low\"}]";
    return (Job){
        .kind = "desk.watch_opened",
        .attempt = attempt,
        .payload = arena_format(t->ctx->arena, format, (long long)waybill_id, (long long)other_id)};
}

TEST_DB(many_findings_in_one_job_are_a_ticket_for_each_parcel)
{
    int64_t parcel = given_parcel(t, "771234567890123"), other = given_parcel(t, "771234567890124");
    Job job = many_of(t, parcel, other, 1);
    given_finding(t, parcel);
    given_finding(t, parcel);
    given_finding(t, other);
    check_ok(t, watch_join_opened(t->ctx, &job));
    check_int(t, all_tickets(t).count, 2);
    ended_finding(t, parcel);
    ended_finding(t, parcel);
    ended_finding(t, other);
    job = many_of(t, parcel, other, 1);
    check_ok(t, watch_join_closed(t->ctx, &job));
    List list = all_tickets(t);
    const Ticket *tickets = list.items;
    for (size_t i = 0; i < list.count; i++)
        check_int(t, tickets[i].type, TYPE_RESOLVED);
}

TEST_DB(many_findings_of_which_one_cannot_be_a_ticket_are_tried_one_by_one)
{
    JobsState before, after;
    Job job = many_of(t, given_parcel(t, "771234567890123"), 7, 2);
    check_ok(t, jobs_state(t->ctx, &before));
    check_ok(t, watch_join_opened(t->ctx, &job));
    check_ok(t, jobs_state(t->ctx, &after));
    check_int(t, after.waiting - before.waiting, 3);
    check_int(t, all_tickets(t).count, 0);
    Job alone = {
        .kind = job.kind, .attempt = 1, .payload = "{\"waybill_id\":\"7\",\"rule\":\"late\"}"};
    given_finding(t, 7);
    check_status(t, watch_join_opened(t->ctx, &alone), NOT_FOUND);
}
