#include "complaint/complaint.h"

#include "portal/request.h"

static const char *const categories[][LANGUAGE_COUNT] = {
    [CATEGORY_DELIVERY_SERVICE] = {"投递服务", "Delivery"},
    [CATEGORY_DELAY] = {"延误", "Delay"},
    [CATEGORY_LOSS_SHORTAGE] = {"丢失短少", "Loss, or something missing"},
    [CATEGORY_DAMAGE] = {"损毁", "Damage"},
    [CATEGORY_ACCEPTANCE_SERVICE] = {"收寄服务", "Collection"},
    [CATEGORY_OVERCHARGING] = {"违规收费", "Charges"},
    [CATEGORY_COD] = {"代收货款", "Cash on delivery"},
    [CATEGORY_OTHER] = {"其他", "Something else"},
};

static const Field fields[] = {REQUEST_FIELDS(complaint_categories), FIELD_END};
const Shape request_complaint_shape = SHAPE(RequestAsk, fields, "A complaint");

const char *request_category_word(int64_t category, Language language)
{
    return categories[category][language];
}

Status request_complaint(Ctx *ctx, const RequestAsk *ask, const Ticket *ticket)
{
    Complaint complaint;
    ComplaintFacts facts;
    shape_clear(&complaint_facts_shape, &facts);
    facts.category = ask->about;
    return complaint_register(ctx, ticket->id, &facts, &complaint);
}
