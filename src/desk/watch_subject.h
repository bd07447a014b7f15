/* watch_subject.h -- what a ticket of the watch is called. For the joins of desk/ only. */
#pragma once

#include "base/ctx.h"
#include "waybill/track_words.h"
#include "waybill/waybill.h"

/* The carrier's name, the parcel's number and what is the matter, in the company's language
 * (setting notice_language): "圆通速递 YT0001：已超过承诺时间". NULL if there is no memory. */
const char *watch_subject(Ctx *ctx, const Waybill *parcel, const char *const what[LANGUAGE_COUNT]);
