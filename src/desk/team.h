/* team.h -- who works tickets together: name, outlet, members and what they are good at. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

typedef struct Team {
    int64_t id, version;
    const char *code; /* 1–32 characters */
    const char *name;
    const char *outlet; /* code; NULL: the whole company's */
    int64_t outlet_id;
    Texts skills; /* what the team takes: words of the company's own */
    bool closed;  /* gets no tickets any more */
} Team;
extern const Shape team_shape;
extern const Shape team_change_shape; /* without the code */

typedef struct TeamMember {
    int64_t account_id;
    const char *login;
    bool lead;    /* told of what is late */
    Texts skills; /* what this member is good at */
} TeamMember;
extern const Shape team_member_shape;

/* In the transaction of ctx; all audited. INVALID when the outlet is unknown or out of the person's
 * scope, CONFLICT when the code is taken. */
Status team_create(Ctx *ctx, Team *team);

/* NOT_FOUND, STALE, INVALID. */
Status team_change(Ctx *ctx, const char *code, int64_t version, const Team *change, Team *out);

/* By code, in the scope of ctx's person; teams of the whole company are everybody's. NOT_FOUND. */
Status team_find(Ctx *ctx, const char *code, Team *out);

/* The same by id, whatever the scope. NOT_FOUND. */
Status team_by_id(Ctx *ctx, int64_t id, Team *out);

/* By code; at most 1,000. */
Status team_list(Ctx *ctx, List *out);

/* Puts a member in (by login), or changes it; takes it out. INVALID when there is no such open
 * account; NOT_FOUND. */
Status team_member_put(Ctx *ctx, const char *code, const TeamMember *member);
Status team_member_remove(Ctx *ctx, const char *code, const char *login);

/* TeamMember by login; at most 1,000. */
Status team_members(Ctx *ctx, int64_t team_id, List *out);

/* Whether that account is open: who left is told of nothing any more. */
Status team_may_be_told(Ctx *ctx, int64_t account_id, bool *out);

/* Who is told of what is late: the leads, and members who are supervisors (TeamMember by login); at
 * most 20. */
Status team_leads(Ctx *ctx, int64_t team_id, List *out);

/* Who is told where nobody else is: the supervisors in whose scope the outlet is (0: those of the
 * whole company), first those of an outlet, then by login (TeamMember); at most 20. */
Status team_supervisors(Ctx *ctx, int64_t outlet_id, List *out);

/* Whether the account is in the team. */
Status team_has(Ctx *ctx, int64_t team_id, int64_t account_id, bool *out);
