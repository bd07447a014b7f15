/* session_reply.h -- what routes that sign somebody in have in common. */
#pragma once

#include "access/session.h"
#include "http/route.h"

/* What reply_signed_in answers: who one is. */
extern const Shape me_shape;

/* Agent and address of the request into `out`, in ctx's arena. NO_MEMORY. */
Status sign_in_origin(Ctx *ctx, Request *req, SignIn *out);

/* Sets the session's cookie, and the browser's where there is one, and tells who one is. */
Status reply_signed_in(Ctx *ctx, Request *req, const SignedIn *in);
