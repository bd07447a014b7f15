#include <string.h>

#include "claim/claim.h"
#include "db/db.h"
#include "desk/category.h"
#include "desk/desk.h"
#include "portal/portal_page.h"
#include "portal/request.h"
#include "test.h"

#define SENDER "13800138001"
#define RECEIVER "13800138002"
#define PARCEL "YT7100000000001"

static const Visitor sender = {.contact = SENDER}, receiver = {.contact = RECEIVER};

static void given_parcel(T *t)
{
    WaybillInput input;
    shape_clear(&waybill_input_shape, &input);
    input.carrier = "yto";
    input.no = PARCEL;
    input.sender_phone = SENDER;
    input.receiver_phone = RECEIVER;
    UpsertRow row = {.thing = &input, .number = 1};
    check_ok(t, waybill_apply(t->ctx, &row, 1));
}

static RequestAsk asked(bool claim, int64_t about)
{
    return (RequestAsk){.claim = claim,
                        .no = " yt7100000000001",
                        .about = about,
                        .description = "箱子破了",
                        .name = "王",
                        .demanded = 12000};
}

static Ticket opened(T *t, const Visitor *visitor, const RequestAsk *ask)
{
    Ticket ticket = {0};
    check_ok(t, request_open(t->ctx, visitor, ask, &ticket));
    return ticket;
}

/* A second claim for one loss, as the form tries it: whole or not at all. */
typedef struct Second {
    const Visitor *visitor;
    const RequestAsk *ask;
    Ticket ticket;
} Second;

static Status open_second(Ctx *ctx, void *work)
{
    Second *second = work;
    return request_open(ctx, second->visitor, second->ask, &second->ticket);
}

/* The number of the request that stands, NULL where it is another's. */
static const char *standing(T *t, const Visitor *visitor, const RequestAsk *ask)
{
    Ticket ticket;
    bool own;
    check_ok(t, request_claim_standing(t->ctx, visitor, ask, &ticket, &own));
    return own ? ticket.no : NULL;
}

TEST_DB(who_claims_again_is_told_their_own_request_and_nobody_elses)
{
    given_parcel(t);
    const RequestAsk damage = asked(true, CLAIM_KIND_DAMAGE), loss = asked(true, CLAIM_KIND_LOSS);
    const RequestAsk delay = asked(true, CLAIM_KIND_DELAY);
    const Ticket late = opened(t, &receiver, &delay);
    check(t, standing(t, &receiver, &damage) == NULL);
    const Ticket first = opened(t, &receiver, &damage);
    Second second = {.visitor = &receiver, .ask = &loss};
    check_status(t, db_attempt(t->ctx, open_second, &second), CONFLICT);
    check_text(t, standing(t, &receiver, &loss), first.no);
    check_text(t, standing(t, &receiver, &delay), late.no);
    check(t, standing(t, &sender, &loss) == NULL);
}

TEST_DB(a_complaint_that_is_sent_twice_is_one_while_it_waits)
{
    given_parcel(t);
    RequestAsk ask = asked(false, CATEGORY_DAMAGE);
    const Ticket first = opened(t, &receiver, &ask);
    check_int(t, opened(t, &receiver, &ask).id, first.id);
    TicketEdit edit;
    check_ok(t, ticket_edit(t->ctx, first.id, NONE, &edit));
    check_ok(t, ticket_move_type(t->ctx, &edit, TYPE_RESOLVED, "客户撤回"));
    check_ok(t, ticket_save(t->ctx, &edit));
    check(t, opened(t, &receiver, &ask).id != first.id);
}

TEST_DB(another_cause_other_words_and_another_person_are_another_complaint)
{
    given_parcel(t);
    RequestAsk ask = asked(false, CATEGORY_DAMAGE);
    const Ticket first = opened(t, &receiver, &ask);
    check(t, opened(t, &sender, &ask).id != first.id);
    ask.about = CATEGORY_DELAY;
    check(t, opened(t, &receiver, &ask).id != first.id);
    ask.about = CATEGORY_DAMAGE;
    ask.description = "箱子破了，少了两件";
    check(t, opened(t, &receiver, &ask).id != first.id);
    ask.description = "箱子破了";
    check_int(t, opened(t, &receiver, &ask).id, first.id);
}

static const char *page_of(T *t, Language language, const char *no)
{
    Buf buf;
    const PortalPage page = {.language = language,
                             .company = "Parceldesk",
                             .zone = "+08:00",
                             .visitor = &receiver,
                             .here = "/my/ask/claim"};
    buf_init(&buf, t->ctx->arena);
    portal_standing_write(&buf, &page, no);
    check_ok(t, buf_check(t->ctx, &buf));
    return buf.data;
}

TEST(what_stands_is_said_within_the_frame_in_the_readers_language)
{
    const char *own = page_of(t, LANGUAGE_EN, "T20261122-000001");
    check(t, strstr(own, "<a href=\"/my/requests/T20261122-000001?lang=en\">") != NULL);
    check(t, strstr(own, "<footer>") != NULL);
    check(t, strstr(own, "理赔") == NULL);
    const char *other = page_of(t, LANGUAGE_ZH, NULL);
    check(t, strstr(other, "这一损失已有人申请理赔") != NULL);
    check(t, strstr(other, "/my/requests/") == NULL);
}
