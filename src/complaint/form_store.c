#include "complaint/form_store.h"

#include "access/person.h"
#include "access/sealed.h"
#include "db/db.h"

#define SELECT                                                                                     \
    "SELECT f.id, f.version, f.kind, f.layout, f.no, f.ticket_id, f.waybill_id, f.outlet_id,"      \
    " o.code, f.created_ms, f.created_by, f.changed_ms, f.signed_ms, f.signed_by, f.signer,"       \
    " f.sealed FROM form f LEFT JOIN outlet o ON o.id = f.outlet_id WHERE "
/* Forms are the company's own papers: customers see none. */
#define IN_SCOPE " AND " OUTLET_IN_SCOPE("f.outlet_id", "$2") " AND CAST($3 AS BIGINT) = 0"
#define PAGE IN_SCOPE " AND f.id > $4 ORDER BY f.id LIMIT $5"

SQL(form_by_id, SELECT "f.id = $1" IN_SCOPE);
SQL(forms_of_ticket, SELECT "f.ticket_id = $1" PAGE);
SQL(forms_of_waybill, SELECT "f.waybill_id = $1" PAGE);
SQL(forms_of_outlet, SELECT "f.outlet_id = $1" PAGE);
SQL(forms_newest, SELECT "f.id < $1" IN_SCOPE " ORDER BY f.id DESC LIMIT $4");
SQL(form_next, "INSERT INTO form_number (kind, day, last) VALUES ($1, $2, 1)"
               " ON CONFLICT (kind, day) DO UPDATE SET last = form_number.last + 1 RETURNING last");
SQL(form_insert,
    "INSERT INTO form (id, version, kind, layout, no, ticket_id, waybill_id, outlet_id, sealed,"
    " created_ms, created_by, changed_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,"
    " $12)");
SQL(form_update, "UPDATE form SET version = $2, sealed = $3, changed_ms = $4, signed_ms = $5,"
                 " signed_by = $6, signer = $7 WHERE id = $1 AND version = $8");

static const Field sealed_fields[] = {FIELD_MAP(Form, values, .max = FORM_LINES_MAX), FIELD_END};
static const Shape sealed_shape = SHAPE(Form, sealed_fields, "What is sealed");
static const SealedFields sealed = {"form.sealed", &sealed_shape};

Status form_store_number(Ctx *ctx, int64_t kind, int64_t day, int64_t *out)
{
    return db_get_int(ctx, &form_next, out, db_int(kind), db_int(day));
}

Status form_store_insert(Ctx *ctx, const Form *f)
{
    DbValue words;
    Status s = sealed_value(ctx, &sealed, f, &words);
    return s ? s
             : db_run(ctx, &form_insert, db_int(f->id), db_int(f->version), db_int(f->kind),
                      db_int(f->layout), db_text(f->no), db_id(f->ticket_id), db_id(f->waybill_id),
                      db_id(f->outlet_id), words, db_int(f->created_at), db_id(f->created_by),
                      db_int(f->changed_at));
}

Status form_store_update(Ctx *ctx, const Form *f, bool *written)
{
    DbValue words;
    int64_t changed = 0;
    Status s = sealed_value(ctx, &sealed, f, &words);
    if (!s)
        s = db_run_count(ctx, &form_update, &changed, db_int(f->id), db_int(f->version), words,
                         db_int(f->changed_at), db_int(f->signed_at), db_id(f->signed_by),
                         db_text(f->signer), db_int(f->version - 1));
    *written = changed == 1;
    return s;
}

static Status read_row(Ctx *ctx, Rows *rows, void *item)
{
    Form *out = item;
    *out = (Form){.id = rows_int(rows, 0),
                  .version = rows_int(rows, 1),
                  .kind = rows_int(rows, 2),
                  .layout = rows_int(rows, 3),
                  .no = rows_copy(rows, 4),
                  .ticket_id = rows_id(rows, 5),
                  .waybill_id = rows_id(rows, 6),
                  .outlet_id = rows_id(rows, 7),
                  .outlet = rows_copy(rows, 8),
                  .created_at = rows_int(rows, 9),
                  .created_by = rows_id(rows, 10),
                  .changed_at = rows_int(rows, 11),
                  .signed_at = rows_int(rows, 12),
                  .signed_by = rows_id(rows, 13),
                  .signer = rows_copy(rows, 14)};
    return sealed_read(ctx, &sealed, rows, 15, out);
}

Status form_store_find(Ctx *ctx, int64_t id, Form *out)
{
    Rows *rows;
    List list;
    Status s = db_query(ctx, &form_by_id, &rows, db_int(id), db_int(scope_outlet(ctx)),
                        db_int(scope_customer(ctx)));
    if (!s) s = rows_list(ctx, rows, sizeof *out, read_row, &list);
    if (s) return s;
    if (!list.count) return NOT_FOUND;
    *out = *(const Form *)list.items;
    return OK;
}

Status form_store_newest(Ctx *ctx, int64_t before, int64_t limit, List *out)
{
    Rows *rows;
    Status s = db_query(ctx, &forms_newest, &rows, db_int(before), db_int(scope_outlet(ctx)),
                        db_int(scope_customer(ctx)), db_int(limit));
    return s ? s : rows_list(ctx, rows, sizeof(Form), read_row, out);
}

Status form_store_list(Ctx *ctx, const FormSearch *q, List *out)
{
    Rows *rows;
    const Sql *sql = q->ticket_id    ? &forms_of_ticket
                     : q->waybill_id ? &forms_of_waybill
                                     : &forms_of_outlet;
    int64_t about = q->ticket_id ? q->ticket_id : q->waybill_id ? q->waybill_id : q->outlet_id;
    Status s = db_query(ctx, sql, &rows, db_int(about), db_int(scope_outlet(ctx)),
                        db_int(scope_customer(ctx)), db_int(q->after), db_int(q->limit));
    return s ? s : rows_list(ctx, rows, sizeof(Form), read_row, out);
}
