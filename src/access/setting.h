/* setting.h -- what a company may decide for itself, declared once: name, kind, default, bounds.
 *
 * Laws, deadlines and thresholds are defaults here with their source, never constants in code. A
 * stored row overrides the default; the values are cached, so that asking costs nothing on a hot
 * path. A change is seen at once in the process that makes it, within a second in others. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

typedef enum SettingKind {
    SETTING_INT = 1,
    SETTING_TEXT,
    SETTING_ZONE,     /* an IANA zone */
    SETTING_CURRENCY, /* three capital letters */
    SETTING_ROLES,    /* names of roles, with spaces between */
} SettingKind;

/* Pictures, documents, recordings; nothing that a browser or a machine would run. */
#define FILE_TYPES_USUAL                                                                           \
    "image/jpeg image/png image/webp image/gif image/heic application/pdf text/plain text/csv "    \
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet "                           \
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document "                     \
    "audio/mpeg audio/x-m4a audio/mp4 audio/x-wav audio/ogg audio/amr video/mp4 video/quicktime"

/* constant, name, kind, default, lowest, highest (of a text: characters), what it does, source */
#define SETTINGS(X)                                                                                \
    X(COMPANY, "company", SETTING_TEXT, "Parceldesk", 1, 80,                                       \
      "The company's name, as customers see it", "")                                               \
    X(HOTLINE, "hotline", SETTING_TEXT, "", 0, 40,                                                 \
      "Customer service's phone, as customers see it", "")                                         \
    X(ZONE, "zone", SETTING_ZONE, "Asia/Shanghai", 1, 64,                                          \
      "The zone of dates, working hours and instants without an offset; figures are counted "      \
      "anew in it",                                                                                \
      "")                                                                                          \
    X(CURRENCY, "currency", SETTING_CURRENCY, "CNY", 3, 3, "The currency of money", "ISO 4217")    \
    X(COMPLAINT_ANSWER_DAYS, "complaint_answer_days", SETTING_INT, "7", 1, 365,                    \
      "Days from its receipt within which the customer is told what became of a complaint",        \
      "快递暂行条例 (2025) art. 29 (2019: 28)")                                                    \
    X(COMPLAINT_WARN_DAYS, "complaint_warn_days", SETTING_INT, "2", 0, 364,                        \
      "Days before that on which who has the ticket is warned; 0: nobody", "")                     \
    X(APPEAL_WITHIN_DAYS, "appeal_within_days", SETTING_INT, "365", 1, 3650,                       \
      "Days after a complaint within which an appeal to the regulator is possible",                \
      "邮政业消费者申诉处理办法")                                                                  \
    X(APPEAL_KEEP_DAYS, "appeal_keep_days", SETTING_INT, "1096", 1, 36500,                         \
      "Days that the files of an appeal are kept after it was decided",                            \
      "邮政业消费者申诉处理办法: three years, by secondary sources; set yours")                    \
    X(STALL_HOURS, "stall_hours", SETTING_INT, "48", 1, 720,                                       \
      "Hours without a scan after which a parcel counts as stalled", "")                           \
    X(FUTURE_MINUTES, "future_minutes", SETTING_INT, "10", 0, 1440,                                \
      "Minutes that a scan may lie in the future before it is quarantined", "")                    \
    X(INTAKE_KEEP_HOURS, "intake_keep_hours", SETTING_INT, "72", 1, 8760,                          \
      "Hours that received payloads are kept after they were applied", "")                         \
    X(QUARANTINE_KEEP_DAYS, "quarantine_keep_days", SETTING_INT, "90", 1, 3650,                    \
      "Days that events kept aside wait for their code's meaning or their time; then they are "    \
      "forgotten",                                                                                 \
      "")                                                                                          \
    X(FIRST_VISIBLE_MINUTES, "first_visible_minutes", SETTING_INT, "15", 1, 1440,                  \
      "Minutes from the start of its transport within which a parcel is to be visible",            \
      "The company's own service statement; no law sets it")                                       \
    X(CAUSE_SWEEP_MINUTES, "cause_sweep_minutes", SETTING_INT, "5", 1, 1440,                       \
      "Minutes after which parcels that arrived at a site of a mass cause are covered by it", "")  \
    X(INCIDENT_REPORT_HOURS, "incident_report_hours", SETTING_INT, "24", 0, 720,                   \
      "Hours from its beginning within which an outage of the network is reported; 0: it is not",  \
      "快递市场管理办法 art. 39")                                                                  \
    X(TRACKING_PER_MINUTE, "tracking_per_minute", SETTING_INT, "60", 1, 100000,                    \
      "Requests for the public tracking page that one address may make in a minute", "")           \
    X(TAIL_TRIES, "tail_tries", SETTING_INT, "5", 1, 1000,                                         \
      "Wrong phone tails for one parcel before it is closed to further tries for an hour", "")     \
    X(PORTAL_CODES_HOUR, "portal_codes_hour", SETTING_INT, "5", 1, 1000,                           \
      "One-time codes that one phone or e-mail address is sent in an hour; then a further one "    \
      "only when the last no longer holds",                                                        \
      "")                                                                                          \
    X(PORTAL_CODE_MINUTES, "portal_code_minutes", SETTING_INT, "10", 1, 1440,                      \
      "Minutes that such a code holds", "")                                                        \
    X(PORTAL_CODE_TRIES, "portal_code_tries", SETTING_INT, "5", 1, 100,                            \
      "Times that a sign-in may try its code", "")                                                 \
    X(PORTAL_SESSION_DAYS, "portal_session_days", SETTING_INT, "30", 1, 365,                       \
      "Days that customers stay signed in on the public pages", "")                                \
    X(SESSION_IDLE_MINUTES, "session_idle_minutes", SETTING_INT, "720", 5, 43200,                  \
      "Minutes without a request after which a session ends", "")                                  \
    X(SESSION_MAX_HOURS, "session_max_hours", SETTING_INT, "168", 1, 8760,                         \
      "Hours after which a session ends in any case", "")                                          \
    X(PASSWORD_MIN, "password_min", SETTING_INT, "12", 8, 128,                                     \
      "Characters that a password must have at least", "NIST SP 800-63B 5.1.1.2 (8 or more)")      \
    X(SECOND_FACTOR_ROLES, "second_factor_roles", SETTING_ROLES, "", 0, 400,                       \
      "Roles whose people need a second factor to sign in, with spaces between", "")               \
    X(ONE_TIME_PASSWORD_HOURS, "one_time_password_hours", SETTING_INT, "168", 1, 8760,             \
      "Hours within which a one-time password must be used", "")                                   \
    X(PUBLIC_URL, "public_url", SETTING_TEXT, "", 0, 200,                                          \
      "Where customers and gateways reach this server, without a slash at the end", "")            \
    X(NOTICE_CHANNELS, "notice_channels", SETTING_TEXT, "sms,email", 3, 40,                        \
      "Channels of notices, the preferred first", "")                                              \
    X(NOTICE_LANGUAGE, "notice_language", SETTING_TEXT, "zh-CN", 2, 5,                             \
      "Language of notices where there is a template in it", "")                                   \
    X(QUIET_FROM, "quiet_from", SETTING_INT, "1260", 0, 1439,                                      \
      "Minute of the day from which notices wait; the same as quiet_to: they never do", "")        \
    X(QUIET_TO, "quiet_to", SETTING_INT, "480", 0, 1439,                                           \
      "Minute of the day from which they are sent again", "")                                      \
    X(NOTICE_FRESH_HOURS, "notice_fresh_hours", SETTING_INT, "24", 1, 720,                         \
      "Hours after which what happened to a parcel is no news any more", "")                       \
    X(NOTICE_RETRY_HOURS, "notice_retry_hours", SETTING_INT, "24", 1, 168,                         \
      "Hours for which a notice is tried again", "")                                               \
    X(NOTICE_KEEP_DAYS, "notice_keep_days", SETTING_INT, "1095", 1, 36500,                         \
      "Days that notices are kept", "")                                                            \
    X(WEBHOOK_RETRY_HOURS, "webhook_retry_hours", SETTING_INT, "24", 1, 168,                       \
      "Hours for which a webhook is tried again", "")                                              \
    X(WEBHOOK_KEEP_DAYS, "webhook_keep_days", SETTING_INT, "30", 1, 3650,                          \
      "Days that the log of webhooks is kept", "")                                                 \
    X(WEBHOOK_PRIVATE, "webhook_private", SETTING_INT, "0", 0, 1,                                  \
      "1: webhooks may lead into private networks", "")                                            \
    X(TICKET_REOPEN_DAYS, "ticket_reopen_days", SETTING_INT, "14", 0, 3650,                        \
      "Days after it was closed within which an answer opens a ticket again; later, or with 0, "   \
      "a new one is tied to it",                                                                   \
      "")                                                                                          \
    X(OPT_OUT_WORDS, "opt_out_words", SETTING_TEXT,                                                \
      "T TD N 退订 退 回T 回TD STOP UNSUBSCRIBE QUIT CANCEL END", 0, 400,                          \
      "A short message that is one of these words says no to further ones", "")                    \
    X(OPT_OUT_PURPOSES, "opt_out_purposes", SETTING_TEXT, "marketing survey", 0, 200,              \
      "Purposes of consent that it withdraws", "通信短信息服务管理规定 (2015) art. 18; set yours") \
    X(INCOMING_PER_HOUR, "incoming_per_hour", SETTING_INT, "30", 1, 100000,                        \
      "Messages of one sender in an hour after which further ones open no ticket: two machines "   \
      "that answer each other stop",                                                               \
      "")                                                                                          \
    X(INCOMING_KEEP_DAYS, "incoming_keep_days", SETTING_INT, "1095", 1, 36500,                     \
      "Days that it is kept which messages came in; what they said stays with their tickets", "")  \
    X(TICKET_CLOSE_DAYS, "ticket_close_days", SETTING_INT, "3", 0, 365,                            \
      "Days after which a resolved ticket closes by itself; 0: never", "")                         \
    X(WATCH_TICKETS, "watch_tickets", SETTING_INT, "1", 0, 1,                                      \
      "1: what the watch finds opens a ticket, one for each parcel", "")                           \
    X(WATCH_TICKETS_CLOSE, "watch_tickets_close", SETTING_INT, "1", 0, 1,                          \
      "1: a ticket of the watch that nobody took is resolved when its parcel recovers", "")        \
    X(ROUTE_PUSH, "route_push", SETTING_INT, "1", 0, 1,                                            \
      "1: tickets are given to who is there; 0: they wait until somebody takes the next", "")      \
    X(AGENT_CAPACITY, "agent_capacity", SETTING_INT, "10", 1, 1000,                                \
      "What an agent's open tickets may weigh, where nothing else is said of the agent", "")       \
    X(PRESENCE_SECONDS, "presence_seconds", SETTING_INT, "90", 5, 3600,                            \
      "Seconds after its last heartbeat that a session counts as gone", "")                        \
    X(GREEN_TIERS, "green_tiers", SETTING_TEXT, "", 0, 400,                                        \
      "Tiers whose tickets go before others, with spaces between", "")                             \
    X(PARCEL_KEEP_YEARS, "parcel_keep_years", SETTING_INT, "3", 1, 100,                            \
      "Years after the last that was heard of a parcel for which names, phones and addresses of "  \
      "its parties, and what its events say of people, are kept",                                  \
      "电子商务法 art. 31: three years after the transaction at least")                            \
    X(CLAIM_VOUCHER_YEARS, "claim_voucher_years", SETTING_INT, "30", 1, 100,                       \
      "Full years after the one it ended in for which the files of a claim that was paid are "     \
      "kept "                                                                                      \
      "though its customer was erased",                                                            \
      "会计法 art. 23, 会计档案管理办法 art. 14 and annex: vouchers, 30 years")                    \
    X(WATCH_KEEP_DAYS, "watch_keep_days", SETTING_INT, "1095", 31, 36500,                          \
      "Days that closed findings, their heat and how right forecasts were are kept", "")           \
    X(ARCHIVE_KEEP_DAYS, "archive_keep_days", SETTING_INT, "7", 1, 3650,                           \
      "Days that a continuous archive goes back", "")                                              \
    X(FILE_MAX_MB, "file_max_mb", SETTING_INT, "20", 1, 1024,                                      \
      "Megabytes (MiB) that a stored file may have", "")                                           \
    X(FILE_TYPES, "file_types", SETTING_TEXT, FILE_TYPES_USUAL, 1, 2000,                           \
      "Media types of files that are stored, by what they hold, with spaces between", "")          \
    X(CLAIM_FAST_FEN, "claim_fast_fen", SETTING_INT, "20000", 0, 100000000,                        \
      "Highest amount, in minor units, that a good customer's claim may be granted at once; 0: "   \
      "never",                                                                                     \
      "")

