#include "base/xlsx_book.h"

#include <stdlib.h>
#include <string.h>

/* --- which sheet --- */

typedef struct SheetSearch {
    const char *wanted; /* name; NULL: the first */
    bool found, since_1904;
    char id[64]; /* of the relationship */
    char target[256];
} SheetSearch;

static void copy_text(char *to, size_t room, const char *from)
{
    size_t length = from ? strlen(from) : 0;
    if (length >= room) length = 0;
    memcpy(to, from ? from : "", length);
    to[length] = 0;
}

static void workbook_start(void *parser, const char *name, const char **attributes)
{
    SheetSearch *search = XML_GetUserData(parser);
    name = xlsx_name(name);
    if (strcmp(name, "workbookPr") == 0) {
        const char *value = xlsx_attribute(attributes, "date1904");
        search->since_1904 = value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
    }
    if (strcmp(name, "sheet") != 0 || search->found) return;
    const char *title = xlsx_attribute(attributes, "name");
    if (search->wanted && (!title || strcmp(title, search->wanted) != 0)) return;
    search->found = true;
    copy_text(search->id, sizeof search->id, xlsx_attribute(attributes, "r:id"));
}

static void relation_start(void *parser, const char *name, const char **attributes)
{
    SheetSearch *search = XML_GetUserData(parser);
    const char *id = xlsx_attribute(attributes, "Id");
    if (strcmp(xlsx_name(name), "Relationship") != 0 || !id || strcmp(id, search->id) != 0) return;
    copy_text(search->target, sizeof search->target, xlsx_attribute(attributes, "Target"));
}

static Status parse_with(Ctx *ctx, XlsxBook *book, const char *entry, void *user,
                         XML_StartElementHandler start, XML_EndElementHandler end,
                         XML_CharacterDataHandler text)
{
    XML_Parser parser = xlsx_parser(user, start, end, text);
    if (!parser) return no_memory(ctx);
    bool optional = text || strstr(entry, "styles");
    Status s = xlsx_parse(ctx, book, entry, parser, optional);
    XML_ParserFree(parser);
    return s;
}

static Status sheet_find(Ctx *ctx, XlsxBook *book, const char *wanted)
{
    SheetSearch search = {.wanted = wanted};
    Status s = parse_with(ctx, book, "xl/workbook.xml", &search, workbook_start, NULL, NULL);
    if (s == NOT_FOUND) return fail(ctx, INVALID, "this zip archive is no XLSX file");
    if (s) return s;
    if (!search.found) return fail(ctx, NOT_FOUND, "the file has no sheet of that name");
    book->since_1904 = search.since_1904;
    s = parse_with(ctx, book, "xl/_rels/workbook.xml.rels", &search, relation_start, NULL, NULL);
    if (s) return fail(ctx, s == NO_MEMORY ? s : INVALID, "the XLSX file does not list its sheets");
    if (!search.target[0]) return fail(ctx, INVALID, "the XLSX file lacks the sheet it lists");
    const char *path = arena_format(ctx->arena, "%s%s", search.target[0] == '/' ? "" : "xl/",
                                    search.target + (search.target[0] == '/'));
    book->sheet = path ? memory_text(path) : NULL;
    return book->sheet ? OK : no_memory(ctx);
}

/* --- shared strings --- */

typedef struct StringReader {
    Strings *strings;
    int text, phonetic; /* how deep within such elements */
} StringReader;

static void string_start(void *parser, const char *name, const char **attributes)
{
    StringReader *reader = XML_GetUserData(parser);
    (void)attributes;
    name = xlsx_name(name);
    if (strcmp(name, "si") == 0) {
        uint32_t start = (uint32_t)reader->strings->text.length;
        buf_add(&reader->strings->starts, &start, sizeof start);
    }
    reader->text += strcmp(name, "t") == 0;
    reader->phonetic += strcmp(name, "rPh") == 0;
}

static void string_end(void *parser, const char *name)
{
    StringReader *reader = XML_GetUserData(parser);
    name = xlsx_name(name);
    if (strcmp(name, "si") == 0) buf_char(&reader->strings->text, 0);
    reader->text -= strcmp(name, "t") == 0;
    reader->phonetic -= strcmp(name, "rPh") == 0;
    if (reader->strings->text.failed) XML_StopParser(parser, XML_FALSE);
}

static void string_text(void *parser, const char *text, int length)
{
    StringReader *reader = XML_GetUserData(parser);
    if (reader->text && !reader->phonetic) buf_add(&reader->strings->text, text, (size_t)length);
}

