/* short_message.h -- short messages as an SMS gateway hands them over: by GET with all of it in the
 * address, or by POST with the text as the body and the rest in headers. Kannel's sms-service does
 * both (its user guide, "SMS-service group"). Who has not the gateway's secret is told that there
 * is nothing here. */
#pragma once

#include "http/route.h"

/* Never anything: Kannel would send it back to who wrote. */
#define SHORT_MESSAGE_ANSWER "text/plain; charset=utf-8"

typedef struct ShortMessage {
    const char *secret;
    const char *id;               /* what names it at the gateway */
    const char *from, *to, *text; /* of a GET */
    int64_t at;                   /* seconds since 1970; NONE: now */
} ShortMessage;
extern const Shape short_message_shape;

/* The handlers of both. */
Status short_message_get(Ctx *ctx, Request *req);
/* The one of POST. */
Status short_message_post(Ctx *ctx, Request *req);
