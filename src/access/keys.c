#include "access/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access/keys_internal.h"
#include "base/buf.h"

/* The file:
 *   parceldesk keys 1
 *   index 64 hexadecimal digits       of chains and proofs, and of the first indexes
 *   seal 64 hexadecimal digits        once for each key, number 1 first
 *   gone                              in the place of one that was dropped */
#define FIRST_LINE "parceldesk keys 1\n"
#define HEX_DIGITS ((size_t)KEY_BYTES * 2)
#define FILE_MAX 16384
#define GONE "gone\n"

static char *keys_path(Ctx *ctx, const char *folder, const char *suffix)
{
    return arena_format(ctx->arena, "%s/keys%s", folder, suffix);
}

/* Takes "WORD HEX\n" from the front of *text into `key`. */
static bool take_line(const char **text, const char *word, unsigned char *key)
{
    size_t word_length = strlen(word);
    const char *hex = *text + word_length + 1;
    if (strncmp(*text, word, word_length) != 0 || (*text)[word_length] != ' ') return false;
    if (strnlen(hex, HEX_DIGITS + 1) <= HEX_DIGITS || hex[HEX_DIGITS] != '\n') return false;
    if (sodium_hex2bin(key, KEY_BYTES, hex, HEX_DIGITS, NULL, NULL, NULL) != 0) return false;
    *text = hex + HEX_DIGITS + 1;
    return true;
}

static bool take_key(const char **text, KeySet *keys)
{
    bool is_gone = strncmp(*text, GONE, strlen(GONE)) == 0;
    keys->gone[keys->count] = is_gone;
    if (is_gone) {
        *text += strlen(GONE);
        return true;
    }
    if (!take_line(text, "seal", keys->seal[keys->count])) return false;
    index_key_derive(keys, keys->count + 1);
    return true;
}

static bool keys_decode(KeySet *keys, const char *text)
{
    if (strncmp(text, FIRST_LINE, strlen(FIRST_LINE)) != 0) return false;
    text += strlen(FIRST_LINE);
    if (!take_line(&text, "index", keys->index)) return false;
    while (keys->count < KEYS_MAX && take_key(&text, keys))
        keys->count++;
    return keys->count > 0 && !keys->gone[keys->count - 1] && *text == 0;
}

static void add_line(Buf *buf, const char *word, const unsigned char *key)
{
    char hex[HEX_DIGITS + 1];
    sodium_bin2hex(hex, sizeof hex, key, KEY_BYTES);
    buf_format(buf, "%s %s\n", word, hex);
    sodium_memzero(hex, sizeof hex);
}

static void keys_encode(Buf *buf, const KeySet *keys)
{
    buf_text(buf, FIRST_LINE);
    add_line(buf, "index", keys->index);
    for (uint32_t i = 0; i < keys->count; i++)
        if (keys->gone[i])
            buf_text(buf, GONE);
        else
            add_line(buf, "seal", keys->seal[i]);
}

static Status write_whole(Ctx *ctx, int fd, const char *path, const Buf *buf)
{
    for (size_t done = 0; done < buf->length;) {
        ssize_t n = write(fd, buf->data + done, buf->length - done);
        if (n < 0) return fail(ctx, INTERNAL, "%s cannot be written: %s", path, strerror(errno));
        done += (size_t)n;
    }
    if (fsync(fd) != 0)
        return fail(ctx, INTERNAL, "%s cannot be written: %s", path, strerror(errno));
    return OK;
}

static Status sync_folder(Ctx *ctx, const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int failed = fd < 0 || fsync(fd) != 0;
    if (fd >= 0) close(fd);
    return failed ? fail(ctx, INTERNAL, "%s cannot be synced: %s", folder, strerror(errno)) : OK;
}

/* Two who read, change and write at the same time would lose a key. The lock is the file's beside
 * it, which is never replaced; closing lets go of it. */
