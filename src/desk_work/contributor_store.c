#include "desk_work/contributor_store.h"

#include "customer/customer.h"
#include "desk/unowned.h"

#define OF_WHOSE "ticket_id IN " TICKETS_OF("$1")
#define FILES_OF(kind)                                                                             \
    "(SELECT count(*) FROM file f WHERE f.owner = '" kind                                          \
    "' AND f.owner_id IN " TICKETS_OF("$1") ")"

#define HELD                                                                                       \
    "(sealed IS NOT NULL OR phone_key IS NOT NULL OR email_key <> 0 OR external_ref IS NOT NULL)"

SQL(person_family_tickets, "SELECT t.id FROM ticket t WHERE t.id IN " TICKETS_OF_FAMILY(
                               "$1") " AND t.id > $2 ORDER BY t.id LIMIT $3");
SQL(person_tickets, "SELECT t.id FROM ticket t WHERE t.id IN " TICKETS_OF(
                        "$1") " AND t.id > $2 ORDER BY t.id LIMIT $3");
SQL(person_ticket_files, "SELECT " FILES_OF("ticket") " + " FILES_OF("ticket_note"));
SQL(person_tickets_empty,
    "UPDATE ticket SET sealed = NULL, phone_key = NULL, email_key = NULL, external_ref = NULL,"
    " version = version + 1 WHERE id IN " TICKETS_OF("$1") " AND " HELD);
SQL(person_entries_empty,
    "UPDATE ticket_entry SET sealed = NULL WHERE sealed IS NOT NULL AND " OF_WHOSE);
SQL(person_bulks_empty, "UPDATE desk_bulk_item SET before = NULL WHERE before IS NOT NULL"
                        " AND " OF_WHOSE);
SQL(person_tags_delete, "DELETE FROM ticket_tag WHERE " OF_WHOSE);
SQL(person_drafts_delete, "DELETE FROM ticket_draft WHERE " OF_WHOSE);
SQL(person_tickets_left,
    "SELECT (SELECT count(*) FROM ticket WHERE id IN " TICKETS_OF(
        "$1") " AND " HELD ")"
              " + (SELECT count(*) FROM ticket_tag WHERE " OF_WHOSE ")"
              " + (SELECT count(*) FROM desk_bulk_item WHERE before IS NOT NULL AND " OF_WHOSE ")"
              " + (SELECT count(*) FROM ticket_entry WHERE kind = 6"
              " AND detail LIKE '%\"external_ref\":%' AND detail NOT LIKE '%\"external_ref\":\"\"%'"
              " AND " OF_WHOSE ")"
              " + (SELECT count(*) FROM ticket_entry WHERE sealed IS NOT NULL AND " OF_WHOSE ")"
              " + (SELECT count(*) FROM ticket_draft WHERE " OF_WHOSE ")"
              " + " FILES_OF("ticket") " + " FILES_OF("ticket_note"));
SQL(person_tickets_open, "SELECT count(*) FROM ticket t WHERE t.type < $2"
                         " AND " CUSTOMER_FAMILY("t.customer_id", "$1"));

static const Field id_fields[] = {FIELD_ID(Ticket, id), FIELD_END};
static const Shape id_shape = SHAPE(Ticket, id_fields, "A ticket's id");

Status ticket_person_store_family(Ctx *ctx, int64_t customer_id, int64_t after, int64_t limit,
                                  List *out)
{
    return db_list(ctx, &person_family_tickets, &id_shape, out, db_int(customer_id), db_int(after),
                   db_int(limit));
}

Status ticket_person_store_page(Ctx *ctx, int64_t customer_id, int64_t after, int64_t limit,
                                List *out)
{
    return db_list(ctx, &person_tickets, &id_shape, out, db_int(customer_id), db_int(after),
                   db_int(limit));
}

Status ticket_person_store_files(Ctx *ctx, int64_t customer_id, int64_t *files)
{
    return db_get_int(ctx, &person_ticket_files, files, db_int(customer_id));
}

Status ticket_person_store_erase(Ctx *ctx, int64_t customer_id, TicketErased *out)
{
    DbValue id = db_int(customer_id);
    Status s = db_run_count(ctx, &person_tickets_empty, &out->tickets, id);
    if (!s) s = db_run_count(ctx, &person_entries_empty, &out->entries, id);
    if (!s) s = db_run_count(ctx, &person_bulks_empty, &out->bulks, id);
    if (!s) s = db_run_count(ctx, &person_tags_delete, &out->tags, id);
    return s ? s : db_run_count(ctx, &person_drafts_delete, &out->drafts, id);
}

Status ticket_person_store_left(Ctx *ctx, int64_t customer_id, int64_t *rows)
{
    return db_get_int(ctx, &person_tickets_left, rows, db_int(customer_id));
}

Status ticket_person_store_open(Ctx *ctx, int64_t customer_id, int64_t *count)
{
    return db_get_int(ctx, &person_tickets_open, count, db_int(customer_id), db_int(TYPE_RESOLVED));
}
