#include "file/file.h"

#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "access/person.h"
#include "access/setting.h"
#include "base/instant.h"
#include "customer/customer.h"
#include "db/db.h"
#include "file/blob.h"
#include "file/blob_path.h"
#include "file/file_jobs.h"
#include "file/file_store.h"
#include "file/upload.h"
#include "http/route.h"
#include "job/testing.h"
#include "test.h"

static int64_t given_customer(T *t, const char *code)
{
    Customer customer = {.code = code, .kind = NONE, .role = NONE};
    UpsertRow row = {.thing = &customer};
    check_ok(t, customer_upsert(t->ctx, &row, 1));
    check_ok(t, customer_by_code(t->ctx, code, &customer));
    return customer.id;
}

static Status add(T *t, int64_t owner_id, const char *name, const char *text, StoredFile *out)
{
    unsigned char digest[REQUEST_DIGEST];
    Upload upload = {.file = {.owner = "customer", .owner_id = owner_id, .name = name}};
    crypto_generichash(digest, sizeof digest, (const unsigned char *)text, strlen(text), NULL, 0);
    Status s = upload_open(t->ctx, &upload);
    if (!s) s = upload_take(t->ctx, &upload, text, strlen(text));
    if (!s) s = upload_end(t->ctx, &upload);
    if (!s) s = upload_store(t->ctx, &upload, digest);
    *out = upload.file;
    return s;
}

static StoredFile given_file(T *t, int64_t owner_id, const char *name, const char *text)
{
    StoredFile file;
    check_ok(t, add(t, owner_id, name, text, &file));
    return file;
}

static bool is_on_disk(T *t, int64_t blob_id)
{
    return access(blob_path(t->ctx, blob_id), F_OK) == 0;
}

static size_t files_of(T *t, int64_t owner_id)
{
    List list;
    const char *next;
    FileFilter filter = {.owner = "customer", .owner_id = owner_id, .limit = 50};
    check_ok(t, file_list(t->ctx, &filter, &list, &next));
    return list.count;
}

SQL(test_names, "SELECT count(*) FROM file WHERE name_sealed = $1");

TEST_DB(a_file_is_found_with_what_it_is_and_its_name_is_sealed)
{
    int64_t id = given_customer(t, "C1"), clear = NONE;
    StoredFile found, file = given_file(t, id, "dir/收据.txt", "a receipt in words\n");
    check_ok(t, file_find(t->ctx, file.id, &found));
    check_text(t, found.name, "收据.txt");
    check_text(t, found.media, "text/plain");
    check_int(t, found.size, 19);
    check_int(t, found.created_at, TEST_NOW);
    check_int(t, files_of(t, id), 1);
    check_ok(t, db_get_int(t->ctx, &test_names, &clear, db_blob("收据.txt", strlen("收据.txt"))));
    check_int(t, clear, 0);
}

TEST_DB(the_same_content_is_kept_once_and_the_same_file_is_the_one_that_is_there)
{
    int64_t one = given_customer(t, "C1"), two = given_customer(t, "C2");
    StoredFile first = given_file(t, one, "a.txt", "the same words\n");
    StoredFile again = given_file(t, one, "a.txt", "the same words\n");
    StoredFile named = given_file(t, one, "b.txt", "the same words\n");
    StoredFile other = given_file(t, two, "a.txt", "the same words\n");
    check_int(t, again.id, first.id);
    check(t, named.id != first.id && named.blob_id == first.blob_id);
    check(t, other.id != first.id && other.blob_id == first.blob_id);
    check_int(t, files_of(t, one), 2);
}

TEST_DB(a_blob_goes_with_its_last_file)
{
    int64_t id = given_customer(t, "C1");
    StoredFile a = given_file(t, id, "a.txt", "shared\n"),
               b = given_file(t, id, "b.txt", "shared\n");
    check_ok(t, file_delete(t->ctx, a.id));
    run_jobs(t);
    check(t, is_on_disk(t, b.blob_id));
    check_status(t, file_find(t->ctx, a.id, &a), NOT_FOUND);
    check_ok(t, file_delete(t->ctx, b.id));
    run_jobs(t);
    check(t, !is_on_disk(t, b.blob_id));
    FileBlob blob;
    check_status(t, blob_row(t->ctx, b.blob_id, &blob), NOT_FOUND);
    check_status(t, file_delete(t->ctx, b.id), NOT_FOUND);
    StoredFile fresh = given_file(t, id, "a.txt", "shared\n");
    check(t, fresh.blob_id != b.blob_id && is_on_disk(t, fresh.blob_id));
}

TEST_DB(what_the_disk_lost_is_there_again_when_it_comes_again)
{
    int64_t id = given_customer(t, "C1");
    StoredFile lost = given_file(t, id, "a.txt", "lost and found\n"), found;
    check_ok(t, blob_remove(t->ctx, lost.blob_id));
    StoredFile again = given_file(t, id, "b.txt", "lost and found\n");
    check(t, again.blob_id != lost.blob_id && is_on_disk(t, again.blob_id));
    check_ok(t, file_find(t->ctx, lost.id, &found));
    check_int(t, found.blob_id, again.blob_id);
    FileBlob blob;
    BlobReader *reader;
    char bytes[32];
    check_ok(t, blob_row(t->ctx, found.blob_id, &blob));
    check_ok(t, blob_open(t->ctx, blob.id, blob.key, &reader));
    check_int(t, blob_read(reader, bytes, sizeof bytes), 15);
    blob_close(reader);
}

