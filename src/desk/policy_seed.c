#include "desk/book.h"
#include "desk/book_store.h"
#include "desk/desk.h"

#define HOUSE "Parceldesk's own; set yours"
#define LAW "快递暂行条例 (2025) art. 29: seven days from receipt"
#define APPEAL "邮政业消费者申诉处理办法: fifteen days after transfer; set yours"

#define HOUR 60
#define DAY (24 * HOUR)

typedef struct ShippedLine {
    const char *code;
    int64_t clock, kind, priority, channel; /* 0: any */
    int64_t minutes;
    const char *calendar;
    int64_t pauses, warn_minutes;
    bool raise_priority, tell_lead;
    const char *source;
} ShippedLine;

/* Who calls or stands at the counter is answered there and then, and what the watch finds nobody
 * asked. */
static const ShippedLine shipped[] = {
    {"first-response", CLOCK_FIRST_RESPONSE, 0, 0, 0, 4 * HOUR, "cn", PAUSE_PENDING, HOUR, false,
     true, HOUSE},
    {"first-response-high", CLOCK_FIRST_RESPONSE, 0, PRIORITY_HIGH, 0, HOUR, NULL, PAUSE_PENDING,
     15, false, true, HOUSE},
    {"first-response-urgent", CLOCK_FIRST_RESPONSE, 0, PRIORITY_URGENT, 0, 15, NULL, PAUSE_PENDING,
     5, false, true, HOUSE},
    {"first-response-chat", CLOCK_FIRST_RESPONSE, 0, 0, CHANNEL_WEB_CHAT, 5, NULL, PAUSE_PENDING, 2,
     false, true, HOUSE},
    {"first-response-phone", CLOCK_FIRST_RESPONSE, 0, 0, CHANNEL_PHONE, 0, NULL, PAUSE_PENDING, 0,
     false, false, HOUSE},
    {"first-response-counter", CLOCK_FIRST_RESPONSE, 0, 0, CHANNEL_COUNTER, 0, NULL, PAUSE_PENDING,
     0, false, false, HOUSE},
    {"first-response-watch", CLOCK_FIRST_RESPONSE, 0, 0, CHANNEL_WATCH, 0, NULL, PAUSE_PENDING, 0,
     false, false, HOUSE},
    {"next-response", CLOCK_NEXT_RESPONSE, 0, 0, 0, 4 * HOUR, "cn", PAUSE_PENDING, HOUR, false,
     true, HOUSE},
    {"next-response-high", CLOCK_NEXT_RESPONSE, 0, PRIORITY_HIGH, 0, 2 * HOUR, NULL, PAUSE_PENDING,
     30, false, true, HOUSE},
    {"next-response-urgent", CLOCK_NEXT_RESPONSE, 0, PRIORITY_URGENT, 0, 30, NULL, PAUSE_PENDING,
     10, false, true, HOUSE},
    {"next-response-chat", CLOCK_NEXT_RESPONSE, 0, 0, CHANNEL_WEB_CHAT, 5, NULL, PAUSE_PENDING, 2,
     false, true, HOUSE},
    {"resolution", CLOCK_RESOLUTION, 0, 0, 0, 2 * DAY, NULL, PAUSE_PENDING, 4 * HOUR, true, true,
     HOUSE},
    {"resolution-suggestion", CLOCK_RESOLUTION, TICKET_SUGGESTION, 0, 0, 14 * DAY, NULL,
     PAUSE_PENDING, DAY, false, false, HOUSE},
    {"resolution-claim", CLOCK_RESOLUTION, TICKET_CLAIM, 0, 0, 15 * DAY, NULL, PAUSE_FOR_CUSTOMER,
     2 * DAY, true, true, HOUSE},
    {"resolution-complaint", CLOCK_RESOLUTION, TICKET_COMPLAINT, 0, 0, 7 * DAY, NULL, PAUSE_NEVER,
     2 * DAY, true, true, LAW},
    {"resolution-regulator", CLOCK_RESOLUTION, 0, 0, CHANNEL_REGULATOR, 15 * DAY, NULL, PAUSE_NEVER,
     3 * DAY, true, true, APPEAL},
    {"handoff", CLOCK_HANDOFF, 0, 0, 0, DAY, NULL, PAUSE_NEVER, 4 * HOUR, false, true, HOUSE},
    {"appeal", CLOCK_APPEAL, 0, 0, 0, 15 * DAY, NULL, PAUSE_NEVER, 3 * DAY, true, true, APPEAL},
};

static int64_t or_any(int64_t value)
{
    return value ? value : NONE;
}

Status policy_seed(Ctx *ctx)
{
    int64_t count;
    Status s = policy_store_count(ctx, &count);
    if (s || count) return s;
    for (size_t i = 0; i < sizeof shipped / sizeof *shipped && !s; i++) {
        const ShippedLine *line = &shipped[i];
        Policy policy = {.id = ctx_id(ctx),
                         .version = 1,
                         .code = line->code,
                         .clock = line->clock,
                         .kind = or_any(line->kind),
                         .priority = or_any(line->priority),
                         .channel = or_any(line->channel),
                         .minutes = line->minutes,
                         .calendar = line->calendar,
                         .pauses = line->pauses,
                         .warn_minutes = line->warn_minutes,
                         .raise_priority = line->raise_priority,
                         .tell_lead = line->tell_lead,
                         .source = line->source};
        s = policy_store_insert(ctx, &policy);
    }
    return s ? s : desk_book_changed(ctx);
}
