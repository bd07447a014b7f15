#include "match.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MORE "…"
#define SHOWN 200 /* bytes of a value in a difference */

static bool differ(Match *m, const char *path, const char *got, const char *want)
{
    if (m->differences)
        buf_format(m->differences, "  %s is %.*s, not %.*s\n", path, SHOWN, got, SHOWN, want);
    return false;
}

yajl_val json_member(yajl_val object, const char *key)
{
    for (size_t i = 0; i < YAJL_GET_OBJECT(object)->len; i++)
        if (strcmp(YAJL_GET_OBJECT(object)->keys[i], key) == 0)
            return YAJL_GET_OBJECT(object)->values[i];
    return NULL;
}

bool is_open(yajl_val want)
{
    if (YAJL_IS_OBJECT(want)) return json_member(want, MORE) != NULL;
    if (!YAJL_IS_ARRAY(want) || !YAJL_GET_ARRAY(want)->len) return false;
    yajl_val last = YAJL_GET_ARRAY(want)->values[YAJL_GET_ARRAY(want)->len - 1];
    return YAJL_IS_STRING(last) && strcmp(last->u.string, MORE) == 0;
}

bool is_pattern(yajl_val want)
{
    return YAJL_IS_STRING(want) && strstr(want->u.string, "{{");
}

/* The name in a text that is one {{name}} and nothing else, or NULL. */
static const char *whole_wildcard(Arena *arena, const char *text)
{
    size_t length = strlen(text);
    if (length < 5 || strncmp(text, "{{", 2) != 0) return NULL;
    if (strstr(text, "}}") != text + length - 2) return NULL;
    return arena_text_n(arena, text + 2, length - 4);
}

/* `want` begins with {{name}}: tries every length of what it may stand for, the shortest first. */
static bool match_wildcard(Match *m, const char *want, const char *got)
{
    const char *close = strstr(want, "}}");
    char *name = arena_text_n(m->variables->arena, want + 2, (size_t)(close - want - 2));
    if (!name) return false;
    const char *value = variable_get(m->variables, name);
    if (value) {
        size_t length = strlen(value);
        return strncmp(got, value, length) == 0 && match_text(m, close + 2, got + length);
    }
    bool capture = strcmp(name, "any") != 0 && strcmp(name, "maybe") != 0;
    for (size_t length = capture; length <= strlen(got); length++) {
        Variable *before = m->variables->first;
        char *piece = capture ? arena_text_n(m->variables->arena, got, length) : NULL;
        if (capture && (!piece || !variable_set(m->variables, name, piece))) return false;
        if (match_text(m, close + 2, got + length)) return true;
        m->variables->first = before;
    }
    return false;
}

bool match_text(Match *m, const char *want, const char *got)
{
    for (; *want; want++, got++) {
        if (strncmp(want, "{{", 2) == 0 && strstr(want, "}}")) return match_wildcard(m, want, got);
        if (*want != *got) return false;
    }
    return !*got;
}

static const char *json_scalar(yajl_val value)
{
    if (YAJL_IS_STRING(value)) return value->u.string;
    if (YAJL_IS_NUMBER(value)) return YAJL_GET_NUMBER(value);
    if (YAJL_IS_TRUE(value)) return "true";
    if (YAJL_IS_FALSE(value)) return "false";
    if (YAJL_IS_NULL(value)) return "null";
    return YAJL_IS_OBJECT(value) ? "an object" : "an array";
}

static bool match_pattern(Match *m, const char *want, yajl_val got, const char *path)
{
    const char *name = whole_wildcard(m->variables->arena, want);
    if (name && strcmp(name, "maybe") == 0) return true;
    if (YAJL_IS_NULL(got)) return differ(m, path, "null", want);
    if (name && strcmp(name, "any") == 0) return true;
    if (YAJL_IS_OBJECT(got) || YAJL_IS_ARRAY(got)) return differ(m, path, json_scalar(got), want);
    return match_text(m, want, json_scalar(got)) || differ(m, path, json_scalar(got), want);
}

static bool match_object(Match *m, yajl_val want, yajl_val got, const char *path)
{
    bool same = true, open = is_open(want);
    for (size_t i = 0; i < YAJL_GET_OBJECT(want)->len; i++) {
        const char *key = YAJL_GET_OBJECT(want)->keys[i];
        if (strcmp(key, MORE) == 0) continue;
        char *inner = arena_format(m->variables->arena, "%s.%s", path, key);
        yajl_val value = json_member(got, key);
        if (!value)
            same = differ(m, inner, "missing", "so");
        else if (!match_json(m, YAJL_GET_OBJECT(want)->values[i], value, inner))
            same = false;
    }
    for (size_t i = 0; !open && i < YAJL_GET_OBJECT(got)->len; i++) {
        const char *key = YAJL_GET_OBJECT(got)->keys[i];
        if (!json_member(want, key))
            same = differ(m, arena_format(m->variables->arena, "%s.%s", path, key), "there",
                          "expected");
    }
    return same;
}

