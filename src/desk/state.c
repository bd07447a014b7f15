#include "desk/state.h"

#include <string.h>

#include "access/audit.h"
#include "access/person.h"
#include "desk/book.h"
#include "desk/book_store.h"

#define DETAILS                                                                                    \
    FIELD_ENUM(TicketState, kind, ticket_kinds, .doc = "Of tickets of this kind; null: of any"),   \
        FIELD_TEXT(TicketState, name_zh, .required = true, .min = 1, .max = 40,                    \
                   .doc = "As people see it, in Chinese"),                                         \
        FIELD_TEXT(TicketState, name_en, .required = true, .min = 1, .max = 40,                    \
                   .doc = "As people see it, in English"),                                         \
        FIELD_INT(TicketState, position, .max = 1000,                                              \
                  .doc = "Order within its type; tickets that move by themselves go to the "       \
                         "lowest"),                                                                \
        FIELD_BOOL(TicketState, closed, .doc = "No ticket is moved there any more")

static const Field state_fields[] = {
    FIELD_ID(TicketState, id, .read_only = true, .doc = "Its id"),
    FIELD_INT(TicketState, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_TEXT(TicketState, code, .required = true, .min = 1, .max = 40, .example = "in_review",
               .doc = "Small letters, digits and _"),
    FIELD_ENUM(TicketState, type, ticket_types, .required = true, .doc = "What it means"),
    DETAILS,
    FIELD_END};
const Shape ticket_state_shape =
    SHAPE(TicketState, state_fields, "Where a ticket stands, as the company names it");

static const Field change_fields[] = {DETAILS, FIELD_END};
const Shape ticket_state_change_shape = {.name = "TicketStateChange",
                                         .doc = "A state as it is to be, whole",
                                         .size = sizeof(TicketState),
                                         .fields = change_fields};

static const Field transition_fields[] = {
    FIELD_TEXT(TicketTransition, from_state, .required = true, .min = 1, .max = 40,
               .doc = "Code of a state"),
    FIELD_TEXT(TicketTransition, to_state, .required = true, .min = 1, .max = 40,
               .doc = "Code of a state"),
    FIELD_TEXT(TicketTransition, needs, .required = true, .max = 64, .example = "ticket.write",
               .doc = "The right that the move needs"),
    FIELD_INT(TicketTransition, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_END};
const Shape ticket_transition_shape =
    SHAPE(TicketTransition, transition_fields, "A move that exists");

const TicketState *ticket_state_of(const DeskBook *book, const char *code)
{
    const TicketState *states = book->states.items;
    for (size_t i = 0; i < book->states.count; i++)
        if (strcmp(states[i].code, code) == 0) return &states[i];
    return NULL;
}

const TicketState *ticket_state_first(const DeskBook *book, int64_t type, int64_t kind)
{
    const TicketState *states = book->states.items;
    for (size_t i = 0; i < book->states.count; i++) {
        const TicketState *state = &states[i];
        if (state->type == type && !state->closed && (state->kind == NONE || state->kind == kind))
            return state;
    }
    return NULL;
}

static const TicketTransition *find_move(const DeskBook *book, const char *from, const char *to)
{
    const TicketTransition *rows = book->transitions.items;
    for (size_t i = 0; i < book->transitions.count; i++)
        if (strcmp(rows[i].from_state, from) == 0 && strcmp(rows[i].to_state, to) == 0)
            return &rows[i];
    return NULL;
}

/* The code whose moves a state has: its own, where it has any. */
static const char *mover(const DeskBook *book, const TicketState *state)
{
    const TicketTransition *rows = book->transitions.items;
    for (size_t i = 0; i < book->transitions.count; i++)
        if (strcmp(rows[i].from_state, state->code) == 0 ||
            strcmp(rows[i].to_state, state->code) == 0)
            return state->code;
    return name_of(ticket_types, state->type);
}

int ticket_state_move_right(const DeskBook *book, const TicketState *from, const TicketState *to)
{
    const char *from_code = mover(book, from), *to_code = mover(book, to);
    if (from->type == to->type && strcmp(from_code, to_code) == 0)
        return TICKET_WRITE; /* between two names of the same thing */
    const TicketTransition *move = find_move(book, from_code, to_code);
    return move ? right_of(move->needs) : -1;
}

static Status check_code(Ctx *ctx, const char *code)
{
    for (const char *at = code; *at; at++)
        if (!((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') || *at == '_'))
            return fail_field(ctx, "code", "may hold small letters, digits and _ only");
    return OK;
}

Status ticket_state_create(Ctx *ctx, TicketState *state)
{
    Status s = scope_check_whole(ctx, "states of tickets are");
    if (!s) s = check_code(ctx, state->code);
    if (s) return s;
    state->id = ctx_id(ctx);
    state->version = 1;
    if (state->position == NONE) state->position = 100;
    s = ticket_state_store_insert(ctx, state);
    if (s == CONFLICT) return fail(ctx, CONFLICT, "there is a state %s already", state->code);
    if (!s) s = desk_book_changed(ctx);
    return s ? s : audit_write(ctx, "ticket_state.create", "ticket_state", state->id, NULL);
}

Status ticket_state_find(Ctx *ctx, const char *code, TicketState *out)
{
    Status s = ticket_state_store_by_code(ctx, code, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no state %s", code) : s;
}

Status ticket_state_change(Ctx *ctx, const char *code, int64_t version, const TicketState *change,
                           TicketState *out)
{
    TicketState old;
    bool written = false;
    Status s = scope_check_whole(ctx, "states of tickets are");
    if (!s) s = ticket_state_find(ctx, code, &old);
    if (s) return s;
    bool shipped = strcmp(old.code, name_of(ticket_types, old.type)) == 0;
    if (shipped && (change->closed || change->kind != NONE))
        return fail(ctx, CONFLICT, "state %s is what others fall back on: it stays open to all",
                    code);
    *out = *change;
    out->id = old.id;
    out->code = old.code;
    out->type = old.type;
    out->version = version + 1;
    if (out->position == NONE) out->position = old.position;
    s = ticket_state_store_update(ctx, out, version, &written);
    if (!s && !written)
        s = fail(ctx, STALE, "state %s is at version %lld, not %lld", code, (long long)old.version,
                 (long long)version);
    if (!s) s = desk_book_changed(ctx);
    return s ? s : audit_write(ctx, "ticket_state.change", "ticket_state", out->id, NULL);
}

Status ticket_state_list(Ctx *ctx, List *out)
{
    return ticket_state_store_list(ctx, out);
}

static Status check_end(Ctx *ctx, const char *field, const char *code)
{
    TicketState state;
    Status s = ticket_state_store_by_code(ctx, code, &state);
    if (s == NOT_FOUND) return fail_field(ctx, field, "there is no state %s", code);
    if (!s && state.type == TYPE_MERGED)
        return fail_field(ctx, field, "only merging leads there, and undoing it back");
    return s;
}

static Status audit_transition(Ctx *ctx, const char *action, const char *from, const char *to)
{
    const char *detail = arena_format(ctx->arena, "{\"from\":\"%s\",\"to\":\"%s\"}", from, to);
    Status s = detail ? desk_book_changed(ctx) : no_memory(ctx);
    return s ? s : audit_write(ctx, action, "ticket_transition", 0, detail);
}

static Status move_stale(Ctx *ctx, const TicketTransition *move)
{
    return fail(ctx, STALE, "that move is at another version than %lld", (long long)move->version);
}

Status transition_put(Ctx *ctx, TicketTransition *transition)
{
    bool written = false;
    Status s = scope_check_whole(ctx, "moves of tickets are");
    if (!s) s = check_end(ctx, "from_state", transition->from_state);
    if (!s) s = check_end(ctx, "to_state", transition->to_state);
    if (!s && right_of(transition->needs) < 0)
        s = fail_field(ctx, "needs", "there is no right \"%.40s\"", transition->needs);
    if (!s) s = transition_store_put(ctx, transition, &written);
    if (!s && !written)
        s = transition->version ? move_stale(ctx, transition)
                                : fail(ctx, CONFLICT, "there is such a move already");
    if (s) return s;
    return audit_transition(ctx, "ticket_transition.put", transition->from_state,
                            transition->to_state);
}

static Status move_exists(Ctx *ctx, const TicketTransition *move)
{
    List list;
    Status s = transition_store_list(ctx, &list);
    const TicketTransition *rows = list.items;
    for (size_t i = 0; !s && i < list.count; i++)
        if (strcmp(rows[i].from_state, move->from_state) == 0 &&
            strcmp(rows[i].to_state, move->to_state) == 0)
            return OK;
    return s ? s : fail(ctx, NOT_FOUND, "there is no such move");
}

Status transition_remove(Ctx *ctx, const char *from_state, const char *to_state, int64_t version)
{
    TicketTransition move = {from_state, to_state, "", version};
    bool written = false;
    Status s = scope_check_whole(ctx, "moves of tickets are");
    if (!s) s = move_exists(ctx, &move);
    if (!s) s = version ? transition_store_put(ctx, &move, &written) : OK;
    if (!s && !written) s = move_stale(ctx, &move);
    return s ? s : audit_transition(ctx, "ticket_transition.remove", from_state, to_state);
}

Status transition_list(Ctx *ctx, List *out)
{
    return transition_store_list(ctx, out);
}

static const struct {
    int64_t type;
    const char *zh, *en;
} shipped_states[] = {
    {TYPE_NEW, "新建", "New"},
    {TYPE_OPEN, "处理中", "Open"},
    {TYPE_PENDING_CUSTOMER, "待客户", "Waiting for the customer"},
    {TYPE_PENDING_INTERNAL, "待内部", "Waiting for colleagues"},
    {TYPE_RESOLVED, "已解决", "Resolved"},
    {TYPE_CLOSED, "已关闭", "Closed"},
    {TYPE_MERGED, "已合并", "Merged"},
};

static const struct {
    int64_t from, to;
    const char *needs;
} shipped_moves[] = {
    {TYPE_NEW, TYPE_OPEN, "ticket.write"},
    {TYPE_NEW, TYPE_PENDING_CUSTOMER, "ticket.write"},
    {TYPE_NEW, TYPE_PENDING_INTERNAL, "ticket.write"},
    {TYPE_NEW, TYPE_RESOLVED, "ticket.write"},
    {TYPE_NEW, TYPE_CLOSED, "ticket.close"},
    {TYPE_OPEN, TYPE_PENDING_CUSTOMER, "ticket.write"},
    {TYPE_OPEN, TYPE_PENDING_INTERNAL, "ticket.write"},
    {TYPE_OPEN, TYPE_RESOLVED, "ticket.write"},
    {TYPE_OPEN, TYPE_CLOSED, "ticket.close"},
    {TYPE_PENDING_CUSTOMER, TYPE_OPEN, "ticket.write"},
    {TYPE_PENDING_CUSTOMER, TYPE_PENDING_INTERNAL, "ticket.write"},
    {TYPE_PENDING_CUSTOMER, TYPE_RESOLVED, "ticket.write"},
    {TYPE_PENDING_CUSTOMER, TYPE_CLOSED, "ticket.close"},
    {TYPE_PENDING_INTERNAL, TYPE_OPEN, "ticket.write"},
    {TYPE_PENDING_INTERNAL, TYPE_PENDING_CUSTOMER, "ticket.write"},
    {TYPE_PENDING_INTERNAL, TYPE_RESOLVED, "ticket.write"},
    {TYPE_PENDING_INTERNAL, TYPE_CLOSED, "ticket.close"},
    {TYPE_RESOLVED, TYPE_OPEN, "ticket.write"},
    {TYPE_RESOLVED, TYPE_CLOSED, "ticket.close"},
    {TYPE_CLOSED, TYPE_OPEN, "ticket.close"},
};

static Status seed_moves(Ctx *ctx)
{
    Status s = OK;
    for (size_t i = 0; i < sizeof shipped_moves / sizeof *shipped_moves && !s; i++) {
        bool written;
        TicketTransition row = {name_of(ticket_types, shipped_moves[i].from),
                                name_of(ticket_types, shipped_moves[i].to), shipped_moves[i].needs,
                                0};
        s = transition_store_put(ctx, &row, &written);
    }
    return s;
}

Status ticket_state_seed(Ctx *ctx)
{
    List there;
    Status s = ticket_state_store_list(ctx, &there);
    if (s || there.count) return s;
    for (size_t i = 0; i < sizeof shipped_states / sizeof *shipped_states && !s; i++) {
        TicketState state = {.id = ctx_id(ctx),
                             .version = 1,
                             .code = name_of(ticket_types, shipped_states[i].type),
                             .type = shipped_states[i].type,
                             .kind = NONE,
                             .name_zh = shipped_states[i].zh,
                             .name_en = shipped_states[i].en,
                             .position = 0};
        s = ticket_state_store_insert(ctx, &state);
    }
    if (!s) s = seed_moves(ctx);
    return s ? s : desk_book_changed(ctx);
}
