#include "base/cli.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/cli_parts.h"
#include "test.h"

/* The commands print what they were given. */
static Status run_import(Ctx *ctx, Cli *cli)
{
    int64_t limit;
    Status s = cli_int(ctx, cli, "limit", 7, &limit);
    if (s) return s;
    printf("import");
    for (int i = 0; i < cli->argument_count; i++)
        printf(" %s", cli->arguments[i]);
    for (int i = 0; cli_value_at(cli, "map", i); i++)
        printf(" map=%s", cli_value_at(cli, "map", i));
    printf(" limit=%d dry=%d data=%s\n", (int)limit, cli_flag(cli, "dry-run"),
           cli_value(cli, "data") ? cli_value(cli, "data") : "-");
    return OK;
}

static Status run_token(Ctx *ctx, Cli *cli)
{
    int64_t day;
    Status s = cli_date(ctx, cli, "until", 0, &day);
    if (s) return s;
    printf("token %d\n", (int)day);
    return fail(ctx, CONFLICT, "there is such a token");
}

static const Option import_options[] = {
    {"map", "MAP.json", "How columns are named", .repeated = true},
    {"limit", "N", "Rows at most"},
    {"dry-run", NULL, "Only checks"},
    {0},
};
static const Option token_options[] = {{"until", "DATE", "When it ends"}, {0}};
static const Option common[] = {{"data", "DIR", "The data folder"}, {0}};

static const Command files[] = {
    {"import", "FILE…", "Bring in files", "It is an upsert.", import_options, NEEDS_WRITING,
     run_import},
    {0},
};
static const Command tokens[] = {
    {"token create", NULL, "Make a token", NULL, token_options, NEEDS_READING, run_token},
    {"token list", NULL, "List tokens", NULL, NULL, NEEDS_READING, run_token},
    {0},
};
static const Command *const tables[] = {files, tokens, NULL};

static Status open_house(Ctx *ctx, const Cli *cli, CommandNeeds needs)
{
    (void)needs;
    const char *data = cli_value(cli, "data");
    if (!data || strcmp(data, "gone") != 0) return OK;
    Status s = fail(ctx, UNAVAILABLE, "no folder");
    problem_cause(ctx, "port %d", 1);
    return s;
}

static void close_house(Ctx *ctx)
{
    (void)ctx;
}

static const CliHouse house = {common, open_house, close_house};

/* What a command line answered: "<exit code> <standard output><standard error>". */
static const char *answer(T *t, const char *line)
{
    char *words = arena_text(t->ctx->arena, line);
    char *argv[16] = {(char[]){"parceldesk"}};
    int argc = 1, kept[2] = {dup(1), dup(2)};
    for (char *rest = words, *word; (word = strsep(&rest, " "));)
        if (*word) argv[argc++] = word;
    const char *path = arena_format(t->ctx->arena, "%s/out", t->folder);
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_APPEND, 0600);
    fflush(stdout);
    dup2(file, 1);
    dup2(file, 2);
    int code = cli_main(argc, argv, tables, &house);
    fflush(stdout);
    dup2(kept[0], 1);
    dup2(kept[1], 2);
    close(kept[0]);
    close(kept[1]);
    char *text = arena_alloc(t->ctx->arena, 4096);
    check(t, pread(file, text, 4095, 0) >= 0);
    close(file);
    return arena_format(t->ctx->arena, "%d %s", code, text);
}

TEST(options_are_taken_with_and_without_an_equals_sign)
{
    check_text(t, answer(t, "import a.csv --map=x.json b.csv --map y.json --limit 3 --dry-run"),
               "0 import a.csv b.csv map=x.json map=y.json limit=3 dry=1 data=-\n");
    check_text(t, answer(t, "import --data d -- --map -"),
               "0 import --map - limit=7 dry=0 data=d\n");
    check_text(t, answer(t, "token create --until 1970-01-03"),
               "65 token 2\nparceldesk: there is such a token\n");
}

TEST(a_wrong_command_line_is_refused_with_the_nearest_suggestion)
{
    check_text(t, answer(t, "imprt x"),
               "64 parceldesk: there is no command \"imprt\"\ndid you mean \"import\"?\n");
    check_text(
        t, answer(t, "token creat"),
        "64 parceldesk: there is no command \"token creat\"\ndid you mean \"token create\"?\n");
    check_text(t, answer(t, "frobnicate"),
               "64 parceldesk: there is no command \"frobnicate\"\n\"parceldesk help\" lists the "
               "commands\n");
    check_text(t, answer(t, "import --dryrun"),
               "64 parceldesk: \"import\" has no option --dryrun\ndid you mean --dry-run?\n");
    check_text(t, answer(t, "import --zzzzzz=1"),
               "64 parceldesk: \"import\" has no option --zzzzzz\n");
    check_text(t, answer(t, "import -n"),
               "64 parceldesk: there is no option -n: options begin with --\n");
    check_text(t, answer(t, "import --map"), "64 parceldesk: --map needs a value: MAP.json\n");
    check_text(t, answer(t, "import --dry-run=1"), "64 parceldesk: --dry-run takes no value\n");
    check_text(t, answer(t, "import --limit 1 --limit 2"),
               "64 parceldesk: --limit is given twice\n");
}

TEST(a_number_below_zero_is_no_option)
{
    check_text(t, answer(t, "import zone -03:00"), "0 import zone -03:00 limit=7 dry=0 data=-\n");
}

TEST(a_bad_value_names_its_option)
{
    check_text(t, answer(t, "import --limit many"),
               "65 parceldesk: --limit: expected a whole number\n");
    check_text(t, answer(t, "token create --until 2026-02-30"),
               "65 parceldesk: --until: expected a date, such as 2026-11-22\n");
}

TEST(a_house_that_does_not_open_ends_the_command_with_what_is_behind_it)
{
    check_text(t, answer(t, "import --data gone"), "75 parceldesk: no folder: port 1\n");
}

TEST(help_comes_from_the_tables)
{
    static const char general[] =
        "usage: parceldesk COMMAND [ARGUMENTS] [OPTIONS]\n\n  import        Bring in files\n\n"
        "  token create  Make a token\n  token list    List tokens\n\n"
        "\"parceldesk help COMMAND\" tells more of one.\n";
    check_text(t, answer(t, "help"), arena_format(t->ctx->arena, "0 %s", general));
    check_text(t, answer(t, "--help"), arena_format(t->ctx->arena, "0 %s", general));
    check_text(t, answer(t, ""), arena_format(t->ctx->arena, "64 %s", general));
    static const char import[] = "0 usage: parceldesk import FILE… [OPTIONS]\n\nBring in "
                                 "files\n\nIt is an upsert.\n\nOptions:\n"
                                 "  --map MAP.json  How columns are named (may be repeated)\n"
                                 "  --limit N       Rows at most\n  --dry-run       Only checks\n\n"
                                 "Options of every command:\n  --data DIR      The data folder\n";
    check_text(t, answer(t, "help import"), import);
    check_text(t, answer(t, "import --help x --unknown"), import);
}

TEST(output_that_cannot_be_written_is_an_error)
{
    int kept = dup(1), full = open("/dev/full", O_WRONLY);
    fflush(stdout);
    dup2(full, 1);
    char *argv[] = {(char[]){"parceldesk"}, (char[]){"help"}, NULL};
    int code = cli_main(2, argv, tables, &house);
    clearerr(stdout);
    dup2(kept, 1);
    close(kept);
    close(full);
    check_int(t, code, 74);
}
