#include "base/multipart.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { AT_DATA, AT_MARK, AT_HEAD, AT_END };

/* The value of a parameter, quoted or not, up to `room` characters; 0 where there is none. */
static size_t parameter(const char *line, const char *end, const char *name, char *out, size_t room)
{
    size_t length = strlen(name), count = 0;
    const char *at = line;
    while (at < end && !((size_t)(end - at) > length && strncasecmp(at, name, length) == 0))
        at++;
    if (at >= end) return 0;
    at += length;
    bool quoted = *at == '"';
    if (quoted) at++;
    for (; at < end && count < room && *at != (quoted ? '"' : ';') && *at != '\r'; at++)
        out[count++] = *at;
    out[count] = 0;
    return count;
}

Status multipart_begin(Ctx *ctx, Multipart *form, const char *content_type)
{
    static const char wanted[] = "multipart/form-data";
    char boundary[MULTIPART_BOUNDARY_MAX + 2];
    if (!content_type || strncasecmp(content_type, wanted, sizeof wanted - 1) != 0)
        return fail(ctx, UNSUPPORTED, "the body must be a form: multipart/form-data");
    const char *end = content_type + strlen(content_type);
    size_t length = parameter(content_type, end, "boundary=", boundary, MULTIPART_BOUNDARY_MAX + 1);
    if (!length || length > MULTIPART_BOUNDARY_MAX)
        return fail(ctx, INVALID, "the form's boundary has 1 to %d characters",
                    MULTIPART_BOUNDARY_MAX);
    int written = snprintf(form->delimiter, sizeof form->delimiter, "\r\n--%s", boundary);
    form->delimiter_length = (size_t)written;
    form->matched = 2; /* as if a line had ended before the first byte */
    form->at = AT_DATA;
    form->wanted = form->found = false;
    form->head_length = 0;
    form->name[0] = 0;
    return OK;
}

static Status broken(Ctx *ctx)
{
    return fail(ctx, INVALID, "the body is no form with files");
}

/* The header line that says which field the part is, and what the file is called. */
static void head_read(Multipart *form)
{
    static const char disposition[] = "content-disposition:";
    char field[MULTIPART_HEAD_MAX + 1];
    form->wanted = false;
    form->head[form->head_length] = 0;
    for (const char *line = form->head; *line;) {
        const char *end = strstr(line, "\r\n");
        if (!end) return;
        bool is_it = strncasecmp(line, disposition, sizeof disposition - 1) == 0;
        if (is_it && !form->found && parameter(line, end, "; name=", field, MULTIPART_HEAD_MAX) &&
            strcmp(field, form->field) == 0)
            form->wanted = parameter(line, end, "; filename=", form->name, MULTIPART_NAME_MAX) > 0;
        line = end + 2;
    }
    if (form->wanted) form->found = true;
}

static bool head_is_whole(const Multipart *form)
{
    const char *end = form->head + form->head_length;
    if (form->head_length == 2) return memcmp(end - 2, "\r\n", 2) == 0;
    return form->head_length >= 4 && memcmp(end - 4, "\r\n\r\n", 4) == 0;
}

/* One byte after a delimiter, or of a part's head. */
static Status head_take(Ctx *ctx, Multipart *form, char byte)
{
    if (form->head_length == MULTIPART_HEAD_MAX) return broken(ctx);
    form->head[form->head_length++] = byte;
    if (form->at == AT_MARK) {
        if (form->head_length < 2) return OK;
        bool more = memcmp(form->head, "\r\n", 2) == 0;
        if (!more && memcmp(form->head, "--", 2) != 0) return broken(ctx);
        form->at = more ? AT_HEAD : AT_END;
        form->head_length = 0;
    } else if (head_is_whole(form)) {
        head_read(form);
        form->at = AT_DATA;
        form->matched = 0;
    }
    return OK;
}

static Status hand_on(Ctx *ctx, const Multipart *form, const char *bytes, size_t length)
{
    return form->wanted && length ? form->take(ctx, form->user, bytes, length) : OK;
}

/* Bytes of a part, up to its end; `*used` is how many. The delimiter has a carriage return only at
 * its beginning: where it breaks off, another can begin with the byte at hand only. */
static Status data_take(Ctx *ctx, Multipart *form, const char *bytes, size_t length, size_t *used)
{
    size_t carried = form->matched; /* of what looks like a delimiter, before `bytes` */
    Status s = OK;
    for (*used = 0; *used < length && form->matched < form->delimiter_length; ++*used) {
        char byte = bytes[*used];
        if (byte == form->delimiter[form->matched]) {
            form->matched++;
            continue;
        }
        s = hand_on(ctx, form, form->delimiter, carried);
        if (s) return s;
        carried = 0;
        form->matched = byte == '\r' ? 1 : 0;
    }
    s = hand_on(ctx, form, bytes, *used - (form->matched - carried));
    if (s || form->matched < form->delimiter_length) return s;
    form->at = AT_MARK;
    form->wanted = false;
    form->head_length = form->matched = 0;
    return OK;
}

Status multipart_take(Ctx *ctx, Multipart *form, const char *bytes, size_t length)
{
    Status s = OK;
    while (!s && length && form->at != AT_END) {
        size_t used = 1;
        s = form->at == AT_DATA ? data_take(ctx, form, bytes, length, &used)
                                : head_take(ctx, form, *bytes);
        bytes += used;
        length -= used;
    }
    return s;
}

Status multipart_end(Ctx *ctx, const Multipart *form)
{
    return form->at == AT_END ? OK : fail(ctx, INVALID, "the form was cut off");
}
