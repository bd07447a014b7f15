#include <string.h>

#include "base/cli_parts.h"

typedef struct Parsing {
    Ctx *ctx;
    Cli *cli;
    const Option *common;
    const char *const *words;
} Parsing;

static const Option *among(const Option *options, const char *name, size_t length)
{
    for (; options && options->name; options++)
        if (strncmp(options->name, name, length) == 0 && !options->name[length]) return options;
    return NULL;
}

static void try_all(Nearest *nearest, const Option *options)
{
    for (; options && options->name; options++)
        nearest_try(nearest, options->name);
}

static Status fail_unknown(Parsing *parsing, const char *name, size_t length)
{
    Ctx *ctx = parsing->ctx;
    const char *wanted = arena_text_n(ctx->arena, name, length);
    if (!wanted) return no_memory(ctx);
    Nearest nearest = {.wanted = wanted};
    try_all(&nearest, parsing->cli->command->options);
    try_all(&nearest, parsing->common);
    Status s =
        fail(ctx, INVALID, "\"%s\" has no option --%.60s", parsing->cli->command->name, wanted);
    if (nearest.name) problem_hint(ctx, "did you mean --%s?", nearest.name);
    return s;
}

static Status add(Parsing *parsing, const Option *option, const char *value)
{
    Cli *cli = parsing->cli;
    for (int i = 0; i < cli->given_count; i++)
        if (cli->given[i].option == option && !option->repeated)
            return fail(parsing->ctx, INVALID, "--%s is given twice", option->name);
    cli->given[cli->given_count++] = (OptionGiven){option, value};
    return OK;
}

/* One option, with its value from behind the equals sign or from the next word. */
static Status take_option(Parsing *parsing, const char *word)
{
    const char *name = word + 2;
    size_t length = strcspn(name, "=");
    const char *value = name[length] ? name + length + 1 : NULL;
    const Option *option = among(parsing->cli->command->options, name, length);
    if (!option) option = among(parsing->common, name, length);
    if (!option) return fail_unknown(parsing, name, length);
    if (!option->value && value)
        return fail(parsing->ctx, INVALID, "--%s takes no value", option->name);
    if (option->value && !value) {
        value = *parsing->words;
        if (!value)
            return fail(parsing->ctx, INVALID, "--%s needs a value: %s", option->name,
                        option->value);
        parsing->words++;
    }
    return add(parsing, option, value);
}

static bool asks_for_help(const char *const *words)
{
    for (; *words && strcmp(*words, "--") != 0; words++)
        if (strcmp(*words, "--help") == 0 || strcmp(*words, "-h") == 0) return true;
    return false;
}

static Status take_word(Parsing *parsing, const char *word, bool *only_arguments)
{
    Cli *cli = parsing->cli;
    bool number = word[0] == '-' && word[1] >= '0' && word[1] <= '9'; /* a zone: -03:00 */
    bool dash = !*only_arguments && word[0] == '-' && word[1] && !number;
    if (dash && strcmp(word, "--") == 0) {
        *only_arguments = true;
        return OK;
    }
    if (dash && word[1] == '-') return take_option(parsing, word);
    if (dash)
        return fail(parsing->ctx, INVALID, "there is no option %.60s: options begin with --", word);
    cli->arguments[cli->argument_count++] = word;
    return OK;
}

Status options_parse(Ctx *ctx, Cli *cli, const Option *common, const char *const *words, bool *help)
{
    size_t count = 0;
    while (words[count])
        count++;
    *help = asks_for_help(words);
    if (*help) return OK;
    cli->arguments = ARENA_ARRAY(ctx->arena, count + 1, const char *);
    cli->given = ARENA_ARRAY(ctx->arena, count + 1, OptionGiven);
    if (!cli->arguments || !cli->given) return no_memory(ctx);
    Parsing parsing = {ctx, cli, common, words};
    bool only_arguments = false;
    Status s = OK;
    while (*parsing.words && !s)
        s = take_word(&parsing, *parsing.words++, &only_arguments);
    return s;
}
