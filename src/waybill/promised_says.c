#include "waybill/promised_says.h"

#include <string.h>

#include "access/person.h"
#include "access/setting.h"
#include "base/instant.h"
#include "promise/reason.h"
#include "waybill/promised_store.h"

typedef struct Saying {
    const PromiseReason *reasons;
    size_t count;
    const char *zone;
} Saying;

static const char *reason_says(const Saying *saying, const char *code)
{
    for (size_t i = 0; i < saying->count; i++)
        if (!strcmp(saying->reasons[i].code, code)) return saying->reasons[i].name_en;
    return code;
}

static void say_instant(Buf *buf, int64_t at_ms, const char *zone)
{
    Wall wall;
    if (at_ms == NONE) {
        buf_text(buf, "no instant");
        return;
    }
    instant_wall(at_ms, zone, &wall);
    buf_format(buf, "%04d-%02d-%02d %02d:%02d", wall.year, wall.month, wall.day, wall.hour,
               wall.minute);
}

static void say_effect(Buf *buf, const PromiseChange *change, const char *zone)
{
    if (change->effect == PROMISE_EXCUSES) {
        buf_text(buf, "excused");
    } else if (change->move_hours != NONE) {
        buf_format(buf, "moved by %lld h", (long long)change->move_hours);
    } else if (change->move_days != NONE) {
        buf_format(buf, "moved by %lld working days", (long long)change->move_days);
    } else {
        buf_text(buf, change->effect == PROMISE_TELLS     ? "told "
                      : change->effect == PROMISE_REBASED ? "ordered for "
                                                          : "moved to ");
        say_instant(buf, change->instant, zone);
    }
}

static void say_cause(Buf *buf, const ChangeCause *cause, const char *by, const char *zone)
{
    buf_text(buf, cause->text);
    buf_text(buf, ", declared ");
    say_instant(buf, cause->declared_ms, zone);
    if (by) buf_format(buf, " by %s", by);
}

static Status change_say(Ctx *ctx, const Saying *saying, const ChangeCause *cause,
                         PromiseChange *change)
{
    Buf buf;
    buf_init(&buf, ctx->arena);
    bool outsider = scope_customer(ctx) != 0; /* is not told who works for the company */
    bool withdrawn = cause->why && change->at >= cause->ended_ms;
    if (change->undoes)
        buf_text(&buf, "taken back");
    else
        say_effect(&buf, change, saying->zone);
    buf_text(&buf, ": ");
    if (cause->text) {
        say_cause(&buf, cause, outsider ? NULL : cause->declared_by, saying->zone);
        if (change->undoes && withdrawn) buf_format(&buf, ", withdrawn: %s", cause->why);
        if (change->undoes && !withdrawn) buf_text(&buf, ", changed");
    } else {
        buf_text(&buf, reason_says(saying, change->reason));
        if (change->changed_by && !outsider) buf_format(&buf, ", by %s", change->changed_by);
    }
    change->says = buf.data;
    return buf_check(ctx, &buf);
}

Status promised_changes_say(Ctx *ctx, int64_t waybill_id, List *out)
{
    List reasons;
    ChangeCause *causes;
    Status s = promised_store_changes(ctx, waybill_id, out, &causes);
    if (s || !out->count) return s;
    s = reason_list(ctx, &reasons);
    const Saying saying = {reasons.items, s ? 0 : reasons.count,
                           setting_text(ctx, SETTING_NAMED_ZONE)};
    for (size_t i = 0; !s && i < out->count; i++)
        s = change_say(ctx, &saying, &causes[i], (PromiseChange *)out->items + i);
    return s;
}

/* --- for customers --- */

static bool stands(const PromiseChange *changes, size_t count, size_t place)
{
    if (changes[place].undoes || changes[place].effect == PROMISE_REBASED) return false;
    for (size_t i = place + 1; i < count; i++)
        if (changes[i].undoes == changes[place].id) return false;
    return true;
}

Status promised_told(Ctx *ctx, int64_t waybill_id, PromiseTold *out)
{
    List list;
    ChangeCause *causes;
    PromiseReason reason;
    *out = (PromiseTold){.expected_ms = NONE};
    Status s = promised_store_changes(ctx, waybill_id, &list, &causes);
    size_t place = s ? 0 : list.count;
    const PromiseChange *changes = list.items;
    while (place && !stands(changes, list.count, place - 1))
        place--;
    if (s || !place) return s;
    const PromiseChange *last = &changes[place - 1];
    if (last->effect != PROMISE_MOVES) out->expected_ms = last->instant;
    out->why_zh = out->why_en = causes[place - 1].text;
    if (out->why_zh) return OK;
    s = reason_by_code(ctx, last->reason, &reason);
    if (s) return s;
    out->why_zh = reason.name_zh;
    out->why_en = reason.name_en;
    return OK;
}
