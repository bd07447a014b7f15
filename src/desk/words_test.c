#include "desk/words.h"

#include "db/db.h"
#include "desk/testing.h"
#include "search/search.h"

static Ticket given_ticket(T *t)
{
    TicketInput input = blank_ticket(TICKET_INQUIRY, CHANNEL_EMAIL);
    input.description = "放在驿站了吗";
    return opened_ticket(t, input);
}

static int64_t noted(T *t, int64_t ticket_id, const char *text)
{
    TicketEdit edit;
    Entry entry = ticket_entry_of(ENTRY_NOTE, ENTRY_INTERNAL);
    entry.text = text;
    check_ok(t, ticket_edit(t->ctx, ticket_id, NONE, &edit));
    check_ok(t, ticket_entry_add(t->ctx, &edit, &entry));
    check_ok(t, ticket_save(t->ctx, &edit));
    return entry.id;
}

static size_t found(T *t, const char *q)
{
    const SearchQuery query = {.kind = SEARCH_ENTRY,
                               .text = q,
                               .since = NONE,
                               .to = NONE,
                               .unscoped = true,
                               .limit = 1000};
    List hits;
    const char *next;
    check_ok(t, search_find(t->ctx, &query, &hits, &next));
    return hits.count;
}

TEST_DB(what_opens_a_ticket_is_not_searched_twice)
{
    Ticket ticket = given_ticket(t);
    check_int(t, found(t, "驿站"), 0);
    noted(t, ticket.id, "");
    noted(t, ticket.id, NULL);
    noted(t, ticket.id, "驿站");
    check_int(t, found(t, "驿站"), 1);
}

TEST_DB(of_what_was_said_on_an_erased_ticket_nothing_is_found)
{
    Ticket ticket = given_ticket(t), other = given_ticket(t);
    noted(t, ticket.id, "放在驿站");
    noted(t, ticket.id, "驿站没有人");
    noted(t, other.id, "驿站");
    check_ok(t, words_erase(t->ctx, ticket.id));
    check_int(t, found(t, "驿站"), 1);
}

/* --- what was said before there was an index of it --- */

enum { OLD = 450 };

SQL(test_unsearched, "INSERT INTO ticket_entry_unsearched (id, ticket_id, entry_id, until_entry_id)"
                     " VALUES (1, 0, 0, $1)");
SQL(test_still_unsearched, "SELECT count(*) FROM ticket_entry_unsearched");

static int64_t still_unsearched(T *t)
{
    int64_t count = 0;
    check_ok(t, db_get_int(t->ctx, &test_still_unsearched, &count));
    return count;
}

/* Entries as they stand in a store from before: in no index. */
static int64_t given_old_entries(T *t)
{
    Ticket tickets[] = {given_ticket(t), given_ticket(t), given_ticket(t)};
    int64_t last = 0;
    for (int i = 0; i < OLD; i++) {
        last = noted(t, tickets[i % 3].id, i % 4 ? "放在驿站" : NULL);
        check_ok(t, search_remove(t->ctx, SEARCH_ENTRY, last));
    }
    return last;
}

TEST_DB(what_was_said_before_an_upgrade_is_found_after_it)
{
    int64_t last = given_old_entries(t), ran;
    check_ok(t, db_run(t->ctx, &test_unsearched, db_int(last)));
    noted(t, given_ticket(t).id, "驿站，后来说的");
    check_int(t, found(t, "驿站"), 1);
    check_ok(t, words_seed(t->ctx));
    check_ok(t, words_seed(t->ctx));
    check_ok(t, jobs_run_due(t->ctx, &ran));
    check_int(t, still_unsearched(t), 0);
    check_int(t, found(t, "放在驿站"), OLD - (OLD + 3) / 4);
    check_int(t, found(t, "驿站"), OLD - (OLD + 3) / 4 + 1);
}

TEST_DB(where_all_that_was_said_is_searched_nothing_is_to_be_done)
{
    int64_t ran;
    const Job job = {.kind = WORDS_JOB};
    check_ok(t, words_seed(t->ctx));
    check_ok(t, jobs_run_due(t->ctx, &ran));
    check_ok(t, words_put_old(t->ctx, &job));
    check_int(t, found(t, "驿站"), 0);
}
