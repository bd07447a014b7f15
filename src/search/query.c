#include "search/query.h"

#include <string.h>

#include "base/text.h"

#define QUERY_CHARACTERS 200

typedef struct Reading {
    Ctx *ctx;
    TokenKey key;
    Query query;
} Reading;

static Status term_add(Reading *r, TokenRange range, uint32_t offset)
{
    if (r->query.count == QUERY_TERMS_MAX)
        return fail_field(r->ctx, "q", "has more than %d words", QUERY_TERMS_MAX);
    r->query.terms[r->query.count++] = (Term){
        .range = range, .group = r->query.groups, .offset = offset, .hits.arena = r->ctx->arena};
    return OK;
}

static Status token_add(Reading *r, int64_t token, uint32_t offset)
{
    return term_add(r, (TokenRange){token, token}, offset);
}

static bool follows(const Unit *unit)
{
    return unit->adjoins && unit->is_character;
}

/* A character is found with the one behind it; the last of a run was found with the one before. */
static Status character_add(Reading *r, const Units *units, size_t i)
{
    const Unit *unit = &units->items[i];
    if (i + 1 < units->count && follows(unit + 1))
        return token_add(r, token_pair(&r->key, unit, unit + 1), (uint32_t)i);
    if (i > 0 && follows(unit) && unit[-1].is_character) return OK;
    return term_add(r, token_character(&r->key, unit), (uint32_t)i);
}

static Status word_add(Reading *r, const Unit *unit, size_t i, bool starred)
{
    if (!starred || unit->length < PREFIX_MIN)
        return token_add(r, token_word(&r->key, unit), (uint32_t)i);
    uint32_t length = unit->length < PREFIX_MAX ? unit->length : PREFIX_MAX;
    return token_add(r, token_prefix(&r->key, unit, length), (uint32_t)i);
}

/* What stands together: one group. */
static Status group_add(Reading *r, const char *text, size_t length, bool quoted)
{
    Units units;
    const char *copy = arena_text_n(r->ctx->arena, text, length);
    if (!copy) return no_memory(r->ctx);
    bool starred = !quoted && length && text[length - 1] == '*';
    Status s = units_cut(r->ctx, copy, &units);
    for (size_t i = 0; !s && i < units.count; i++) {
        const Unit *unit = &units.items[i];
        s = unit->is_character ? character_add(r, &units, i)
                               : word_add(r, unit, i, starred && i + 1 == units.count);
    }
    if (!s && units.count) r->query.groups++;
    return s;
}

/* The quotes that people's keyboards make, and the spaces. */
static const char *const quotes[] = {"\"", "“", "”", "「", "」", "＂", NULL};
static const char *const spaces[] = {" ", "\t", "\n", "　", "\u00A0", NULL};

static size_t begins_with(const char *text, const char *const *any)
{
    for (; *any; any++)
        if (strncmp(text, *any, strlen(*any)) == 0) return strlen(*any);
    return 0;
}

static size_t length_until(const char *text, const char *const *one, const char *const *other)
{
    size_t length = 0;
    while (text[length] && !begins_with(text + length, one) &&
           !(other && begins_with(text + length, other)))
        length++;
    return length;
}

static Status groups_add(Reading *r, const char *text)
{
    Status s = OK;
    while (!s && *text) {
        size_t quote = begins_with(text, quotes), space = begins_with(text, spaces);
        text += quote ? quote : space;
        size_t length =
            quote ? length_until(text, quotes, NULL) : length_until(text, spaces, quotes);
        s = group_add(r, text, length, quote);
        text += length;
        if (quote) text += begins_with(text, quotes);
    }
    return s;
}

static void mark_alone(Query *query)
{
    for (size_t i = 0; i < query->count; i++) {
        Term *term = &query->terms[i];
        bool first = i == 0 || term[-1].group != term->group;
        bool last = i + 1 == query->count || term[1].group != term->group;
        term->alone = first && last && term->range.low != term->range.high;
    }
}

Status query_parse(Ctx *ctx, const char *text, Query *out)
{
    if (!text || text_characters(text) > QUERY_CHARACTERS)
        return fail_field(ctx, "q", "must have 1 to %d characters", QUERY_CHARACTERS);
    Reading r = {.ctx = ctx, .key = token_key(ctx)};
    r.query.terms = ARENA_ARRAY(ctx->arena, QUERY_TERMS_MAX, Term);
    if (!r.query.terms) return no_memory(ctx);
    Status s = groups_add(&r, text);
    if (!s && !r.query.count) s = fail_field(ctx, "q", "has no word that could be found");
    mark_alone(&r.query);
    *out = r.query;
    return s;
}
