/* Values to PostgreSQL's binary formats and back. */
#include <endian.h>
#include <string.h>

#include "db/postgres.h"

/* Types by their number: fixed in PostgreSQL's catalogue, pg_type.dat. */
enum {
    TYPE_BOOL = 16,
    TYPE_BYTEA = 17,
    TYPE_NAME = 19,
    TYPE_INT8 = 20,
    TYPE_INT2 = 21,
    TYPE_INT4 = 23,
    TYPE_TEXT = 25,
    TYPE_FLOAT4 = 700,
    TYPE_FLOAT8 = 701,
    TYPE_UNKNOWN = 705,
    TYPE_VARCHAR = 1043,
    TYPE_NUMERIC = 1700,
};

/* A number where the server takes another type: as text, from which it converts. */
static Status parameter_text(Ctx *ctx, const DbValue *value, Parameters *out, int i)
{
    if (value->kind == DB_INT)
        out->values[i] = arena_format(ctx->arena, "%lld", (long long)value->i);
    else if (value->kind == DB_REAL)
        out->values[i] = arena_format(ctx->arena, "%.17g", value->r);
    else
        out->values[i] = arena_text_n(ctx->arena, value->p, value->length);
    out->formats[i] = 0;
    return out->values[i] ? OK : no_memory(ctx);
}

static void parameter_number(uint64_t bits, Parameters *out, int i)
{
    out->numbers[i] = htobe64(bits);
    out->values[i] = (const char *)&out->numbers[i];
    out->lengths[i] = sizeof out->numbers[i];
    out->formats[i] = 1;
}

static Status parameter_set(Ctx *ctx, Oid type, const DbValue *value, Parameters *out, int i)
{
    bool is_bytes = value->kind == DB_TEXT || value->kind == DB_BLOB;
    out->values[i] = NULL;
    out->formats[i] = 1;
    if (value->kind == DB_NULL) return OK;
    if (is_bytes && !value->p) return no_memory(ctx);
    if (type == TYPE_INT8 && value->kind == DB_INT) {
        parameter_number((uint64_t)value->i, out, i);
    } else if (type == TYPE_FLOAT8 && !is_bytes) {
        double real = value->kind == DB_INT ? (double)value->i : value->r;
        uint64_t bits;
        memcpy(&bits, &real, sizeof bits);
        parameter_number(bits, out, i);
    } else if (is_bytes && (type == TYPE_TEXT || type == TYPE_BYTEA || type == TYPE_VARCHAR)) {
        out->values[i] = value->p;
        out->lengths[i] = (int)value->length;
    } else {
        return parameter_text(ctx, value, out, i);
    }
    return OK;
}

Status parameters_set(Ctx *ctx, const Oid *types, const DbValue *values, size_t count,
                      Parameters *out)
{
    out->count = (int)count;
    for (int i = 0; i < out->count; i++) {
        Status s = parameter_set(ctx, types[i], &values[i], out, i);
        if (s) return s;
    }
    return OK;
}

bool parameters_send(PostgresDb *db, const PostgresStatement *prepared,
                     const Parameters *parameters)
{
    return PQsendQueryPrepared(db->conn, prepared->name, parameters->count, parameters->values,
                               parameters->lengths, parameters->formats, 1);
}

static uint16_t digit_at(const char *bytes, int place)
{
    uint16_t number;
    memcpy(&number, bytes + 2 * place, sizeof number);
    return be16toh(number);
}

/* Header of four 16-bit numbers (digits, weight of the first, sign, decimals), then digits of base
 * 10,000. What has no decimals and fits is an integer, as a sum of BIGINTs is. */
static DbValue numeric_value(const char *bytes)
{
    int digits = digit_at(bytes, 0), weight = (int16_t)digit_at(bytes, 1);
    bool is_negative = digit_at(bytes, 2) == 0x4000;
    bool is_whole = digit_at(bytes, 3) == 0 && weight < 4;
    long double real = 0;
    int64_t whole = 0;
    for (int i = 0; i < digits || i <= weight; i++) {
        int digit = i < digits ? digit_at(bytes, 4 + i) : 0;
        real = real * 10000 + digit;
        if (is_whole) whole = whole * 10000 + digit;
    }
    if (is_whole) return (DbValue){.kind = DB_INT, .i = is_negative ? -whole : whole};
    for (int i = digits - 1; i > weight; i--)
        real /= 10000;
    return (DbValue){.kind = DB_REAL, .r = (double)(is_negative ? -real : real)};
}

static DbValue float4_value(uint32_t bits)
{
    float real;
    memcpy(&real, &bits, sizeof real);
    return (DbValue){.kind = DB_REAL, .r = (double)real};
}

static DbValue float8_value(uint64_t bits)
{
    double real;
    memcpy(&real, &bits, sizeof real);
    return (DbValue){.kind = DB_REAL, .r = real};
}

DbValue result_value(const PGresult *result, int row, int column)
{
    const char *bytes = PQgetvalue(result, row, column);
    size_t length = (size_t)PQgetlength(result, row, column);
    uint64_t wide = 0;
    uint32_t narrow = 0;
    if (PQgetisnull(result, row, column)) return db_null();
    if (length == sizeof wide) memcpy(&wide, bytes, sizeof wide);
    if (length == sizeof narrow) memcpy(&narrow, bytes, sizeof narrow);
    switch (PQftype(result, column)) {
    case TYPE_BOOL:
        return db_bool(bytes[0] != 0);
    case TYPE_INT2:
        return (DbValue){.kind = DB_INT, .i = (int16_t)digit_at(bytes, 0)};
    case TYPE_INT4:
        return (DbValue){.kind = DB_INT, .i = (int32_t)be32toh(narrow)};
    case TYPE_INT8:
        return (DbValue){.kind = DB_INT, .i = (int64_t)be64toh(wide)};
    case TYPE_FLOAT4:
        return float4_value(be32toh(narrow));
    case TYPE_FLOAT8:
        return float8_value(be64toh(wide));
    case TYPE_NUMERIC:
        return numeric_value(bytes);
    case TYPE_TEXT:
    case TYPE_VARCHAR:
    case TYPE_NAME:
    case TYPE_UNKNOWN:
        return (DbValue){.kind = DB_TEXT, .p = bytes, .length = length};
    default:
        return (DbValue){.kind = DB_BLOB, .p = bytes, .length = length};
    }
}
