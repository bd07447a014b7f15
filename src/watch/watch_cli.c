#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/setting.h"
#include "base/instant.h"
#include "base/json.h"
#include "db/db.h"
#include "house.h"
#include "watch/observer.h"
#include "watch/replay_load.h"
#include "watch/watch_slice.h"

/* "6h", "1d": whole hours or days. */
static Status read_step(Ctx *ctx, const char *text, int64_t *out)
{
    *out = DAY_MS;
    if (text == NULL) return OK;
    char *end;
    const long count = strtol(text, &end, 10);
    const bool known = (*end == 'h' || *end == 'd') && end[1] == '\0';
    if (!known || count < 1 || count > 366)
        return fail_field(ctx, "step", "hours or days, as in 6h or 1d");
    *out = count * (*end == 'h' ? HOUR_MS : DAY_MS);
    return OK;
}

typedef struct Asked {
    EtaStart start; /* of `daily`: not looked at */
    ReplayOptions options;
    EtaTuning tuning;
    bool json;
} Asked;

static const Field tuning_fields[] = {FIELD_REAL(EtaTuning, now_half_life),
                                      FIELD_REAL(EtaTuning, now_weight),
                                      FIELD_REAL(EtaTuning, return_rate),
                                      FIELD_REAL(EtaTuning, level_half_life),
                                      FIELD_REAL(EtaTuning, effect_weight),
                                      FIELD_REAL(EtaTuning, sender_weight),
                                      FIELD_REAL(EtaTuning, hour_weight),
                                      FIELD_REAL(EtaTuning, weekday_weight),
                                      FIELD_REAL(EtaTuning, promised_weight),
                                      FIELD_REAL(EtaTuning, receiver_weight),
                                      FIELD_REAL(EtaTuning, promised_part),
                                      FIELD_REAL(EtaTuning, receiver_part),
                                      FIELD_REAL(EtaTuning, recent_half_life),
                                      FIELD_REAL(EtaTuning, recent_weight),
                                      FIELD_REAL(EtaTuning, width_half_life),
                                      FIELD_REAL(EtaTuning, width_weight),
                                      FIELD_REAL(EtaTuning, shape_days),
                                      FIELD_REAL(EtaTuning, shape_weight),
                                      FIELD_END};
static const Shape tuning_shape = SHAPE(EtaTuning, tuning_fields, "The method's constants");

/* "now_half_life=7,shape_days=120": instead of the constants in force. */
static Status read_tuning(Ctx *ctx, const char *text, EtaTuning *out)
{
    *out = eta_standard;
    while (text != NULL && *text != '\0') {
        const size_t length = strcspn(text, ","), name = strcspn(text, "=,");
        const char *key = arena_text_n(ctx->arena, text, name);
        if (key == NULL) return no_memory(ctx);
        const Field *field = shape_field(&tuning_shape, key);
        if (field == NULL || name >= length)
            return fail_field(ctx, "try", "constants as in now_half_life=7,shape_days=120");
        Status s = field_from_text(ctx, field, out, text + name + 1, length - name - 1, NULL);
        if (s) return s;
        text += length + (text[length] == ',');
    }
    return OK;
}

static Status read_times(Ctx *ctx, const Cli *cli, ReplayOptions *out)
{
    const char *zone = setting_text(ctx, SETTING_NAMED_ZONE);
    const bool frozen = cli_flag(cli, "frozen");
    int64_t from, to, as_of, warn;
    Status s = cli_date(ctx, cli, "from", NONE, &from);
    if (!s) s = cli_date(ctx, cli, "to", NONE, &to);
    if (!s) s = cli_date(ctx, cli, "as-of", NONE, &as_of);
    if (!s) s = cli_int(ctx, cli, "threshold", 30, &warn);
    if (!s) s = read_step(ctx, cli_value(cli, "step"), &out->step_ms);
    if (s) return s;
    if (from == NONE) return fail_field(ctx, "from", "the first day must be given");
    if (to != NONE && to < from) return fail_field(ctx, "to", "not before the first day");
    if (warn < 1 || warn > 100) return fail_field(ctx, "threshold", "a percentage from 1 to 100");
    out->from_ms = date_instant(from, zone);
    out->to_ms = to == NONE ? INT64_MAX : date_instant(to + 1, zone);
    if (frozen && as_of != NONE) return fail_field(ctx, "frozen", "is --as-of the first day");
    if (frozen) as_of = from;
    out->as_of_ms = as_of == NONE ? NONE : date_instant(as_of, zone);
    out->warn = (double)warn / 100;
    return OK;
}

