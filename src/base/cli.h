/* cli.h -- the command line as tables: dispatch, checking of flags and --help come from them. */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"
#include "base/field.h"

typedef struct Option {
    const char *name;  /* "dry-run", given as --dry-run */
    const char *value; /* what its value is called in help ("MAP.json"); NULL: a flag */
    const char *doc;
    bool repeated;
} Option;

/* What must be open before the command runs. */
typedef enum CommandNeeds {
    NEEDS_NOTHING,
    NEEDS_READING, /* the database, for reading; also beside a running server; nothing is created */
    NEEDS_PRESENT, /* the database, for writing; NOT_FOUND where there is none */
    NEEDS_WRITING, /* the database, created and migrated where it is not there; also beside a
                      running server */
} CommandNeeds;

/* An option as it was given. */
typedef struct OptionGiven {
    const Option *option;
    const char *value; /* NULL of a flag */
} OptionGiven;

typedef struct Cli Cli;
struct Cli {
    const struct Command *command;
    const char **arguments; /* the positional ones */
    int argument_count;
    OptionGiven *given; /* in the order given; for the functions below */
    int given_count;
    int exit_code; /* of a command that returns OK; 0 unless it says otherwise */
};

typedef struct Command {
    const char *name;      /* "import", or two words: "token create" */
    const char *arguments; /* "waybills|scans|customers FILE…", for help */
    const char *doc;       /* one line */
    const char *more;      /* further text for --help, or NULL */
    const Option *options; /* ends with a NULL name; the common ones (--data, --database, --zone …)
                              are added */
    CommandNeeds needs;
    Status (*run)(Ctx *ctx, Cli *cli);
} Command;

/* The value of an option given, or NULL. */
const char *cli_value(const Cli *cli, const char *option);
/* Whether a flag was given. */
bool cli_flag(const Cli *cli, const char *option);
/* The nth value, from 0, of a repeated option, or NULL. */
const char *cli_value_at(const Cli *cli, const char *option, int n);

/* The option as a number; `otherwise` when it was not given. INVALID names it. */
Status cli_int(Ctx *ctx, const Cli *cli, const char *option, int64_t otherwise, int64_t *out);
/* The same as a date. */
Status cli_date(Ctx *ctx, const Cli *cli, const char *option, int64_t otherwise, int64_t *out_days);

/* What every command needs around it. `open` is called for every command, whatever it needs, and
 * makes that in ctx->house; `close` undoes it, also after a failed `open`. */
typedef struct CliHouse {
    const Option *options; /* the common ones */
    Status (*open)(Ctx *ctx, const Cli *cli, CommandNeeds needs);
    void (*close)(Ctx *ctx);
} CliHouse;

/* Runs argv against the tables (the list ends with NULL, each table with a NULL name): prints help,
 * or the problem on standard error, and returns the exit code: status_exit() of what the command
 * returned; 64 when the command line itself is wrong; 74 when standard output could not be written.
 * "help", "help COMMAND" and --help are there by themselves. */
int cli_main(int argc, char **argv, const Command *const *tables, const CliHouse *house);
