#include "access/breached.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/digest.h"
#include "house.h"

enum { DIGITS = 40, LINE_MOST = 128 };

/* Where a line stands, and the digest at its beginning. */
typedef struct Line {
    off_t begin, end;
    char digest[DIGITS + 1];
} Line;

/* The line that the byte at `at` belongs to; false where that is none of such a list. */
static bool line_at(int file, off_t at, off_t size, Line *out)
{
    char bytes[2 * LINE_MOST];
    off_t from = at > LINE_MOST ? at - LINE_MOST : 0;
    ssize_t got = pread(file, bytes, sizeof bytes, from);
    size_t begin = (size_t)(at - from), end = begin;
    if (got <= (ssize_t)begin) return false;
    while (begin > 0 && bytes[begin - 1] != '\n')
        begin--;
    while (end < (size_t)got && bytes[end] != '\n')
        end++;
    bool is_whole = (begin > 0 || from == 0) && (end < (size_t)got || from + got == size);
    if (!is_whole || end - begin < DIGITS) return false;
    memcpy(out->digest, bytes + begin, DIGITS);
    out->digest[DIGITS] = 0;
    out->begin = from + (off_t)begin;
    out->end = from + (off_t)end + 1;
    return strspn(out->digest, "0123456789ABCDEF") == DIGITS;
}

/* Halves what lies between two lines; each that is read must belong between the last two, or a list
 * in another order would be one that holds nothing. */
static Status list_search(Ctx *ctx, int file, const char *digest, bool *out)
{
    struct stat stat;
    char below[DIGITS + 1] = "", above[DIGITS + 1] = "G"; /* after every digit */
    if (fstat(file, &stat) != 0)
        return fail(ctx, INTERNAL, "breached-passwords cannot be read: %s", strerror(errno));
    for (off_t low = 0, high = stat.st_size; low < high && !*out;) {
        Line line;
        if (!line_at(file, low + (high - low) / 2, stat.st_size, &line) ||
            strcmp(line.digest, below) <= 0 || strcmp(line.digest, above) >= 0)
            return fail(ctx, INTERNAL, "breached-passwords is no sorted list of SHA-1");
        int order = strcmp(digest, line.digest);
        *out = order == 0;
        if (order < 0) high = line.begin;
        if (order > 0) low = line.end;
        if (order) memcpy(order < 0 ? above : below, line.digest, sizeof line.digest);
    }
    return OK;
}

Status password_is_breached(Ctx *ctx, const char *password, bool *out)
{
    char digest[DIGITS + 1];
    const char *path = arena_format(ctx->arena, "%s/breached-passwords", ctx->house->data_folder);
    *out = false;
    if (!path) return no_memory(ctx);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT) return OK;
    if (file < 0) return fail(ctx, INTERNAL, "%s cannot be read: %s", path, strerror(errno));
    Status s = sha1_hex(ctx, password, strlen(password), digest);
    if (!s) s = list_search(ctx, file, digest, out);
    close(file);
    return s;
}
