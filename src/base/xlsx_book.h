/* xlsx_book.h -- the parts of an XLSX file that its sheets refer to; callers use rows.h.
 *
 * An XLSX file is a zip archive of XML. What is read is bounded: a small archive may unpack to
 * anything. */
#pragma once

#include <expat.h>
#include <zip.h>

#include "base/rows_internal.h"

enum {
    XLSX_ENTRIES = 4096,          /* files in the archive */
    XLSX_RATIO = 200,             /* times that an entry over 1 MiB may grow by unpacking */
    XLSX_STRING_BYTES = 64 << 20, /* of shared strings, which are kept */
    XLSX_STYLES = 65536,
};
#define XLSX_TOTAL_BYTES (INT64_C(4) << 30) /* that are unpacked of one file */

/* Texts one after another, each ended by a zero, found by their number. */
typedef struct Strings {
    Buf text;
    Buf starts; /* uint32_t each */
} Strings;

typedef struct XlsxBook {
    zip_t *zip;
    int64_t unpacked;
    Strings shared;
    Buf dated;       /* one byte for each cell style: 1 when it shows a date or time */
    bool since_1904; /* days are counted from 1904-01-01 */
    char *sheet;     /* the entry of the sheet asked for */
} XlsxBook;

/* Reads all but the sheet. NOT_FOUND for a sheet that is not there; INVALID for what is no XLSX;
 * TOO_LARGE. */
Status xlsx_book_open(Ctx *ctx, const RowInput *input, XlsxBook *book);
void xlsx_book_close(XlsxBook *book);

/* An entry of the archive, read through the limits. NOT_FOUND. */
typedef struct XlsxEntry {
    zip_file_t *file;
    int64_t packed, unpacked;
} XlsxEntry;

/* NOT_FOUND where there is none of that name; INVALID where it is sealed or damaged. */
Status xlsx_entry_open(Ctx *ctx, XlsxBook *book, const char *name, XlsxEntry *out);

/* Reads on, at most `room` bytes; *got is 0 at the end. INVALID where it is damaged; TOO_LARGE
 * where it, or all that was read of the book, unpacks beyond the limits. */
Status xlsx_entry_read(Ctx *ctx, XlsxBook *book, XlsxEntry *entry, char *into, size_t room,
                       size_t *got);

/* A parser that refuses document type declarations, and with them entities. Handlers get the parser
 * itself, and `user` by XML_GetUserData. NULL: no memory. */
XML_Parser xlsx_parser(void *user, XML_StartElementHandler start, XML_EndElementHandler end,
                       XML_CharacterDataHandler text);

/* Parses a whole entry; `optional`: OK when it is not there. */
Status xlsx_parse(Ctx *ctx, XlsxBook *book, const char *name, XML_Parser parser, bool optional);

/* The name without its prefix, and the value of an attribute, or NULL. */
const char *xlsx_name(const char *name);
const char *xlsx_attribute(const char **attributes, const char *name);

/* The shared string of a number, or NULL. */
const char *xlsx_string(const XlsxBook *book, uint64_t number);

/* Appends a number as people write it or, `dated`, the date, time or both that it stands for. False
 * if it is none. */
bool xlsx_number(Buf *buf, const XlsxBook *book, const char *text, bool dated);
