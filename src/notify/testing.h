/* testing.h -- gateways that nobody answers, and what was made for them, for tests of messages. */
#pragma once

#include "customer/consent.h"
#include "notify/notify.h"
#include "test.h"

/* One of that channel, at a port of this machine where nobody answers. */
void given_gateway(T *t, NoticeChannel channel);

/* Switches on all shipped templates of a fact; how many these are. */
int64_t enable_templates(T *t, const char *fact);

/* From now on they want no messages of service by that channel. */
void withdraw_consent(T *t, int64_t customer_id, ConsentChannel channel);

/* Notice: the newest first, at most 50. */
List all_notices(T *t);

/* The one that there is. */
Notice only_notice(T *t);
