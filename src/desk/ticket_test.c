#include "desk/ticket.h"

#include <stdlib.h>
#include <string.h>

#include "access/setting.h"
#include "base/instant.h"
#include "desk/clock_keep.h"
#include "desk/entry.h"
#include "desk/merge.h"
#include "desk/queue.h"
#include "desk/replay.h"
#include "desk/team.h"
#include "desk/testing.h"
#include "job/testing.h"

static Ticket given_ticket(T *t, int64_t kind, int64_t channel, int64_t priority)
{
    TicketInput input = blank_ticket(kind, channel);
    input.priority = priority;
    input.description = "三天没有更新";
    return opened_ticket(t, input);
}

static void check_replayed(T *t, int64_t id)
{
    const char *why;
    check_ok(t, ticket_clocks_verify(t->ctx, id, &why));
    check_text(t, why, NULL);
}

static TicketEdit editing(T *t, int64_t id)
{
    TicketEdit edit;
    check_ok(t, ticket_edit(t->ctx, id, NONE, &edit));
    return edit;
}

static void speak_as(T *t, int64_t id, Entry entry)
{
    TicketEdit edit = editing(t, id);
    entry.text = "……";
    check_ok(t, ticket_entry_say(t->ctx, &edit, &entry));
    check_ok(t, ticket_save(t->ctx, &edit));
}

static void speak(T *t, int64_t id, EntryKind kind, EntryDirection direction)
{
    Entry entry = ticket_entry_of(kind, ENTRY_PUBLIC);
    entry.direction = direction;
    entry.channel = kind == ENTRY_CALL ? CHANNEL_PHONE : CHANNEL_EMAIL;
    speak_as(t, id, entry);
}

static void miss(T *t, int64_t id, EntryDirection direction)
{
    const char *detail[] = {ENTRY_MISSED, "true"};
    Entry entry = ticket_entry_of(ENTRY_CALL, ENTRY_PUBLIC);
    entry.direction = direction;
    entry.channel = CHANNEL_PHONE;
    entry.detail = (Texts){detail, 2};
    speak_as(t, id, entry);
}

static void say(T *t, int64_t id, EntryDirection direction)
{
    speak(t, id, ENTRY_MESSAGE, direction);
}

static void move(T *t, int64_t id, const char *state)
{
    TicketEdit edit = editing(t, id);
    check_ok(t, ticket_move(t->ctx, &edit, state, "已说明"));
    check_ok(t, ticket_save(t->ctx, &edit));
}

static int64_t counted(T *t, TicketFilter filter)
{
    TicketCount count;
    filter.limit = 10;
    check_ok(t, ticket_count(t->ctx, &filter, &count));
    return count.count;
}

static Clock clock_of(T *t, int64_t id, int64_t kind)
{
    const Ticket ticket = stored_ticket(t, id);
    const Clock *clocks = ticket.clocks.items;
    for (size_t i = 0; i < ticket.clocks.count; i++)
        if (clocks[i].clock == kind) return clocks[i];
    check(t, false);
    return (Clock){0};
}

static TicketFilter any(void)
{
    return (TicketFilter){.sort = NONE, .limit = 10};
}

/* Sunday 22 November 2026, 16:00 in Shanghai: four working hours end on Monday at 13:00. */
TEST_DB(a_new_ticket_has_a_number_of_its_day_and_clocks_on_the_calendar)
{
    Ticket one = given_ticket(t, TICKET_INQUIRY, CHANNEL_EMAIL, NONE);
    Ticket two = given_ticket(t, TICKET_INQUIRY, CHANNEL_EMAIL, NONE);
    check_text(t, one.no, "T20261122-000001");
    check_text(t, two.no, "T20261122-000002");
    Ticket kept = stored_ticket(t, one.id);
    check_text(t, kept.subject, "包裹在哪里");
    check_text(t, kept.description, "三天没有更新");
    check_int(t, kept.type, TYPE_NEW);
    check_int(t, kept.due_at, TEST_NOW + 21 * HOUR_MS);
    check_int(t, kept.clocks.count, 2);
    check_replayed(t, one.id);
}

