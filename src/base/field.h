/* field.h -- a shape declared once: a C struct, its fields, and all that follows from them.
 *
 * A Shape is a table of Fields. From it come: decoding and bounds-checking of JSON and of rows of
 * text (CSV, XLSX, query parameters), encoding to JSON and CSV, binding to SQL and reading from it,
 * masking of personal data, OpenAPI and help. Handlers never touch JSON.
 *
 *   static const Field hold_fields[] = {
 *       FIELD_TEXT(HoldInput, why, .required = true, .max = 200, .doc = "Shown to the receiver"),
 *       FIELD_END};
 *   const Shape hold_shape = SHAPE(HoldInput, hold_fields, "Why a parcel is stopped");
 *
 * What a field holds when it was not given, or is null in the database: NULL for text, lists and
 * objects, NONE for numbers, instants, money and enums, 0 for ids, false for flags. JSON null means
 * «not given». Text is UTF-8, in Unicode NFC, without control characters but tab and line feed; its
 * bounds count characters. What people write into it is one line unless its field says otherwise.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/status.h"

#define NONE INT64_MIN

typedef struct Shape Shape;

typedef enum FieldKind {
    FIELD_KIND_TEXT,   /* const char * */
    FIELD_KIND_INT,    /* int64_t */
    FIELD_KIND_REAL,   /* double; NAN when not given */
    FIELD_KIND_BOOL,   /* bool; in JSON true or false, in a row 1 0 true false yes no */
    FIELD_KIND_TIME,   /* int64_t UTC milliseconds; in JSON RFC 3339 with its offset */
    FIELD_KIND_DATE,   /* int64_t days since 1970-01-01; 2026-11-22 */
    FIELD_KIND_ENUM,   /* int64_t; a name of `names` */
    FIELD_KIND_MONEY,  /* int64_t minor units (fen); in JSON {"amount":1234,"currency":"CNY"}, in a
                          row 12.34 */
    FIELD_KIND_ID,     /* int64_t; in JSON a string of digits */
    FIELD_KIND_TEXTS,  /* Texts: a list of texts; in a row separated by ; */
    FIELD_KIND_OBJECT, /* a pointer to a struct of `shape`, NULL when not given */
    FIELD_KIND_LIST,   /* List of structs of `shape` */
    FIELD_KIND_MAP, /* Texts of alternating key and value: an object of free keys with text values
                     */
} FieldKind;

/* Whose data it is. Anything but NO is masked on the way out unless the caller's right says
 * otherwise, and kept out of logs and messages; what is somebody's own, and words of and about
 * customers, is sealed at rest by its slice. */
typedef enum Personal {
    PERSONAL_NO,
    PERSONAL_NAME,
    PERSONAL_PHONE,
    PERSONAL_ADDRESS,
    PERSONAL_TEXT,
    PERSONAL_WORDS /* what people wrote: masked are only the contact details in it (contact.h) */
} Personal;

/* How a text may be written by people and brought in rows. The zero is the strictest. */
typedef enum Writing {
    WRITING_LINE, /* on one line: without line ends, tabs and what turns the direction of writing */
    WRITING_LINES, /* line feeds and tabs may stand in it */
    WRITING_ANY    /* as it came from outside: a message is not lost for what is in it */
} Writing;

typedef struct Texts {
    const char **items;
    size_t count;
} Texts;

/* Whether `text` is one of them. */
bool texts_have(const Texts *texts, const char *text);

/* Whether both have the same ones, in whatever order; none stands twice in either. */
bool texts_same(const Texts *a, const Texts *b);

/* Of keys and values by turns: the value of `key`; NULL where it is none of them. */
const char *map_value(const Texts *map, const char *key);

typedef struct List {
    void *items; /* count structs, one after another */
    size_t count;
} List;

/* A word and its value; the table ends with a NULL name. Values need not be in order. */
typedef struct Name {
    const char *name;
    int64_t value;
    const char *doc;
} Name;

typedef struct Field {
    const char *name; /* snake_case; the key in JSON, the column in CSV and SQL */
    size_t name_length;
    const char *doc;
    FieldKind kind;
    Personal personal;
    Writing writing; /* of texts: of each of a list's, and of a map's values */
    size_t offset;
    bool required;    /* on the way in */
    bool read_only;   /* never accepted on the way in */
    bool write_only;  /* never given out: passwords */
    bool colleague;   /* names somebody of the company, or a machine of it: not said to outsiders */
    bool no_column;   /* not bound to SQL and not read from it */
    bool above_min;   /* a REAL must be more than min */
    int64_t min, max; /* characters of a text, items of a list, value of a number; max 0: the kind's
                         default */
    int64_t item_max; /* characters of a text in a list or map; 0: the default */
    const Name *names;
    const Shape *shape;
    const char *example;
    size_t offset_to; /* of a time: where in the struct its InstantOffset goes; 0: nowhere */
} Field;

/* How far from UTC an instant was written, and whether that was inferred from a zone, because
 * nothing was written. */
typedef struct InstantOffset {
    int64_t minutes; /* east */
    bool inferred;
} InstantOffset;

struct Shape {
    const char *name; /* "Hold": in OpenAPI */
    const char *doc;
    size_t size;
    const Field *fields; /* ends with a NULL name */
    bool sparse;         /* in JSON what is not given is left out rather than null: for what comes
                            by the dozen and is mostly empty */
};

