#include "base/instant.h"
#include "complaint/complaint.h"
#include "desk/book.h"
#include "portal/request.h"

static PolicySubject subject_of(bool claim, const Name *about)
{
    return (PolicySubject){.clock = CLOCK_RESOLUTION,
                           .kind = claim ? TICKET_CLAIM : TICKET_COMPLAINT,
                           .priority = PRIORITY_NORMAL,
                           .channel = CHANNEL_PORTAL,
                           .category = claim ? NULL : about->name};
}

/* Working days are no days to who reads, nor is a clock that stands still for others. */
static int64_t days_of(const ClockTerms *terms)
{
    if (!terms || terms->calendar || terms->pauses == PAUSE_PENDING) return NONE;
    return (terms->budget_ms + DAY_MS - 1) / DAY_MS;
}

Status request_answer_days(Ctx *ctx, bool claim, RequestDays *out)
{
    const DeskBook *book;
    const Shape *shape = claim ? &request_claim_shape : &request_complaint_shape;
    *out = (RequestDays){.days = 0};
    Status s = desk_book(ctx, &book);
    const Name *one = shape_field(shape, "about")->names;
    for (; !s && out->days != NONE && one->name; one++) {
        const ClockTerms *terms;
        PolicySubject subject = subject_of(claim, one);
        s = policy_choose(ctx, book, &subject, &terms);
        int64_t days = s ? NONE : days_of(terms);
        if (days == NONE || days > out->days) out->days = days;
        if (days != NONE && terms->pauses == PAUSE_FOR_CUSTOMER) out->pauses = true;
    }
    return s;
}

/* Once the company has told what it decided, nothing is owed. */
static Status was_told(Ctx *ctx, const Ticket *ticket, bool *out)
{
    Complaint complaint;
    *out = false;
    if (ticket->kind != TICKET_COMPLAINT) return OK;
    Status s = complaint_find(ctx, ticket->id, &complaint);
    if (!s) *out = complaint.told_at != NONE;
    if (s == NOT_FOUND) problem_clear(ctx);
    return s == NOT_FOUND ? OK : s;
}

Status request_answer_due(Ctx *ctx, const Ticket *ticket, int64_t *out)
{
    bool told;
    *out = NONE;
    Status s = was_told(ctx, ticket, &told);
    for (size_t i = 0; !s && !told && i < ticket->clocks.count; i++) {
        const Clock *clock = &((const Clock *)ticket->clocks.items)[i];
        if (clock->clock == CLOCK_RESOLUTION && clock_waits(clock)) *out = clock->deadline_at;
    }
    return s;
}
