#include "http/trial.h"

#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "http/server_state.h"

static Status stand_clock(Request *req)
{
    int64_t at;
    const char *text = request_header(req, "Parceldesk-Test-Clock");
    if (!text) return OK;
    Status s = instant_parse(&req->ctx, text, strlen(text), NULL, &at, NULL, NULL);
    if (s) return s;
    source_stand(req->ctx.source, at);
    return OK;
}

Status trial_read(Request *req)
{
    if (!req->server->options.testing) return OK;
    Status s = stand_clock(req);
    if (s) return s;
    const char *text = request_header(req, "Parceldesk-Test-Fail");
    const char *space = text ? strchr(text, ' ') : NULL;
    if (!space) return OK;
    long nth = strtol(space + 1, NULL, 10);
    req->trial.asked = true;
    if (strncmp(text, "allocation ", 11) == 0)
        req->trial.allocation = nth;
    else
        req->trial.statement = nth;
    return OK;
}

void trial_resume(Request *req)
{
    Trial *trial = &req->trial;
    if (trial->allocation > 0) memory_fail_at(trial->allocation);
    if (trial->statement > 0) req->ctx.fails_in = &trial->statement;
}

void trial_pause(Request *req)
{
    Trial *trial = &req->trial;
    if (trial->allocation > 0) {
        trial->allocation -= memory_fail_at(0);
        trial->met = trial->allocation <= 0;
    }
    if (req->ctx.fails_in) trial->met = trial->statement == 0;
    req->ctx.fails_in = NULL;
}

void trial_tell(Request *req)
{
    if (req->trial.asked)
        reply_header(req, "Parceldesk-Test-Failed", req->trial.met ? "yes" : "no");
}
