#include "start/inspection.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access/setting.h"
#include "base/arena.h"
#include "base/json.h"
#include "db/db.h"
#include "http/listen.h"
#include "notify/gateway.h"
#include "test.h"

/* For no database: prepared when they are run. */
SQL_IN("start", newest_forget,
       "DELETE FROM schema_migrations WHERE number = (SELECT max(number) FROM schema_migrations)");
SQL_IN("start", newer_note,
       "INSERT INTO schema_migrations (set_name, number, name, sha256, applied_ms)"
       " VALUES ('main', 9999, '9999_later.sql', '', 0)");
SQL_IN(
    "start", zone_spoil,
    "INSERT INTO setting (name, version, value, changed_ms) VALUES ('zone', 1, 'Mars/Olympus', 0)");

static ServeOptions options_of(T *t, const char *name)
{
    return (ServeOptions){.house = {.data = arena_format(t->ctx->arena, "%s/%s", t->folder, name),
                                    .throw_away = true,
                                    .node = -1},
                          .server = {.listen = "127.0.0.1:0"}};
}

/* A data folder with all that a server makes. */
static ServeOptions given_folder(T *t)
{
    ServeOptions options = options_of(t, "data");
    check_ok(t, house_open(t->ctx, &options.house));
    house_close(t->ctx);
    return options;
}

/* A piece of writing in it. */
static void done_in(T *t, const ServeOptions *options, Status (*write)(Ctx *ctx, void *work))
{
    check_ok(t, house_open(t->ctx, &options->house));
    check_ok(t, database_write(t->ctx, t->ctx->house->database, write, NULL));
    house_close(t->ctx);
}

static Inspection looked(T *t, const ServeOptions *options)
{
    Inspection in;
    check_ok(t, inspect(t->ctx, options, false, &in));
    return in;
}

/* The worst that was found of it; "" where nothing was. */
static const Finding *finding_of(const Inspection *in, const char *subject)
{
    static const Finding none = {.severity = -1, .message = ""};
    const Finding *items = in->findings.items, *worst = &none;
    for (size_t i = 0; i < in->findings.count; i++)
        if (strcmp(items[i].subject, subject) == 0 && items[i].severity > worst->severity)
            worst = &items[i];
    return worst;
}

static void check_found(T *t, const ServeOptions *options, Severity severity, const char *subject,
                        const char *words)
{
    const Inspection in = looked(t, options);
    const Finding *finding = finding_of(&in, subject);
    if (!strstr(finding->message, words)) print_error("%s: %s\n", subject, finding->message);
    check(t, strstr(finding->message, words));
    check_int(t, finding->severity, severity);
    if (severity >= SEVERITY_WARNING) check(t, finding->hint);
}

static int files_in(const char *path)
{
    DIR *folder = opendir(path);
    int count = 0;
    while (folder && readdir(folder))
        count++;
    if (folder) closedir(folder);
    return count;
}

TEST(looking_makes_and_changes_nothing)
{
    ServeOptions options = options_of(t, "none");
    check_int(t, looked(t, &options).errors, 0);
    check(t, access(options.house.data, F_OK) != 0);
    options = given_folder(t);
    int before = files_in(options.house.data);
    check_int(t, looked(t, &options).errors, 0);
    check_int(t, files_in(options.house.data), before);
}

TEST(an_address_that_is_taken_or_none_is_found)
{
    ServeOptions options = options_of(t, "data");
    char name[64];
    int taken;
    check_ok(t, listen_open(t->ctx, "127.0.0.1:0", &taken));
    listen_name(taken, name, sizeof name);
    options.server.listen = name;
    check_found(t, &options, SEVERITY_ERROR, "address", "in use");
    close(taken);
    options.server.listen = "127.0.0.1:99999";
    check_found(t, &options, SEVERITY_ERROR, "address", "is not ADDRESS:PORT");
}

TEST(a_server_that_others_reach_in_clear_is_warned_of)
{
    static const char *const proxies[] = {"127.0.0.1", NULL};
    ServeOptions options = options_of(t, "data");
    Inspection in = looked(t, &options);
    check_int(t, (int)finding_of(&in, "transport")->severity, -1);
    options.server.listen = "0.0.0.0:0";
    check_found(t, &options, SEVERITY_WARNING, "transport", "nothing is encrypted");
    options.server.trusted_proxies = proxies;
    in = looked(t, &options);
    check_int(t, (int)finding_of(&in, "transport")->severity, -1);
}

TEST(a_server_gets_what_it_listens_on_and_others_nothing)
{
    ServeOptions options = options_of(t, "data");
    Inspection in;
    check_ok(t, inspect(t->ctx, &options, true, &in));
    check(t, in.listener >= 0);
    check(t, listen_is_loopback(in.listener));
    check_ok(t, inspection_refuse(t->ctx, &in));
    close(in.listener);
    options.house.data = "/dev/null";
    check_ok(t, inspect(t->ctx, &options, true, &in));
    check_int(t, in.listener, -1);
    check_status(t, inspection_refuse(t->ctx, &in), UNAVAILABLE);
    check(t, strstr(t->ctx->problem.message, "is not a folder"));
    check(t, t->ctx->problem.hint[0]);
    check_int(t, looked(t, &options).listener, -1);
}

