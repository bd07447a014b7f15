#include <string.h>

#include "access/account.h"
#include "base/json.h"
#include "desk/book.h"
#include "desk/entry.h"
#include "desk/merge.h"
#include "desk_work/bulk_jobs.h"
#include "desk_work/bulk_store.h"
#include "desk_work/macro.h"

enum { BATCH = 50 };

/* What of a ticket is put back. */
typedef struct Before {
    const char *state;
    int64_t team_id, owner_id, priority;
    Texts tags;
} Before;

static const Field before_fields[] = {FIELD_TEXT(Before, state),
                                      FIELD_ID(Before, team_id),
                                      FIELD_ID(Before, owner_id),
                                      FIELD_INT(Before, priority),
                                      FIELD_TEXTS(Before, tags, .max = 1000),
                                      FIELD_END};
static const Shape before_shape = SHAPE(Before, before_fields, "A ticket before a bulk action");

/* One ticket of an action. */
typedef struct Piece {
    const BulkRow *row;
    BulkItem item;
    const char *before; /* JSON */
} Piece;

static Status keep_before(Ctx *ctx, Piece *piece, const Ticket *ticket)
{
    const Before before = {ticket->state, ticket->team_id, ticket->owner_id, ticket->priority,
                           ticket->tags};
    Buf buf;
    buf_init(&buf, ctx->arena);
    json_encode(&buf, &before_shape, &before, &(View){.unmask = true});
    piece->before = buf.data;
    piece->item.version_before = ticket->version;
    return buf_check(ctx, &buf);
}

static Status close_it(Ctx *ctx, TicketEdit *edit)
{
    const TicketState *state = ticket_state_first(edit->book, TYPE_CLOSED, edit->now.kind);
    if (!state) return fail(ctx, INTERNAL, "there is no state of type closed");
    return ticket_move(ctx, edit, state->code, NULL);
}

static Status change(Ctx *ctx, const BulkAct *act, TicketEdit *edit)
{
    Macro macro;
    const MacroUse use = {.macro_id = act->macro_id, .language = act->language};
    const TicketAct plain = {.state = act->act == BULK_STATE ? act->state : NULL,
                             .priority = act->act == BULK_PRIORITY ? act->priority : NONE,
                             .add_tags = act->add_tags,
                             .remove_tags = act->remove_tags,
                             .team = act->team,
                             .owner = act->owner};
    if (act->act == BULK_CLOSE) return close_it(ctx, edit);
    if (act->act != BULK_MACRO) return ticket_act(ctx, edit, &plain);
    Status s = macro_find(ctx, act->macro_id, &macro);
    return s ? s : macro_act(ctx, &macro, &use, edit);
}

static Status merge(Ctx *ctx, Piece *piece, const Ticket *ticket)
{
    Ticket into;
    TicketEdit edit;
    Status s =
        ticket_merge(ctx, ticket->id, ticket->version, piece->row->bulk.action->into_id, &into);
    if (!s) s = ticket_edit_merged(ctx, ticket->id, NONE, &edit);
    piece->item.version_after = edit.now.version;
    return s;
}

static Status do_piece(Ctx *ctx, void *work)
{
    Piece *piece = work;
    const BulkAct *act = piece->row->bulk.action;
    TicketEdit edit;
    Status s = ticket_edit(ctx, piece->item.ticket_id, NONE, &edit);
    if (!s) s = keep_before(ctx, piece, &edit.before);
    if (s) return s;
    if (act->act == BULK_MERGE) return merge(ctx, piece, &edit.before);
    s = change(ctx, act, &edit);
    edit.action = "ticket.bulk";
    if (!s) s = ticket_save(ctx, &edit);
    piece->item.version_after = edit.now.version;
    return s;
}

static Status put_back(Ctx *ctx, TicketEdit *edit, const Before *before)
{
    edit->now.priority = before->priority;
    edit->tags_set = !texts_same(&edit->now.tags, &before->tags);
    if (edit->tags_set) edit->now.tags = before->tags;
    edit->action = "ticket.bulk_undo";
    Status s =
        ticket_entry_add_detail(ctx, edit, ENTRY_CHANGED, ENTRY_INTERNAL, "bulk", "undone",
                                "priority", name_of(ticket_priorities, before->priority), NULL);
    if (!s) s = ticket_assign(ctx, edit, before->team_id, before->owner_id);
    if (!s) s = ticket_move_back(ctx, edit, before->state);
    return s ? s : ticket_save(ctx, edit);
}

