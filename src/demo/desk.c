#include "demo/desk.h"

#include "desk/desk.h"
#include "desk/entry.h"

enum { PARCELS_FOR_A_TICKET = 40, STORY_MOST = 25 };

/* Categories and kinds by their stored numbers: 1 delivery service, 2 delay, 3 loss or shortage,
 * 4 damage of a complaint; 1 loss, 3 damage, 4 delay of a claim. */
static const DeskStory stories[] = {
    {EXCEPTION_LOST, TICKET_COMPLAINT, CHANNEL_PHONE, PRIORITY_HIGH, 3, "快件丢失",
     "一直没有收到，查询也没有新的物流信息，请尽快查找。",
     "已向末次扫描网点派单查找，今日 18:00 前给您回复。"},
    {EXCEPTION_LOST, TICKET_CLAIM, CHANNEL_PORTAL, PRIORITY_HIGH, 1, "丢失赔偿",
     "网点确认找不到了，要求按价值赔偿。", NULL},
    {EXCEPTION_DAMAGED, TICKET_COMPLAINT, CHANNEL_WEB_CHAT, PRIORITY_NORMAL, 4, "外箱破损",
     "外箱压坏，里面的东西碎了两件，有照片。", NULL},
    {EXCEPTION_DAMAGED, TICKET_CLAIM, CHANNEL_EMAIL, PRIORITY_NORMAL, 3, "破损理赔",
     "内件损坏，申请理赔，发票随后补上。", "已收到，请补充内件照片和价值证明。"},
    {EXCEPTION_OVERDUE, TICKET_COMPLAINT, CHANNEL_PHONE, PRIORITY_NORMAL, 2, "晚到",
     "说好前天送到，到今天还没有派送。", NULL},
    {NONE, TICKET_INQUIRY, CHANNEL_PHONE, PRIORITY_NORMAL, NONE, "什么时候到",
     "急用的文件，请问今天能不能送到？", "快件已到派送网点，今天下午派送。"},
    {EXCEPTION_ATTEMPT_FAILED, TICKET_COMPLAINT, CHANNEL_SMS, PRIORITY_NORMAL, 1, "没有打电话",
     "快递员没有打电话就说派送失败。", NULL},
    {NONE, TICKET_SERVICE_REQUEST, CHANNEL_WEB_CHAT, PRIORITY_LOW, NONE, "改送货时间",
     "白天家里没人，请改在晚上七点以后送。", NULL},
    {NONE, TICKET_SUGGESTION, CHANNEL_PORTAL, PRIORITY_LOW, NONE, "纸箱太多",
     "小件能不能用袋子，不用纸箱？", NULL},
};
#define STORIES (sizeof stories / sizeof *stories)

static Status story_answer(Ctx *ctx, const char *answer, int64_t ticket_id)
{
    TicketEdit edit;
    Status s = ticket_edit(ctx, ticket_id, NONE, &edit);
    if (s) return s;
    Entry entry = ticket_entry_of(ENTRY_MESSAGE, ENTRY_PUBLIC);
    entry.direction = ENTRY_OUT;
    entry.channel = CHANNEL_SMS;
    entry.text = answer;
    s = ticket_entry_say(ctx, &edit, &entry);
    return s ? s : ticket_save(ctx, &edit);
}

static Status story_tell(Ctx *ctx, Dice *dice, const DeskStory *story, const Waybill *parcel)
{
    Ticket ticket;
    TicketInput input;
    TicketWaybill about = {.carrier = parcel->carrier, .no = parcel->no};
    ticket_input_init(&input);
    input.kind = story->kind;
    input.channel = story->channel;
    input.priority = story->priority;
    input.subject = story->subject;
    input.description = story->description;
    input.contact_name = parcel->receiver_name;
    input.contact_phone = parcel->receiver_phone;
    input.customer = parcel->receiver_ref;
    input.waybills = (List){.items = &about, .count = 1};
    Status s = ticket_create(ctx, &input, &ticket);
    if (!s && story->kind == TICKET_COMPLAINT) s = desk_complain(ctx, story, &ticket);
    if (!s && story->kind == TICKET_CLAIM) s = desk_claim(ctx, dice, story, &ticket, parcel);
    return s || !story->answer ? s : story_answer(ctx, story->answer, ticket.id);
}

/* Each story of parcels of its own: nobody asks everything about one. */
static Status story_parcels(Ctx *ctx, size_t number, int64_t count, List *out)
{
    const char *next;
    WaybillFilter filter;
    shape_clear(&waybill_filter_shape, &filter);
    filter.exception = stories[number].exception;
    filter.limit = count * (int64_t)STORIES;
    return waybill_list(ctx, &filter, out, &next);
}

Status desk_create(Ctx *ctx, Dice *dice, int64_t parcels)
{
    int64_t each = parcels / PARCELS_FOR_A_TICKET / (int64_t)STORIES + 1;
    if (each > STORY_MOST) each = STORY_MOST;
    Status s = OK;
    for (size_t i = 0; !s && i < STORIES; i++) {
        List list;
        s = story_parcels(ctx, i, each, &list);
        size_t told = 0;
        for (size_t at = i; !s && at < list.count && told < (size_t)each; at += STORIES, told++)
            s = story_tell(ctx, dice, &stories[i], &((const Waybill *)list.items)[at]);
        if (!s && !told && list.count)
            s = story_tell(ctx, dice, &stories[i], (const Waybill *)list.items);
    }
    return s;
}
