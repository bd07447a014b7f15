#include "access/person.h"
#include "db/db.h"
#include "watch/finding_store.h"

#define COLUMNS                                                                                    \
    "SELECT f.id, f.version, f.waybill_id, s.carrier, s.no, f.rule, f.rule_version, f.kind,"       \
    " f.exception, f.severity, f.found_ms AS found_at, f.anchor_ms AS since_at,"                   \
    " f.limit_ms AS limit_at, f.stage, o.code AS outlet, f.origin, f.destination,"                 \
    " c.code AS customer, f.promised_ms AS promised_at, f.late, f.samples,"                        \
    " f.acknowledged_ms AS acknowledged_at, f.closed_ms AS closed_at, f.outcome, f.note"
#define TABLES                                                                                     \
    " FROM watch_finding f JOIN waybill_state s ON s.waybill_id = f.waybill_id"                    \
    " LEFT JOIN outlet o ON o.id = f.outlet_id LEFT JOIN customer c ON c.id = s.customer_id"
/* As its parcel: seen by the outlets that collect it, deliver it or had it last. */
#define IN_SCOPE(outlet, customer)                                                                 \
    " AND (CAST(" outlet " AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM outlet_closure k"               \
    " WHERE k.ancestor_id = CAST(" outlet " AS BIGINT) AND k.descendant_id IN"                     \
    " (s.outlet_id, s.origin_outlet_id, s.destination_outlet_id)))"                                \
    " AND " CUSTOMER_IN_SCOPE("s.customer_id", customer)
#define WORD_IS(column, parameter)                                                                 \
    " AND (CAST(" parameter " AS TEXT) = '' OR " column " = CAST(" parameter " AS TEXT))"
#define HOUR_IS(hour, offset)                                                                      \
    " AND (CAST(" hour " AS BIGINT) IS NULL OR (f.found_ms / 60000 + CAST(" offset                 \
    " AS BIGINT)) / 60 % 24 = CAST(" hour " AS BIGINT))"
#define FITS                                                                                       \
    " AND f.id < CAST($1 AS BIGINT) AND f.id >= CAST($2 AS BIGINT)" WORD_IS("f.rule", "$3")        \
        WORD_IS("f.origin", "$4") WORD_IS("f.destination", "$5") WORD_IS("s.carrier", "$6")        \
            WORD_IS("c.code",                                                                      \
                    "$7") " AND (CAST($8 AS BIGINT) IS NULL OR f.exception = CAST($8 AS BIGINT))"  \
                          " AND f.severity >= CAST($9 AS BIGINT)"                                  \
                          " AND " OUTLET_IN_SCOPE(                                                 \
                              "f.outlet_id",                                                       \
                              "$10") " AND (CAST($11 AS BIGINT) = 0 OR f.waybill_id = CAST($11 "   \
                                     "AS BIGINT))" HOUR_IS(                                        \
                                         "$15", "$16") " AND (CAST($12 AS BIGINT) = 0 OR "         \
                                                       "(CAST($12 AS BIGINT) = 1) "                \
                                                       "= (f.closed_ms IS NULL))" IN_SCOPE("$13",  \
                                                                                           "$14")
#define LIST(lead) COLUMNS TABLES " WHERE " lead FITS " ORDER BY f.id DESC LIMIT $17"
#define COUNT(lead)                                                                                \
    "SELECT count(*) FROM (SELECT 1 AS one" TABLES " WHERE " lead FITS " LIMIT $17) counted"

SQL(findings_all, LIST("1 = 1"));
SQL(findings_open_only, LIST("f.closed_ms IS NULL"));
SQL(findings_waybill, LIST("f.waybill_id = $11"));
SQL(findings_all_count, COUNT("1 = 1"));
SQL(findings_open_count, COUNT("f.closed_ms IS NULL"));
SQL(findings_waybill_count, COUNT("f.waybill_id = $11"));
SQL(finding_row, COLUMNS TABLES " WHERE f.id = $1" IN_SCOPE("$2", "$3"));

enum { SEARCH_WIDTH = 17 };

static void search_values(Ctx *ctx, const FindingSearch *search, DbValue *out)
{
    const DbValue values[SEARCH_WIDTH] = {
        db_int(search->before_id),  db_int(search->since_id),     db_text(search->rule),
        db_text(search->origin),    db_text(search->destination), db_text(search->carrier),
        db_text(search->customer),  db_int(search->exception),    db_int(search->severity),
        db_int(search->outlet_id),  db_int(search->waybill_id),   db_int(search->state),
        db_int(scope_outlet(ctx)),  db_int(scope_customer(ctx)),  db_int(search->hour),
        db_int(search->offset_min), db_int(search->limit),
    };
    for (size_t i = 0; i < SEARCH_WIDTH; i++)
        out[i] = values[i];
}

Status finding_store_list(Ctx *ctx, const FindingSearch *search, List *out)
{
    DbValue values[SEARCH_WIDTH];
    search_values(ctx, search, values);
    const Sql *sql = search->state == 1 ? &findings_open_only : &findings_all;
    if (search->waybill_id) sql = &findings_waybill;
    return db_list_values(ctx, sql, &finding_shape, out, values, SEARCH_WIDTH);
}

Status finding_store_count(Ctx *ctx, const FindingSearch *search, int64_t *out)
{
    DbValue values[SEARCH_WIDTH];
    search_values(ctx, search, values);
    const Sql *sql = search->state == 1 ? &findings_open_count : &findings_all_count;
    if (search->waybill_id) sql = &findings_waybill_count;
    return db_get_int_values(ctx, sql, out, values, SEARCH_WIDTH);
}

Status finding_store_by_id(Ctx *ctx, int64_t id, Finding *out)
{
    return db_read(ctx, &finding_row, &finding_shape, out, db_int(id), db_int(scope_outlet(ctx)),
                   db_int(scope_customer(ctx)));
}
