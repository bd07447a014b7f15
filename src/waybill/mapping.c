#include "waybill/mapping.h"

#include <string.h>

#include "access/audit.h"
#include "access/person.h"
#include "base/text.h"
#include "waybill/mapping_store.h"

static const Field code_mapping_fields[] = {
    FIELD_TEXT(CodeMapping, provider, .required = true, .max = 32, .example = "kuaidi100",
               .doc = "Whose code it is"),
    FIELD_TEXT(CodeMapping, code, .required = true, .max = 64, .doc = "The provider's code"),
    FIELD_TEXT(CodeMapping, action, .max = 64,
               .doc = "The provider's action, where one code has several; empty: any"),
    FIELD_INT(CodeMapping, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_INT(CodeMapping, was, .write_only = true, .no_column = true,
              .doc = "The version that was read: refused where another holds by now"),
    FIELD_ENUM(CodeMapping, stage, stage_names, .doc = "The stage it means"),
    FIELD_ENUM(CodeMapping, exception, exception_names, .doc = "The exception it opens"),
    FIELD_ENUM(CodeMapping, leg, leg_names, .doc = "The leg it means; else the parcel's"),
    FIELD_ENUM(CodeMapping, cause, cause_names, .doc = "Whose doing the exception is"),
    FIELD_TEXT(CodeMapping, note, .writing = WRITING_LINES, .max = 400,
               .doc = "For whoever edits it"),
    FIELD_BOOL(CodeMapping, removed, .doc = "The code means nothing any more"),
    FIELD_TIME(CodeMapping, changed_at, .read_only = true, .doc = "When this version was made"),
    FIELD_END,
};
const Shape code_mapping_shape =
    SHAPE(CodeMapping, code_mapping_fields, "What a provider's code means");

/* --- the rows in memory: a table of keys, at most half full --- */

enum { KEY_MAX = 32 * 4 + 2 * 64 * 4 + 3 };

typedef struct MappingSlot {
    const char *key; /* provider, code and action, each followed by 0x1F; NULL: free */
    Meaning meaning;
} MappingSlot;

struct Mapping {
    Arena *arena;
    int64_t version; /* -1: never read */
    size_t mask;
    MappingSlot *slots;
};

static const unsigned char hash_key[16] = "parceldesk code1";

/* Writes the key; false if the parts are longer than any row's. */
static bool key_write(char *out, const char *provider, const char *code, const char *action)
{
    const char *const parts[] = {provider, code, action};
    size_t length = 0;
    for (size_t i = 0; i < 3; i++) {
        size_t part = strlen(parts[i]);
        if (length + part + 2 > KEY_MAX) return false;
        memcpy(out + length, parts[i], part);
        length += part;
        out[length++] = 0x1f;
    }
    out[length] = 0;
    return true;
}

static MappingSlot *slot_of(const Mapping *mapping, const char *key)
{
    size_t at = (size_t)text_hash64(hash_key, key, strlen(key)) & mapping->mask;
    while (mapping->slots[at].key && strcmp(mapping->slots[at].key, key) != 0)
        at = (at + 1) & mapping->mask;
    return &mapping->slots[at];
}

static Status slot_fill(Ctx *ctx, Mapping *mapping, const char *provider, const char *code,
                        const char *action, Meaning meaning)
{
    char key[KEY_MAX];
    if (!key_write(key, provider, code, action)) return OK; /* cannot be asked for */
    MappingSlot *slot = slot_of(mapping, key);
    slot->key = arena_text(mapping->arena, key);
    slot->meaning = meaning;
    return slot->key ? OK : no_memory(ctx);
}

static const Meaning says_nothing = {.opens = EXCEPTION_NONE, .closes = EXCEPTION_NONE};

/* Our own words: stages, exceptions, and exceptions that close. */
static Status own_words_fill(Ctx *ctx, Mapping *mapping)
{
    Status s = OK;
    for (const Name *name = stage_names; !s && name->name; name++) {
        Meaning meaning = says_nothing;
        meaning.stage = (int)name->value;
        s = slot_fill(ctx, mapping, "parceldesk", name->name, "", meaning);
    }
    for (const Name *name = exception_names; !s && name->name; name++) {
        Meaning meaning = says_nothing;
        meaning.opens = (int)name->value;
        s = slot_fill(ctx, mapping, "parceldesk", name->name, "", meaning);
        const char *close = arena_format(mapping->arena, "close:%s", name->name);
        if (!close) return no_memory(ctx);
        meaning = says_nothing;
        meaning.closes = (int)name->value;
        if (!s) s = slot_fill(ctx, mapping, "parceldesk", close, "", meaning);
    }
    return s;
}

static Meaning row_meaning(const CodeMapping *row)
{
    return (Meaning){
        .stage = row->stage == NONE ? STAGE_NONE : (int)row->stage,
        .leg = row->leg == NONE ? 0 : (int)row->leg,
        .opens = row->exception == NONE ? EXCEPTION_NONE : (int)row->exception,
        .closes = EXCEPTION_NONE,
        .cause = row->cause == NONE ? CAUSE_NONE : (int)row->cause,
        .version = row->version,
    };
}

static Status slots_fill(Ctx *ctx, Mapping *mapping, const List *rows)
{
    size_t size = 64;
    while (size < 2 * (rows->count + 128))
        size *= 2;
    arena_clear(mapping->arena);
    mapping->slots = ARENA_ARRAY(mapping->arena, size, MappingSlot);
    mapping->mask = size - 1;
    if (!mapping->slots) return no_memory(ctx);
    Status s = own_words_fill(ctx, mapping);
    const CodeMapping *row = rows->items;
    for (size_t i = 0; !s && i < rows->count; i++)
        s = slot_fill(ctx, mapping, row[i].provider, row[i].code, row[i].action,
                      row_meaning(&row[i]));
    return s;
}

Status mapping_refresh(Ctx *ctx, Mapping *mapping)
{
    int64_t version;
    Status s = mapping_store_version(ctx, &version);
    if (s || version == mapping->version) return s;
    List rows;
    s = mapping_list(ctx, NULL, NULL, INT32_MAX, &rows);
    if (s) return s;
    mapping->version = -1; /* half filled, should that fail */
    s = slots_fill(ctx, mapping, &rows);
    if (!s) mapping->version = version;
    return s;
}

Status mapping_open(Ctx *ctx, Mapping **out)
{
    *out = NULL;
    Mapping *mapping = memory_alloc(sizeof *mapping);
    if (!mapping) return no_memory(ctx);
    mapping->version = -1;
    mapping->arena = arena_new();
    if (!mapping->arena) {
        memory_free(mapping);
        return no_memory(ctx);
    }
    Status s = mapping_refresh(ctx, mapping);
    if (s)
        mapping_close(mapping);
    else
        *out = mapping;
    return s;
}

void mapping_close(Mapping *mapping)
{
    if (!mapping) return;
    arena_release(mapping->arena);
    memory_free(mapping);
}

static bool slot_read(const Mapping *mapping, const char *provider, const char *code,
                      const char *action, Meaning *out)
{
    char key[KEY_MAX];
    if (!key_write(key, provider, code, action)) return false;
    const MappingSlot *slot = slot_of(mapping, key);
    if (slot->key) *out = slot->meaning;
    return slot->key != NULL;
}

bool mapping_find(const Mapping *mapping, const char *provider, const char *code,
                  const char *action, Meaning *out)
{
    *out = says_nothing;
    if (!code) return action && slot_read(mapping, provider, action, "", out);
    return (action && slot_read(mapping, provider, code, action, out)) ||
           slot_read(mapping, provider, code, "", out);
}

/* --- rows as they are edited --- */

Status mapping_list(Ctx *ctx, const char *provider, const CodeMapping *after, int64_t limit,
                    List *out)
{
    static const CodeMapping beginning = {.provider = "", .code = "", .action = ""};
    return mapping_store_page(ctx, provider ? provider : "", after ? after : &beginning, limit,
                              out);
}

Status mapping_versions(Ctx *ctx, const CodeMapping *of, int64_t before, int64_t limit, List *out)
{
    return mapping_store_versions(ctx, of, before, limit, out);
}

static Status check_read(Ctx *ctx, const CodeMapping *row)
{
    List newest;
    if (row->was == NONE || !row->was) return OK;
    Status s = mapping_store_versions(ctx, row, INT64_MAX, 1, &newest);
    if (s) return s;
    const CodeMapping *now = newest.items;
    if (newest.count && now->version == row->was) return OK;
    return fail(ctx, STALE, "what this code means was changed by someone else");
}

Status mapping_write(Ctx *ctx, CodeMapping *row)
{
    if (!row->action) row->action = "";
    if (!strcmp(row->provider, "parceldesk"))
        return fail_field(ctx, "provider", "parceldesk's own words cannot be changed");
    if (!row->removed && row->stage == NONE && row->exception == NONE && row->leg == NONE &&
        !row->note)
        return fail_field(ctx, "stage", "a code that means nothing needs a note that says why");
    Status s = scope_check_whole(ctx, "what codes mean is");
    if (!s) s = check_read(ctx, row);
    if (!s) s = mapping_store_next(ctx, &row->version);
    row->changed_at = ctx_now(ctx);
    if (!s) s = mapping_store_insert(ctx, row);
    if (s) return s;
    return audit_write(ctx, row->removed ? "mapping.remove" : "mapping.write", "code_mapping",
                       row->version, NULL);
}