/* 快递暂行条例: seven days from receipt, whatever is waited for. */
TEST_DB(a_complaint_is_answered_within_seven_days_that_no_pause_stops)
{
    Ticket ticket = given_ticket(t, TICKET_COMPLAINT, CHANNEL_PHONE, NONE);
    check_int(t, stored_ticket(t, ticket.id).due_at, TEST_NOW + 7 * DAY_MS);
    move(t, ticket.id, "pending_customer");
    check_int(t, stored_ticket(t, ticket.id).due_at, TEST_NOW + 7 * DAY_MS);
    check_replayed(t, ticket.id);
}

TEST_DB(another_priority_brings_other_terms_that_count_what_ran)
{
    Ticket ticket = given_ticket(t, TICKET_INQUIRY, CHANNEL_EMAIL, NONE);
    TicketChange change;
    source_move(t->ctx->source, 5 * MINUTE_MS);
    shape_clear(&ticket_change_shape, &change);
    change.priority = PRIORITY_URGENT; /* a quarter of an hour, plainly */
    check_ok(t, ticket_change(t->ctx, ticket.id, 1, &change, &ticket));
    check_int(t, ticket.due_at, TEST_NOW + 20 * MINUTE_MS); /* it was Sunday: nothing had run */
    check_status(t, ticket_change(t->ctx, ticket.id, 1, &change, &ticket), STALE);
    check_replayed(t, ticket.id);
}

TEST_DB(a_customer_who_answers_opens_a_resolved_ticket_again)
{
    Ticket ticket = given_ticket(t, TICKET_INQUIRY, CHANNEL_EMAIL, NONE);
    say(t, ticket.id, ENTRY_OUT);
    move(t, ticket.id, "resolved");
    check_int(t, stored_ticket(t, ticket.id).resolved_at, TEST_NOW);
    source_move(t->ctx->source, HOUR_MS);
    say(t, ticket.id, ENTRY_IN);
    ticket = stored_ticket(t, ticket.id);
    check_int(t, ticket.type, TYPE_OPEN);
    check(t, ticket.resolved_at == NONE);
    check_int(t, ticket.clocks.count, 3); /* the next response is waited for */
    check_replayed(t, ticket.id);
}

TEST_DB(a_message_that_comes_in_asks_and_answers_nothing)
{
    Ticket ticket = given_ticket(t, TICKET_INQUIRY, CHANNEL_EMAIL, NONE);
    say(t, ticket.id, ENTRY_IN);
    check(t, clock_of(t, ticket.id, CLOCK_FIRST_RESPONSE).met_at == NONE);
    say(t, ticket.id, ENTRY_OUT);
    move(t, ticket.id, "pending_customer");
    say(t, ticket.id, ENTRY_IN);
    check_int(t, stored_ticket(t, ticket.id).type, TYPE_OPEN);
    const Clock next = clock_of(t, ticket.id, CLOCK_NEXT_RESPONSE);
    check_int(t, next.round, 1);
    check(t, next.met_at == NONE);
    check_replayed(t, ticket.id);
}

TEST_DB(a_call_that_comes_in_is_answered_by_who_takes_it)
{
    Ticket ticket = given_ticket(t, TICKET_INQUIRY, CHANNEL_EMAIL, NONE);
    speak(t, ticket.id, ENTRY_CALL, ENTRY_IN);
    check_int(t, clock_of(t, ticket.id, CLOCK_FIRST_RESPONSE).met_at, TEST_NOW);
    check_int(t, stored_ticket(t, ticket.id).clocks.count,
              2); /* nothing waits for a next response */
    say(t, ticket.id, ENTRY_IN);
    source_move(t->ctx->source, HOUR_MS);
    speak(t, ticket.id, ENTRY_CALL, ENTRY_IN);
    check_int(t, clock_of(t, ticket.id, CLOCK_NEXT_RESPONSE).met_at, TEST_NOW + HOUR_MS);
    check_replayed(t, ticket.id);
}

