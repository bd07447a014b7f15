/* visit.h -- one request of a visitor, on its way through the pages; for the files of portal/. */
#pragma once

#include "access/person.h"
#include "http/route.h"
#include "portal/portal_page.h"

#define VISIT_PAGE_TYPE "text/html; charset=utf-8"

typedef struct VisitQuery {
    const char *lang, *no, *name;
    int64_t ask;       /* PortalAsk */
    const char *photo; /* given: why the one just sent was not taken (PhotoRefusal) */
} VisitQuery;
extern const Shape visit_query_shape;

typedef struct Visit {
    PortalPage page; /* its visitor is NULL where nobody is signed in */
    Visitor visitor;
    const Person *who; /* whom the gate saw: the pages act for the company instead */
} Visit;

/* Finds out who visits; `here` is the page's own address. Until visit_end() the work is the
 * system's: the pages themselves say what is whose. FORBIDDEN, without a cookie too, for what
 * another site sends: it could sign a visitor in as somebody else. */
Status visit_begin(Ctx *ctx, Request *req, const char *here, Visit *visit);
void visit_end(Ctx *ctx, const Visit *visit);

/* Answers with a page. */
Status visit_page(Ctx *ctx, Request *req, int http_status, Buf **out);

/* Leads on to an address of these pages, in the visitor's language, with what they came for. */
Status visit_lead(Ctx *ctx, Request *req, const Visit *visit, const char *path);

/* A field of the form; "" where there is none. INVALID as form_value(). */
Status visit_field(Ctx *ctx, const Request *req, const char *name, const char **out);

extern const Route visit_ask_routes[];     /* ask_api.c */
extern const Route visit_request_routes[]; /* request_api.c */
extern const Route visit_photo_routes[];   /* photo_api.c */
