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
    int64_t format;           /* TableFormat, where it is taken out as a file */
    int64_t limit;
    const char *cursor;
} AuditFilter;

/* The newest first. `next` is NULL at the end. FORBIDDEN to who is limited to an outlet or a
 * customer: rows tell of all. */
Status audit_list(Ctx *ctx, const AuditFilter *filter, List *out, const char **next);

/* The end of the log, as it is or once was. */
#define AUDIT_HASH_BYTES 32
typedef struct AuditHead {
    int64_t no; /* 0: before the first row */
    unsigned char hash[AUDIT_HASH_BYTES];
} AuditHead;

/* Rows taken away from the end leave a chain that is whole. They are missed by who knows how far it
 * went: backups and archives know, people may write it down (`audit verify` prints it), and a
 * server notes it in DATA/audit-end, where who has the database alone cannot reach. */

/* As one word: "512:9f86d0…", in ctx's arena; and read again. INVALID. */
Status audit_end_text(Ctx *ctx, const AuditHead *end, const char **out);
Status audit_end_parse(Ctx *ctx, const char *text, AuditHead *out);

/* The end in ctx's snapshot. */
Status audit_end(Ctx *ctx, AuditHead *out);

/* Whether the log once ended so, whatever came behind it. CONFLICT names the row. */
Status audit_check_end(Ctx *ctx, const AuditHead *end);

/* Notes the end in the data folder where it is further than what is noted: once a second, by the
 * server. */
Status audit_end_note(Ctx *ctx);

/* What is noted there; number 0 where nothing is, or a power cut left an empty file. CONFLICT when
 * it was changed. */
Status audit_end_noted(Ctx *ctx, AuditHead *out);

typedef struct AuditWalk {
    int64_t after, limit;
    int64_t rows; /* how many stand there */
    int64_t next; /* the number to go on after; NONE: the end was reached */
} AuditWalk;

/* Walks a stretch of the chain: `limit` rows after number `after` (0: from the first), whose own
 * hash is taken for what the walk before found. CONFLICT names the first row that was changed, put
 * in or taken away; at the end of the log also one that the data folder knows of. */
Status audit_verify(Ctx *ctx, AuditWalk *walk);