static Status keys_lock(Ctx *ctx, const char *folder, int *fd)
{
    const char *path = keys_path(ctx, folder, ".lock");
    *fd = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (!path) return no_memory(ctx);
    if (*fd < 0) return fail(ctx, INTERNAL, "%s cannot be opened: %s", path, strerror(errno));
    while (flock(*fd, LOCK_EX) != 0)
        if (errno != EINTR)
            return fail(ctx, INTERNAL, "%s cannot be locked: %s", path, strerror(errno));
    return OK;
}

/* Through a second file, so that a crash leaves either the old keys or the new. `fresh`: a file
 * that came into being meanwhile is left as it is. */
static Status keys_save(Ctx *ctx, const char *folder, const KeySet *keys, bool fresh)
{
    const char *path = keys_path(ctx, folder, "");
    const char *next = keys_path(ctx, folder, ".new");
    if (!path || !next) return no_memory(ctx);
    Buf buf;
    buf_init(&buf, NULL);
    keys_encode(&buf, keys);
    Status s = buf_check(ctx, &buf);
    int fd = s ? -1 : open(next, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (!s && fd < 0) s = fail(ctx, INTERNAL, "%s cannot be made: %s", next, strerror(errno));
    if (!s) s = write_whole(ctx, fd, next, &buf);
    if (fd >= 0) close(fd);
    if (buf.data) sodium_memzero(buf.data, buf.length);
    buf_release(&buf);
    if (s) return s;
    int moved = fresh ? link(next, path) : rename(next, path);
    if (moved != 0 && !(fresh && errno == EEXIST))
        return fail(ctx, INTERNAL, "%s cannot be made: %s", path, strerror(errno));
    if (fresh) unlink(next);
    return sync_folder(ctx, folder);
}

static Status check_mode(Ctx *ctx, int fd, const char *path)
{
    struct stat stat;
    if (fstat(fd, &stat) != 0) return fail(ctx, INTERNAL, "%s: %s", path, strerror(errno));
    if (!(stat.st_mode & 077)) return OK;
    Status s = fail(ctx, CONFLICT, "%s may be read by others than its owner", path);
    problem_hint(ctx, "chmod 600 %s; if others had access to it, seal anew: keys rotate", path);
    return s;
}

static Status read_file(Ctx *ctx, const char *path, char text[static FILE_MAX + 1])
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) return fail(ctx, NOT_FOUND, "there is no key file %s", path);
    if (fd < 0) return fail(ctx, INTERNAL, "%s cannot be read: %s", path, strerror(errno));
    Status s = check_mode(ctx, fd, path);
    ssize_t length = s ? 0 : read(fd, text, FILE_MAX);
    if (!s && length < 0) s = fail(ctx, INTERNAL, "%s cannot be read: %s", path, strerror(errno));
    close(fd);
    if (!s) text[length] = 0;
    return s;
}

static Status keys_read(Ctx *ctx, const char *folder, KeySet *keys)
{
    const char *path = keys_path(ctx, folder, "");
    if (!path) return no_memory(ctx);
    char text[FILE_MAX + 1];
    Status s = read_file(ctx, path, text);
    if (!s && !keys_decode(keys, text)) {
        s = fail(ctx, INVALID, "%s is not a key file of Parceldesk", path);
        problem_hint(ctx, "put it back from a backup: what is sealed opens with no other");
    }
    sodium_memzero(text, sizeof text);
    return s;
}

static Status keys_make(Ctx *ctx, const char *folder)
{
    int lock;
    KeySet keys = {.count = 1};
    ctx_random(ctx, keys.index, KEY_BYTES);
    ctx_random(ctx, keys.seal[0], KEY_BYTES);
    Status s = keys_lock(ctx, folder, &lock);
    if (!s) s = keys_save(ctx, folder, &keys, true);
    if (lock >= 0) close(lock);
    sodium_memzero(&keys, sizeof keys);
    return s;
}

static Status read_or_make(Ctx *ctx, const char *folder, bool create, KeySet *set)
{
    Status s = keys_read(ctx, folder, set);
    if (s != NOT_FOUND || !create) return s;
    problem_clear(ctx);
    s = keys_make(ctx, folder);
    return s ? s : keys_read(ctx, folder, set);
}

