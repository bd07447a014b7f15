#include "waybill/observers.h"

struct Observers {
    size_t count; /* opened */
    void *states[];
};

Status observers_open(Ctx *ctx, Observers **out)
{
    size_t count = 0;
    while (waybill_observers[count])
        count++;
    *out = NULL;
    Observers *observers = memory_alloc(sizeof *observers + count * sizeof(void *));
    if (!observers) return no_memory(ctx);
    Status s = OK;
    for (size_t i = 0; !s && i < count; i++) {
        s = waybill_observers[i]->open(ctx, &observers->states[i]);
        if (!s) observers->count++;
    }
    if (s)
        observers_close(observers);
    else
        *out = observers;
    return s;
}

void observers_close(Observers *observers)
{
    if (!observers) return;
    for (size_t i = 0; i < observers->count; i++)
        waybill_observers[i]->close(observers->states[i]);
    memory_free(observers);
}

Status observers_changed(Ctx *ctx, Observers *observers, const WaybillFacts *before,
                         const WaybillFacts *after)
{
    Status s = OK;
    for (size_t i = 0; !s && i < observers->count; i++)
        s = waybill_observers[i]->changed(ctx, observers->states[i], before, after);
    return s;
}

Status observers_flush(Ctx *ctx, Observers *observers)
{
    Status s = OK;
    for (size_t i = 0; !s && i < observers->count; i++)
        s = waybill_observers[i]->flush(ctx, observers->states[i]);
    return s;
}

void observers_forget(Observers *observers)
{
    for (size_t i = 0; i < observers->count; i++)
        waybill_observers[i]->forget(observers->states[i]);
}
