/* server_state.h -- what a running server holds; only src/http sees inside. */
#pragma once

#include "house.h"
#include "http/compress.h"
#include "http/counts.h"
#include "http/link.h"
#include "http/rate.h"
#include "http/request.h"
#include "http/server.h"

struct Server {
    ServerOptions options; /* with the defaults filled in */
    House *house;
    Source *source;
    Arena *arena; /* what lives as long as the server */
    Networks trusted, own_machine, metrics_readers;
    Router *router;
    Rates *rates;
    Compressor *compressor;
    StaticFiles *files;
    Counts *counts;
    Buf document; /* OpenAPI, as JSON */
    Links links;
    bool watching; /* links are open */
    atomic_size_t held;
    atomic_int outside; /* handlers that wait for other machines */
    atomic_bool stopping;
    int64_t started_ms;
    struct MHD_Daemon *daemon;
    int port;
    char url[64];
};
