/* cli_parts.h -- the parts of the command line that cli.c puts together. */
#pragma once

#include "base/buf.h"
#include "base/cli.h"

/* The command that the first words of `words` (which end with NULL) name, and how many words that
 * took. INVALID, with the nearest name as the hint, if there is none. */
Status command_find(Ctx *ctx, const Command *const *tables, const char *const *words,
                    const Command **out, int *taken);

/* Sorts `words` (which end with NULL) into options and arguments. `*help` is set, and nothing
 * checked, if --help is among them. INVALID for options that the command does not know, with the
 * nearest as the hint; for values missing, or given to a flag; for one given twice that is not
 * repeated. */
Status options_parse(Ctx *ctx, Cli *cli, const Option *common, const char *const *words,
                     bool *help);

/* Of several names the one most likely meant; NULL if none is near. */
typedef struct Nearest {
    const char *wanted, *name;
    size_t distance;
} Nearest;

/* Takes a further name for the nearest where it is nearer than all before. */
void nearest_try(Nearest *nearest, const char *name);

/* What `help`, and what `help COMMAND` prints. */
void help_general(Buf *out, const Command *const *tables);
void help_command(Buf *out, const Command *command, const Option *common);
