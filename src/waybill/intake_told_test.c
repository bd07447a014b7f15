/* What is said of rows that nobody else hears were refused. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "db/db.h"
#include "test.h"
#include "waybill/intake.h"

static const char push[] =
    "{\"lastResult\":{\"com\":\"yuantong\",\"nu\":\"YT1234567890123\",\"data\":["
    "{\"ftime\":\"2026-02-30 10:00:00\",\"context\":\"x\",\"statusCode\":\"1\"},"
    "{\"ftime\":\"2026-11-20 10:00:00\",\"context\":\"x\",\"statusCode\":\"1\"}]}}";

TEST_DB(the_log_names_the_receipt_of_a_push_of_which_something_was_refused)
{
    char text[1024];
    const char *path = arena_format(t->ctx->arena, "%s/log", t->folder);
    const Log log = {.file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600), .least = LEVEL_INFO};
    const struct Log *before = t->house->log;
    t->house->log = &log;
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    check_ok(t, intake_open(t->ctx, t->url, &t->house->intake));
    const IntakePayload payload = {
        .kind = "push.kuaidi100", .body = push, .length = strlen(push), .wait = true};
    IntakeOutcome outcome;
    check_ok(t, intake_take(t->ctx, t->house->intake, &payload, &outcome));
    intake_close(t->house->intake);
    t->house->intake = NULL;
    t->house->log = before;
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
    check_int(t, outcome.rejected, 1);
    ssize_t length = pread(log.file, text, sizeof text - 1, 0);
    close(log.file);
    check(t, length > 0);
    text[length > 0 ? length : 0] = 0;
    check(t, strstr(text, " level=warning event=intake "));
    check(t, strstr(text, arena_format(t->ctx->arena, " id=%lld received=2 refused=1",
                                       (long long)outcome.id)));
}
