/* house.h -- the long-lived objects of a running Parceldesk, handed to every piece of work.
 *
 * Opened once by main.c, closed once; each member is declared by the header named beside it. */
#pragma once

#include <stdint.h>

#include "base/ctx.h"

struct Database;
struct Keys;
struct Feed;
struct Metrics;
struct Intake;
struct Slice;
struct Jobs;
struct Settings;

typedef struct House {
    Source *source;            /* base/ctx.h */
    struct Database *database; /* db/db.h: the main one */
    struct Intake *intake;     /* waybill/intake.h; NULL in commands that take nothing in */
    struct Keys *keys;         /* access/keys.h: what seals personal data */
    struct Settings *settings; /* access/settings.h: the company's zone, currency, thresholds */
    struct Feed *feed; /* http/feed.h: what changes, for those who listen; NULL without a server */
    struct Metrics *metrics;           /* base/metrics.h */
    struct Jobs *jobs;                 /* job/job.h */
    const struct Slice *const *slices; /* slices.h; ends with NULL */
    const char *data_folder;
} House;
