#include "db/db.h"

#include <math.h>
#include <string.h>

#include "base/json.h"

DbValue db_int(int64_t value)
{
    return value == NONE ? db_null() : (DbValue){.kind = DB_INT, .i = value};
}

DbValue db_id(int64_t id)
{
    return id ? (DbValue){.kind = DB_INT, .i = id} : db_null();
}

DbValue db_bool(bool value)
{
    return (DbValue){.kind = DB_INT, .i = value};
}

DbValue db_real(double value)
{
    return isnan(value) ? db_null() : (DbValue){.kind = DB_REAL, .r = value};
}

DbValue db_text(const char *text)
{
    return text ? (DbValue){.kind = DB_TEXT, .p = text, .length = strlen(text)} : db_null();
}

DbValue db_blob(const void *bytes, size_t length)
{
    return bytes ? (DbValue){.kind = DB_BLOB, .p = bytes, .length = length} : db_null();
}

DbValue db_null(void)
{
    return (DbValue){.kind = DB_NULL};
}

/* A list as a JSON array, a map as an object. Without memory the value is a text without bytes,
 * which binding refuses. */
static DbValue texts_value(Ctx *ctx, const Texts *texts, bool is_map)
{
    if (!texts->items) return db_null();
    Buf buf;
    buf_init(&buf, ctx->arena);
    buf_char(&buf, is_map ? '{' : '[');
    for (size_t i = 0; i < texts->count; i++) {
        if (i) buf_char(&buf, is_map && i % 2 ? ':' : ',');
        json_text(&buf, texts->items[i]);
    }
    buf_char(&buf, is_map ? '}' : ']');
    return (DbValue){.kind = DB_TEXT, .p = buf.failed ? NULL : buf.data, .length = buf.length};
}

DbValue db_field(Ctx *ctx, const Field *field, const void *thing)
{
    const char *at = (const char *)thing + field->offset;
    switch (field->kind) {
    case FIELD_KIND_TEXT:
        return db_text(*(const char *const *)at);
    case FIELD_KIND_REAL:
        return db_real(*(const double *)at);
    case FIELD_KIND_BOOL:
        return db_bool(*(const bool *)at);
    case FIELD_KIND_ID:
        return db_id(*(const int64_t *)at);
    case FIELD_KIND_TEXTS:
    case FIELD_KIND_MAP:
        return texts_value(ctx, (const Texts *)at, field->kind == FIELD_KIND_MAP);
    case FIELD_KIND_INT:
    case FIELD_KIND_TIME:
    case FIELD_KIND_DATE:
    case FIELD_KIND_ENUM:
    case FIELD_KIND_MONEY:
        return db_int(*(const int64_t *)at);
    case FIELD_KIND_OBJECT:
    case FIELD_KIND_LIST:
        break;
    }
    return db_null();
}

size_t db_fields(Ctx *ctx, const Shape *shape, const void *thing, DbValue *out)
{
    size_t count = 0;
    for (const Field *field = shape->fields; field->name; field++)
        if (!field->no_column) out[count++] = db_field(ctx, field, thing);
    return count;
}
