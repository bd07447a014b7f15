#include <string.h>

#include "base/cli_parts.h"
#include "base/text.h"

static void pad(Buf *out, size_t used, size_t width)
{
    for (; used < width; used++)
        buf_char(out, ' ');
}

static size_t longest_command(const Command *const *tables)
{
    size_t longest = 0;
    for (; *tables; tables++) {
        for (const Command *command = *tables; command->name; command++) {
            size_t length = strlen(command->name);
            if (length > longest) longest = length;
        }
    }
    return longest;
}

void help_general(Buf *out, const Command *const *tables)
{
    size_t width = longest_command(tables);
    buf_text(out, "usage: parceldesk COMMAND [ARGUMENTS] [OPTIONS]\n");
    for (; *tables; tables++) {
        if ((*tables)->name) buf_char(out, '\n');
        for (const Command *command = *tables; command->name; command++) {
            buf_format(out, "  %s", command->name);
            pad(out, strlen(command->name), width + 2);
            buf_format(out, "%s\n", command->doc);
        }
    }
    buf_text(out, "\n\"parceldesk help COMMAND\" tells more of one.\n");
}

static size_t option_width(const Option *option)
{
    return strlen(option->name) + (option->value ? 1 + text_characters(option->value) : 0);
}

static size_t longest_option(const Option *options)
{
    size_t longest = 0;
    for (; options && options->name; options++)
        if (option_width(options) > longest) longest = option_width(options);
    return longest;
}

static void add_options(Buf *out, const char *head, const Option *options, size_t width)
{
    if (!options || !options->name) return;
    buf_format(out, "\n%s\n", head);
    for (; options->name; options++) {
        buf_format(out, "  --%s", options->name);
        if (options->value) buf_format(out, " %s", options->value);
        pad(out, option_width(options), width + 2);
        buf_format(out, "%s%s\n", options->doc, options->repeated ? " (may be repeated)" : "");
    }
}

void help_command(Buf *out, const Command *command, const Option *common)
{
    size_t width = longest_option(command->options), other = longest_option(common);
    if (other > width) width = other;
    buf_format(out, "usage: parceldesk %s", command->name);
    if (command->arguments) buf_format(out, " %s", command->arguments);
    buf_format(out, " [OPTIONS]\n\n%s\n", command->doc);
    if (command->more) buf_format(out, "\n%s\n", command->more);
    add_options(out, "Options:", command->options, width);
    add_options(out, "Options of every command:", common, width);
}