TEST(a_server_is_not_handed_a_socket_that_nobody_gave)
{
    ServeOptions options = options_of(t, "data");
    Inspection in;
    options.server.listen = LISTEN_SYSTEMD;
    check_int(t, looked(t, &options).errors, 0);
    check_ok(t, inspect(t->ctx, &options, true, &in));
    check_status(t, inspection_refuse(t->ctx, &in), INVALID);
    check(t, strstr(t->ctx->problem.message, "LISTEN_FDS"));
}

TEST(a_data_folder_that_cannot_be_made_is_found)
{
    ServeOptions options = options_of(t, "not/there");
    check_found(t, &options, SEVERITY_ERROR, "data folder", "cannot be made");
}

TEST(a_data_folder_open_to_others_is_warned_of)
{
    const ServeOptions options = given_folder(t);
    check_int(t, chmod(options.house.data, 0755), 0);
    check_found(t, &options, SEVERITY_WARNING, "data folder", "open to others");
    check_int(t, looked(t, &options).worst, SEVERITY_WARNING);
}

TEST(a_server_that_has_the_folder_is_found)
{
    ServeOptions options = given_folder(t);
    HouseOptions serving = options.house;
    Inspection in;
    serving.server = true;
    check_ok(t, house_open(t->ctx, &serving));
    House *house = t->ctx->house;
    t->ctx->house = NULL;
    check_found(t, &options, SEVERITY_NOTE, "data folder", "another server");
    check_ok(t, inspect(t->ctx, &options, true, &in));
    check_status(t, inspection_refuse(t->ctx, &in), UNAVAILABLE);
    t->ctx->house = house;
    house_close(t->ctx);
}

TEST(an_archive_that_is_not_there_is_found)
{
    ServeOptions options = options_of(t, "data");
    options.archive = t->folder;
    check_found(t, &options, SEVERITY_OK, "archive", t->folder);
    options.archive = arena_format(t->ctx->arena, "%s/archive", t->folder);
    check_found(t, &options, SEVERITY_NOTE, "archive", "the first start makes it");
    check(t, access(options.archive, F_OK) != 0);
    options.archive = "/nowhere/archive";
    check_found(t, &options, SEVERITY_ERROR, "archive", "cannot be written");
}

TEST(a_full_disk_is_warned_of_in_time)
{
    ServeOptions options = options_of(t, "data");
    check_found(t, &options, SEVERITY_OK, "disk", "are free");
    options.least_free_mb = INT64_MAX;
    check_found(t, &options, SEVERITY_WARNING, "disk", "are free");
}

TEST(too_few_descriptors_are_warned_of)
{
    ServeOptions options = options_of(t, "data");
    options.server.connections = INT32_MAX;
    check_found(t, &options, SEVERITY_WARNING, "descriptors", "may be open");
}

TEST(a_clock_that_was_set_back_is_warned_of)
{
    const ServeOptions options = given_folder(t);
    source_move(t->ctx->source, INT64_C(1767312000000) - TEST_NOW); /* 2026-01-02 */
    check_found(t, &options, SEVERITY_WARNING, "clock", "minutes before");
    source_move(t->ctx->source, -INT64_C(86400000) * 365);
    check_found(t, &options, SEVERITY_WARNING, "clock", "cannot be");
}

TEST(keys_that_are_missing_malformed_or_of_another_are_found)
{
    const ServeOptions options = given_folder(t);
    ServeOptions other = options_of(t, "other");
    const char *keys = arena_format(t->ctx->arena, "%s/keys", options.house.data);
    const char *others = arena_format(t->ctx->arena, "%s/keys", other.house.data);
    check_int(t, unlink(keys), 0);
    check_found(t, &options, SEVERITY_ERROR, "keys", "no key file");
    check(t, access(keys, F_OK) != 0);
    check_ok(t, house_open(t->ctx, &other.house));
    house_close(t->ctx);
    check_int(t, rename(others, keys), 0);
    check_found(t, &options, SEVERITY_ERROR, "keys", "does not belong");
    check_int(t, chmod(keys, 0644), 0);
    check_found(t, &options, SEVERITY_ERROR, "keys", "may be read by others");
    check_int(t, chmod(keys, 0600), 0);
    check_int(t, truncate(keys, 20), 0);
    check_found(t, &options, SEVERITY_ERROR, "keys", "is not a key file");
}

static Status forget_newest(Ctx *ctx, void *work)
{
    (void)work;
    return db_run(ctx, &newest_forget);
}

static Status note_newer(Ctx *ctx, void *work)
{
    (void)work;
    return db_run(ctx, &newer_note);
}

