/* status.h -- how a function says that it did or did not do what its name says.
 *
 * Every function that can fail returns a Status; OK is zero, so `if (s) return s;` passes a failure
 * up. The first function to notice calls fail(), which also fills the Problem of the context: the
 * one place where the words for the caller are kept. Functions above add to the Problem only what
 * they know better (the field, the row). */
#pragma once

#include <stdint.h>

#if defined(__clang__)
#define MUST_USE_TYPE __attribute__((warn_unused_result))
#else
#define MUST_USE_TYPE
#endif
#define PRINTF_LIKE(place, first) __attribute__((format(printf, place, first)))

/* What went wrong, in the caller's terms. The HTTP status and the process's exit code of each are
 * in one table (status.c). */
typedef enum MUST_USE_TYPE Status {
    OK = 0,
    INVALID,         /* the input is wrong; Problem.field names where */
    UNAUTHENTICATED, /* nobody is signed in, or the proof is wrong */
    FORBIDDEN,       /* somebody is, and may not */
    NOT_FOUND,       /* no such thing, or none that the caller may see */
    CONFLICT,        /* the thing's state does not allow it, or the key is taken */
    STALE,           /* somebody else wrote it since it was read */
    PRECONDITION,    /* the request lacks what it must state, such as If-Match */
    TOO_LARGE,       /* over a stated bound */
    TOO_MANY,        /* over a rate */
    UNSUPPORTED,     /* a media type, an encoding, a method that is not served */
    TIMED_OUT,       /* the caller took too long */
    UNAVAILABLE,     /* the database or a service is away: try again later */
    NO_SPACE,        /* the disk is full: nothing was written */
    NO_MEMORY,
    INTERNAL, /* a fault of Parceldesk's own */
    STATUS_COUNT
} Status;

typedef struct Ctx Ctx;

/* The words for the caller. Empty strings where there is nothing to say; row is 0 where the input
 * has no rows, else 1 for the first row (a file's line number where the input is a file). Never
 * holds personal data: name the field, not its value, where the field is personal. The cause is no
 * word for callers from afar: only the log and the command line show it. The file is of commands
 * that read several. */
typedef struct Problem {
    Status status;
    unsigned retry_s; /* when to ask again; 0: not told */
    int64_t row;
    char field[96];
    char message[320];
    char hint[240];
    char cause[240];
    char file[240];
} Problem;

/* Fills ctx's Problem and returns `status`. A later call replaces an earlier one. */
Status fail(Ctx *ctx, Status status, const char *format, ...) PRINTF_LIKE(3, 4);

/* The same for INVALID input, naming the field ("parties.consignee.phone", "[3].weight_g"). */
Status fail_field(Ctx *ctx, const char *field, const char *format, ...) PRINTF_LIKE(3, 4);

/* Adds to the Problem what the caller could do about it. */
void problem_hint(Ctx *ctx, const char *format, ...) PRINTF_LIKE(2, 3);

/* Adds when asking again may be of use, in seconds. */
void problem_retry(Ctx *ctx, unsigned seconds);

/* Adds what is behind it and only the machine's own people may know: hosts, ports, paths. */
void problem_cause(Ctx *ctx, const char *format, ...) PRINTF_LIKE(2, 3);

/* The Problem's field is of something that has this name: it stands before it ("phone" of
 * "parties[3]." is "parties[3].phone"). Too long a name loses its end. */
void problem_within(Ctx *ctx, const char *format, ...) PRINTF_LIKE(2, 3);

/* Adds which file it is in; where the words name it already, they stand alone. */
void problem_file(Ctx *ctx, const char *path);

/* Forgets the Problem, for a caller that has dealt with the failure. */
void problem_clear(Ctx *ctx);

/* NO_MEMORY with its words. */
Status no_memory(Ctx *ctx);

const char *status_code(Status status);  /* "not_found": the `code` of problem+json */
const char *status_title(Status status); /* "Not found" */
int status_http(Status status);          /* 404 */
int status_exit(Status status); /* 0 for OK; sysexits-like: 64 usage, 65 data, 75 try again … */
