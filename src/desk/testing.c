#include "desk/testing.h"

#include "db/db.h"

SQL(test_finding_add,
    "INSERT INTO watch_finding (id, version, rule_id, rule_version, rule, kind, waybill_id,"
    " anchor_ms, limit_ms, found_ms, exception, severity, stage, origin, destination)"
    " VALUES ($1, 1, $1, 1, 'stalled', 1, $2, $3, $3, $3, 1, 3, 1, '', '')");
SQL(test_finding_end,
    "UPDATE watch_finding SET closed_ms = $2 WHERE id = (SELECT min(id) FROM watch_finding"
    " WHERE waybill_id = $1 AND closed_ms IS NULL)");

Ticket given_ticket_at(T *t, int64_t outlet_id, int64_t customer_id)
{
    TicketInput input;
    Ticket ticket;
    ticket_input_init(&input);
    input.kind = TICKET_INQUIRY;
    input.channel = CHANNEL_EMAIL;
    input.subject = "包裹在哪里";
    input.outlet_id = outlet_id;
    input.customer_id = customer_id;
    check_ok(t, ticket_create(t->ctx, &input, &ticket));
    return ticket;
}

void given_finding(T *t, int64_t waybill_id)
{
    check_ok(t, db_run(t->ctx, &test_finding_add, db_int(ctx_id(t->ctx)), db_int(waybill_id),
                       db_int(TEST_NOW)));
}

void ended_finding(T *t, int64_t waybill_id)
{
    check_ok(t, db_run(t->ctx, &test_finding_end, db_int(waybill_id), db_int(TEST_NOW)));
}
