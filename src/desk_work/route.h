/* route.h -- which team a ticket goes to, as data.
 *
 * Rules are asked in the order of `position` (then code): the first whose conditions all hold says
 * the team and the skills that are needed. What is not given is whichever. A rule is never changed:
 * a change supersedes it by a new line of the same code, so that a ticket can say which version
 * sent it. */
#pragma once

#include "desk/ticket.h"

typedef struct RouteRule {
    int64_t id, version;
    const char *code;
    int64_t position;
    int64_t kind, channel; /* NONE: whichever */
    const char *category, *tier;
    const char *outlet;   /* code: it and those below */
    const char *language; /* "zh" or "en": of what the customer wrote */
    const char *region;   /* the beginning of the region code of the customer */
    const char *team;     /* code */
    Texts skills;         /* that who gets it must have, or the team */
} RouteRule;
extern const Shape route_rule_shape;
extern const Shape route_rule_change_shape; /* the same without the code */

/* What a rule is chosen by. */
typedef struct RouteSubject {
    const Ticket *ticket;
    const char *language; /* never NULL */
    const char *region;   /* of the customer; NULL: unknown */
} RouteSubject;

/* "zh" where a text holds a Chinese character, else "en"; NULL is "en". */
const char *route_language(const char *text);

/* Whether the rule's conditions hold. The outlet tree is asked by ctx. */
bool route_rule_fits(Ctx *ctx, const RouteRule *rule, const RouteSubject *subject);

/* Whether every word of `needs` is in `a` or in `b`; `*missing` names the first that is not. */
bool skills_cover(const Texts *needs, const Texts *a, const Texts *b, const char **missing);

/* --- keeping them: of the whole company, in the transaction of ctx; audited --- */

/* INVALID when team, outlet, language, category or tier is unknown, CONFLICT when the code is
 * taken. */
Status route_rule_create(Ctx *ctx, RouteRule *rule);

/* NOT_FOUND, STALE, INVALID. */
Status route_rule_change(Ctx *ctx, const char *code, int64_t version, const RouteRule *change,
                         RouteRule *out);

/* Takes it out of force. NOT_FOUND, STALE. */
Status route_rule_remove(Ctx *ctx, const char *code, int64_t version);

/* The one in force. NOT_FOUND. */
Status route_rule_find(Ctx *ctx, const char *code, RouteRule *out);

/* Those in force, in the order they are asked; at most 1,000. */
Status route_rule_list(Ctx *ctx, List *out);
