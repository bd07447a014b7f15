/* inspection.h -- what stands in the way of a server, found without changing anything.
 *
 * `serve` refuses by the first error and has written nothing by then; `check` prints everything,
 * with what would mend it. An error is what `serve` refuses; a warning is what will hurt later; a
 * note is worth knowing. */
#pragma once

#include <stdbool.h>

#include "start/options.h"

typedef enum Severity { SEVERITY_OK, SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR } Severity;

typedef struct Finding {
    int64_t severity;
    const char *subject; /* "address", "disk" … */
    const char *message;
    const char *hint; /* what mends it, or NULL */
    Status status;    /* of an error */
} Finding;

typedef struct Inspection {
    int64_t worst;  /* Severity */
    List findings;  /* of Finding */
    int64_t errors; /* how many */
    int64_t schema; /* the newest migration that the database has; NONE: none was looked at */
    /* for those who look: */
    Ctx *ctx;
    const ServeOptions *options;
    bool serves;       /* for a server that is about to start: errors alone matter */
    int listener;      /* what a server will listen on; -1: none */
    bool is_served;    /* another server has the data folder */
    int64_t pending;   /* migrations that the database lacks */
    Status gone_wrong; /* NO_MEMORY: findings are missing */
} Inspection;
extern const Shape inspection_shape;

/* Looks at everything. With `serves` only at what may be an error, and `listener` is then open and
 * the caller's, where there is no error. What the caller leaves zero is set here. */
Status inspect(Ctx *ctx, const ServeOptions *options, bool serves, Inspection *out);

/* The first error as ctx's Problem, its Status returned; OK where there is none. */
Status inspection_refuse(Ctx *ctx, const Inspection *inspection);

/* --- for those who look --- */

/* Adds a finding. */
void found(Inspection *in, Severity severity, const char *subject, const char *format, ...)
    PRINTF_LIKE(4, 5);
/* Adds to the last what mends it. */
void found_hint(Inspection *in, const char *format, ...) PRINTF_LIKE(2, 3);
/* Adds what ctx's Problem says, as an error, and forgets the Problem. */
void found_problem(Inspection *in, const char *subject);

/* The limits of this process and the clock. */
void look_at_descriptors(Inspection *in);
/* Whether it was set back, or nobody keeps it. */
void look_at_clock(Inspection *in);
/* Whether the kernel can do what --seccomp asks. */
void look_at_confinement(Inspection *in);
/* Where to listen: it is tried. */
void look_at_address(Inspection *in);
/* Certificate and key: whether they can be read, belong together, and hold. */
void look_at_certificate(Inspection *in);
/* The data folder and the files in it: whether this process may write them. */
void look_at_folder(Inspection *in);
/* Where --archive carries what is written. */
void look_at_archive(Inspection *in);
/* Room on its disk. */
void look_at_disk(Inspection *in);
/* Keys, database, and whether they belong together; then what is set in it. */
void look_at_store(Inspection *in);
/* Settings without which something would not work: of a database that is open in ctx. */
void look_at_settings(Inspection *in);