#define FIELD_(Type, member, the_kind, ...)                                                        \
    {                                                                                              \
        .name = #member, .name_length = sizeof(#member) - 1, .kind = (the_kind),                   \
        .offset = offsetof(Type, member), __VA_ARGS__                                              \
    }
#define FIELD_TEXT(Type, member, ...) FIELD_(Type, member, FIELD_KIND_TEXT, __VA_ARGS__)
#define FIELD_INT(Type, member, ...) FIELD_(Type, member, FIELD_KIND_INT, __VA_ARGS__)
#define FIELD_REAL(Type, member, ...) FIELD_(Type, member, FIELD_KIND_REAL, __VA_ARGS__)
#define FIELD_BOOL(Type, member, ...) FIELD_(Type, member, FIELD_KIND_BOOL, __VA_ARGS__)
#define FIELD_TIME(Type, member, ...) FIELD_(Type, member, FIELD_KIND_TIME, __VA_ARGS__)
#define FIELD_DATE(Type, member, ...) FIELD_(Type, member, FIELD_KIND_DATE, __VA_ARGS__)
#define FIELD_ENUM(Type, member, the_names, ...)                                                   \
    FIELD_(Type, member, FIELD_KIND_ENUM, .names = (the_names), __VA_ARGS__)
#define FIELD_MONEY(Type, member, ...) FIELD_(Type, member, FIELD_KIND_MONEY, __VA_ARGS__)
#define FIELD_ID(Type, member, ...) FIELD_(Type, member, FIELD_KIND_ID, __VA_ARGS__)
#define FIELD_TEXTS(Type, member, ...) FIELD_(Type, member, FIELD_KIND_TEXTS, __VA_ARGS__)
#define FIELD_OBJECT(Type, member, the_shape, ...)                                                 \
    FIELD_(Type, member, FIELD_KIND_OBJECT, .shape = (the_shape), .no_column = true, __VA_ARGS__)
#define FIELD_LIST(Type, member, the_shape, ...)                                                   \
    FIELD_(Type, member, FIELD_KIND_LIST, .shape = (the_shape), .no_column = true, __VA_ARGS__)
#define FIELD_MAP(Type, member, ...) FIELD_(Type, member, FIELD_KIND_MAP, __VA_ARGS__)
#define FIELD_END                                                                                  \
    {                                                                                              \
        .name = NULL                                                                               \
    }
#define SHAPE(Type, the_fields, the_doc)                                                           \
    {                                                                                              \
        .name = #Type, .doc = (the_doc), .size = sizeof(Type), .fields = (the_fields)              \
    }
#define SHAPE_SPARSE(Type, the_fields, the_doc)                                                    \
    {                                                                                              \
        .name = #Type, .doc = (the_doc), .size = sizeof(Type), .fields = (the_fields),             \
        .sparse = true                                                                             \
    }

/* The field of that name, or NULL. */
const Field *shape_field(const Shape *shape, const char *name);

/* How many fields it has. */
size_t shape_width(const Shape *shape);

/* Sets every field of a struct to «not given». */
void shape_clear(const Shape *shape, void *thing);

/* Name of an enum's value ("?" if there is none), and the value of a name (NONE if there is none).
 */
const char *name_of(const Name *names, int64_t value);
int64_t name_value(const Name *names, const char *name);

/* --- from text, one field: a CSV cell, a query parameter, a form field --- */

/* How a row's texts are to be read; NULL or zeros mean the defaults. */
typedef struct TextRules {
    const char *time_format; /* ICU pattern ("yyyy-MM-dd HH:mm:ss"); NULL: RFC 3339 or "yyyy-MM-dd[
                                HH:mm[:ss]]" */
    const char *zone; /* IANA zone of instants without one; NULL: such instants are refused */
    bool gap_forward; /* a time that the clocks skipped is the instant the gap ends, not refused */
} TextRules;

/* Decodes `text` into the field of `thing`, with copies in ctx's arena. An empty text means not
 * given; spaces around anything but a text are passed over. A map is key=value;key=value. INVALID
 * names the field and says what was expected. */
Status field_from_text(Ctx *ctx, const Field *field, void *thing, const char *text, size_t length,
                       const TextRules *rules);

/* Checks that the required are there and that what is there is within its bounds. */
Status shape_check(Ctx *ctx, const Shape *shape, const void *thing);

/* Checks what people write and bring, beyond what a program may keep and read again: that each text
 * is written as its field says. INVALID names the field. */
Status shape_check_writing(Ctx *ctx, const Shape *shape, const void *thing);

/* The same of one text, which the caller calls `field`. */
Status text_check_writing(Ctx *ctx, const char *field, const char *text, Writing writing);

/* Copies from `from` every field that it gives over `onto`'s (an object field by field, a list
 * whole). True if anything changed. */
bool shape_merge(const Shape *shape, void *onto, const void *from);

/* --- to text --- */

/* What the reader may see. */
typedef struct View {
    bool unmask;          /* personal data in clear */
    bool outsider;        /* limited to a customer: who works for the company is not said */
    const char *zone;     /* IANA zone whose offset instants carry; NULL: UTC ("Z") */
    const char *currency; /* of money; NULL: CNY */
} View;

/* Appends the field's text as in a CSV cell or on a screen, without quoting; nothing for objects
 * and lists of them. A NULL view masks. */
void field_to_text(Buf *buf, const Field *field, const void *thing, const View *view);

/* "张*", "138****1234", first six characters and an ellipsis: what a masked text of that kind looks
 * like. */
void mask_text(Buf *buf, Personal kind, const char *text);