static Status undo_piece(Ctx *ctx, void *work)
{
    Piece *piece = work;
    BulkItem *item = &piece->item;
    const char *kept;
    TicketEdit edit;
    Ticket ticket;
    Before before;
    if (piece->row->bulk.action->act == BULK_MERGE)
        return ticket_unmerge(ctx, item->ticket_id, item->version_after, &ticket);
    Status s = ticket_edit(ctx, item->ticket_id, item->version_after, &edit);
    if (!s) s = item_store_before(ctx, piece->row->bulk.id, item->ticket_id, &kept);
    if (s) return s;
    if (!kept) return fail(ctx, INTERNAL, "what the ticket was is not kept");
    s = json_decode(ctx, &before_shape, &before, kept, strlen(kept));
    return s ? s : put_back(ctx, &edit, &before);
}

/* Whether it is the ticket that refuses, rather than the machine. */
static bool refuses(Status s)
{
    return s == INVALID || s == NOT_FOUND || s == CONFLICT || s == FORBIDDEN || s == STALE;
}

static Status run_piece(Ctx *ctx, Piece *piece, bool undoing, Bulk *added)
{
    BulkItem *item = &piece->item;
    Status s = db_attempt(ctx, undoing ? undo_piece : do_piece, piece);
    if (s && !refuses(s)) return s;
    item->reason = NULL;
    if (s) {
        item->reason = arena_text(ctx->arena, ctx->problem.message);
        if (!item->reason) return no_memory(ctx);
        problem_clear(ctx);
        if (!undoing) piece->before = NULL;
        if (!undoing) item->version_after = NONE;
    }
    item->state = undoing ? (s ? ITEM_LEFT : ITEM_UNDONE) : (s ? ITEM_FAILED : ITEM_DONE);
    added->done += item->state == ITEM_DONE;
    added->failed += item->state == ITEM_FAILED;
    added->undone += item->state == ITEM_UNDONE;
    added->left_alone += item->state == ITEM_LEFT;
    return item_store_put(ctx, piece->row->bulk.id, item, piece->before);
}

static Status run_pieces(Ctx *ctx, const BulkRow *row, const List *items, bool undoing)
{
    const BulkItem *item = items->items;
    Bulk added = {.id = row->bulk.id};
    Status s = OK;
    for (size_t i = 0; i < items->count && !s; i++) {
        Piece piece = {.row = row, .item = item[i]};
        s = run_piece(ctx, &piece, undoing, &added);
    }
    return s ? s : bulk_store_count(ctx, &added);
}

/* The rights that who asked has now; a token's are those that it had. */
static Status who_now(Ctx *ctx, BulkRow *row)
{
    if (row->who.kind != PERSON_HUMAN) return OK;
    Status s = account_person(ctx, row->who.id, &row->who);
    if (s != NOT_FOUND) return s;
    row->who.rights = (RightSet){{0, 0}}; /* they are gone: each ticket says so */
    problem_clear(ctx);
    return OK;
}

Status bulk_batch(Ctx *ctx, int64_t id, bool *more)
{
    BulkRow row;
    List items;
    bool written;
    *more = false;
    Status s = bulk_store_find(ctx, id, 0, &row);
    if (!s) s = who_now(ctx, &row);
    if (s) return s;
    bool undoing = row.bulk.state == BULK_UNDOING;
    if (!undoing && row.bulk.state != BULK_RUNNING) return OK;
    s = item_store_list(ctx, id, undoing ? ITEM_DONE : ITEM_WAITING, 0, BATCH, &items);
    if (s) return s;
    const Person *before = ctx->who;
    ctx->who = row.who.kind == PERSON_SYSTEM ? NULL : &row.who;
    s = run_pieces(ctx, &row, &items, undoing);
    ctx->who = before;
    *more = items.count == BATCH;
    if (s || *more) return s;
    return bulk_store_state(ctx, id, row.bulk.state, undoing ? BULK_UNDONE : BULK_DONE, &written);
}

static Status run_bulk(Ctx *ctx, const Job *job)
{
    bool more;
    Status s = bulk_batch(ctx, job->subject_id, &more);
    const char *key = arena_format(ctx->arena, "%lld", (long long)job->subject_id);
    if (s || !more) return s;
    return key ? job_add(ctx, BULK_JOB, key, job->subject_id, NULL, ctx_now(ctx)) : no_memory(ctx);
}

const JobKind bulk_jobs[] = {
    {.name = BULK_JOB,
     .run = run_bulk,
     .doc = "Does one action on many tickets, in batches, or takes it back"},
    {.name = NULL}};
