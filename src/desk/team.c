#include "desk/team.h"

#include "access/audit.h"
#include "access/outlet.h"
#include "desk/team_store.h"

#define DETAILS                                                                                    \
    FIELD_TEXT(Team, name, .required = true, .min = 1, .max = 80, .doc = "As people call it"),     \
        FIELD_TEXT(Team, outlet, .max = 32, .doc = "Code of its outlet; null: of the company"),    \
        FIELD_TEXTS(Team, skills, .max = 50, .doc = "What it takes, in words of your own"),        \
        FIELD_BOOL(Team, closed, .doc = "It gets no tickets any more")

static const Field team_fields[] = {
    FIELD_ID(Team, id, .read_only = true, .doc = "Its id"),
    FIELD_INT(Team, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_TEXT(Team, code, .required = true, .min = 1, .max = 32, .example = "CLAIMS",
               .doc = "Short and unique"),
    DETAILS, FIELD_END};
const Shape team_shape = SHAPE(Team, team_fields, "People who work tickets together");

static const Field change_fields[] = {DETAILS, FIELD_END};
const Shape team_change_shape = {.name = "TeamChange",
                                 .doc = "A team as it is to be, whole",
                                 .size = sizeof(Team),
                                 .fields = change_fields};

static const Field member_fields[] = {
    FIELD_ID(TeamMember, account_id, .read_only = true, .doc = "Account"),
    FIELD_TEXT(TeamMember, login, .read_only = true, .doc = "Its login"),
    FIELD_BOOL(TeamMember, lead, .doc = "Is told of what is late"),
    FIELD_TEXTS(TeamMember, skills, .max = 50, .doc = "What this member is good at"), FIELD_END};
const Shape team_member_shape = SHAPE(TeamMember, member_fields, "A member of a team");

static Status find_outlet(Ctx *ctx, Team *team)
{
    team->outlet_id = team->outlet ? outlet_id_of(ctx, team->outlet) : 0;
    if (team->outlet && !team->outlet_id)
        return fail_field(ctx, "outlet", "there is no outlet %s", team->outlet);
    if (team->outlet_id ? outlet_visible(ctx, team->outlet_id) : !scope_outlet(ctx)) return OK;
    return fail_field(ctx, "outlet", "must be one that you see");
}

Status team_create(Ctx *ctx, Team *team)
{
    Status s = find_outlet(ctx, team);
    if (s) return s;
    team->id = ctx_id(ctx);
    team->version = 1;
    s = team_store_insert(ctx, team);
    if (s == CONFLICT) return fail(ctx, CONFLICT, "there is a team %s already", team->code);
    return s ? s : audit_write(ctx, "team.create", "team", team->id, NULL);
}

Status team_find(Ctx *ctx, const char *code, Team *out)
{
    Status s = team_store_by_code(ctx, code, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no team %s", code) : s;
}

Status team_by_id(Ctx *ctx, int64_t id, Team *out)
{
    Status s = team_store_by_id(ctx, id, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no such team") : s;
}

/* The team, where ctx's person may change it: the company's are for who sees the company. */
static Status team_to_change(Ctx *ctx, const char *code, Team *out)
{
    Status s = team_find(ctx, code, out);
    if (!s && !out->outlet_id) s = scope_check_whole(ctx, "teams of the company are");
    return s;
}

Status team_change(Ctx *ctx, const char *code, int64_t version, const Team *change, Team *out)
{
    Team old;
    bool written = false;
    Status s = team_to_change(ctx, code, &old);
    if (s) return s;
    *out = *change;
    out->id = old.id;
    out->code = old.code;
    out->version = version + 1;
    s = find_outlet(ctx, out);
    if (!s) s = team_store_update(ctx, out, version, &written);
    if (!s && !written)
        s = fail(ctx, STALE, "team %s is at version %lld, not %lld", code, (long long)old.version,
                 (long long)version);
    return s ? s : audit_write(ctx, "team.change", "team", out->id, NULL);
}

Status team_list(Ctx *ctx, List *out)
{
    return team_store_list(ctx, out);
}

Status team_member_put(Ctx *ctx, const char *code, const TeamMember *member)
{
    Team team;
    TeamMember row = *member;
    Status s = team_to_change(ctx, code, &team);
    if (!s) s = desk_store_account(ctx, member->login, &row.account_id);
    if (!s && !row.account_id)
        s = fail_field(ctx, "login", "nobody signs in as \"%.60s\"", member->login);
    if (!s) s = team_store_put_member(ctx, team.id, &row);
    return s ? s : audit_write(ctx, "team.member_put", "team", team.id, NULL);
}

Status team_member_remove(Ctx *ctx, const char *code, const char *login)
{
    Team team;
    int64_t account_id = 0;
    bool removed = false;
    Status s = team_to_change(ctx, code, &team);
    if (!s) s = desk_store_account(ctx, login, &account_id);
    if (!s && account_id) s = team_store_remove_member(ctx, team.id, account_id, &removed);
    if (!s && !removed) s = fail(ctx, NOT_FOUND, "\"%.60s\" is not in that team", login);
    return s ? s : audit_write(ctx, "team.member_remove", "team", team.id, NULL);
}

Status team_members(Ctx *ctx, int64_t team_id, List *out)
{
    return team_store_members(ctx, team_id, 1000, out);
}

Status team_may_be_told(Ctx *ctx, int64_t account_id, bool *out)
{
    int64_t count = 0;
    Status s = team_store_open_account(ctx, account_id, &count);
    *out = count > 0;
    return s;
}

enum { TOLD_MAX = 20 };

Status team_leads(Ctx *ctx, int64_t team_id, List *out)
{
    return team_store_leads(ctx, team_id, TOLD_MAX, out);
}

Status team_supervisors(Ctx *ctx, int64_t outlet_id, List *out)
{
    return team_store_supervisors(ctx, outlet_id, TOLD_MAX, out);
}

Status team_has(Ctx *ctx, int64_t team_id, int64_t account_id, bool *out)
{
    int64_t count = 0;
    Status s = team_store_has(ctx, team_id, account_id, &count);
    *out = count > 0;
    return s;
}
