#include "access/keys.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/field.h"
#include "test.h"

/* A house with nothing but keys in the test's folder. */
static Keys *given_keys(T *t, House *house)
{
    Keys *keys = NULL;
    check_ok(t, keys_open(t->ctx, t->folder, true, &keys));
    house->keys = keys;
    t->ctx->house = house;
    return keys;
}

static void done_with(T *t, Keys *keys)
{
    t->ctx->house = NULL;
    keys_close(keys);
}

static const char *keys_path(T *t)
{
    return arena_format(t->ctx->arena, "%s/keys", t->folder);
}

static void write_keys(T *t, const char *text)
{
    int fd = open(keys_path(t), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    check(t, fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
}

TEST(what_is_sealed_opens_again_and_does_not_show_its_text)
{
    House house = {0};
    Keys *keys = given_keys(t, &house);
    Sealed sealed;
    const char *text;
    check_ok(t, key_seal(t->ctx, "customer.name", "张三", &sealed));
    check_int(t, sealed.length, strlen("张三") + 45);
    check(t, !memmem(sealed.bytes, sealed.length, "张三", strlen("张三")));
    check_ok(t, key_unseal(t->ctx, "customer.name", sealed.bytes, sealed.length, &text));
    check_text(t, text, "张三");
    done_with(t, keys);
}

TEST(nothing_seals_to_nothing_and_empty_text_stays_empty)
{
    House house = {0};
    Keys *keys = given_keys(t, &house);
    Sealed sealed;
    const char *text = "x";
    check_ok(t, key_seal(t->ctx, "a.b", NULL, &sealed));
    check(t, !sealed.bytes);
    check_ok(t, key_unseal(t->ctx, "a.b", NULL, 0, &text));
    check(t, !text);
    check_ok(t, key_seal(t->ctx, "a.b", "", &sealed));
    check_ok(t, key_unseal(t->ctx, "a.b", sealed.bytes, sealed.length, &text));
    check_text(t, text, "");
    done_with(t, keys);
}

TEST(a_sealed_value_that_was_changed_cut_or_moved_does_not_open)
{
    House house = {0};
    Keys *keys = given_keys(t, &house);
    Sealed sealed;
    const char *text;
    check_ok(t, key_seal(t->ctx, "customer.phone", "13812345678", &sealed));
    for (size_t i = 0; i < sealed.length; i++) {
        char copy[128];
        memcpy(copy, sealed.bytes, sealed.length);
        copy[i] = (char)(copy[i] ^ 1);
        check_status(t, key_unseal(t->ctx, "customer.phone", copy, sealed.length, &text), INTERNAL);
        check_status(t, key_unseal(t->ctx, "customer.phone", sealed.bytes, i, &text), INTERNAL);
    }
    check_status(t, key_unseal(t->ctx, "customer.name", sealed.bytes, sealed.length, &text),
                 INTERNAL);
    check(t, !strstr(t->ctx->problem.message, "13812345678"));
    done_with(t, keys);
}

static int64_t index_of(T *t, const char *purpose, const char *text)
{
    KeyIndex index;
    check_ok(t, key_index(t->ctx, purpose, text, &index));
    check_int(t, index.other, index.now);
    return index.now;
}

TEST(after_a_rotation_the_old_opens_still_and_indexes_stay)
{
    House house = {0};
    Keys *keys = given_keys(t, &house);
    Sealed old, new;
    const char *text;
    int64_t number = 0, index = index_of(t, "a.b", "x");
    check_ok(t, key_seal(t->ctx, "a.b", "old", &old));
    check_ok(t, keys_rotate(t->ctx, t->folder, &number));
    check_int(t, number, 2);
    Keys *before = keys;
    keys = given_keys(t, &house);
    check_int(t, keys_newest(keys), 2);
    check_ok(t, key_seal(t->ctx, "a.b", "new", &new));
    check_int(t, ((const unsigned char *)new.bytes)[4], 2);
    house.keys = before; /* opened before the rotation: it reads the file again */
    check_ok(t, key_unseal(t->ctx, "a.b", new.bytes, new.length, &text));
    check_text(t, text, "new");
    keys_close(before);
    house.keys = keys;
    check_ok(t, key_unseal(t->ctx, "a.b", old.bytes, old.length, &text));
    check_text(t, text, "old");
    check_int(t, index_of(t, "a.b", "x"), index);
    done_with(t, keys);
}

TEST(keys_that_are_added_within_one_step_of_the_clock_are_all_taken_over)
{
    House house = {0};
    struct stat first;
    Keys *keys = given_keys(t, &house);
    check_int(t, stat(keys_path(t), &first), 0);
    for (int64_t i = 0, number = 0; i < 3; i++) {
        check_ok(t, keys_rotate(t->ctx, t->folder, &number));
        const struct timespec times[2] = {first.st_atim, first.st_mtim};
        check_int(t, utimensat(AT_FDCWD, keys_path(t), times, 0), 0);
        keys_refresh(t->ctx, keys);
        check_int(t, keys_newest(keys), number);
    }
    done_with(t, keys);
}

enum { ROTATORS = 4, ROTATIONS = 12, DROPS = 5000 };

static int64_t newest_of(T *t)
{
    Keys *keys;
    if (keys_open(t->ctx, t->folder, true, &keys)) return 0;
    int64_t newest = keys_newest(keys);
    keys_close(keys);
    return newest;
}

static int rotations_fail(T *t)
{
    int64_t number;
    for (int i = 0; i < ROTATIONS; i++)
        if (keys_rotate(t->ctx, t->folder, &number)) return 1;
    return 0;
}

TEST(processes_that_rotate_at_the_same_time_lose_no_key)
{
    pid_t rotators[ROTATORS];
    check_int(t, newest_of(t), 1);
    for (int i = 0; i < ROTATORS; i++) {
        rotators[i] = fork();
        if (rotators[i] == 0) _exit(rotations_fail(t));
    }
    for (int i = 0; i < ROTATORS; i++) {
        int status = 1;
        check_int(t, waitpid(rotators[i], &status, 0), rotators[i]);
        check_int(t, status, 0);
    }
    check_int(t, newest_of(t), 1 + ROTATORS * ROTATIONS);
}

/* Drops what stands, over and over, until somebody has added all theirs; not for ever, where the
 * test has failed meanwhile. */
static int drops_fail(T *t)
{
    const char *kept;
    int64_t newest = 1;
    for (int i = 0; i < DROPS && newest < 1 + ROTATIONS; i++) {
        newest = newest_of(t);
        Status s = keys_drop(t->ctx, t->folder, newest, &kept);
        if (s && s != CONFLICT) return 1;
    }
    return 0;
}

TEST(a_key_that_is_added_while_others_are_dropped_stays)
{
    int status = 1;
    check_int(t, newest_of(t), 1);
    pid_t dropper = fork();
    if (dropper == 0) _exit(drops_fail(t));
    for (int64_t i = 0, number = 0; i < ROTATIONS; i++) {
        check_ok(t, keys_rotate(t->ctx, t->folder, &number));
        check_int(t, number, i + 2);
    }
    check_int(t, waitpid(dropper, &status, 0), dropper);
    check_int(t, status, 0);
    check_int(t, newest_of(t), 1 + ROTATIONS);
}

TEST(equal_texts_have_equal_indexes_only_for_the_same_purpose)
{
    House house = {0};
    Keys *keys = given_keys(t, &house);
    int64_t index = index_of(t, "customer.name", "li na");
    check_int(t, index_of(t, "customer.name", "li na"), index);
    check(t, index_of(t, "waybill.name", "li na") != index);
    check(t, index_of(t, "customer.name", "li nb") != index);
    check(t, index_of(t, "customer.nameli", " na") != index);
    check_int(t, index_of(t, "customer.name", NULL), NONE);
    done_with(t, keys);
}

static int64_t phone(T *t, const char *text)
{
    KeyIndex index;
    check_ok(t, key_phone(t->ctx, "c.phone", text, &index));
    return index.now;
}

static int64_t tail_of(T *t, const char *text)
{
    KeyIndex index;
    check_ok(t, key_phone_tail(t->ctx, "c.phone", text, &index));
    return index.now;
}

TEST(a_number_whose_index_finds_no_memory_is_not_one_without_an_index)
{
    KeyIndex index;
    House house = {0};
    Keys *keys = given_keys(t, &house);
    memory_fail_at(1);
    check_status(t, key_phone(t->ctx, "c.phone", "13812345678", &index), NO_MEMORY);
    memory_fail_at(1);
    check_status(t, key_phone_tail(t->ctx, "c.phone", "13812345678", &index), NO_MEMORY);
    memory_fail_at(1);
    check_status(t, key_name(t->ctx, "c.name", "Acme", &index), NO_MEMORY);
    memory_fail_at(0);
    done_with(t, keys);
}

TEST(while_keys_of_indexes_change_a_value_has_one_by_each_of_two)
{
    House house = {0};
    Keys *keys = given_keys(t, &house);
    KeyIndex told, turned;
    int64_t number, first = index_of(t, "a.b", "x");
    check_ok(t, keys_rotate(t->ctx, t->folder, &number));
    check_ok(t, key_generations_set(t->ctx, (KeyGenerations){0, 2}));
    check_ok(t, key_index(t->ctx, "a.b", "x", &told));
    check_int(t, told.now, first);
    check(t, told.other != first);
    check_ok(t, key_generations_set(t->ctx, (KeyGenerations){2, 0}));
    check_ok(t, key_index(t->ctx, "a.b", "x", &turned));
    check_int(t, turned.now, told.other);
    check_int(t, turned.other, told.now);
    check_ok(t, key_generations_set(t->ctx, (KeyGenerations){2, 2}));
    check_int(t, index_of(t, "a.b", "x"), told.other);
    check_int(t, key_stamp(t->ctx, "a.b", "x"), first); /* what is not personal stays */
    done_with(t, keys);
}

TEST(what_is_found_by_a_key_that_the_file_lacks_is_not_searched_for)
{
    House house = {0};
    Keys *keys = given_keys(t, &house);
    KeyIndex index;
    check_ok(t, key_generations_set(t->ctx, (KeyGenerations){0, 2})); /* nothing is by it yet */
    index_of(t, "a.b", "x");
    check_status(t, key_generations_set(t->ctx, (KeyGenerations){2, 0}), CONFLICT);
    check_status(t, key_index(t->ctx, "a.b", "x", &index), INTERNAL);
    int64_t number; /* the file is copied here: it is read again by itself */
    check_ok(t, keys_rotate(t->ctx, t->folder, &number));
    check_ok(t, key_index(t->ctx, "a.b", "x", &index));
    check(t, index.now != index.other);
    done_with(t, keys);
}

TEST(a_phone_is_found_however_it_is_written)
{
    House house = {0};
    Keys *keys = given_keys(t, &house);
    int64_t index = phone(t, "13812345678");
    check_int(t, phone(t, "+86 138-1234-5678"), index);
    check_int(t, phone(t, "0086 138 1234 5678"), index);
    check(t, phone(t, "13812345679") != index);
    int64_t tail = tail_of(t, "13812345678");
    check_int(t, tail_of(t, "5678"), tail);
    check(t, phone(t, "5678") != tail);
    check_int(t, phone(t, "n/a 12"), NONE);
    check_int(t, tail_of(t, "678"), NONE);
    check_int(t, tail_of(t, NULL), NONE);
    done_with(t, keys);
}

TEST(a_key_file_is_its_owners_alone)
{
    Keys *keys = NULL;
    struct stat stat_of;
    check_ok(t, keys_open(t->ctx, t->folder, true, &keys));
    keys_close(keys);
    check_int(t, stat(keys_path(t), &stat_of), 0);
    check_int(t, stat_of.st_mode & 0777, 0600);
    check_int(t, chmod(keys_path(t), 0640), 0);
    check_status(t, keys_open(t->ctx, t->folder, true, &keys), CONFLICT);
}

TEST(a_missing_key_file_is_only_made_where_asked_for)
{
    Keys *keys = NULL;
    check_status(t, keys_open(t->ctx, t->folder, false, &keys), NOT_FOUND);
    check(t, access(keys_path(t), F_OK) != 0);
    check_status(t, keys_open(t->ctx, "/nowhere/at/all", true, &keys), INTERNAL);
}

TEST(a_damaged_key_file_is_refused_and_left_alone)
{
    static const char *const damaged[] = {
        "",
        "parceldesk keys 2\n",
        "parceldesk keys 1\n",
        "parceldesk keys 1\nindex 00\nseal 00\n",
        "parceldesk keys 1\nindex "
        "zz00000000000000000000000000000000000000000000000000000000000000\n",
        "parceldesk keys 1\nindex "
        "0000000000000000000000000000000000000000000000000000000000000000\n",
    };
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        Keys *keys = NULL;
        write_keys(t, damaged[i]);
        check_status(t, keys_open(t->ctx, t->folder, true, &keys), INVALID);
    }
}