static bool match_array(Match *m, yajl_val want, yajl_val got, const char *path)
{
    bool open = is_open(want), same = true;
    size_t wanted = YAJL_GET_ARRAY(want)->len - open, came = YAJL_GET_ARRAY(got)->len;
    if (came < wanted || (came > wanted && !open)) {
        char counts[2][32];
        snprintf(counts[0], sizeof counts[0], "%zu items", came);
        snprintf(counts[1], sizeof counts[1], "%zu", wanted);
        same = differ(m, path, counts[0], counts[1]);
    }
    for (size_t i = 0; i < wanted && i < came; i++) {
        char *inner = arena_format(m->variables->arena, "%s[%zu]", path, i);
        if (!match_json(m, YAJL_GET_ARRAY(want)->values[i], YAJL_GET_ARRAY(got)->values[i], inner))
            same = false;
    }
    return same;
}

/* 1 and 1.0 are one number; a long id is compared digit by digit. */
static bool same_number(const char *want, const char *got)
{
    if (strcmp(want, got) == 0) return true;
    if (!strpbrk(want, ".eE") && !strpbrk(got, ".eE")) return false;
    return strtod(want, NULL) == strtod(got, NULL);
}

bool match_json(Match *m, yajl_val want, yajl_val got, const char *path)
{
    if (is_pattern(want)) return match_pattern(m, want->u.string, got, path);
    if (want->type != got->type) return differ(m, path, json_scalar(got), json_scalar(want));
    if (YAJL_IS_OBJECT(want)) return match_object(m, want, got, path);
    if (YAJL_IS_ARRAY(want)) return match_array(m, want, got, path);
    bool same = YAJL_IS_NUMBER(want) ? same_number(YAJL_GET_NUMBER(want), YAJL_GET_NUMBER(got))
                                     : strcmp(json_scalar(want), json_scalar(got)) == 0;
    return same || differ(m, path, json_scalar(got), json_scalar(want));
}

static void free_tree(void *tree)
{
    yajl_tree_free(tree);
}

static yajl_val parse(Match *m, const char *text, const char *what)
{
    char words[256];
    yajl_val tree = yajl_tree_parse(text, words, sizeof words);
    if (!tree)
        differ(m, what, "no JSON", words[0] ? words : "empty");
    else if (arena_defer(m->variables->arena, free_tree, tree))
        return NULL;
    return tree;
}

/* Lines against lines; a line … stands for any number of them. */
static bool match_lines(Match *m, const char *want, const char *got)
{
    Arena *arena = m->variables->arena;
    while (*want) {
        size_t length = strcspn(want, "\n"), came = strcspn(got, "\n");
        const char *next = want + length + (want[length] == '\n');
        if (length == strlen(MORE) && strncmp(want, MORE, length) == 0) {
            for (;; got += strcspn(got, "\n") + 1) {
                Variable *before = m->variables->first;
                Match quiet = {m->variables, NULL};
                if (match_lines(&quiet, next, got)) return true;
                m->variables->first = before;
                if (!got[strcspn(got, "\n")]) break;
            }
            return !*next || differ(m, "what follows …", "not there", next);
        }
        char *line = arena_text_n(arena, want, length), *other = arena_text_n(arena, got, came);
        if (!line || !other) return false;
        if (came && other[came - 1] == '\r') other[came - 1] = 0;
        if (!match_text(m, line, other)) return differ(m, "a line", other, line);
        want = next;
        got += came + (got[came] == '\n');
    }
    return !*got || differ(m, "the end", got, "there");
}

bool match_body(Match *m, const char *want, const char *got)
{
    if (!want) return !*got || differ(m, "the body", got, "empty");
    if (strcmp(want, MORE) == 0) return true;
    if (*want != '{' && *want != '[') return match_lines(m, want, got);
    if (strncmp(want, "{{", 2) == 0) return match_lines(m, want, got);
    yajl_val wanted = parse(m, want, "the expected body"), came = parse(m, got, "the body");
    if (!came && *got) differ(m, "the body", got, "JSON");
    return wanted && came && match_json(m, wanted, came, "body");
}
