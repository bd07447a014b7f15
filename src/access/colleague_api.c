#include "access/colleague.h"
#include "access/page.h"
#include "access/tables.h"

/* The name is not masked: it is how colleagues speak of each other. */
static const Field colleague_fields[] = {
    FIELD_ID(Colleague, id, .doc = "Of the account"),
    FIELD_TEXT(Colleague, login, .doc = "As it stands in other answers"),
    FIELD_TEXT(Colleague, name, .doc = "What they are called; null where none was entered"),
    FIELD_TEXT(Colleague, outlet, .doc = "Code of their outlet; null: the whole company"),
    FIELD_BOOL(Colleague, closed, .doc = "May not sign in any more"),
    FIELD_END,
};
const Shape colleague_shape = SHAPE(Colleague, colleague_fields, "Somebody one works with");

static const Field query_fields[] = {
    FIELD_TEXTS(ColleagueQuery, who, .max = COLLEAGUES_ASKED_MAX,
                .doc = "Logins or ids of accounts; without it everybody whose account is open"),
    PAGE_FIELDS(ColleagueQuery),
    FIELD_END,
};
static const Shape query_shape = SHAPE(ColleagueQuery, query_fields, "Whose names");

static Status api_list(Ctx *ctx, Request *req)
{
    List colleagues;
    const char *next;
    Status s = colleague_list(ctx, request_query(req), &colleagues, &next);
    return s ? s : reply_list(ctx, req, &colleagues, &colleague_shape, next);
}

const Route colleague_routes[] = {
    {GET, "/api/v1/colleagues", .right = RIGHT_SIGNED_IN, .is_list = true, .query = &query_shape,
     .out = &colleague_shape, .run = api_list, .doc = "What those one works with are called"},
    ROUTE_END,
};