typedef enum Setting {
#define SETTING_CONSTANT_(constant, name, kind, value, min, max, doc, source)                      \
    SETTING_NAMED_##constant,
    SETTINGS(SETTING_CONSTANT_)
#undef SETTING_CONSTANT_
        SETTING_COUNT
} Setting;

/* The event that a setting was set: for who keeps what follows from it. */
#define SETTING_CHANGED "setting.changed"

typedef struct Settings Settings;

/* The cache, filled from the database that ctx->house has open. */
Status settings_open(Ctx *ctx, Settings **out);

/* Frees every value that was ever in force. */
void settings_close(Settings *settings); /* NULL is allowed */

/* Reads the rows again: once a second in a server. */
Status settings_refresh(Ctx *ctx, Settings *settings);

/* The value in force; the default where ctx has no house. Text stays valid until the house is
 * closed. */
int64_t setting_int(Ctx *ctx, Setting setting);

/* The same of a text. */
const char *setting_text(Ctx *ctx, Setting setting);

/* What is shown of a setting. */
typedef struct SettingRow {
    const char *name;
    const char *value;
    const char *standard; /* the default */
    int64_t kind;
    int64_t min, max;
    const char *doc, *source;
    int64_t version; /* 0 while it was never set */
} SettingRow;
extern const Shape setting_row_shape;

/* The setting of that name; NOT_FOUND. */
Status setting_find(Ctx *ctx, const char *name, Setting *out);

/* What the database holds now: one, or all in the order above. */
Status setting_read(Ctx *ctx, Setting setting, SettingRow *out);

/* All of them. */
Status setting_list(Ctx *ctx, List *out);

/* In the transaction of ctx: sets the value, or goes back to the default where it is NULL.
 * INVALID when it is out of bounds, STALE when its version is not `version` (NONE: do not
 * ask), FORBIDDEN to who is limited to an outlet or a customer. Audited, and published as
 * SETTING_CHANGED. */
Status setting_write(Ctx *ctx, Setting setting, const char *value, int64_t version);
