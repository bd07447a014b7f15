#include "base/region.h"

#include <stdbool.h>
#include <string.h>

#include "base/embedded.h"

enum { CODE_DIGITS = 6, PREFECTURE_DIGITS = 4, PROVINCE_DIGITS = 2 };

/* The line after, NULL at the end; NULL gives the first. */
static const char *line_next(const char *line)
{
    if (!line) return (const char *)region_files[0].data;
    line = strchr(line, '\n');
    return line && line[1] ? line + 1 : NULL;
}

/* The line of a code whose first `digits` are these and the others 0; NULL: none. */
static const char *line_find(const char *code, size_t digits)
{
    char wanted[CODE_DIGITS + 1] = "000000";
    const char *line = NULL;
    memcpy(wanted, code, digits);
    while ((line = line_next(line)))
        if (strncmp(line, wanted, CODE_DIGITS) == 0) return line;
    return NULL;
}

/* GB/T 2260 numbers counties that are directly under a province 90, those of a municipality 02. */
static bool is_national(const char *code)
{
    return strlen(code) == CODE_DIGITS && strspn(code, "0123456789") == CODE_DIGITS;
}

bool region_exists(const char *code)
{
    if (!is_national(code) || line_find(code, PREFECTURE_DIGITS)) return true;
    bool directly = memcmp(code + PROVINCE_DIGITS, "90", 2) == 0 ||
                    memcmp(code + PROVINCE_DIGITS, "02", 2) == 0;
    return directly && line_find(code, PROVINCE_DIGITS);
}

bool region_begins(const char *start)
{
    size_t length = strlen(start);
    const char *line = NULL;
    if (is_national(start)) return region_exists(start);
    if (!length || strspn(start, "0123456789") != length) return false;
    while ((line = line_next(line)))
        if (strncmp(line, start, length) == 0) return true;
    return false;
}

static size_t prefix_length(const char *of)
{
    size_t length = strlen(of);
    if (is_national(of))
        while (length > PROVINCE_DIGITS && memcmp(of + length - 2, "00", 2) == 0)
            length -= 2;
    return length;
}

bool region_within(const char *code, const char *of)
{
    return strncmp(code, of, prefix_length(of)) == 0;
}

const char *region_prefix(Ctx *ctx, const char *of)
{
    return arena_text_n(ctx->arena, of, prefix_length(of));
}

/* The columns of the file. */
enum { CHINESE = 1, ENGLISH = 2 };

static const char *line_cell(const char *line, int column, size_t *length)
{
    for (; column; column--)
        line += strcspn(line, ",") + 1;
    *length = strcspn(line, ",\n");
    return line;
}

static const char *name_in(Ctx *ctx, const char *code, int column)
{
    size_t length;
    if (!is_national(code)) return code;
    const char *line = line_find(code, CODE_DIGITS);
    if (!line) line = line_find(code, PREFECTURE_DIGITS);
    if (!line) line = line_find(code, PROVINCE_DIGITS);
    if (!line) return code;
    const char *name = line_cell(line, column, &length);
    return arena_text_n(ctx->arena, name, length);
}

const char *region_name(Ctx *ctx, const char *code)
{
    return name_in(ctx, code, CHINESE);
}

const char *region_name_english(Ctx *ctx, const char *code)
{
    return name_in(ctx, code, ENGLISH);
}

static const char *cell_copy(Ctx *ctx, const char *line, int column)
{
    size_t length;
    const char *cell = line_cell(line, column, &length);
    return arena_text_n(ctx->arena, cell, length);
}

const char *region_city(Ctx *ctx, const char *code)
{
    static const char only_city[] = "01";
    char city[CODE_DIGITS + 1] = "000000";
    if (!is_national(code)) return NULL;
    memcpy(city, code, PREFECTURE_DIGITS);
    bool whole_province = memcmp(code + PROVINCE_DIGITS, "00", 2) == 0;
    if (whole_province) memcpy(city + PROVINCE_DIGITS, only_city, 2);
    const char *line = line_find(city, PREFECTURE_DIGITS);
    const char *province = line_find(code, PROVINCE_DIGITS);
    if (!line || !province) return NULL;
    size_t length, other;
    const char *name = line_cell(line, CHINESE, &length);
    const char *of = line_cell(province, CHINESE, &other);
    bool municipality = length == other && memcmp(name, of, length) == 0;
    return whole_province && !municipality ? NULL : arena_text_n(ctx->arena, name, length);
}

Status region_list(Ctx *ctx, const char *province, List *out)
{
    size_t count = 0;
    const char *line = NULL;
    while ((line = line_next(line)))
        count++;
    Region *items = ARENA_ARRAY(ctx->arena, count, Region);
    if (!items) return no_memory(ctx);
    *out = (List){items, 0};
    for (line = line_next(line_next(NULL)); line; line = line_next(line)) {
        if (province && strncmp(line, province, PROVINCE_DIGITS) != 0) continue;
        const Region one = {cell_copy(ctx, line, 0), cell_copy(ctx, line, CHINESE),
                            cell_copy(ctx, line, ENGLISH)};
        if (!one.code || !one.name || !one.english) return no_memory(ctx);
        items[out->count++] = one;
    }
    return OK;
}

/* Without what says that it is a city: 上海市 is in the file as 上海. */
static size_t city_length(const char *city)
{
    static const char suffix[] = "市";
    size_t length = strlen(city), end = sizeof suffix - 1;
    bool has = length > end && strcmp(city + length - end, suffix) == 0;
    return has ? length - end : length;
}

const char *city_name_english(Ctx *ctx, const char *city)
{
    size_t wanted = city_length(city), length;
    const char *line = NULL;
    while ((line = line_next(line))) {
        const char *name = line_cell(line, CHINESE, &length);
        if (length != wanted || memcmp(name, city, wanted) != 0) continue;
        name = line_cell(line, ENGLISH, &length);
        return arena_text_n(ctx->arena, name, length);
    }
    return city;
}
