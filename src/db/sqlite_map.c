/* What a reader sees of the file through memory, kept while others write.
 *
 * SQLite gives the mapping of the whole file up each time a snapshot finds that somebody wrote, in
 * case the file was cut; then every page is to be faulted in again, which where scans come in takes
 * longer than all the rest of an answer. But what a snapshot reads is always in the file, and what
 * is mapped shows what is written there: the mapping need only be made anew now and then, to reach
 * what was added. Until then that is read as where nothing is mapped. */
#include "db/sqlite.h"

/* Of the mapped bytes: how many may be added before they are mapped, too. */
#define GROWTH_PART 64

/* Bytes that memory gives at once. */
#define CACHE_LINE 64

static bool outgrown(KeptMap *map, sqlite3_file *file)
{
    sqlite3_int64 size;
    if (map->file->xFileSize(file, &size)) return true;
    bool grown = size < map->mapped || size - map->mapped > map->mapped / GROWTH_PART;
    if (grown) map->mapped = size;
    return grown;
}

static int unfetch(sqlite3_file *file, sqlite3_int64 offset, void *page)
{
    KeptMap *map = (KeptMap *)(uintptr_t)file->pMethods;
    if (!page && !outgrown(map, file)) return SQLITE_OK;
    return map->file->xUnfetch(file, offset, page);
}

/* Looking for a key touches a page here and there, each time waiting for memory: what is asked for
 * together comes together. */
static int fetch(sqlite3_file *file, sqlite3_int64 offset, int length, void **page)
{
    KeptMap *map = (KeptMap *)(uintptr_t)file->pMethods;
    int code = map->file->xFetch(file, offset, length, page);
    if (code || !*page) return code;
    for (int line = 0; line < length; line += CACHE_LINE)
        __builtin_prefetch((const char *)*page + line);
    return SQLITE_OK;
}

void map_keep(sqlite3 *handle, KeptMap *map)
{
    sqlite3_file *file = NULL;
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (!file || !file->pMethods || file->pMethods->iVersion < 3) return;
    *map = (KeptMap){.methods = *file->pMethods, .file = file->pMethods};
    map->methods.xFetch = fetch;
    map->methods.xUnfetch = unfetch;
    if (map->file->xFileSize(file, &map->mapped)) map->mapped = 0;
    file->pMethods = &map->methods;
}
