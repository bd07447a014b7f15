#include "access/password_rules.h"

#include <string.h>

#include "access/setting.h"
#include "base/arena.h"
#include "base/embedded.h"
#include "base/text.h"

enum { LEFT_MIN = 5, WORD_MIN = 3, DIGITS_MOST = 2, LIST_MOST = 999 };

/* A shipped list (data/passwords), one a line; lines that begin with # are comments. */
static Status list_read(Ctx *ctx, const char *name, const char *out[LIST_MOST + 1])
{
    const Embedded *file = password_files;
    size_t count = 0;
    while (file->name && strcmp(file->name, name) != 0)
        file++;
    char *rest = arena_text(ctx->arena, file->name ? (const char *)file->data : "");
    if (!rest) return no_memory(ctx);
    while (rest && count < LIST_MOST) {
        const char *line = strsep(&rest, "\n");
        if (*line && *line != '#') out[count++] = line;
    }
    out[count] = NULL;
    return OK;
}

/* Cuts out every place where `word` stands. */
static void word_cut(char *text, const char *word)
{
    size_t length = strlen(word);
    if (length < WORD_MIN) return;
    for (char *at = text; (at = strstr(at, word));)
        memmove(at, at + length, strlen(at + length) + 1);
}

/* As many of a row's characters as follow one another, forwards or backwards, from `text` on. */
static size_t row_length(const char *text, const char *row)
{
    size_t longest = 0;
    const char *start = strchr(row, *text);
    for (int step = -1; start && step <= 1; step += 2) {
        size_t length = 1;
        for (const char *at = start + step; at >= row && *at && text[length] == *at; at += step)
            length++;
        if (length > longest) longest = length;
    }
    return longest;
}

/* Of "aaa", "123", "cba" and "asdf": how long it goes on. */
static size_t run_length(const char *text, const char *const *rows)
{
    size_t longest = 1;
    for (int step = -1; step <= 1; step++) {
        size_t length = 1;
        while (text[length] && text[length] - text[length - 1] == step)
            length++;
        if (length > longest) longest = length;
    }
    for (const char *const *row = rows; *row; row++) {
        size_t length = row_length(text, *row);
        if (length > longest) longest = length;
    }
    return longest;
}

/* A run of three and more counts as one character, and all digits as two: years and birthdays. */
static size_t left_over(const char *text, const char *const *rows)
{
    size_t left = 0, digits = 0;
    while (*text) {
        size_t run = run_length(text, rows);
        if (*text >= '0' && *text <= '9')
            digits++;
        else
            left += ((unsigned char)*text & 0xC0) != 0x80;
        text += run >= WORD_MIN ? run : 1;
    }
    return left + (digits < DIGITS_MOST ? digits : DIGITS_MOST);
}

Status password_is_easy(Ctx *ctx, const char *password, const char *login, bool *out)
{
    const char *words[LIST_MOST + 1], *rows[LIST_MOST + 1];
    char *text = text_fold(ctx->arena, password);
    char *company = text_fold(ctx->arena, setting_text(ctx, SETTING_NAMED_COMPANY));
    if (!text || !company) return no_memory(ctx);
    Status s = list_read(ctx, "words.txt", words);
    if (!s) s = list_read(ctx, "rows.txt", rows);
    if (s) return s;
    word_cut(text, login);
    word_cut(text, company);
    for (const char *const *word = words; *word; word++)
        word_cut(text, *word);
    *out = left_over(text, rows) < LEFT_MIN;
    return OK;
}
