/* audit.h -- who changed what, in a log that cannot be changed unseen.
 *
 * A row is written in the transaction of the change itself. Each row's hash (keyed, with the key
 * file) covers its content and the hash of the row before it; rows are numbered without gaps. What
 * is taken in by the thousand (scans) is its own record and is not logged here. */
#pragma once

#include "access/person.h"

typedef struct AuditRow {
    int64_t no;       /* 1, 2, 3 … */
    int64_t at;       /* UTC milliseconds */
    int64_t who_kind; /* PersonKind */
    int64_t who_id;
    const char *who_login;
    const char *action;       /* "token.create" */
    const char *subject_kind; /* "token" */
    int64_t subject_id;
    const char *detail; /* a JSON object, or NULL; never personal data */
    const char *request_id;
} AuditRow;
extern const Shape audit_shape;

/* In the transaction of ctx: one row about a change of ctx's person. `detail` is a JSON object or
 * NULL. */
Status audit_write(Ctx *ctx, const char *action, const char *subject_kind, int64_t subject_id,
                   const char *detail);

typedef struct AuditFilter {
    const char *subject_kind; /* NULL: any */
    int64_t subject_id;       /* 0: any */
    const char *who;          /* login; NULL: any */
    const char *action;       /* NULL: any */
    int64_t from, to;         /* UTC milliseconds, the second not within; 0, NONE: any */
    int64_t format;           /* ExportFormat, where it is taken out as a file */
    int64_t limit;
    const char *cursor;
} AuditFilter;

/* The newest first. `next` is NULL at the end. FORBIDDEN to who is limited to an outlet or a
 * customer: rows tell of all. */
Status audit_list(Ctx *ctx, const AuditFilter *filter, List *out, const char **next);

/* Walks a stretch of the chain: `limit` rows after number `after` (0: from the first), whose own
 * hash is taken for what the walk before found. CONFLICT names the first row that was changed, put
 * in or taken away. */
typedef struct AuditWalk {
    int64_t after, limit;
    int64_t rows; /* how many stand there */
    int64_t next; /* the number to go on after; NONE: the end was reached */
} AuditWalk;
Status audit_verify(Ctx *ctx, AuditWalk *walk);
