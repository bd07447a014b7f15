#include "desk/incident_join.h"

#include "desk/queue.h"
#include "desk/testing.h"
#include "desk/watch_join.h"
#include "test.h"
#include "waybill/waybill.h"

static int64_t given_parcel(T *t)
{
    WaybillInput input;
    Waybill parcel;
    shape_clear(&waybill_input_shape, &input);
    input.carrier = "sto";
    input.no = "771234567890124";
    UpsertRow row = {.thing = &input, .number = 1};
    check_ok(t, waybill_apply(t->ctx, &row, 1));
    check_ok(t, waybill_find(t->ctx, "sto", "771234567890124", &parcel));
    return parcel.id;
}

static void wanted(T *t, int64_t waybill_id)
{
    const Job job = {.subject_id = waybill_id,
                     .payload = arena_format(t->ctx->arena,
                                             "{\"incident_id\":\"77\",\"number\":7,"
                                             "\"waybill_id\":\"%lld\"}",
                                             (long long)waybill_id)};
    check_ok(t, incident_join_wanted(t->ctx, &job));
}

/* The only ticket that was ever opened. */
static Ticket only_ticket(T *t)
{
    TicketFilter filter = {.sort = 4, .limit = 10};
    List list;
    const char *next;
    check_ok(t, ticket_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 1);
    return *(const Ticket *)list.items;
}

TEST_DB(an_incident_opens_one_ticket_for_a_parcel_however_often_it_asks)
{
    int64_t parcel = given_parcel(t);
    wanted(t, parcel);
    wanted(t, parcel);
    Ticket ticket = only_ticket(t);
    check_int(t, ticket.incident_id, 77);
    check_text(t, ticket.subject, "申通快递 771234567890124：突发事件 7");
}

TEST_DB(an_incident_binds_the_ticket_that_the_watch_has_for_the_parcel)
{
    int64_t parcel = given_parcel(t);
    const Job found = {.subject_id = parcel,
                       .payload = "{\"finding_id\":\"1\",\"rule\":\"stalled\","
                                  "\"exception\":\"stalled\",\"severity\":\"high\"}"};
    given_finding(t, parcel);
    check_ok(t, watch_join_opened(t->ctx, &found));
    check_int(t, only_ticket(t).incident_id, 0);
    wanted(t, parcel);
    Ticket ticket = only_ticket(t);
    check_int(t, ticket.incident_id, 77);
    ended_finding(t, parcel);
    check_ok(t, watch_join_closed(t->ctx, &found));
    check_int(t, only_ticket(t).type, TYPE_RESOLVED); /* an incident is no finding */
}

TEST_DB(a_ticket_that_is_no_part_of_an_incident_is_taken_out_of_it)
{
    TicketChange change;
    Ticket ticket;
    wanted(t, given_parcel(t));
    ticket = only_ticket(t);
    shape_clear(&ticket_change_shape, &change);
    change.priority = PRIORITY_HIGH;
    check_ok(t, ticket_change(t->ctx, ticket.id, NONE, &change, &ticket));
    check_int(t, ticket.incident_id, 77); /* not given: it stays */
    change.incident_id = "";
    check_ok(t, ticket_change(t->ctx, ticket.id, NONE, &change, &ticket));
    check_int(t, ticket.incident_id, 0);
    static const char *const wrong[] = {"0", "-1", "x", "77 ", "99999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        change.incident_id = wrong[i];
        check_status(t, ticket_change(t->ctx, ticket.id, NONE, &change, &ticket), INVALID);
        check_text(t, t->ctx->problem.field, "incident_id");
        problem_clear(t->ctx);
    }
}
