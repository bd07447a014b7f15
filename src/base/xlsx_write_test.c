#include "base/xlsx_write.h"

#include <dirent.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/rows.h"
#include "test.h"

typedef struct Thing {
    const char *name;
    int64_t count, id, fee, day, at, large;
    double share;
    bool done;
} Thing;

static const Field fields[] = {FIELD_TEXT(Thing, name), FIELD_INT(Thing, count),
                               FIELD_ID(Thing, id),     FIELD_MONEY(Thing, fee),
                               FIELD_DATE(Thing, day),  FIELD_TIME(Thing, at),
                               FIELD_INT(Thing, large), FIELD_REAL(Thing, share),
                               FIELD_BOOL(Thing, done), FIELD_END};
static const Shape thing_shape = SHAPE(Thing, fields, "Of a test");

static void put(T *t, XlsxOut *out, const Thing *thing)
{
    const View view = {.unmask = true, .zone = "Asia/Shanghai"};
    check_ok(t, xlsx_out_row(t->ctx, out));
    for (const Field *field = fields; field->name; field++)
        check_ok(t, xlsx_out_cell(t->ctx, out, field, thing, &view));
}

static const char *read_back(T *t, XlsxOut *out, size_t *length)
{
    int file;
    int64_t size;
    check_ok(t, xlsx_out_end(t->ctx, out, &file, &size));
    char *bytes = arena_alloc(t->ctx->arena, (size_t)size);
    check_int(t, read(file, bytes, (size_t)size), size);
    close(file);
    *length = (size_t)size;
    return bytes;
}

static XlsxOut *opened(T *t)
{
    XlsxOut *out;
    check_ok(t, xlsx_out_open(t->ctx, "things", t->folder, &out));
    for (const Field *field = fields; field->name; field++)
        xlsx_out_column(out, field->name);
    return out;
}

static const char *cell(T *t, const Row *row, size_t i)
{
    return arena_text_n(t->ctx->arena, row->cells[i].text, row->cells[i].length);
}

TEST(a_spreadsheet_holds_numbers_and_instants_as_such)
{
    Row row;
    RowSource *source;
    size_t length;
    XlsxOut *out = opened(t);
    const Thing thing = {.name = "=1+1",
                         .count = -7,
                         .id = INT64_C(456125527300769984),
                         .fee = 1234,
                         .day = 20779, /* 2026-11-22 */
                         .at = TEST_NOW,
                         .large = INT64_C(9007199254740993),
                         .share = 0.25,
                         .done = true};
    put(t, out, &thing);
    const char *bytes = read_back(t, out, &length);
    check_ok(t,
             row_source_bytes(t->ctx, bytes, length, &(RowOptions){.format = ROWS_XLSX}, &source));
    check_int(t, row_source_columns(source)->count, 9);
    check_text(t, row_source_columns(source)->items[0], "name");
    check_ok(t, row_source_next(t->ctx, source, &row));
    static const char *const wanted[] = {"=1+1",
                                         "-7",
                                         "456125527300769984",
                                         "12.34",
                                         "2026-11-22",
                                         "2026-11-22 16:00:00",
                                         "9007199254740993",
                                         "0.25"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        check_text(t, cell(t, &row, i), wanted[i]);
    check(t, row.cells[4].is_time && row.cells[5].is_time && !row.cells[2].is_time);
    row_source_close(source);
    xlsx_out_release(out);
}

TEST(what_is_not_given_is_an_empty_cell)
{
    Thing thing;
    Row row;
    RowSource *source;
    size_t length;
    XlsxOut *out = opened(t);
    shape_clear(&thing_shape, &thing);
    thing.name = "x";
    put(t, out, &thing);
    const char *bytes = read_back(t, out, &length);
    check_ok(t,
             row_source_bytes(t->ctx, bytes, length, &(RowOptions){.format = ROWS_XLSX}, &source));
    check_ok(t, row_source_next(t->ctx, source, &row));
    for (size_t i = 1; i < 8; i++)
        check_int(t, row.cells[i].length, 0);
    row_source_close(source);
    xlsx_out_release(out);
}

static int names_in(T *t, const char *folder)
{
    int count = 0;
    DIR *names = opendir(folder);
    check(t, names != NULL);
    for (const struct dirent *next; (next = readdir(names));)
        count += *next->d_name != '.';
    closedir(names);
    return count;
}

TEST(a_spreadsheet_has_no_name_in_its_folder_at_any_time)
{
    const Thing thing = {.name = "personal", .count = 1};
    size_t length;
    XlsxOut *out = opened(t);
    for (int i = 0; i < 1000; i++)
        put(t, out, &thing);
    check_int(t, names_in(t, t->folder), 0);
    read_back(t, out, &length);
    check_int(t, names_in(t, t->folder), 0);
    xlsx_out_release(out);
}

TEST(a_spreadsheet_that_is_given_up_leaves_nothing)
{
    XlsxOut *out = opened(t);
    xlsx_out_release(out);
    check_int(t, rmdir(t->folder), 0); /* it is empty */
}

/* In a process whose files may be no longer than this from the middle of the table on; its rows
 * take some 400 KB. */
static Status written_with_room(T *t, rlim_t bytes)
{
    int file;
    int64_t size;
    struct rlimit limit;
    const Thing thing = {.name = "a name that is as long as names are", .count = 1};
    signal(SIGXFSZ, SIG_IGN); /* as main() does */
    getrlimit(RLIMIT_FSIZE, &limit);
    XlsxOut *out = opened(t);
    for (int i = 0; i < 1000; i++)
        put(t, out, &thing);
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
    for (int i = 0; i < 200; i++)
        put(t, out, &thing);
    return xlsx_out_end(t->ctx, out, &file, &size);
}

TEST(a_spreadsheet_for_which_the_disk_has_no_room_is_refused_and_not_cut_short)
{
    static const rlim_t rooms[] = {0, 4096, 100000, 1000000, 4000000};
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
        int status = 0;
        pid_t child = fork();
        if (child == 0) _exit((int)written_with_room(t, rooms[i]));
        waitpid(child, &status, 0);
        check(t, WIFEXITED(status));
        check_int(t, WEXITSTATUS(status), NO_SPACE);
    }
}

TEST(a_row_too_many_is_refused_and_not_left_out)
{
    XlsxOut *out = opened(t);
    for (int i = 0; i < XLSX_ROWS; i++)
        check_ok(t, xlsx_out_row(t->ctx, out));
    check_status(t, xlsx_out_row(t->ctx, out), TOO_LARGE);
    check(t, strstr(t->ctx->problem.message, "at most 100000 rows") != NULL);
    check(t, strstr(t->ctx->problem.hint, "CSV") != NULL);
    xlsx_out_release(out);
}

TEST(a_spreadsheet_whose_folder_is_not_there_is_refused)
{
    XlsxOut *out;
    check_status(t, xlsx_out_open(t->ctx, "things", "/nowhere/at/all", &out), INTERNAL);
    xlsx_out_release(out);
}
