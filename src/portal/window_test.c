#include <pthread.h>

#include "complaint/complaint.h"
#include "db/db.h"
#include "portal/request.h"
#include "test.h"

enum { WINDOWS = 4 };

/* A window of the visitor's, in which the form is sent. */
typedef struct Window {
    T *t;
    Database *database;
    const Visitor *visitor;
    Ticket ticket;
    Status status;
    pthread_t thread;
} Window;

static Status complain_once(Ctx *ctx, void *work)
{
    Window *window = work;
    const RequestAsk ask = {
        .no = "YT7100000000001", .about = CATEGORY_DELAY, .description = "晚了两天", .name = "王"};
    return request_open(ctx, window->visitor, &ask, &window->ticket);
}

static void *window_run(void *arg)
{
    Window *window = arg;
    Ctx ctx;
    Arena *arena = arena_new();
    ctx_init(&ctx, arena, window->t->ctx->source);
    ctx.house = window->t->house;
    ctx.request_id = "test";
    window->status = database_write(&ctx, window->database, complain_once, window);
    arena_release(arena);
    return NULL;
}

static void given_parcel(T *t, const char *no, const char *phone)
{
    WaybillInput input;
    shape_clear(&waybill_input_shape, &input);
    input.carrier = "yto";
    input.no = no;
    input.receiver_phone = phone;
    UpsertRow row = {.thing = &input, .number = 1};
    check_ok(t, waybill_apply(t->ctx, &row, 1));
}

/* As two servers would that share a database. */
TEST_DB(a_complaint_that_is_sent_from_several_windows_at_once_is_one)
{
    const Visitor visitor = {.contact = "13800138001"};
    const DatabaseOptions options = {
        .url = t->url, .synchronous_off = true, .prepare_late = true, .busy_ms = 60000};
    Database *other;
    Window windows[WINDOWS];
    List requests;
    given_parcel(t, "YT7100000000001", visitor.contact);
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    check_ok(t, database_open(t->ctx, &options, &other));
    for (int i = 0; i < WINDOWS; i++) {
        windows[i] =
            (Window){.t = t, .database = i % 2 ? other : t->house->database, .visitor = &visitor};
        check(t, !pthread_create(&windows[i].thread, NULL, window_run, &windows[i]));
    }
    for (int i = 0; i < WINDOWS; i++)
        pthread_join(windows[i].thread, NULL);
    database_close(other);
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
    for (int i = 0; i < WINDOWS; i++) {
        check_status(t, windows[i].status, OK);
        check_int(t, windows[i].ticket.id, windows[0].ticket.id);
    }
    check_ok(t, request_list(t->ctx, &visitor, &requests));
    check_int(t, requests.count, 1);
}