TEST_DB(a_call_that_comes_in_opens_what_waited_for_the_customer_or_was_resolved)
{
    const char *const states[] = {"pending_customer", "resolved", "pending_internal"};
    const int64_t after[] = {TYPE_OPEN, TYPE_OPEN, TYPE_PENDING_INTERNAL};
    for (size_t i = 0; i < 3; i++) {
        Ticket ticket = given_ticket(t, TICKET_INQUIRY, CHANNEL_EMAIL, NONE);
        move(t, ticket.id, states[i]);
        speak(t, ticket.id, ENTRY_CALL, ENTRY_OUT);
        check_text(t, stored_ticket(t, ticket.id).state, states[i]);
        speak(t, ticket.id, ENTRY_CALL, ENTRY_IN);
        check_int(t, stored_ticket(t, ticket.id).type, after[i]);
        check_replayed(t, ticket.id);
    }
}

TEST_DB(a_call_that_nobody_took_answers_nothing_and_asks_where_it_came_in)
{
    Ticket ticket = given_ticket(t, TICKET_INQUIRY, CHANNEL_EMAIL, NONE);
    miss(t, ticket.id, ENTRY_OUT);
    miss(t, ticket.id, ENTRY_IN);
    check(t, clock_of(t, ticket.id, CLOCK_FIRST_RESPONSE).met_at == NONE);
    speak(t, ticket.id, ENTRY_CALL, ENTRY_OUT);
    move(t, ticket.id, "pending_customer");
    miss(t, ticket.id, ENTRY_OUT);
    check_int(t, stored_ticket(t, ticket.id).type, TYPE_PENDING_CUSTOMER);
    check_int(t, stored_ticket(t, ticket.id).clocks.count, 2);
    miss(t, ticket.id, ENTRY_IN);
    check_int(t, stored_ticket(t, ticket.id).type, TYPE_OPEN);
    check(t, clock_of(t, ticket.id, CLOCK_NEXT_RESPONSE).met_at == NONE);
    check_replayed(t, ticket.id);
}

static int64_t entries_of(T *t, int64_t id, int64_t kind)
{
    EntryFilter filter = {.limit = 200};
    List list;
    const char *next;
    int64_t count = 0;
    check_ok(t, ticket_entry_list(t->ctx, id, &filter, &list, &next));
    const Entry *entries = list.items;
    for (size_t i = 0; i < list.count; i++)
        count += entries[i].kind == kind;
    return count;
}

TEST_DB(a_clock_warns_once_and_is_told_once_when_it_is_breached)
{
    Ticket ticket = given_ticket(t, TICKET_INQUIRY, CHANNEL_EMAIL, PRIORITY_URGENT);
    source_move(t->ctx->source, 10 * MINUTE_MS); /* five before the quarter of an hour is over */
    run_jobs(t);
    check_int(t, entries_of(t, ticket.id, ENTRY_CLOCK), 1);
    run_jobs(t);
    check_int(t, entries_of(t, ticket.id, ENTRY_CLOCK), 1);
    source_move(t->ctx->source, 5 * MINUTE_MS); /* the deadline itself is in time */
    run_jobs(t);
    check_int(t, entries_of(t, ticket.id, ENTRY_CLOCK), 1);
    source_move(t->ctx->source, 1);
    run_jobs(t);
    check_int(t, entries_of(t, ticket.id, ENTRY_CLOCK), 2);
    const Clock *first = stored_ticket(t, ticket.id).clocks.items;
    check_int(t, first->breached_at, TEST_NOW + 15 * MINUTE_MS);
    check_replayed(t, ticket.id);
}

TEST_DB(a_resolution_that_is_late_raises_the_priority)
{
    Ticket ticket = given_ticket(t, TICKET_INQUIRY, CHANNEL_PHONE, NONE);
    source_move(t->ctx->source, 2 * DAY_MS + 1);
    run_jobs(t);
    check_int(t, stored_ticket(t, ticket.id).priority, PRIORITY_HIGH);
    check_replayed(t, ticket.id);
}

TEST_DB(a_ticket_that_stays_resolved_closes_by_itself)
{
    Ticket ticket = given_ticket(t, TICKET_INQUIRY, CHANNEL_PHONE, NONE);
    move(t, ticket.id, "resolved");
    source_move(t->ctx->source, 3 * DAY_MS - 1);
    run_jobs(t);
    check_int(t, stored_ticket(t, ticket.id).type, TYPE_RESOLVED);
    source_move(t->ctx->source, 1);
    run_jobs(t);
    check_int(t, stored_ticket(t, ticket.id).type, TYPE_CLOSED);
    check_int(t, counted(t, any()), 0);
}

