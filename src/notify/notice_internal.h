/* notice_internal.h -- what the files of messages share. */
#pragma once

#include "job/job.h"
#include "notify/notice_store.h"

#define NOTICE_DELIVER "notice.deliver"

/* When a message made at `now` may be sent: then, or at the end of the quiet hours that `now` lies
 * in: from minute `from` of the day to minute `to`, in the zone, over midnight where `to` is
 * smaller; none where they are the same. */
int64_t quiet_end(int64_t now, int64_t from, int64_t to, const char *zone);

/* In the transaction of ctx: a step of the message's life: as it is, on the timeline, told. */
Status notice_step(Ctx *ctx, Notice *notice, NoticeState state, const char *why, int64_t due_at);

/* When a message may be sent that could be at `at`: then, or unless it is urgent at the end of the
 * quiet hours of its customer, else the company's. */
Status notice_due(Ctx *ctx, const Notice *notice, int64_t at, int64_t *due);

/* In the transaction of ctx: stores a new message, `row->notice.state` queued or held back. Where
 * there is one of its key nothing is stored, and `*id` is that one's. */
Status notice_store_new(Ctx *ctx, NoticeRow *row, int64_t *id);

/* `*why` is set where the customer (0: none) does not consent to a purpose (NONE: none) through a
 * channel; else NULL. */
Status notice_consent(Ctx *ctx, int64_t customer_id, int64_t purpose, int64_t channel,
                      const char **why);

/* In the transaction of ctx: whom a message through the channel could go to, with consent: `*to`,
 * or the customer's own where that is NULL, a phone in its normal form. `*why` is set where it
 * could not. */
Status notice_usable(Ctx *ctx, int64_t customer_id, int64_t purpose, int64_t channel,
                     const char **to, const char **why);

/* The word of a message by which a gateway reports about it: nobody else can make it. */
Status notice_token(Ctx *ctx, int64_t id, const char **out);

/* NOT_FOUND where the word is another. */
Status notice_token_check(Ctx *ctx, int64_t id, const char *token);

/* In the transaction of ctx: what a gateway reports: 1 delivered, 2 or 16 not (Kannel's DLR). */
Status notice_report(Ctx *ctx, int64_t id, const char *token, int64_t status);

/* The jobs of messages. */
extern const JobKind notice_jobs[];

/* The run of every event that people are told of or webhooks listen to: fact_jobs.c. */
extern const JobKind fact_jobs[];
