/* house.h -- the long-lived objects of a running Parceldesk, handed to every piece of work.
 *
 * Opened once, closed once; each member is declared by the header named beside it.
 *
 * The data folder (mode 0700) holds keys (the key file), parceldesk.db and its companions (unless
 * another database is named), intake/, files/ (file/blob.h), archiving/ (backup/archive.h), node.N
 * (locked by the process that makes ids as node N) and serve.lock (locked by the server). Commands
 * work beside a running server. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

struct Access;
struct Archive;
struct Database;
struct DeskBooks;
struct Feed;
struct Intake;
struct Jobs;
struct Keys;
struct Log;
struct MetadataCache;
struct Metrics;
struct Outlets;
struct Settings;
struct Slice;

typedef struct House {
    Source *source;                 /* base/ctx.h */
    struct Database *database;      /* db/db.h: the main one */
    struct Intake *intake;          /* waybill/intake.h; NULL in commands that take nothing in */
    struct Keys *keys;              /* access/keys.h: what seals personal data */
    struct Settings *settings;      /* access/setting.h: the company's zone, currency, thresholds */
    struct Outlets *outlets;        /* access/outlet.h: the tree in memory */
    struct Access *access;          /* access/access.h: who was seen lately */
    struct MetadataCache *provider; /* oidc/metadata.h: what the sign-in provider says of itself */
    struct DeskBooks *desk;         /* desk/book.h: what tickets are measured by */
    struct Feed *feed;       /* http/feed.h: what changes, for those who listen; NULL without a
                                server */
    struct Metrics *metrics; /* base/metrics.h */
    struct Jobs *jobs;       /* job/job.h; NULL without a server */
    struct Archive *archive; /* backup/archive.h; NULL where nothing is archived */
    const struct Log *log;   /* base/log.h: for the edges; NULL: none */
    const struct Slice *const *slices; /* slices.h; ends with NULL */
    const char *data_folder;
    Source *outer_source; /* what ctx had before */
    bool source_is_lent;
    bool watch_is_off;         /* this process leaves the watch's timers to another */
    int node_lock, serve_lock; /* open files; -1: none */
} House;

typedef struct HouseOptions {
    const char *data;     /* the data folder; made where it is not there, unless `read_only` or
                             `present` */
    const char *database; /* URL; NULL: DATA/parceldesk.db */
    bool read_only;       /* nothing is created or migrated, no ids are made */
    bool present;         /* NOT_FOUND where folder, keys or the embedded database are not there */
    bool server;          /* takes serve.lock: CONFLICT when another server has the folder */
    bool watch_is_off;    /* leaves the watch's timers to another process */
    bool throw_away;      /* a test's: no fsync, little memory, few connections, late preparing */
    size_t cache_bytes;   /* for the database's pages; 0: a quarter of the machine's memory */
    int node;             /* 0–63; -1: the first that is free in this folder. Servers on several
                             machines that share a database must each be given their own */
    int64_t start_ms;     /* 0, or the instant at which the clock starts */
    bool clock_stands;    /* there, until a request under test moves it: http/trial.h */
    Source *source;       /* NULL: a real one. Otherwise it stays the caller's */
} HouseOptions;

/* Opens folder, clock, keys, database, settings, outlets; puts in shipped data; sets ctx->house and
 * ctx->source. What was opened is closed again when a later step fails. Jobs, intake and feed are
 * the server's. */
Status house_open(Ctx *ctx, const HouseOptions *options);

/* The URL of the main database, in ctx's arena; NULL if there is no memory. */
const char *house_database_url(Ctx *ctx, const HouseOptions *options);

/* CONFLICT where the data folder has no key file and `has_data` says that the database holds
 * something already: a new one would open nothing of it. */
Status house_check_keys(Ctx *ctx, const HouseOptions *options, bool has_data);

/* Points the ctx of a piece of work at the house (NULL: none) and at the currency that money is in
 * now. */
void house_enter(Ctx *ctx, struct House *house);

/* Closes ctx->house, where there is one, in the opposite order, and gives ctx its earlier source
 * back. */
void house_close(Ctx *ctx);