TEST(migrations_that_are_still_to_come_are_told)
{
    const ServeOptions options = given_folder(t);
    done_in(t, &options, forget_newest);
    check_found(t, &options, SEVERITY_NOTE, "database", "1 newer ones are applied");
    check_int(t, looked(t, &options).pending, 1);
    check_int(t, looked(t, &options).errors, 0);
}

TEST(a_database_newer_than_the_program_is_found)
{
    const ServeOptions options = given_folder(t);
    done_in(t, &options, note_newer);
    check_found(t, &options, SEVERITY_ERROR, "database", "newer than this program");
}

TEST(a_file_that_is_no_database_is_found)
{
    const ServeOptions options = given_folder(t);
    const char *path = arena_format(t->ctx->arena, "%s/parceldesk.db", options.house.data);
    int file = open(path, O_WRONLY | O_TRUNC);
    check_int(t, write(file, "nothing of ours, and long enough to be looked at", 48), 48);
    close(file);
    const Inspection in = looked(t, &options);
    check_int(t, finding_of(&in, "database")->severity, SEVERITY_ERROR);
}

TEST(a_database_server_that_is_away_is_found)
{
    ServeOptions options = options_of(t, "data");
    options.house.database = "postgresql://127.0.0.1:1/none";
    check_found(t, &options, SEVERITY_ERROR, "database", "the database is away");
}

static Status spoil_zone(Ctx *ctx, void *work)
{
    (void)work;
    return db_run(ctx, &zone_spoil);
}

TEST(a_zone_that_the_machine_does_not_know_is_warned_of)
{
    const ServeOptions options = given_folder(t);
    check_found(t, &options, SEVERITY_OK, "zone", "Asia/Shanghai");
    done_in(t, &options, spoil_zone);
    check_found(t, &options, SEVERITY_WARNING, "zone", "Mars/Olympus");
}

static Status mail_half(Ctx *ctx, void *work)
{
    Gateway out;
    const Gateway given = {.url = "smtp://127.0.0.1:25",
                           .sender = "desk@example.com",
                           .user = "desk",
                           .enabled = true};
    (void)work;
    return gateway_put(ctx, NOTICE_EMAIL, 0, &given, &out);
}

TEST(a_gateway_that_is_half_set_is_warned_of)
{
    const ServeOptions options = given_folder(t);
    check_found(t, &options, SEVERITY_NOTE, "e-mail", "none go out");
    done_in(t, &options, mail_half);
    check_found(t, &options, SEVERITY_WARNING, "e-mail", "no password");
    check_found(t, &options, SEVERITY_WARNING, "public address", "is not set");
}

TEST(a_list_of_stolen_passwords_that_cannot_be_searched_is_warned_of)
{
    const ServeOptions options = given_folder(t);
    const char *path = arena_format(t->ctx->arena, "%s/breached-passwords", options.house.data);
    FILE *file = fopen(path, "we");
    check(t, file && fputs("123456\n", file) >= 0);
    check_int(t, fclose(file), 0);
    check_found(t, &options, SEVERITY_WARNING, "breached passwords", "no sorted list");
}

static char *given_key(T *t, const char *name)
{
    char *path = arena_format(t->ctx->arena, "%s/%s.key", t->folder, name);
    char *command = arena_format(t->ctx->arena,
                                 "openssl req -x509 -newkey ec -pkeyopt"
                                 " ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=localhost"
                                 " -keyout %s -out %s/%s.crt 2>/dev/null",
                                 path, t->folder, name);
    check_int(t, system(command), 0);
    return path;
}

TEST(a_certificate_without_its_key_is_found)
{
    ServeOptions options = options_of(t, "data");
    char *key = given_key(t, "one"), *other = given_key(t, "two");
    options.server.certificate = arena_format(t->ctx->arena, "%s/one.crt", t->folder);
    options.server.key = key;
    check_found(t, &options, SEVERITY_OK, "certificate", "it holds for");
    options.server.key = other;
    check_found(t, &options, SEVERITY_ERROR, "certificate", "is not the key of");
    options.server.key = options.server.certificate;
    const Inspection in = looked(t, &options);
    check(t, strstr(finding_of(&in, "certificate")->message, "holds no key"));
    options.server.certificate = "/nowhere/one.crt";
    check_found(t, &options, SEVERITY_ERROR, "certificate", "cannot be read");
}

TEST(findings_are_given_as_json)
{
    ServeOptions options = options_of(t, "data");
    options.server.listen = "nowhere";
    const Inspection in = looked(t, &options);
    Buf out;
    buf_init(&out, t->ctx->arena);
    json_encode(&out, &inspection_shape, &in, &(View){0});
    const char *start =
        "{\"worst\":\"error\",\"errors\":1,\"schema\":null,\"findings\":[{\"severity\":\"error\","
        "\"subject\":\"address\",\"message\":\"nowhere is not ADDRESS:PORT\"";
    check(t, strncmp(out.data, start, strlen(start)) == 0);
}