TEST_DB(what_was_deleted_and_added_again_before_the_job_stays)
{
    int64_t id = given_customer(t, "C1");
    StoredFile a = given_file(t, id, "a.txt", "kept after all\n");
    check_ok(t, file_delete(t->ctx, a.id));
    StoredFile b = given_file(t, id, "a.txt", "kept after all\n");
    run_jobs(t);
    check_int(t, b.blob_id, a.blob_id);
    check(t, is_on_disk(t, b.blob_id));
}

TEST_DB(an_owners_files_go_with_it_and_can_be_given_to_another)
{
    int64_t one = given_customer(t, "C1"), two = given_customer(t, "C2");
    StoredFile a = given_file(t, one, "a.txt", "first\n"),
               b = given_file(t, one, "b.txt", "second\n");
    check_ok(t, file_move_owner(t->ctx, "customer", one, two));
    check_int(t, files_of(t, one), 0);
    check_int(t, files_of(t, two), 2);
    check_ok(t, file_forget_owner(t->ctx, "customer", two));
    check_int(t, files_of(t, two), 0);
    run_jobs(t);
    check(t, !is_on_disk(t, a.blob_id) && !is_on_disk(t, b.blob_id));
}

TEST_DB(what_is_empty_too_large_of_a_wrong_type_or_of_nobody_is_refused)
{
    StoredFile file;
    int64_t id = given_customer(t, "C1");
    check_status(t, add(t, id, "a.txt", "", &file), INVALID);
    check_status(t, add(t, id, "a.jpg", "<!DOCTYPE html><html><script>alert(1)", &file), INVALID);
    check_text(t, t->ctx->problem.message, "files of the type text/html are not taken");
    check_status(t, add(t, id + 1, "a.txt", "words\n", &file), NOT_FOUND);
    Upload upload = {.file = {.owner = "spaceship", .owner_id = id}};
    check_status(t, upload_open(t->ctx, &upload), INVALID);
    check_text(t, t->ctx->problem.field, "owner");
    upload = (Upload){.file = {.owner = "customer", .owner_id = id}};
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_FILE_MAX_MB, "1", NONE));
    check_ok(t, settings_refresh(t->ctx, t->house->settings));
    check_ok(t, upload_open(t->ctx, &upload));
    char *much = arena_alloc(t->ctx->arena, (1 << 20) + 1);
    check_ok(t, upload_take(t->ctx, &upload, much, 1 << 20));
    check_status(t, upload_take(t->ctx, &upload, much, 1), TOO_LARGE);
    check_int(t, files_of(t, id), 0);
}

TEST_DB(the_owner_says_who_may_see_and_change_its_files)
{
    int64_t id = given_customer(t, "C1");
    StoredFile found, file = given_file(t, id, "a.txt", "for those who may\n");
    Person reader = {.kind = PERSON_HUMAN, .id = 7}, stranger = reader, client = reader;
    rights_add(&reader.rights, CUSTOMER_READ);
    rights_add(&client.rights, CUSTOMER_READ);
    client.scope_customer_id = id + 1;
    t->ctx->who = &reader;
    check_ok(t, file_find(t->ctx, file.id, &found));
    check_status(t, file_delete(t->ctx, file.id), FORBIDDEN);
    check_status(t, add(t, id, "b.txt", "more\n", &found), FORBIDDEN);
    t->ctx->who = &stranger;
    check_status(t, file_find(t->ctx, file.id, &found), FORBIDDEN);
    t->ctx->who = &client;
    check_status(t, file_find(t->ctx, file.id, &found), NOT_FOUND);
    t->ctx->who = NULL;
}

/* A file in its place without a row: the process died between the two. */
static int64_t given_orphan(T *t)
{
    BlobWriter *writer;
    check_ok(t, blob_create(t->ctx, &writer));
    check_ok(t, blob_write(t->ctx, writer, "abc", 3));
    check_ok(t, blob_end(t->ctx, writer));
    check_ok(t, blob_keep(t->ctx, writer));
    return blob_id(writer);
}

TEST_DB(what_a_crash_left_is_swept_when_it_is_a_day_old_and_nothing_else)
{
    BlobWriter *begun;
    int64_t id = given_customer(t, "C1");
    StoredFile file = given_file(t, id, "a.txt", "stays\n");
    int64_t orphan = given_orphan(t);
    check_ok(t, blob_create(t->ctx, &begun));
    run_jobs(t);
    check(t, is_on_disk(t, orphan));
    source_move(t->ctx->source, 2 * DAY_MS);
    int64_t fresh = given_orphan(t);
    run_jobs(t);
    check(t, !is_on_disk(t, orphan));
    check(t, is_on_disk(t, fresh));
    check(t, is_on_disk(t, file.blob_id));
    check_int(t, access(blob_new_path(t->ctx, blob_id(begun)), F_OK), -1);
}

TEST_DB(what_is_undone_leaves_no_row_and_what_is_on_disk_is_swept)
{
    int64_t id = given_customer(t, "C1");
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
    StoredFile file = given_file(t, id, "a.txt", "never committed\n");
    check_ok(t, database_return_writer(t->ctx, t->house->database, false));
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
    check_int(t, files_of(t, id), 0);
    run_jobs(t); /* makes that of the clock */
    check(t, is_on_disk(t, file.blob_id));
    source_move(t->ctx->source, 2 * DAY_MS);
    run_jobs(t);
    check(t, !is_on_disk(t, file.blob_id));
}
