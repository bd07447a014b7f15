#include "desk/policy.h"

#include "desk/book.h"
#include "desk/book_store.h"
#include "desk/desk.h"
#include "test.h"

static Policy line_of(T *t, const char *code, int64_t minutes)
{
    return (Policy){.id = ctx_id(t->ctx),
                    .version = 1,
                    .code = code,
                    .clock = CLOCK_RESOLUTION,
                    .kind = NONE,
                    .priority = NONE,
                    .channel = CHANNEL_SMS,
                    .tier = "vip",
                    .minutes = minutes,
                    .pauses = PAUSE_NEVER,
                    .warn_minutes = NONE,
                    .source = ""};
}

/* As a database may have it from before such a second line was refused. */
static void given_line(T *t, const char *code, int64_t minutes)
{
    Policy line = line_of(t, code, minutes);
    line.warn_minutes = 0;
    check_ok(t, policy_store_insert(t->ctx, &line));
    check_ok(t, desk_book_changed(t->ctx));
}

static int64_t chosen_minutes(T *t)
{
    PolicySubject subject = {.clock = CLOCK_RESOLUTION,
                             .kind = TICKET_INQUIRY,
                             .priority = PRIORITY_LOW,
                             .channel = CHANNEL_SMS,
                             .tier = "vip"};
    const DeskBook *book;
    const ClockTerms *terms = NULL;
    check_ok(t, desk_book(t->ctx, &book));
    check_ok(t, policy_choose(t->ctx, book, &subject, &terms));
    return terms ? terms->budget_ms / 60000 : 0;
}

TEST_DB(of_two_lines_for_the_same_the_last_written_holds_whatever_they_are_called)
{
    given_line(t, "m", 10);
    check_int(t, chosen_minutes(t), 10);
    given_line(t, "z", 20);
    check_int(t, chosen_minutes(t), 20);
    given_line(t, "a", 30);
    check_int(t, chosen_minutes(t), 30);
}

TEST_DB(a_second_service_level_for_the_same_is_refused_and_for_a_little_else_is_not)
{
    Policy one = line_of(t, "one", 10), two = line_of(t, "a-two", 20), out;
    check_ok(t, policy_create(t->ctx, &one));
    check_status(t, policy_create(t->ctx, &two), CONFLICT);
    problem_clear(t->ctx);
    two = line_of(t, "two", 20);
    two.kind = TICKET_INQUIRY;
    check_ok(t, policy_create(t->ctx, &two));
    two.minutes = 25;
    check_ok(t, policy_change(t->ctx, "two", 1, &two, &out));
    check_int(t, chosen_minutes(t), 25);
    check_ok(t, policy_remove(t->ctx, "one", 1));
    one = line_of(t, "three", 30);
    check_ok(t, policy_create(t->ctx, &one));
}

TEST_DB(a_service_level_warns_within_its_time)
{
    Policy line = line_of(t, "one", 10);
    line.warn_minutes = 11;
    check_status(t, policy_create(t->ctx, &line), INVALID);
    check_text(t, t->ctx->problem.field, "warn_minutes");
    line.warn_minutes = 10;
    check_status(t, policy_create(t->ctx, &line), INVALID);
    line.warn_minutes = 9;
    check_ok(t, policy_create(t->ctx, &line));
}

TEST_DB(a_move_that_was_changed_meanwhile_is_not_written_over)
{
    TicketTransition move = {"open", "new", "ticket.write", 0};
    check_ok(t, transition_put(t->ctx, &move));
    check_int(t, move.version, 1);
    move.version = 0;
    check_status(t, transition_put(t->ctx, &move), CONFLICT);
    move = (TicketTransition){"open", "new", "ticket.close", 1};
    check_ok(t, transition_put(t->ctx, &move));
    move.version = 1;
    check_status(t, transition_put(t->ctx, &move), STALE);
    check_status(t, transition_remove(t->ctx, "open", "new", 1), STALE);
    check_ok(t, transition_remove(t->ctx, "open", "new", 2));
    check_status(t, transition_remove(t->ctx, "open", "new", 3), NOT_FOUND);
    move = (TicketTransition){"open", "new", "ticket.write", 0};
    check_ok(t, transition_put(t->ctx, &move));
    check_int(t, move.version, 4); /* not 1 again: who has seen that must not write over this */
}

TEST_DB(a_move_that_was_taken_away_is_none)
{
    const DeskBook *book;
    check_ok(t, transition_remove(t->ctx, "open", "resolved", 1));
    check_ok(t, desk_book(t->ctx, &book));
    check_int(t,
              ticket_state_move_right(book, ticket_state_of(book, "open"),
                                      ticket_state_of(book, "resolved")),
              -1);
}
