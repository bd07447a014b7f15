#include <string.h>

#include "access/audit.h"
#include "access/page.h"
#include "access/person.h"
#include "base/embedded.h"
#include "base/instant.h"
#include "promise/promise.h"
#include "promise/promise_store.h"

Status calendar_list(Ctx *ctx, List *out)
{
    return calendar_store_list(ctx, out);
}

Status calendar_by_code(Ctx *ctx, const char *code, CalendarRow *out)
{
    Status s = calendar_store_by_code(ctx, code, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no calendar %s", code) : s;
}

Status calendar_at_version(Ctx *ctx, const char *code, int64_t version, CalendarRow *out)
{
    Status s = calendar_store_version(ctx, code, version, out);
    return s == NOT_FOUND
               ? fail(ctx, NOT_FOUND, "calendar %s has no version %lld", code, (long long)version)
               : s;
}

Status calendar_versions(Ctx *ctx, const char *code, int64_t limit, const char *cursor, List *out,
                         const char **next)
{
    CalendarRow row;
    int64_t before;
    Status s = calendar_by_code(ctx, code, &row);
    if (!s) s = page_start(ctx, cursor, INT64_MAX, &before);
    if (!s) s = calendar_store_versions(ctx, code, before, limit + 1, out);
    return s ? s : page_end(ctx, out, limit, &calendar_version_shape, next);
}

static Status calendar_enter(Ctx *ctx, CalendarRow *row)
{
    row->id = ctx_id(ctx);
    row->version = 1;
    Status s = calendar_store_insert(ctx, row);
    return s == CONFLICT ? fail(ctx, CONFLICT, "there is a calendar %s already", row->code) : s;
}

static Status calendar_create(Ctx *ctx, CalendarRow *row)
{
    Status s = calendar_enter(ctx, row);
    return s ? s : audit_write(ctx, "calendar.create", "calendar", row->id, NULL);
}

static Status calendar_change(Ctx *ctx, CalendarRow *row, int64_t version)
{
    CalendarRow old;
    Status s = calendar_by_code(ctx, row->code, &old);
    if (s) return s;
    row->id = old.id;
    row->version = version + 1;
    bool written = false;
    s = calendar_store_update(ctx, row, version, &written);
    if (!s && !written)
        s = fail(ctx, STALE, "calendar %s is at version %lld, not %lld", row->code,
                 (long long)old.version, (long long)version);
    return s ? s : audit_write(ctx, "calendar.change", "calendar", row->id, NULL);
}

/* Promises count on by the calendar until they find a day. */
static Status working_check(Ctx *ctx, const Calendar *calendar)
{
    enum { REACH_DAYS = 366 };
    int64_t today = instant_date(ctx_now(ctx), calendar->zone);
    int64_t first = calendar_add_working_days(calendar, today, 0);
    if (first != NONE && first <= today + REACH_DAYS) return OK;
    return fail_field(ctx, "hours", "no day of the year to come is worked");
}

Status calendar_put(Ctx *ctx, const char *document, size_t length, int64_t version,
                    CalendarRow *out)
{
    Calendar *calendar;
    Status s = scope_check_whole(ctx, "calendars are");
    if (!s) s = calendar_read(ctx, document, length, &calendar);
    if (!s) s = working_check(ctx, calendar);
    if (s) return s;
    *out = (CalendarRow){.code = calendar->code,
                         .document = arena_text_n(ctx->arena, document, length)};
    if (!out->document) return no_memory(ctx);
    return version == NONE ? calendar_create(ctx, out) : calendar_change(ctx, out, version);
}

Status promise_seed(Ctx *ctx)
{
    for (const Embedded *file = calendar_files; file->name; file++) {
        Calendar *calendar;
        CalendarRow row;
        Status s = calendar_read(ctx, (const char *)file->data, file->length, &calendar);
        if (s) return s;
        s = calendar_store_by_code(ctx, calendar->code, &row);
        if (s == NOT_FOUND) {
            row = (CalendarRow){.code = calendar->code, .document = (const char *)file->data};
            s = calendar_enter(ctx, &row);
        }
        if (s) return s;
    }
    return OK;
}
