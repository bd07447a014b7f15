#include "desk_work/contributor_store.h"

#include "customer/customer.h"

#define OF_CUSTOMER "ticket_id IN (SELECT t.id FROM ticket t WHERE t.customer_id = $1)"
#define FILES_OF(kind)                                                                             \
    "(SELECT count(*) FROM ticket t JOIN file f ON f.owner_id = t.id AND f.owner = '" kind         \
    "' WHERE t.customer_id = $1)"

SQL(person_family_tickets, "SELECT t.id FROM ticket t WHERE t.id > $2 AND " CUSTOMER_FAMILY(
                               "t.customer_id", "$1") " ORDER BY t.id LIMIT $3");
SQL(person_tickets, "SELECT t.id FROM ticket t WHERE t.customer_id = $1 AND t.id > $2"
                    " ORDER BY t.id LIMIT $3");
SQL(person_ticket_files, "SELECT " FILES_OF("ticket") " + " FILES_OF("ticket_note"));
SQL(person_tickets_empty,
    "UPDATE ticket SET sealed = NULL, phone_key = NULL, external_ref = NULL, version = version + 1"
    " WHERE customer_id = $1"
    " AND (sealed IS NOT NULL OR phone_key IS NOT NULL OR external_ref IS NOT NULL)");
SQL(person_entries_empty,
    "UPDATE ticket_entry SET sealed = NULL WHERE sealed IS NOT NULL AND " OF_CUSTOMER);
SQL(person_bulks_empty, "UPDATE desk_bulk_item SET before = NULL WHERE before IS NOT NULL"
                        " AND " OF_CUSTOMER);
SQL(person_tags_delete, "DELETE FROM ticket_tag WHERE " OF_CUSTOMER);
SQL(person_drafts_delete, "DELETE FROM ticket_draft WHERE " OF_CUSTOMER);
SQL(person_tickets_left,
    "SELECT (SELECT count(*) FROM ticket WHERE customer_id = $1"
    " AND (sealed IS NOT NULL OR phone_key IS NOT NULL OR external_ref IS NOT NULL))"
    " + (SELECT count(*) FROM ticket_tag WHERE " OF_CUSTOMER ")"
    " + (SELECT count(*) FROM desk_bulk_item WHERE before IS NOT NULL AND " OF_CUSTOMER ")"
    " + (SELECT count(*) FROM ticket_entry WHERE kind = 6"
    " AND detail LIKE '%\"external_ref\":%' AND detail NOT LIKE '%\"external_ref\":\"\"%'"
    " AND " OF_CUSTOMER ")"
    " + (SELECT count(*) FROM ticket_entry WHERE sealed IS NOT NULL AND " OF_CUSTOMER ")"
    " + (SELECT count(*) FROM ticket_draft WHERE " OF_CUSTOMER ")"
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
