#include "base/cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/cli_parts.h"
#include "base/field_set.h"
#include "base/instant.h"

#define EXIT_USAGE 64 /* as in sysexits.h */
#define EXIT_OUTPUT 74

static const OptionGiven *given_at(const Cli *cli, const char *option, int n)
{
    for (int i = 0; i < cli->given_count; i++)
        if (strcmp(cli->given[i].option->name, option) == 0 && n-- == 0) return &cli->given[i];
    return NULL;
}

const char *cli_value_at(const Cli *cli, const char *option, int n)
{
    const OptionGiven *given = given_at(cli, option, n);
    return given ? given->value : NULL;
}

const char *cli_value(const Cli *cli, const char *option)
{
    return cli_value_at(cli, option, 0);
}

bool cli_flag(const Cli *cli, const char *option)
{
    return given_at(cli, option, 0) != NULL;
}

static Status fail_option(Ctx *ctx, const char *option, const char *expected)
{
    char name[64];
    snprintf(name, sizeof name, "--%s", option);
    return fail_field(ctx, name, "expected %s", expected);
}

Status cli_int(Ctx *ctx, const Cli *cli, const char *option, int64_t otherwise, int64_t *out)
{
    const char *value = cli_value(cli, option);
    *out = otherwise;
    if (!value || digits_int(value, strlen(value), out)) return OK;
    return fail_option(ctx, option, "a whole number");
}

Status cli_date(Ctx *ctx, const Cli *cli, const char *option, int64_t otherwise, int64_t *out_days)
{
    const char *value = cli_value(cli, option);
    *out_days = otherwise;
    if (!value || date_parse(ctx, value, strlen(value), out_days) == OK) return OK;
    return fail_option(ctx, option, "a date, such as 2026-11-22");
}

static void print_problem(const Ctx *ctx, Status status)
{
    const Problem *problem = &ctx->problem;
    bool worded = problem->status == status && problem->message[0];
    fflush(stdout); /* what was printed comes before the problem; flushed() looks whether it came */
    fputs("parceldesk: ", stderr);
    if (worded && problem->file[0]) fprintf(stderr, "%s: ", problem->file);
    if (worded && problem->row) fprintf(stderr, "row %" PRId64 ": ", problem->row);
    if (worded && problem->field[0]) fprintf(stderr, "%s: ", problem->field);
    fputs(worded ? problem->message : status_title(status), stderr);
    if (worded && problem->cause[0]) fprintf(stderr, ": %s", problem->cause);
    putc('\n', stderr);
    if (worded && problem->hint[0]) fprintf(stderr, "%s\n", problem->hint);
}

static int print_help(const Buf *help, FILE *file, int exit_code)
{
    if (help->failed) return status_exit(NO_MEMORY);
    fwrite(help->data, 1, help->length, file);
    return exit_code;
}

static int general_help(Ctx *ctx, const Command *const *tables, bool asked)
{
    Buf help;
    buf_init(&help, ctx->arena);
    help_general(&help, tables);
    return print_help(&help, asked ? stdout : stderr, asked ? 0 : EXIT_USAGE);
}

static int command_help(Ctx *ctx, const Command *command, const Option *common)
{
    Buf help;
    buf_init(&help, ctx->arena);
    help_command(&help, command, common);
    return print_help(&help, stdout, 0);
}

static int usage(const Ctx *ctx)
{
    print_problem(ctx, INVALID);
    return EXIT_USAGE;
}

static int run_command(Ctx *ctx, Cli *cli, const CliHouse *house)
{
    Status s = house->open(ctx, cli, cli->command->needs);
    if (!s) s = cli->command->run(ctx, cli);
    house->close(ctx);
    if (s) print_problem(ctx, s);
    return s ? status_exit(s) : cli->exit_code;
}

static bool is_help(const char *word)
{
    return strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

static int dispatch(Ctx *ctx, const char *const *words, const Command *const *tables,
                    const CliHouse *house)
{
    bool help = words[0] && is_help(words[0]);
    if (help) words++;
    if (!words[0]) return general_help(ctx, tables, help);
    Cli cli = {0};
    int taken;
    if (command_find(ctx, tables, words, &cli.command, &taken)) return usage(ctx);
    if (!help && options_parse(ctx, &cli, house->options, words + taken, &help)) return usage(ctx);
    if (help) return command_help(ctx, cli.command, house->options);
    return run_command(ctx, &cli, house);
}

/* What was printed may still be on its way to a full disk. */
static int flushed(int exit_code)
{
    if (fflush(stdout) == 0 && !ferror(stdout)) return exit_code;
    fputs("parceldesk: the output could not be written\n", stderr);
    return exit_code ? exit_code : EXIT_OUTPUT;
}

int cli_main(int argc, char **argv, const Command *const *tables, const CliHouse *house)
{
    (void)argc;
    Ctx ctx;
    Arena *arena = arena_new();
    Source *source = source_real(0, 0);
    int exit_code = status_exit(NO_MEMORY);
    if (arena && source) {
        ctx_init(&ctx, arena, source);
        exit_code = dispatch(&ctx, (const char *const *)argv + 1, tables, house);
    }
    arena_release(arena);
    source_release(source);
    return flushed(exit_code);
}