static Status read_asked(Ctx *ctx, const Cli *cli, Asked *out)
{
    const char *at = cli_value(cli, "at"), *format = cli_value(cli, "format");
    const bool daily = at != NULL && strcmp(at, "day") == 0;
    const int64_t start = at == NULL || daily ? ETA_FROM_COLLECTED : name_value(eta_starts, at);
    if (start == NONE)
        return fail_field(ctx, "at", "day, ordered, or a stage from collected to at_pickup_point");
    if (format != NULL && strcmp(format, "json") != 0 && strcmp(format, "text") != 0)
        return fail_field(ctx, "format", "text or json");
    out->start = (EtaStart)start;
    out->options.daily = daily;
    out->json = format != NULL && strcmp(format, "json") == 0;
    out->options.tuning = &out->tuning;
    Status s = read_tuning(ctx, cli_value(cli, "try"), &out->tuning);
    return s ? s : read_times(ctx, cli, &out->options);
}

static void bands_text(Buf *out, const List *bands)
{
    const ReplayBand *band = bands->items;
    buf_text(out, "\n  P(late)        parcels   foretold       late\n");
    for (size_t i = 0; i < bands->count; i++, band++)
        buf_format(out, "  %.1f to %.1f %12lld %10.4f %10.4f\n", band->low, band->high,
                   (long long)band->n, band->foretold, band->late);
}

/* What the figures are, before them. */
static void known_text(Buf *out, const Asked *asked, const Replay *replay)
{
    if (replay->known == REPLAY_EACH_STEP) {
        buf_format(out,
                   "It learns on: at each step of %lld h what was delivered before the step is "
                   "known.\nWith --frozen nothing is learned from the first day on.\n\n",
                   (long long)(asked->options.step_ms / HOUR_MS));
        return;
    }
    buf_text(out, "It is frozen: whenever a parcel is judged, only what was delivered before ");
    field_to_text(out, shape_field(&replay_shape, "known_until"), replay, NULL);
    buf_text(out, " is known.\n\n");
}

static void replay_text(Buf *out, const Asked *asked, const Replay *replay)
{
    known_text(out, asked, replay);
    for (const Field *field = replay_shape.fields; field->name != NULL; field++) {
        if (field->kind == FIELD_KIND_LIST) continue;
        buf_format(out, "  %-20s", field->name);
        field_to_text(out, field, replay, NULL);
        buf_format(out, "  (%s)\n", field->doc);
    }
    bands_text(out, &replay->calibration);
}

static Status replay_print(Ctx *ctx, const Asked *asked, const Replay *replay)
{
    Buf out;
    buf_init(&out, ctx->arena);
    if (asked->json) {
        json_encode(&out, &replay_shape, replay, NULL);
        buf_char(&out, '\n');
    } else {
        replay_text(&out, asked, replay);
    }
    Status s = buf_check(ctx, &out);
    if (s) return s;
    if (fwrite(out.data, 1, out.length, stdout) != out.length)
        return fail(ctx, NO_SPACE, "what was asked for could not be written out");
    return OK;
}

static Status run_replay(Ctx *ctx, Cli *cli)
{
    Asked asked;
    Replay replay;
    Status s = read_asked(ctx, cli, &asked);
    if (s) return s;
    ReplayParcels parcels;
    s = replay_parcels_open(ctx, &parcels);
    if (!s) s = replay_parcels_load(ctx, &parcels, asked.options.daily ? 0 : asked.start);
    if (!s) s = replay_run(ctx, parcels.items, parcels.count, &asked.options, &replay);
    if (!s) s = replay_print(ctx, &asked, &replay);
    replay_parcels_close(&parcels);
    return s;
}

static Status rebuild(Ctx *ctx, void *work)
{
    (void)work;
    return watch_rebuild(ctx);
}

static Status run_rebuild(Ctx *ctx, Cli *cli)
{
    (void)cli;
    return database_write_in(ctx, ctx->house->database, LANE_LONG, rebuild, NULL);
}

static const Option replay_options[] = {
    {"at", "STAGE|day",
     "When parcels are foretold: ordered, collected, hub_in …, or day: at each step, while under "
     "way; collected",
     false},
    {"from", "DATE", "Parcels that reached it from this day on, in the company's zone", false},
    {"to", "DATE", "… to this day, included", false},
    {"step", "1d", "How often what was learned is looked at anew: hours or days", false},
    {"frozen", NULL,
     "Learn nothing that was delivered from the first day on, instead of learning on", false},
    {"as-of", "DATE", "… on or after this day", false},
    {"threshold", "PERCENT", "A parcel is warned of from this P(late) on; 30", false},
    {"try", "NAME=VALUE,…", "Other constants of the method than those in force", false},
    {"format", "text|json", "How to print; text when it is not given", false},
    {NULL, NULL, NULL, false}};
static const Option no_options[] = {{NULL, NULL, NULL, false}};

const Command watch_commands[] = {
    {"watch replay", "", "Walk history as if it were happening, and tell how right the ETA was",
     "At each step only what was delivered before it is known; with --frozen, before the first "
     "day.",
     replay_options, NEEDS_READING, run_replay},
    {"watch rebuild", "", "Learn all times anew from the parcels", NULL, no_options, NEEDS_PRESENT,
     run_rebuild},
    {NULL, NULL, NULL, NULL, NULL, NEEDS_NOTHING, NULL}};
