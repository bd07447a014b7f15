#include "house.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access/keys.h"
#include "access/setting.h"
#include "base/arena.h"
#include "db/db.h"
#include "test.h"

static const char *data_of(T *t, const char *name)
{
    return arena_format(t->ctx->arena, "%s/%s", t->folder, name);
}

static HouseOptions options_of(T *t, const char *name)
{
    return (HouseOptions){.data = data_of(t, name), .throw_away = true, .node = -1};
}

static Ctx another(T *t)
{
    Ctx ctx;
    ctx_init(&ctx, t->ctx->arena, t->ctx->source);
    return ctx;
}

TEST(a_new_data_folder_is_its_owners_alone)
{
    HouseOptions options = options_of(t, "data");
    struct stat status;
    check_ok(t, house_open(t->ctx, &options));
    check_int(t, stat(data_of(t, "data"), &status), 0);
    check_int(t, status.st_mode & 0777, 0700);
    check_int(t, stat(data_of(t, "data/keys"), &status), 0);
    check_int(t, status.st_mode & 0777, 0600);
    house_close(t->ctx);
    check(t, !t->ctx->house);
}

TEST(a_second_server_on_a_folder_is_refused_while_commands_work_beside)
{
    HouseOptions options = options_of(t, "data"), command = options;
    Ctx second = another(t);
    options.server = true;
    check_ok(t, house_open(t->ctx, &options));
    check_status(t, house_open(&second, &options), CONFLICT);
    check(t, strstr(second.problem.message, "another server"));
    check(t, !second.house);
    check_ok(t, house_open(&second, &command));
    house_close(&second);
    house_close(t->ctx);
    check_ok(t, house_open(&second, &options));
    house_close(&second);
}

TEST(processes_that_write_at_the_same_time_are_different_nodes)
{
    HouseOptions options = options_of(t, "data");
    Ctx second = another(t);
    check_ok(t, house_open(t->ctx, &options));
    check_ok(t, house_open(&second, &options));
    check(t, (ctx_id(t->ctx) & 63) != (ctx_id(&second) & 63));
    house_close(&second);
    options.node = 0;
    check_status(t, house_open(&second, &options), CONFLICT);
    house_close(t->ctx);
}

TEST(a_clock_that_was_set_back_makes_no_id_twice)
{
    HouseOptions options = options_of(t, "data");
    options.start_ms = TEST_NOW;
    check_ok(t, house_open(t->ctx, &options));
    int64_t last = ctx_id(t->ctx);
    house_close(t->ctx);
    options.start_ms = TEST_NOW - 86400000;
    check_ok(t, house_open(t->ctx, &options));
    check(t, ctx_id(t->ctx) > last);
    house_close(t->ctx);
}

TEST(a_clock_that_stands_from_the_start_does_not_run)
{
    HouseOptions options = options_of(t, "data");
    options.start_ms = TEST_NOW;
    options.clock_stands = true;
    check_ok(t, house_open(t->ctx, &options));
    check(t, source_stands(t->ctx->source));
    check_int(t, ctx_now(t->ctx), TEST_NOW);
    house_close(t->ctx);
}

TEST(reading_creates_nothing)
{
    HouseOptions options = options_of(t, "data");
    options.read_only = true;
    check_status(t, house_open(t->ctx, &options), NOT_FOUND);
    check(t, access(data_of(t, "data"), F_OK) != 0);
    options.read_only = false;
    check_ok(t, house_open(t->ctx, &options));
    house_close(t->ctx);
    options.read_only = true;
    check_ok(t, house_open(t->ctx, &options));
    check_text(t, setting_text(t->ctx, SETTING_NAMED_ZONE), "Asia/Shanghai");
    house_close(t->ctx);
}

TEST(what_must_be_there_is_not_made)
{
    HouseOptions options = options_of(t, "data");
    options.present = true;
    check_status(t, house_open(t->ctx, &options), NOT_FOUND);
    check(t, access(data_of(t, "data"), F_OK) != 0);
    options.present = false;
    check_ok(t, house_open(t->ctx, &options));
    house_close(t->ctx);
    options.present = true;
    check_ok(t, house_open(t->ctx, &options));
    house_close(t->ctx);
    check_int(t, unlink(data_of(t, "data/parceldesk.db")), 0);
    check_status(t, house_open(t->ctx, &options), NOT_FOUND);
    check(t, strstr(t->ctx->problem.message, "no database"));
    check(t, access(data_of(t, "data/parceldesk.db"), F_OK) != 0);
}

TEST(a_data_folder_that_cannot_be_is_named)
{
    HouseOptions options = options_of(t, "file");
    int file = open(data_of(t, "file"), O_CREAT | O_WRONLY, 0600);
    check(t, file >= 0);
    close(file);
    check_status(t, house_open(t->ctx, &options), INVALID);
    check(t, strstr(t->ctx->problem.message, "/file"));
    options.data = data_of(t, "not/there");
    check_status(t, house_open(t->ctx, &options), INVALID);
    check(t, !t->ctx->house);
}

TEST(a_database_does_not_open_with_the_keys_of_another)
{
    HouseOptions options = options_of(t, "data");
    check_ok(t, house_open(t->ctx, &options));
    house_close(t->ctx);
    check_int(t, unlink(data_of(t, "data/keys")), 0);
    check_status(t, house_open(t->ctx, &options), CONFLICT);
    check(t, strstr(t->ctx->problem.message, "key file"));
    check(t, access(data_of(t, "data/keys"), F_OK) != 0);
}

TEST(nothing_is_read_with_the_keys_of_another)
{
    HouseOptions options = options_of(t, "data"), other = options_of(t, "other");
    check_ok(t, house_open(t->ctx, &options));
    house_close(t->ctx);
    check_ok(t, house_open(t->ctx, &other));
    house_close(t->ctx);
    check_int(t, rename(data_of(t, "other/keys"), data_of(t, "data/keys")), 0);
    options.read_only = true;
    check_status(t, house_open(t->ctx, &options), CONFLICT);
    check(t, strstr(t->ctx->problem.message, "key file"));
    check(t, t->ctx->problem.hint[0] != '\0');
    check(t, !t->ctx->house);
}

TEST_DB(money_is_in_the_currency_of_the_setting)
{
    check_text(t, ctx_currency(t->ctx), "CNY");
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_CURRENCY, "USD", NONE));
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    Ctx ctx = another(t);
    house_enter(&ctx, t->house);
    check_text(t, ctx_currency(&ctx), "USD");
    house_enter(&ctx, NULL);
    check_text(t, ctx_currency(&ctx), "CNY");
}
