#include "desk_work/looking.h"

#include "access/hearing.h"
#include "access/person.h"
#include "access/setting.h"
#include "base/instant.h"
#include "desk/ticket.h"
#include "desk_work/looking_store.h"

const Name looking_kinds[] = {{"reads", LOOKING_READS, "Has it open"},
                              {"writes", LOOKING_WRITES, "Is writing an answer or a note"},
                              {"left", LOOKING_LEFT, "Has it open no longer"},
                              {NULL, 0, NULL}};

static const Field looking_fields[] = {
    FIELD_ID(Looking, account_id, .doc = "Account"),
    FIELD_TEXT(Looking, login, .doc = "Its login"),
    FIELD_ENUM(Looking, doing, looking_kinds, .doc = "What they do"),
    FIELD_TIME(Looking, since_at, .doc = "Since when they have it open"),
    FIELD_BOOL(Looking, self, .doc = "It is you"),
    FIELD_END};
const Shape looking_shape = SHAPE(Looking, looking_fields, "Somebody who has a ticket open");

static int64_t cutoff(Ctx *ctx)
{
    return ctx_now(ctx) - setting_int(ctx, SETTING_NAMED_PRESENCE_SECONDS) * 1000;
}

/* What listeners are told. */
typedef struct LookingNews {
    int64_t ticket_id, account_id;
    const char *login;
    int64_t doing;
} LookingNews;

static const Field news_fields[] = {
    FIELD_ID(LookingNews, ticket_id, .doc = "The ticket"),
    FIELD_ID(LookingNews, account_id, .doc = "Account"),
    FIELD_TEXT(LookingNews, login, .doc = "Its login"),
    FIELD_ENUM(LookingNews, doing, looking_kinds, .doc = "What they do from now on"), FIELD_END};
static const Shape news_shape =
    SHAPE(LookingNews, news_fields, "Somebody came to a ticket or left");

/* Colleagues hear of it, who see the outlet; the customer does not. */
static Status tell(Ctx *ctx, const Ticket *ticket, int64_t doing)
{
    const LookingNews news = {ticket->id, ctx->who->id, ctx->who->login, doing};
    const int64_t keys[FEED_KEYS] = {[FEED_KEY_OUTLET] = ticket->outlet_id};
    return change_tell(ctx, "ticket.looking", &news_shape, &news, keys);
}

Status looking_beat(Ctx *ctx, int64_t ticket_id, int64_t doing, List *out)
{
    const Person *who = ctx->who;
    Ticket ticket;
    int64_t was;
    if (!who || who->kind != PERSON_HUMAN || who->scope_customer_id)
        return fail(ctx, FORBIDDEN, "that is for colleagues who signed in");
    const LookingBeat beat = {.ticket_id = ticket_id,
                              .account_id = who->id,
                              .session_id = who->session_id,
                              .doing = doing,
                              .at = ctx_now(ctx),
                              .cutoff = cutoff(ctx)};
    Status s = ticket_find(ctx, ticket_id, &ticket);
    if (!s)
        s = doing == LOOKING_LEFT ? looking_remove(ctx, &beat, &was)
                                  : looking_put(ctx, &beat, &was);
    if (!s && was != doing && (was || doing != LOOKING_LEFT)) s = tell(ctx, &ticket, doing);
    return s ? s : looking_rows(ctx, ticket_id, beat.cutoff, who->id, out);
}

Status looking_list(Ctx *ctx, int64_t ticket_id, List *out)
{
    Status s = ticket_visible(ctx, ticket_id);
    if (s) return s;
    if (scope_customer(ctx)) return fail(ctx, FORBIDDEN, "that is for colleagues");
    return looking_rows(ctx, ticket_id, cutoff(ctx), ctx->who ? ctx->who->id : 0, out);
}

Status looking_sweep(Ctx *ctx)
{
    return looking_forget(ctx, ctx_now(ctx) - DAY_MS);
}
