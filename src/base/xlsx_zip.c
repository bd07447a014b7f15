#include <string.h>

#include "base/xlsx_book.h"

enum { CHUNK_BYTES = 65536 };

Status xlsx_entry_open(Ctx *ctx, XlsxBook *book, const char *name, XlsxEntry *out)
{
    zip_stat_t status;
    if (zip_stat(book->zip, name, 0, &status)) return fail(ctx, NOT_FOUND, "not in the file");
    if (status.valid & ZIP_STAT_ENCRYPTION_METHOD && status.encryption_method != ZIP_EM_NONE)
        return fail(ctx, INVALID, "the XLSX file is encrypted");
    *out = (XlsxEntry){.packed = (int64_t)status.comp_size};
    out->file = zip_fopen(book->zip, name, 0);
    return out->file ? OK : fail(ctx, INVALID, "the XLSX file is damaged");
}

Status xlsx_entry_read(Ctx *ctx, XlsxBook *book, XlsxEntry *entry, char *into, size_t room,
                       size_t *got)
{
    zip_int64_t count = zip_fread(entry->file, into, room);
    if (count < 0) return fail(ctx, INVALID, "the XLSX file is damaged or cut off");
    *got = (size_t)count;
    entry->unpacked += count;
    book->unpacked += count;
    bool grows = entry->unpacked > 1 << 20 && entry->unpacked / XLSX_RATIO > entry->packed;
    if (grows || book->unpacked > XLSX_TOTAL_BYTES)
        return fail(ctx, TOO_LARGE, "the XLSX file unpacks beyond all measure");
    return OK;
}

/* Entities are the one way in which XML grows by being read; no XLSX has any. */
static void refuse_doctype(void *parser, const XML_Char *name, const XML_Char *system,
                           const XML_Char *public, int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    XML_StopParser(parser, XML_FALSE);
}

XML_Parser xlsx_parser(void *user, XML_StartElementHandler start, XML_EndElementHandler end,
                       XML_CharacterDataHandler text)
{
    XML_Parser parser = XML_ParserCreate(NULL);
    if (!parser) return NULL;
    XML_SetUserData(parser, user);
    XML_UseParserAsHandlerArg(parser);
    XML_SetElementHandler(parser, start, end);
    XML_SetCharacterDataHandler(parser, text);
    XML_SetStartDoctypeDeclHandler(parser, refuse_doctype);
    return parser;
}

static Status parse_chunks(Ctx *ctx, XlsxBook *book, XlsxEntry *entry, XML_Parser parser)
{
    char *chunk = memory_alloc(CHUNK_BYTES);
    if (!chunk) return no_memory(ctx);
    Status s = OK;
    size_t got = 1;
    while (!s && got) {
        s = xlsx_entry_read(ctx, book, entry, chunk, CHUNK_BYTES, &got);
        if (!s && XML_Parse(parser, chunk, (int)got, got == 0) == XML_STATUS_ERROR)
            s = fail(ctx, INVALID, "the XLSX file holds something that is not its XML");
    }
    memory_free(chunk);
    return s;
}

Status xlsx_parse(Ctx *ctx, XlsxBook *book, const char *name, XML_Parser parser, bool optional)
{
    XlsxEntry entry;
    Status s = xlsx_entry_open(ctx, book, name, &entry);
    if (s == NOT_FOUND && optional) {
        problem_clear(ctx);
        return OK;
    }
    if (s) return s;
    s = parse_chunks(ctx, book, &entry, parser);
    zip_fclose(entry.file);
    return s;
}

const char *xlsx_name(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *xlsx_attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0) return attributes[1];
    return NULL;
}
