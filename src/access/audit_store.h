/* audit_store.h -- the statements of the audit log. */
#pragma once

#include "access/audit.h"

/* Takes the next number, and with it the turn: until the end of the transaction nobody else gets
 * one. `no` is the new row's, `hash` that of the row before it. */
Status audit_head_take(Ctx *ctx, AuditHead *out);

/* The end of the chain, without taking a number. */
Status audit_head_read(Ctx *ctx, AuditHead *out);

/* A row's own number and hash; number 0 when there is no such row. */
Status audit_hash_read(Ctx *ctx, int64_t no, AuditHead *out);

/* Writes the new row's hash as the end of the chain. */
Status audit_head_put(Ctx *ctx, const unsigned char hash[AUDIT_HASH_BYTES]);

/* Appends one row. */
Status audit_insert(Ctx *ctx, const AuditRow *row, const unsigned char hash[AUDIT_HASH_BYTES]);

/* Rows below number `before`, the newest first, one more than the limit. */
Status audit_rows(Ctx *ctx, const AuditFilter *filter, int64_t before, List *out);

/* Is given each row. */
typedef Status AuditEach(Ctx *ctx, void *user, const AuditRow *row, const void *hash,
                         size_t hash_length);

/* Up to `limit` rows after number `after`, in the order of their numbers, one at a time: the log
 * may be long. */
Status audit_each(Ctx *ctx, int64_t after, int64_t limit, AuditEach *each, void *user);
