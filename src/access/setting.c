#include "access/setting.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/audit.h"
#include "access/role.h"
#include "access/setting_store.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/text.h"
#include "db/db.h"
#include "house.h"
#include "job/job.h"

typedef struct SettingRule {
    const char *name;
    SettingKind kind;
    const char *standard;
    int64_t min, max;
    const char *doc, *source;
} SettingRule;

static const SettingRule rules[SETTING_COUNT] = {
#define SETTING_RULE_(constant, name, kind, value, min, max, doc, source)                          \
    {name, kind, value, min, max, doc, source},
    SETTINGS(SETTING_RULE_)
#undef SETTING_RULE_
};

/* A value in force. It is read without a lock, so it is never changed and lives until the end: what
 * replaces it keeps it in `before`. */
typedef struct Value {
    struct Value *before;
    int64_t version; /* of the row; 0: nobody set one */
    int64_t number;
    char text[];
} Value;

struct Settings {
    pthread_mutex_t lock; /* of those who replace values */
    _Atomic(Value *) values[SETTING_COUNT];
};

/* --- the cache --- */

/* What was read before another change came in is older than what is known: it is passed over. */
static bool value_known(const Value *present, int64_t version, const char *text)
{
    return present && (present->version > version || strcmp(present->text, text) == 0);
}

static Status value_replace(Ctx *ctx, Settings *settings, Setting setting,
                            const StoredSetting *stored)
{
    const char *text = stored->value ? stored->value : rules[setting].standard;
    pthread_mutex_lock(&settings->lock);
    Value *present = atomic_load(&settings->values[setting]);
    Value *value = NULL;
    bool known = value_known(present, stored->version, text);
    if (!known) value = memory_alloc(sizeof *value + strlen(text) + 1);
    if (value) {
        memcpy(value->text, text, strlen(text) + 1);
        value->version = stored->version;
        value->number = strtoll(text, NULL, 10);
        value->before = present;
        atomic_store(&settings->values[setting], value);
    }
    pthread_mutex_unlock(&settings->lock);
    return known || value ? OK : no_memory(ctx);
}

static const StoredSetting *stored_of(const List *rows, Setting setting)
{
    static const StoredSetting never_set = {0};
    const StoredSetting *row = rows->items;
    for (size_t i = 0; i < rows->count; i++)
        if (strcmp(row[i].name, rules[setting].name) == 0) return &row[i];
    return &never_set;
}

Status settings_refresh(Ctx *ctx, Settings *settings)
{
    List rows;
    Status s = setting_rows(ctx, &rows);
    for (Setting i = 0; !s && i < SETTING_COUNT; i++)
        s = value_replace(ctx, settings, i, stored_of(&rows, i));
    return s;
}

Status settings_open(Ctx *ctx, Settings **out)
{
    Settings *settings = memory_alloc(sizeof *settings);
    if (!settings) return no_memory(ctx);
    pthread_mutex_init(&settings->lock, NULL);
    Status s = settings_refresh(ctx, settings);
    if (s)
        settings_close(settings);
    else
        *out = settings;
    return s;
}

void settings_close(Settings *settings)
{
    if (!settings) return;
    for (Setting i = 0; i < SETTING_COUNT; i++)
        for (Value *value = atomic_load(&settings->values[i]), *before; value; value = before) {
            before = value->before;
            memory_free(value);
        }
    pthread_mutex_destroy(&settings->lock);
    memory_free(settings);
}

static const Value *value_of(Ctx *ctx, Setting setting)
{
    Settings *settings = ctx->house ? ctx->house->settings : NULL;
    return settings ? atomic_load_explicit(&settings->values[setting], memory_order_acquire) : NULL;
}

int64_t setting_int(Ctx *ctx, Setting setting)
{
    const Value *value = value_of(ctx, setting);
    return value ? value->number : strtoll(rules[setting].standard, NULL, 10);
}

const char *setting_text(Ctx *ctx, Setting setting)
{
    const Value *value = value_of(ctx, setting);
    return value ? value->text : rules[setting].standard;
}

/* --- reading and changing --- */

static const Name setting_kinds[] = {{"number", SETTING_INT, "A whole number"},
                                     {"text", SETTING_TEXT, "A text"},
                                     {"zone", SETTING_ZONE, "An IANA time zone"},
                                     {"currency", SETTING_CURRENCY, "An ISO 4217 code"},
                                     {"roles", SETTING_ROLES, "Names of roles, with spaces"},
                                     {NULL}};

static const Field setting_row_fields[] = {
    FIELD_TEXT(SettingRow, name, .doc = "What it is called", .example = "stall_hours"),
    FIELD_TEXT(SettingRow, value, .doc = "The value in force", .example = "48"),
    FIELD_TEXT(SettingRow, standard, .doc = "The value where nobody set one"),
    FIELD_ENUM(SettingRow, kind, setting_kinds, .doc = "What kind of value it is"),
    FIELD_INT(SettingRow, min, .doc = "The lowest number, or the fewest characters"),
    FIELD_INT(SettingRow, max, .doc = "The highest number, or the most characters"),
    FIELD_TEXT(SettingRow, doc, .doc = "What it does"),
    FIELD_TEXT(SettingRow, source, .doc = "Where the default comes from; empty where it is ours"),
    FIELD_INT(SettingRow, version, .doc = "Rises with every change; 0 while it was never set"),
    FIELD_END,
};
const Shape setting_row_shape = SHAPE(SettingRow, setting_row_fields, "What may be decided");

