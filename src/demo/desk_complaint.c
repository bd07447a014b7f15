#include "complaint/complaint.h"
#include "demo/desk.h"

Status desk_complain(Ctx *ctx, const DeskStory *story, const Ticket *ticket)
{
    Complaint complaint;
    ComplaintFacts facts;
    shape_clear(&complaint_facts_shape, &facts);
    facts.category = story->category;
    return complaint_register(ctx, ticket->id, &facts, &complaint);
}