TEST_DB(a_count_tells_the_deadline_of_the_most_urgent)
{
    TicketFilter filter = any();
    TicketCount count;
    check_ok(t, ticket_count(t->ctx, &filter, &count));
    check_int(t, count.due_at, NONE);
    Ticket late = given_ticket(t, TICKET_INQUIRY, CHANNEL_PHONE, NONE);
    source_move(t->ctx->source, -60000);
    Ticket soon = given_ticket(t, TICKET_INQUIRY, CHANNEL_PHONE, NONE);
    check_ok(t, ticket_count(t->ctx, &filter, &count));
    check_int(t, count.due_at, stored_ticket(t, soon.id).due_at);
    move(t, soon.id, "closed");
    check_ok(t, ticket_count(t->ctx, &filter, &count));
    check_int(t, count.due_at, stored_ticket(t, late.id).due_at);
    filter.followed = true;
    check_ok(t, ticket_count(t->ctx, &filter, &count));
    check_int(t, count.due_at, NONE);
}

TEST_DB(counts_follow_every_move)
{
    const char *open_names[] = {"open"}, *complaint_names[] = {"complaint"};
    TicketFilter open = any(), complaints = any();
    open.types = (Texts){open_names, 1};
    complaints.kinds = (Texts){complaint_names, 1};
    Ticket one = given_ticket(t, TICKET_INQUIRY, CHANNEL_PHONE, NONE);
    Ticket two = given_ticket(t, TICKET_COMPLAINT, CHANNEL_PHONE, NONE);
    check_int(t, counted(t, any()), 2);
    check_int(t, counted(t, complaints), 1);
    move(t, one.id, "open");
    check_int(t, counted(t, open), 1);
    move(t, two.id, "closed");
    check_int(t, counted(t, complaints), 0);
    move(t, two.id, "open");
    check_int(t, counted(t, open), 2);
}

TEST_DB(pages_by_deadline_hold_every_ticket_once_whatever_cells_they_stand_in)
{
    enum { TICKETS = 57 };
    for (int i = 0; i < TICKETS; i++) {
        given_ticket(t, 1 + i % 6, 1 + i % 5, 1 + i % 4);
        source_move(t->ctx->source, MINUTE_MS);
    }
    const char *kinds[] = {"inquiry", "complaint", "claim"};
    const TicketSort sorts[] = {SORT_DUE, SORT_URGENCY, SORT_OLDEST};
    for (size_t i = 0; i < 6; i++) {
        TicketFilter filter = any();
        filter.limit = 4;
        filter.sort = sorts[i % 3];
        if (i >= 3) filter.kinds = (Texts){kinds, 3};
        int64_t seen = 0, last = INT64_MIN, count = counted(t, filter);
        do {
            List list;
            const char *next;
            check_ok(t, ticket_list(t->ctx, &filter, &list, &next));
            const Ticket *rows = list.items;
            for (size_t n = 0; n < list.count; n++, seen++) {
                int64_t key = filter.sort == SORT_DUE       ? rows[n].due_at
                              : filter.sort == SORT_URGENCY ? -rows[n].priority
                                                            : rows[n].id;
                check(t, key >= last);
                last = key;
            }
            filter.cursor = next;
        } while (filter.cursor);
        check_int(t, seen, count);
    }
}

TEST_DB(a_merged_ticket_is_read_in_the_other_and_comes_back_as_it_was)
{
    Ticket one = given_ticket(t, TICKET_INQUIRY, CHANNEL_EMAIL, NONE), other;
    Ticket two = given_ticket(t, TICKET_INQUIRY, CHANNEL_EMAIL, NONE);
    move(t, one.id, "open");
    check_ok(t, ticket_merge(t->ctx, one.id, NONE, two.id, &other));
    check_int(t, other.id, two.id);
    check_int(t, stored_ticket(t, one.id).type, TYPE_MERGED);
    check_int(t, counted(t, any()), 1);
    check_int(t, entries_of(t, two.id, ENTRY_OPENED), 2);
    TicketEdit edit;
    check_status(t, ticket_edit(t->ctx, one.id, NONE, &edit), CONFLICT);
    check_status(t, ticket_merge(t->ctx, two.id, NONE, one.id, &other), CONFLICT);
    check_ok(t, ticket_unmerge(t->ctx, one.id, NONE, &other));
    check_int(t, other.type, TYPE_OPEN);
    check_int(t, counted(t, any()), 2);
    check_int(t, entries_of(t, two.id, ENTRY_OPENED), 1);
    check_status(t, ticket_unmerge(t->ctx, one.id, NONE, &other), CONFLICT);
    check_replayed(t, one.id);
    check_replayed(t, two.id);
}

