#include "waybill/track_words.h"

#include "waybill/facts.h"

typedef const char *Both[LANGUAGE_COUNT];

static const Both words[TRACK_WORD_COUNT] = {
#define TRACK_WORD_ROW_(constant, zh, en) [constant] = {zh, en},
    TRACK_WORDS(TRACK_WORD_ROW_)
#undef TRACK_WORD_ROW_
};

static const Both stages[] = {
    [STAGE_NONE] = {"状态更新", "Update"},
    [STAGE_CREATED] = {"已下单，等待揽收", "Order received, waiting for collection"},
    [STAGE_COLLECTED] = {"已揽收", "Collected"},
    [STAGE_IN_TRANSIT] = {"运输途中", "On its way"},
    [STAGE_HUB_IN] = {"到达分拨中心", "Arrived at a sorting centre"},
    [STAGE_HUB_OUT] = {"离开分拨中心", "Left a sorting centre"},
    [STAGE_DEST_CITY] = {"到达目的地城市", "Arrived in the destination city"},
    [STAGE_REDIRECTED] = {"已改寄", "Redirected"},
    [STAGE_CUSTOMS_IN] = {"清关中", "In customs"},
    [STAGE_CUSTOMS_OUT] = {"清关完成", "Cleared customs"},
    [STAGE_OUT_FOR_DELIVERY] = {"派送中", "Out for delivery"},
    [STAGE_AT_PICKUP_POINT] = {"待取件", "Waiting at a pickup point"},
    [STAGE_DELIVERED] = {"已签收", "Delivered"},
    [STAGE_DELIVERED_AFTER_EXCEPTION] = {"已签收", "Delivered"},
    [STAGE_DELIVERED_TO_AGENT] = {"已由他人代收", "Delivered to an agent"},
    [STAGE_COLLECTED_BY_CONSIGNEE] = {"已取件", "Picked up"},
    [STAGE_RETURNING] = {"退回途中", "On its way back"},
    [STAGE_RETURNED] = {"已退回寄件人", "Returned to the sender"},
    [STAGE_CANCELLED] = {"已取消", "Cancelled"},
    [STAGE_TERMINATED] = {"已终止", "Ended"},
};

static const Both exceptions[EXCEPTION_COUNT] = {
    [EXCEPTION_NO_INFO] = {"尚无物流信息", "No information from the carrier yet"},
    [EXCEPTION_STALLED] = {"物流信息长时间未更新", "No news for longer than usual"},
    [EXCEPTION_OVERDUE] = {"已超过承诺时间", "Past the promised time"},
    [EXCEPTION_EXTERNAL] = {"受天气或灾害影响", "Held up by weather or a disaster"},
    [EXCEPTION_NETWORK] = {"受中转网络影响", "Held up in the network"},
    [EXCEPTION_UNREACHABLE] = {"联系不上收件人", "The receiver could not be reached"},
    [EXCEPTION_BAD_ADDRESS] = {"地址有误或不完整", "The address is wrong or incomplete"},
    [EXCEPTION_OUT_OF_AREA] = {"超出派送范围", "Outside the delivery area"},
    [EXCEPTION_REFUSED] = {"收件人拒收", "Refused by the receiver"},
    [EXCEPTION_ATTEMPT_FAILED] = {"派送未成功，将再次派送",
                                  "A delivery attempt failed; we will try again"},
    [EXCEPTION_HELD_AT_OUTLET] = {"网点暂存", "Held at the outlet"},
    [EXCEPTION_PICKUP_OVERDUE] = {"逾期未取", "Not picked up in time"},
    [EXCEPTION_DAMAGED] = {"包裹破损", "Damaged"},
    [EXCEPTION_SHORT] = {"内件短少", "Part of the contents is missing"},
    [EXCEPTION_LOST] = {"包裹丢失", "Lost"},
    [EXCEPTION_PAYMENT_HELD] = {"等待付款", "Waiting for a payment"},
    [EXCEPTION_CUSTOMS_HELD] = {"海关查验", "Held by customs"},
    [EXCEPTION_PROHIBITED] = {"含禁寄物品", "Contains what may not be sent"},
    [EXCEPTION_FALSE_SIGNATURE] = {"签收有误，正在核实", "The signature is wrong; we are checking"},
    [EXCEPTION_NO_CONSENT] = {"未经同意投放，正在核实",
                              "Left without your consent; we are checking"},
    [EXCEPTION_MISDELIVERED] = {"投递有误，正在追回",
                                "Delivered to the wrong place; we are getting it back"},
    [EXCEPTION_AT_RISK] = {"可能晚于承诺时间", "May come after the promised time"},
    [EXCEPTION_REOPENED] = {"签收后又有新动态，正在核实",
                            "Moved again after its end; we are checking"},
};

static int within(int number, int count)
{
    return number >= 0 && number < count ? number : 0;
}

const char *track_word(TrackWord word, Language language)
{
    return words[within((int)word, TRACK_WORD_COUNT)][language];
}

const char *stage_word(int stage, Language language)
{
    return stages[within(stage, sizeof stages / sizeof *stages)][language];
}

const char *exception_word(int exception, Language language)
{
    return exceptions[within(exception, EXCEPTION_COUNT)][language];
}