Status setting_find(Ctx *ctx, const char *name, Setting *out)
{
    for (Setting i = 0; i < SETTING_COUNT; i++)
        if (strcmp(rules[i].name, name) == 0) {
            *out = i;
            return OK;
        }
    return fail(ctx, NOT_FOUND, "there is no setting \"%.60s\"", name);
}

static SettingRow row_of(Setting setting, const StoredSetting *stored)
{
    const SettingRule *rule = &rules[setting];
    return (SettingRow){.name = rule->name,
                        .value = stored->value ? stored->value : rule->standard,
                        .standard = rule->standard,
                        .kind = rule->kind,
                        .min = rule->min,
                        .max = rule->max,
                        .doc = rule->doc,
                        .source = rule->source,
                        .version = stored->version};
}

Status setting_read(Ctx *ctx, Setting setting, SettingRow *out)
{
    StoredSetting stored;
    Status s = setting_row(ctx, rules[setting].name, &stored);
    if (!s) *out = row_of(setting, &stored);
    return s;
}

Status setting_list(Ctx *ctx, List *out)
{
    SettingRow *rows = ARENA_ARRAY(ctx->arena, SETTING_COUNT, SettingRow);
    if (!rows) return no_memory(ctx);
    *out = (List){.items = rows, .count = SETTING_COUNT};
    Status s = OK;
    for (Setting i = 0; !s && i < SETTING_COUNT; i++)
        s = setting_read(ctx, i, &rows[i]);
    return s;
}

static Status check_number(Ctx *ctx, const SettingRule *rule, const char *value)
{
    char *end;
    errno = 0;
    long long number = strtoll(value, &end, 10);
    if (end == value || *end) return fail_field(ctx, "value", "%s is a whole number", rule->name);
    if (errno || number < rule->min || number > rule->max)
        return fail_field(ctx, "value", "%s is from %lld to %lld", rule->name, (long long)rule->min,
                          (long long)rule->max);
    return OK;
}

static Status check_currency(Ctx *ctx, const char *value)
{
    if (strlen(value) == 3 && strspn(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3) return OK;
    return fail_field(ctx, "value", "a currency is three capital letters");
}

/* A role that is misspelt would be one of which nothing is demanded. */
static Status check_role_names(Ctx *ctx, const char *value)
{
    Role role;
    char name[64];
    for (const char *at = value; *(at += strspn(at, " "));) {
        size_t length = strcspn(at, " ");
        snprintf(name, sizeof name, "%.*s", (int)length, at);
        Status s = length < sizeof name ? role_find(ctx, name, &role) : NOT_FOUND;
        if (s == NOT_FOUND) return fail_field(ctx, "value", "there is no role \"%.60s\"", name);
        if (s) return s;
        at += length;
    }
    return OK;
}

static Status check_value(Ctx *ctx, const SettingRule *rule, const char *value)
{
    if (rule->kind == SETTING_INT) return check_number(ctx, rule, value);
    if (rule->kind == SETTING_CURRENCY) return check_currency(ctx, value);
    int64_t characters = (int64_t)text_characters(value);
    if (characters < rule->min || characters > rule->max)
        return fail_field(ctx, "value", "%s has %lld to %lld characters", rule->name,
                          (long long)rule->min, (long long)rule->max);
    if (rule->kind == SETTING_ROLES) return check_role_names(ctx, value);
    if (rule->kind != SETTING_ZONE || !zone_check(ctx, value)) return OK;
    return fail_field(ctx, "value", "there is no time zone %s", value);
}

typedef struct Change {
    Settings *settings;
    Setting setting;
    StoredSetting stored;
} Change;

/* Where there is no memory for it, the next refresh brings it. */
static void change_seen(void *work)
{
    const Change *change = work;
    Ctx ctx = {0};
    (void)!value_replace(&ctx, change->settings, change->setting, &change->stored);
}

static Status change_announce(Ctx *ctx, Setting setting, const StoredSetting *stored)
{
    if (!ctx->house->settings) return OK;
    Change *change = ARENA_NEW(ctx->arena, Change);
    if (!change) return no_memory(ctx);
    *change = (Change){ctx->house->settings, setting, *stored};
    return db_after_commit(ctx, change_seen, change);
}

static Status change_audit(Ctx *ctx, const SettingRule *rule, const char *value)
{
    Buf detail;
    buf_init(&detail, ctx->arena);
    buf_text(&detail, "{\"name\":");
    json_text(&detail, rule->name);
    buf_text(&detail, ",\"value\":");
    json_text(&detail, value);
    buf_char(&detail, '}');
    Status s = buf_check(ctx, &detail);
    return s ? s : audit_write(ctx, "setting.write", "setting", 0, detail.data);
}

Status setting_write(Ctx *ctx, Setting setting, const char *value, int64_t version)
{
    const SettingRule *rule = &rules[setting];
    StoredSetting stored;
    Status s = scope_check_whole(ctx, "settings are");
    if (!s && value) s = check_value(ctx, rule, value);
    if (!s) s = setting_row(ctx, rule->name, &stored);
    if (s) return s;
    if (version != NONE && version != stored.version)
        return fail(ctx, STALE, "%s was changed by someone else", rule->name);
    stored.value = value;
    stored.version++;
    s = setting_put(ctx, &stored);
    if (!s) s = change_audit(ctx, rule, value);
    if (!s) s = event_publish(ctx, SETTING_CHANGED, 0, NULL);
    return s ? s : change_announce(ctx, setting, &stored);
}