Status keys_open(Ctx *ctx, const char *folder, bool create, Keys **out)
{
    Keys *keys = memory_alloc(sizeof *keys);
    if (!keys) return no_memory(ctx);
    pthread_mutex_init(&keys->lock, NULL);
    keys->folder = memory_text(folder);
    Status s = keys->folder ? read_or_make(ctx, folder, create, &keys->set) : no_memory(ctx);
    atomic_store(&keys->count, keys->set.count);
    if (s)
        keys_close(keys);
    else
        *out = keys;
    return s;
}

void keys_close(Keys *keys)
{
    if (!keys) return;
    pthread_mutex_destroy(&keys->lock);
    memory_free(keys->folder);
    sodium_memzero(keys, sizeof *keys);
    memory_free(keys);
}

void keys_reload(Ctx *ctx, Keys *keys)
{
    KeySet set = {0};
    Status s = keys_read(ctx, keys->folder, &set);
    if (s) problem_clear(ctx);
    pthread_mutex_lock(&keys->lock);
    if (!s && sodium_memcmp(set.index, keys->set.index, KEY_BYTES) == 0)
        for (uint32_t i; (i = keys->set.count) < set.count; keys->set.count++) {
            memcpy(keys->set.seal[i], set.seal[i], KEY_BYTES);
            memcpy(keys->set.found[i], set.found[i], KEY_BYTES);
        }
    atomic_store(&keys->count, keys->set.count);
    pthread_mutex_unlock(&keys->lock);
    sodium_memzero(&set, sizeof set);
}

Status keys_rotate(Ctx *ctx, const char *folder, int64_t *key_id)
{
    int lock;
    KeySet set = {0};
    Status s = keys_lock(ctx, folder, &lock);
    if (!s) s = keys_read(ctx, folder, &set);
    if (!s && set.count == KEYS_MAX)
        s = fail(ctx, CONFLICT, "the key file holds %d keys already", KEYS_MAX);
    if (!s) {
        ctx_random(ctx, set.seal[set.count++], KEY_BYTES);
        s = keys_save(ctx, folder, &set, false);
        *key_id = set.count;
    }
    if (lock >= 0) close(lock);
    sodium_memzero(&set, sizeof set);
    return s;
}

static Status file_keep(Ctx *ctx, const char *folder, int64_t newest, const char **kept)
{
    const char *path = keys_path(ctx, folder, "");
    *kept = arena_format(ctx->arena, "%s/keys.until-%lld", folder, (long long)newest);
    if (!path || !*kept) return no_memory(ctx);
    if (link(path, *kept) == 0 || errno == EEXIST) return OK;
    return fail(ctx, INTERNAL, "%s cannot be made: %s", *kept, strerror(errno));
}

Status keys_drop(Ctx *ctx, const char *folder, int64_t newest, const char **kept)
{
    int lock;
    KeySet set = {0};
    Status s = keys_lock(ctx, folder, &lock);
    if (!s) s = keys_read(ctx, folder, &set);
    if (!s && set.count != newest) s = fail(ctx, CONFLICT, "key %u was added meanwhile", set.count);
    if (!s) s = file_keep(ctx, folder, newest, kept);
    for (uint32_t i = 0; !s && i + 1 < set.count; i++)
        set.gone[i] = true;
    if (!s) s = keys_save(ctx, folder, &set, false);
    if (lock >= 0) close(lock);
    sodium_memzero(&set, sizeof set);
    return s;
}

/* A file system's time goes by some milliseconds a step: two keys may be added within one. */
static bool is_same(const struct stat *now, const struct stat *before)
{
    return now->st_mtim.tv_sec == before->st_mtim.tv_sec &&
           now->st_mtim.tv_nsec == before->st_mtim.tv_nsec && now->st_ino == before->st_ino &&
           now->st_size == before->st_size;
}

void keys_refresh(Ctx *ctx, Keys *keys)
{
    struct stat now;
    const char *path = keys_path(ctx, keys->folder, "");
    if (!path || stat(path, &now) != 0) return;
    if (is_same(&now, &keys->seen)) return;
    keys->seen = now;
    keys_reload(ctx, keys);
}

int64_t keys_newest(const Keys *keys)
{
    return atomic_load(&keys->count);
}