static Status strings_read(Ctx *ctx, XlsxBook *book)
{
    StringReader reader = {.strings = &book->shared};
    book->shared.text.limit = XLSX_STRING_BYTES;
    Status s = parse_with(ctx, book, "xl/sharedStrings.xml", &reader, string_start, string_end,
                          string_text);
    if (book->shared.text.failed) return buf_check(ctx, &book->shared.text);
    return s ? s : buf_check(ctx, &book->shared.starts);
}

const char *xlsx_string(const XlsxBook *book, uint64_t number)
{
    uint32_t start;
    if (number >= book->shared.starts.length / sizeof start) return NULL;
    memcpy(&start, book->shared.starts.data + number * sizeof start, sizeof start);
    return book->shared.text.data + start;
}

/* --- styles --- */

enum { CUSTOM_DATES = 256 };

typedef struct StyleReader {
    XlsxBook *book;
    bool in_cells;             /* within cellXfs */
    long custom[CUSTOM_DATES]; /* numbers of the file's own date formats */
    size_t custom_count;
} StyleReader;

/* Whether a format has a letter of dates or times that is neither quoted nor a colour, a currency
 * or an elapsed time in brackets. */
static bool format_is_dated(const char *code)
{
    char closing = 0;
    for (; *code && (closing || *code != ';'); code++) {
        if (closing) {
            if (*code == closing) closing = 0;
        } else if (*code == '"' || *code == '[') {
            closing = *code == '"' ? '"' : ']';
        } else if ((*code == '\\' || *code == '_' || *code == '*') && code[1]) {
            code++;
        } else if (strchr("yYmMdDhHsS", *code)) {
            return true;
        } else if (strncasecmp(code, "General", 7) == 0) {
            code += 6;
        }
    }
    return false;
}

/* ECMA-376 part 1, 18.8.30: the numbers that stand for dates and times without being spelled out.
 */
static bool builtin_is_dated(long format)
{
    return (format >= 14 && format <= 22) || (format >= 27 && format <= 36) ||
           (format >= 45 && format <= 47) || (format >= 50 && format <= 58);
}

static bool style_is_dated(const StyleReader *reader, long format)
{
    for (size_t i = 0; i < reader->custom_count; i++)
        if (reader->custom[i] == format) return true;
    return builtin_is_dated(format);
}

static void style_start(void *parser, const char *name, const char **attributes)
{
    StyleReader *reader = XML_GetUserData(parser);
    const char *id = xlsx_attribute(attributes, "numFmtId");
    long format = id ? strtol(id, NULL, 10) : 0;
    name = xlsx_name(name);
    if (strcmp(name, "cellXfs") == 0) reader->in_cells = true;
    if (strcmp(name, "numFmt") == 0 && reader->custom_count < CUSTOM_DATES) {
        const char *code = xlsx_attribute(attributes, "formatCode");
        if (code && format_is_dated(code)) reader->custom[reader->custom_count++] = format;
    }
    if (strcmp(name, "xf") == 0 && reader->in_cells && reader->book->dated.length < XLSX_STYLES)
        buf_char(&reader->book->dated, style_is_dated(reader, format) ? 1 : 0);
}

static void style_end(void *parser, const char *name)
{
    StyleReader *reader = XML_GetUserData(parser);
    if (strcmp(xlsx_name(name), "cellXfs") == 0) reader->in_cells = false;
}

static Status styles_read(Ctx *ctx, XlsxBook *book)
{
    StyleReader reader = {.book = book};
    Status s = parse_with(ctx, book, "xl/styles.xml", &reader, style_start, style_end, NULL);
    return s ? s : buf_check(ctx, &book->dated);
}

/* --- all of it --- */

static zip_t *zip_of(const RowInput *input)
{
    int code;
    zip_error_t error;
    if (input->path) return zip_open(input->path, ZIP_RDONLY, &code);
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(input->bytes, input->length, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (source && !zip) zip_source_free(source);
    zip_error_fini(&error);
    return zip;
}

Status xlsx_book_open(Ctx *ctx, const RowInput *input, XlsxBook *book)
{
    *book = (XlsxBook){.zip = zip_of(input)};
    if (!book->zip) return fail(ctx, INVALID, "the file is no XLSX file, or is cut off");
    Status s = OK;
    if (zip_get_num_entries(book->zip, 0) > XLSX_ENTRIES)
        s = fail(ctx, TOO_LARGE, "the XLSX file holds more than %d files", XLSX_ENTRIES);
    if (!s) s = sheet_find(ctx, book, input->options->sheet);
    if (!s) s = strings_read(ctx, book);
    if (!s) s = styles_read(ctx, book);
    if (s) xlsx_book_close(book);
    return s;
}

void xlsx_book_close(XlsxBook *book)
{
    if (book->zip) zip_discard(book->zip);
    buf_release(&book->shared.text);
    buf_release(&book->shared.starts);
    buf_release(&book->dated);
    memory_free(book->sheet);
    *book = (XlsxBook){0};
}
