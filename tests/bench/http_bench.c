/* Serves one route whose answer is a struct of 300 bytes as JSON: what the server itself costs,
 * without a database. Prints its address, and runs until its input ends. */
#include <stdio.h>

#include "house.h"
#include "http/server.h"

typedef struct Parcel {
    int64_t id, version;
    const char *carrier, *no, *stage, *outlet, *note;
    int64_t weight_g, collected_at, promised_at;
} Parcel;

static const Field parcel_fields[] = {FIELD_ID(Parcel, id),
                                      FIELD_INT(Parcel, version),
                                      FIELD_TEXT(Parcel, carrier),
                                      FIELD_TEXT(Parcel, no),
                                      FIELD_TEXT(Parcel, stage),
                                      FIELD_TEXT(Parcel, outlet),
                                      FIELD_TEXT(Parcel, note),
                                      FIELD_INT(Parcel, weight_g),
                                      FIELD_TIME(Parcel, collected_at),
                                      FIELD_TIME(Parcel, promised_at),
                                      FIELD_END};
static const Shape parcel_shape = SHAPE(Parcel, parcel_fields, "A parcel");

static Status api_parcel(Ctx *ctx, Request *req)
{
    Parcel parcel = {.version = 7,
                     .carrier = "sto",
                     .no = "771234567890123",
                     .stage = "out_for_delivery",
                     .outlet = "Hangzhou Xihu, Wensan Road",
                     .note = "Ring twice; leave with the neighbour on the left when nobody opens",
                     .weight_g = 1350,
                     .collected_at = INT64_C(1795334400000),
                     .promised_at = INT64_C(1795507200000)};
    Status s = path_id(ctx, req, "id", &parcel.id);
    return s ? s : reply(ctx, req, &parcel, &parcel_shape);
}

static const Route routes[] = {
    {GET, "/api/v1/parcels/{id}", RIGHT_PUBLIC, .run = api_parcel, .doc = "A parcel"}, ROUTE_END};

int main(void)
{
    const Route *const tables[] = {routes, NULL};
    House house = {.source = source_real(0, 0)};
    Ctx ctx;
    ctx_init(&ctx, arena_new(), house.source);
    ctx.house = &house;
    Server *server;
    ServerOptions options = {.listen = "127.0.0.1:0", .routes = tables};
    if (server_start(&ctx, &options, &server)) {
        fprintf(stderr, "%s\n", ctx.problem.message);
        return 1;
    }
    printf("%s\n", server_url(server));
    fflush(stdout);
    while (getchar() != EOF)
        ;
    server_stop(server);
    arena_release(ctx.arena);
    source_release(house.source);
    return 0;
}
