#include "notify/rounds.h"

#include "db/db.h"
#include "house.h"
#include "job/job.h"

enum { ROUNDS = 8 };

static Status take(Ctx *ctx, void *work)
{
    const Rounds *rounds = work;
    *rounds->round = (Round){0};
    return rounds->take(ctx, rounds->parcels);
}

static Status note_all(Ctx *ctx, void *work)
{
    const Rounds *rounds = work;
    Status s = OK;
    for (size_t i = 0; !s && i < rounds->round->count; i++)
        s = rounds->note(ctx, rounds->parcels, i);
    return s;
}

static Status plan_next(Ctx *ctx, void *work)
{
    const Rounds *rounds = work;
    int64_t next;
    Status s = rounds->next(ctx, &next);
    return s || next == NONE ? s : job_add(ctx, rounds->kind, "due", 0, NULL, next);
}

Status rounds_run(Ctx *ctx, const Rounds *rounds)
{
    struct Database *database = ctx->house->database;
    Rounds work = *rounds;
    Status s = OK;
    for (int round = 0; !s && round < ROUNDS; round++) {
        s = database_write(ctx, database, take, &work);
        if (s || !work.round->taken) break;
        s = rounds->send(ctx, rounds->parcels);
        if (!s) s = database_write(ctx, database, note_all, &work);
    }
    return s ? s : database_write(ctx, database, plan_next, &work);
}
