/* main.c -- the program: its commands are those of the slices, and serve. */
#include <signal.h>
#include <stddef.h>

#include "command.h"
#include "slices.h"

#define TABLES_MAX 64

int main(int argc, char **argv)
{
    const Command *tables[TABLES_MAX] = {serve_commands};
    size_t count = 1;
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a write that fails, not a death */
    for (const Slice *const *slice = slices; *slice && count < TABLES_MAX - 1; slice++)
        if ((*slice)->commands) tables[count++] = (*slice)->commands;
    return cli_main(argc, argv, tables, &cli_house);
}
