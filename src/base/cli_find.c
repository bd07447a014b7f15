#include <string.h>

#include "base/cli_parts.h"

#define LONGEST_NAME 40

/* Levenshtein's distance; names over the bound are far from everything. */
static size_t distance(const char *a, const char *b)
{
    size_t row[LONGEST_NAME + 1], width = strlen(b);
    if (strlen(a) > LONGEST_NAME || width > LONGEST_NAME) return LONGEST_NAME;
    for (size_t j = 0; j <= width; j++)
        row[j] = j;
    for (size_t i = 0; a[i]; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < width; j++) {
            size_t changed = diagonal + (a[i] != b[j]);
            diagonal = row[j + 1];
            size_t least = row[j] < diagonal ? row[j] + 1 : diagonal + 1;
            row[j + 1] = changed < least ? changed : least;
        }
    }
    return row[width];
}

void nearest_try(Nearest *nearest, const char *name)
{
    size_t length = strlen(nearest->wanted), apart = distance(nearest->wanted, name);
    bool begins = length >= 2 && strncmp(nearest->wanted, name, length) == 0;
    if (begins) apart = 1;
    if (apart > 2 && apart > length / 3) return;
    if (nearest->name && nearest->distance <= apart) return;
    nearest->name = name;
    nearest->distance = apart;
}

/* How many of the words the name takes; 0 if it is another. */
static int words_taken(const char *name, const char *const *words)
{
    int taken = 0;
    while (*name) {
        const char *word = words[taken];
        size_t length = strcspn(name, " ");
        if (!word || strlen(word) != length || strncmp(word, name, length) != 0) return 0;
        taken++;
        name += length + (name[length] == ' ');
    }
    return taken;
}

static Status fail_command(Ctx *ctx, const Command *const *tables, const char *const *words)
{
    const char *second = words[1] && words[1][0] != '-' ? words[1] : NULL;
    const char *both = second ? arena_format(ctx->arena, "%s %s", words[0], second) : NULL;
    Nearest one = {.wanted = words[0]}, two = {.wanted = both ? both : words[0]};
    for (; *tables; tables++) {
        for (const Command *command = *tables; command->name; command++) {
            nearest_try(&one, command->name);
            nearest_try(&two, command->name);
        }
    }
    const char *name = two.name ? two.name : one.name;
    Status s =
        fail(ctx, INVALID, "there is no command \"%.60s\"", two.name && both ? both : words[0]);
    if (name)
        problem_hint(ctx, "did you mean \"%s\"?", name);
    else
        problem_hint(ctx, "\"parceldesk help\" lists the commands");
    return s;
}

Status command_find(Ctx *ctx, const Command *const *tables, const char *const *words,
                    const Command **out, int *taken)
{
    *taken = 0;
    for (const Command *const *table = tables; *table; table++) {
        for (const Command *command = *table; command->name; command++) {
            int count = words_taken(command->name, words);
            if (count <= *taken) continue;
            *taken = count;
            *out = command;
        }
    }
    return *taken ? OK : fail_command(ctx, tables, words);
}
