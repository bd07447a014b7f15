/* notify.h -- telling people: what happened, by template, once, through the channel they agreed to.
 *
 * A fact is a domain event (job/job.h) of the list in fact.c. For each audience of a fact that has
 * an enabled template one message is made: in the channel that the customer prefers (preference.h),
 * else the first of the setting `notice_channels`, for which there are a template, a contact point
 * and consent (customer/consent.h). Whatever prevents it is the reason of a message that is held
 * back. A fact's key is unique: the same fact again makes nothing. Within the customer's quiet
 * hours, else the company's, messages wait, unless their template is urgent. Consent and quiet
 * hours are asked again when a message is sent. What a message says is sealed at rest; every step
 * of its life is a row and stands on the customer's timeline. Times are UTC milliseconds. */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"
#include "base/field.h"

typedef enum NoticeChannel { NOTICE_SMS = 1, NOTICE_EMAIL = 2 } NoticeChannel;
typedef enum NoticeLanguage { NOTICE_ZH = 1, NOTICE_EN = 2 } NoticeLanguage;

/* Whom a template addresses: who pays for the parcel or asks on the ticket; who receives the
 * parcel; the one of the company's own people whom the fact is meant for, by mail where their login
 * is an address. */
typedef enum NoticeAudience {
    NOTICE_CUSTOMER = 1,
    NOTICE_RECEIVER,
    NOTICE_COLLEAGUE,
} NoticeAudience;

typedef enum NoticeState {
    NOTICE_QUEUED = 1,
    NOTICE_SENDING, /* a worker has it */
    NOTICE_SENT,    /* the server or gateway took it */
    NOTICE_DELIVERED,
    NOTICE_FAILED,
    NOTICE_HELD_BACK,
} NoticeState;

extern const Name notice_channels[], notice_languages[], notice_audiences[], notice_states[];

typedef struct Notice {
    int64_t id, version;
    const char *fact; /* name of the event; "notice.written" where somebody wrote it */
    int64_t channel;  /* NONE where none could be chosen */
    int64_t language, audience, state;
    const char *why; /* it failed or was held back: never personal */
    const char *to, *subject, *text;
    const char *in_reply_to, *references; /* of a mail: ids in <>; not given out */
    int64_t customer_id, waybill_id;
    const char *subject_kind; /* "ticket" …; NULL: nothing further */
    int64_t subject_id;
    int64_t template_id, template_version;
    int64_t attempts;
    int64_t due_at, created_at, sent_at, ended_at;
    /* not fields: */
    int64_t purpose; /* ConsentPurpose that is asked for; NONE: none is */
    bool urgent;     /* quiet hours do not hold it */
} Notice;
extern const Shape notice_shape;

typedef struct FactGiven {
    const char *event, *key;
    int64_t subject_id;
    const char *payload;
} FactGiven;

/* In the transaction of ctx: makes the messages of a fact. `key` tells it from others of its event
 * ("123"); `payload` is the event's: a JSON object, from which placeholders and "customer_id" are
 * read. INTERNAL where there is no such fact. */
Status notice_tell(Ctx *ctx, const FactGiven *fact);

/* The subject_kind of a message that carries a one-time code: what it says is shown to nobody. */
#define NOTICE_ONE_TIME_CODE "one_time_code"

#define NOTICE_WRITTEN "notice.written"
typedef struct NoticeWritten {
    const char *key;
    NoticeChannel channel;
    int64_t purpose;
    int64_t customer_id, waybill_id, outlet_id;
    const char *subject_kind;
    int64_t subject_id;
    const char *to, *subject, *text;
    const char *in_reply_to, *references; /* of a mail: ids in <>, the oldest first; NULL: none */
    bool urgent;
} NoticeWritten;

/* In the transaction of ctx: queues what somebody wrote to a customer, by `channel`: to
 * customer_id's contact point, or to `to` where that is given. `key` is the caller's: the same
 * twice is one message. Consent is asked for `purpose` (ConsentPurpose) where there is a customer;
 * quiet hours hold. `id` gets the message's; of one held back too. INVALID: no text, no customer
 * and no `to`. */
Status notice_write(Ctx *ctx, const NoticeWritten *written, int64_t *id);

typedef struct NoticeFilter {
    int64_t customer_id, waybill_id; /* 0: any */
    int64_t state;                   /* NONE: any */
    int64_t limit;
    const char *cursor;
    int64_t unowned_id; /* not a field: about that thing, and to no customer; 0: any */
} NoticeFilter;

/* The newest first, in the scope of ctx's person. `next` is NULL at the end. */
Status notice_list(Ctx *ctx, const NoticeFilter *filter, List *out, const char **next);

/* One of them. NOT_FOUND. */
Status notice_find(Ctx *ctx, int64_t id, Notice *out);

/* One step of a message's life. */
typedef struct NoticeAttempt {
    int64_t number, at, state;
    const char *why;
} NoticeAttempt;
extern const Shape notice_attempt_shape;

/* All of them, the first first; at most 200. NOT_FOUND. */
Status notice_attempts(Ctx *ctx, int64_t id, List *out);

/* In the transaction of ctx: a message that failed is queued again. CONFLICT, STALE, NOT_FOUND. */
Status notice_retry(Ctx *ctx, int64_t id, int64_t version, Notice *out);

/* Our message that a mail's Message-ID names ("<…@…>"); NOT_FOUND, without words, where it names
 * none of ours. Whoever names one has it: ids cannot be guessed. */
Status notice_named(Ctx *ctx, const char *message_id, Notice *out);

/* In the transaction of ctx: a mail came back; nothing happens where that is known. */
Status notice_bounced(Ctx *ctx, int64_t id);

/* In the transaction of ctx: forgets what was said to a customer, or to nobody about the thing of
 * that id, and where; that and when something
 * was said stays. For deletion by law. */
Status notice_erase(Ctx *ctx, int64_t customer_id);

/* The same of the one message of a key; nothing happens where there is none. */
Status notice_forget(Ctx *ctx, const char *key);

/* Messages tell of every step by the domain event "notice.changed": subject the message, payload
 * {"state": …, "subject_kind": …, "subject_id": …}. */
#define NOTICE_CHANGED "notice.changed"
