#include "complaint/behind.h"

#include <stdlib.h>
#include <string.h>

#include "access/listing.h"
#include "access/page.h"
#include "access/person.h"
#include "access/setting.h"
#include "base/instant.h"
#include "complaint/complaint_store.h"

#define QUERY_FIELDS                                                                               \
    FIELD_ENUM(BehindQuery, by, tally_dimensions, .doc = "By what; all where it is not given"),    \
        FIELD_TEXT(BehindQuery, value, .max = 80, .doc = "Value of the row; else of all rows"),    \
        FIELD_DATE(BehindQuery, from,                                                              \
                   .doc = "Its month is the first; else eleven months before `to`"),               \
        FIELD_DATE(BehindQuery, to, .doc = "Its month is the last; else the present one"),         \
        FIELD_BOOL(BehindQuery, exact, .doc = "Of those days alone, not of their whole months"),   \
        FIELD_BOOL(BehindQuery, founded, .doc = "Only those found true"), PAGE_FIELDS(BehindQuery)

static const Field query_fields[] = {QUERY_FIELDS, FIELD_END};
const Shape behind_query_shape = SHAPE(BehindQuery, query_fields, "Which sum");

static const Field export_fields[] = {QUERY_FIELDS, EXPORT_FORMAT_FIELD(BehindQuery), FIELD_END};
const Shape behind_export_shape =
    EXPORT_SHAPE(BehindQuery, "BehindExport", export_fields, "Which sum");

/* What a row calls it, as it is stored: categories and parties by their number. */
static const char *stored_value(Ctx *ctx, const BehindQuery *query)
{
    const Name *names = query->by == TALLY_CATEGORY ? complaint_categories
                        : query->by == TALLY_PARTY  ? complaint_parties
                                                    : NULL;
    if (!names) return query->value;
    while (names->name && strcmp(names->name, query->value) != 0)
        names++;
    return names->name ? arena_format(ctx->arena, "%lld", (long long)names->value) : "";
}

/* A month is a narrower span, not a value. */
static Status narrow(Ctx *ctx, const BehindQuery *query, BehindSearch *search)
{
    search->by = query->value ? query->by : TALLY_ALL;
    if (search->by == NONE || search->by == TALLY_ALL) return OK;
    if (search->by != TALLY_MONTH) {
        search->value = stored_value(ctx, query);
        return search->value ? OK : no_memory(ctx);
    }
    char *end;
    int64_t year = strtoll(query->value, &end, 10);
    int64_t month = *end == '-' ? strtoll(end + 1, &end, 10) : 0;
    if (*end || month < 1 || month > 12) return fail_field(ctx, "value", "expected 2026-11");
    search->by = TALLY_ALL;
    search->from = search->to = year * 12 + month - 1;
    return OK;
}

static void narrow_days(Ctx *ctx, const BehindQuery *query, BehindSearch *search)
{
    const char *zone = setting_text(ctx, SETTING_NAMED_ZONE);
    if (query->exact && query->from != NONE) search->from_ms = date_instant(query->from, zone);
    if (query->exact && query->to != NONE) search->end_ms = date_instant(query->to + 1, zone);
}

Status tally_behind(Ctx *ctx, const BehindQuery *query, List *out, const char **next)
{
    int64_t limit = page_limit(query->limit);
    BehindSearch search = {
        .value = "", .end_ms = INT64_MAX, .founded = query->founded, .limit = limit + 1};
    if (scope_customer(ctx))
        return fail(ctx, FORBIDDEN, "the sums are of all customers' complaints together");
    if (query->by == TALLY_APPEAL) return fail_field(ctx, "by", "appeals are no complaints");
    Status s = tally_span(ctx, query->from, query->to, &search.from, &search.to);
    if (!s) s = narrow(ctx, query, &search);
    narrow_days(ctx, query, &search);
    if (!s) s = page_start(ctx, query->cursor, INT64_MAX, &search.before_id);
    if (!s) s = complaint_store_behind(ctx, &search, out);
    return s ? s : page_end(ctx, out, limit, &complaint_row_shape, next);
}
