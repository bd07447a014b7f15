#include "http/outside.h"

#include <pthread.h>

#include "http/server_state.h"

#define OUTSIDE_MOST 16
#define AGAIN_S 5

static void *work(void *of)
{
    Request *req = of;
    struct Server *server = req->server;
    trial_resume(req);
    Status s = request_route(req)->run(&req->ctx, req);
    if (!s) s = reply_check(req);
    trial_pause(req);
    atomic_fetch_sub(&server->outside, 1);
    request_resume(req, s);
    return NULL;
}

static bool thread_begin(Request *req)
{
    pthread_t thread;
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return false;
    bool begun = pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED) == 0 &&
                 pthread_create(&thread, &attributes, work, req) == 0;
    pthread_attr_destroy(&attributes);
    return begun;
}

void outside_run(Request *req)
{
    struct Server *server = req->server;
    bool room = atomic_fetch_add(&server->outside, 1) < OUTSIDE_MOST;
    if (room && thread_begin(req)) return;
    atomic_fetch_sub(&server->outside, 1);
    Status s = fail(&req->ctx, UNAVAILABLE, "too many wait for another machine: try again soon");
    problem_retry(&req->ctx, AGAIN_S);
    request_resume(req, s);
}
