#include "command.h"

#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "db/db.h"

#define DATA_FOLDER "var"

const Option house_options[] = {
    {"data", "FOLDER", "The data folder; else PARCELDESK_DATA, else var", false},
    {"database", "URL", "postgresql://… instead of the embedded one; else PARCELDESK_DATABASE",
     false},
    {"node", "N", "0–63: which of several machines on one database this is", false},
    {NULL}};

static const char *given_or(const char *given, const char *variable, const char *otherwise)
{
    const char *set = getenv(variable);
    if (given) return given;
    return set && *set ? set : otherwise;
}

static Status read_node(Ctx *ctx, const Cli *cli, int *out)
{
    int64_t node = -1;
    Status s = cli_int(ctx, cli, "node", -1, &node);
    if (!s && (node < -1 || node > 63)) return fail_field(ctx, "--node", "from 0 to 63");
    *out = (int)node;
    return s;
}

static Status read_start(Ctx *ctx, HouseOptions *out)
{
    const char *text = getenv("PARCELDESK_NOW"), *clock = getenv("PARCELDESK_CLOCK");
    out->start_ms = 0;
    if (!text || !*text) return OK;
    Status s = instant_parse(ctx, text, strlen(text), NULL, &out->start_ms, NULL, NULL);
    out->clock_stands = clock && strcmp(clock, "stands") == 0;
    return s ? fail_field(ctx, "PARCELDESK_NOW", "an instant, such as 2026-11-22T08:00:00Z") : OK;
}

/* Where several servers share a database, one of them is enough to look at what is due. */
static Status read_watch(Ctx *ctx, bool *is_off)
{
    const char *text = getenv("PARCELDESK_WATCH");
    *is_off = text && strcmp(text, "off") == 0;
    if (!text || !*text || *is_off || strcmp(text, "on") == 0) return OK;
    return fail_field(ctx, "PARCELDESK_WATCH", "on or off");
}

Status house_options_read(Ctx *ctx, const Cli *cli, HouseOptions *out)
{
    *out = (HouseOptions){.data = given_or(cli_value(cli, "data"), "PARCELDESK_DATA", DATA_FOLDER),
                          .database =
                              given_or(cli_value(cli, "database"), "PARCELDESK_DATABASE", NULL)};
    Status s = read_node(ctx, cli, &out->node);
    if (!s) s = read_watch(ctx, &out->watch_is_off);
    return s ? s : read_start(ctx, out);
}

static Status open_house(Ctx *ctx, const Cli *cli, CommandNeeds needs)
{
    HouseOptions options;
    if (needs == NEEDS_NOTHING) return OK;
    Status s = house_options_read(ctx, cli, &options);
    options.read_only = needs == NEEDS_READING;
    options.present = needs == NEEDS_PRESENT;
    if (!s) s = house_open(ctx, &options);
    if (s || !options.read_only) return s;
    return database_reader(ctx, ctx->house->database);
}

static void close_house(Ctx *ctx)
{
    if (ctx->house && ctx->db) database_give_back(ctx, ctx->house->database);
    house_close(ctx);
}

const CliHouse cli_house = {.options = house_options, .open = open_house, .close = close_house};
