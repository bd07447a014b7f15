/* template_store.h -- the tables of templates. */
#pragma once

#include "notify/template.h"

/* CONFLICT where there is one for the same. */
Status template_store_insert(Ctx *ctx, const NoticeTemplate *given);

/* Writes what may change over `version`. */
Status template_store_update(Ctx *ctx, const NoticeTemplate *given, int64_t version, bool *written);

/* Keeps it as it is now. */
Status template_store_keep(Ctx *ctx, const NoticeTemplate *given);

/* How many there are for the fact, audience, channel and language of `given`: 0 or 1. */
Status template_store_has(Ctx *ctx, const NoticeTemplate *given, int64_t *out);

/* The one for the fact, audience, channel and language of `place`, if its text is `body`; else
 * NOT_FOUND. */
Status template_store_saying(Ctx *ctx, const NoticeTemplate *place, const char *body,
                             NoticeTemplate *out);

/* Whether any message or webhook would be made of the event. */
Status notify_store_wanted(Ctx *ctx, const char *event, bool *out);
