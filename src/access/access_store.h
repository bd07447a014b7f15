/* access_store.h -- the statements by which the gate finds out who is asking. */
#pragma once

#include "access/person.h"

/* Puts the value under `purpose` where there is none. */
Status key_check_put(Ctx *ctx, const char *purpose, int64_t value);
/* What is stored. NOT_FOUND, without words, where nothing is. */
Status key_check_get(Ctx *ctx, const char *purpose, int64_t *value);

/* What a session's secret stands for, when its account is open. */
typedef struct StoredSession {
    int64_t id, account_id;
    const char *login;
    int64_t created_ms, seen_ms, expires_ms;
    int64_t outlet_id, customer_id;
    bool must_change_password;
    bool has_factor;             /* a second one, that is confirmed */
    int64_t way;                 /* SignInWay */
    const char *agent, *address; /* of a new one: sealed when it is stored */
} StoredSession;

/* NOT_FOUND without words. */
Status session_by_hash(Ctx *ctx, const unsigned char *hash, StoredSession *out);
/* Who it stands for; no rights before a one-time password is changed. (session.c) */
Status session_person(Ctx *ctx, const StoredSession *session, Person *out);

/* Stores a new session under the hash of its secret. */
Status session_insert(Ctx *ctx, const StoredSession *session, const unsigned char *hash);

/* Writes down when it began and was used, and when it now ends. */
Status session_touch(Ctx *ctx, const StoredSession *session);

/* Of those that were last used after `after_ms`: they are used now, and end with `expires_ms`. */
Status session_touch_ahead(Ctx *ctx, int64_t after_ms, int64_t now_ms, int64_t expires_ms);

/* Those of an account that hold at `now_ms`, the latest first, at most 100: rows of Session. */
Status session_rows(Ctx *ctx, int64_t account_id, int64_t now_ms, List *out);

/* Ends one of an account's; *found tells whether there was one. */
Status session_remove_of(Ctx *ctx, int64_t account_id, int64_t id, bool *found);

/* Ends one session. */
Status session_remove(Ctx *ctx, int64_t id);

/* All of an account but `keep_id` (0: all). */
Status session_remove_others(Ctx *ctx, int64_t account_id, int64_t keep_id);

/* Takes away those that have ended by `now_ms`. */
Status session_remove_expired(Ctx *ctx, int64_t now_ms);