/* The timer that was set before goes off while there is nothing to tell. */
TEST_DB(a_ticket_that_was_merged_when_its_timer_went_off_is_warned_and_escalated_once_it_is_back)
{
    Ticket one = given_ticket(t, TICKET_INQUIRY, CHANNEL_PHONE, NONE), other;
    Ticket two = given_ticket(t, TICKET_INQUIRY, CHANNEL_PHONE, NONE);
    source_move(t->ctx->source, DAY_MS);
    check_ok(t, ticket_merge(t->ctx, one.id, NONE, two.id, &other));
    source_move(t->ctx->source, 2 * DAY_MS);
    run_jobs(t);
    check_ok(t, ticket_unmerge(t->ctx, one.id, NONE, &other));
    source_move(t->ctx->source, DAY_MS - 4 * HOUR_MS);
    run_jobs(t);
    check_int(t, entries_of(t, one.id, ENTRY_CLOCK), 1);
    source_move(t->ctx->source, 4 * HOUR_MS + 1);
    run_jobs(t);
    check_int(t, entries_of(t, one.id, ENTRY_CLOCK), 2);
    check_int(t, stored_ticket(t, one.id).priority, PRIORITY_HIGH);
    check_replayed(t, one.id);
}

TEST_DB(a_ticket_is_not_merged_into_itself)
{
    Ticket one = given_ticket(t, TICKET_INQUIRY, CHANNEL_EMAIL, NONE), other;
    check_status(t, ticket_merge(t->ctx, one.id, NONE, one.id, &other), INVALID);
    check_text(t, t->ctx->problem.field, "into_id");
}

TEST_DB(spam_leaves_the_queues_and_may_come_back)
{
    Ticket one = given_ticket(t, TICKET_INQUIRY, CHANNEL_EMAIL, NONE), out;
    check_ok(t, ticket_mark_spam(t->ctx, one.id, 1, true, &out));
    check(t, out.spam);
    check_int(t, counted(t, any()), 0);
    check_ok(t, ticket_mark_spam(t->ctx, one.id, NONE, false, &out));
    check_int(t, counted(t, any()), 1);
    check_replayed(t, one.id);
}

/* Anything may be done to a ticket in any order: what is stored is what the log says. */
TEST_DB(clocks_stored_are_clocks_replayed_after_any_history)
{
    const char *states[] = {"open", "pending_customer", "pending_internal", "resolved"};
    for (int n = 0; n < 12; n++) {
        Ticket ticket = given_ticket(t, 1 + n % 6, 1 + n % 8, 1 + n % 4);
        for (int i = 0; i < 14; i++) {
            unsigned char dice[3];
            ctx_random(t->ctx, dice, sizeof dice);
            source_move(t->ctx->source, dice[0] * (7 * MINUTE_MS));
            if (i % 5 == 4) run_jobs(t);
            TicketEdit edit = editing(t, ticket.id);
            Status s = OK;
            if (ticket_type_is_final(edit.now.type)) break;
            if (dice[1] % 4 == 0) s = ticket_move(t->ctx, &edit, states[dice[2] % 4], "说明");
            if (dice[1] % 4 == 1) edit.now.priority = 1 + dice[2] % 4;
            if (dice[1] % 4 == 2) s = ticket_assign(t->ctx, &edit, 0, dice[2]);
            if (s == CONFLICT) continue; /* there is no such move */
            check_ok(t, s);
            check_ok(t, ticket_save(t->ctx, &edit));
            if (dice[1] % 4 == 3) say(t, ticket.id, 1 + dice[2] % 2);
            check_replayed(t, ticket.id);
        }
    }
}
