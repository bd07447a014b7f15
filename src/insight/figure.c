#include "insight/figure.h"

#include <string.h>

#include "insight/service.h"

const Name figure_kinds[] = {{"ratio", FIGURE_RATIO, NULL},
                             {"time", FIGURE_TIME, NULL},
                             {"count", FIGURE_COUNT, NULL},
                             {NULL, 0, NULL}};
const Name booked_names[] = {{"delivery day", BOOKED_DELIVERED, NULL},
                             {"collection day", BOOKED_COLLECTED, NULL},
                             {"due day", BOOKED_DUE, NULL},
                             {"what stands now", BOOKED_NOW, NULL},
                             {"service day", BOOKED_SERVICE, NULL},
                             {NULL, 0, NULL}};
const Name good_names[] = {{"neither", GOOD_NEITHER, NULL},
                           {"high", GOOD_HIGH, NULL},
                           {"low", GOOD_LOW, NULL},
                           {NULL, 0, NULL}};
const Name share_names[] = {
    {"parcels", SHARE_OF_PARCELS, NULL}, {"tickets", SHARE_OF_TICKETS, NULL}, {NULL, 0, NULL}};

const Name behind_names[] = {{"days", BEHIND_DAYS, NULL},
                             {"waybills", BEHIND_WAYBILLS, NULL},
                             {"complaints", BEHIND_COMPLAINTS, NULL},
                             {"claims", BEHIND_CLAIMS, NULL},
                             {"tickets", BEHIND_TICKETS, NULL},
                             {NULL, 0, NULL}};

const Figure figures[] = {
    {.name = "on_time",
     .title = "On-time rate",
     .title_zh = "准时率",
     .definition =
         "Parcels delivered at or before the promised instant ÷ parcels delivered that had "
         "a promise and were not excused; booked on the delivery day.",
     .definition_zh = "在承诺时刻或之前妥投的件数 ÷ 有承诺时效且未免责的妥投件数；计入妥投日。",
     .kind = FIGURE_RATIO,
     .booked = BOOKED_DELIVERED,
     .share_of = SHARE_OF_PARCELS,
     .good = GOOD_HIGH,
     .numerator = MEASURE_ON_TIME,
     .denominator = MEASURE_PROMISED,
     .list = LIST_DELIVERED},
    {.name = "on_time_date",
     .title = "On-time rate by date",
     .title_zh = "准时率（按日期）",
     .definition =
         "Parcels delivered on or before the promised date, both as dates in the company's "
         "zone ÷ parcels delivered that had a promise and were not excused; booked on the delivery "
         "day.",
     .definition_zh =
         "在承诺日期当日或之前妥投的件数（均按公司时区的日期）÷ 有承诺时效且未免责的妥投件数；"
         "计入妥投日。",
     .kind = FIGURE_RATIO,
     .booked = BOOKED_DELIVERED,
     .share_of = SHARE_OF_PARCELS,
     .good = GOOD_HIGH,
     .numerator = MEASURE_ON_TIME_DATE,
     .denominator = MEASURE_PROMISED,
     .list = LIST_DELIVERED},
    {.name = "promise_kept",
     .title = "Promises kept",
     .title_zh = "承诺兑现率",
     .definition =
         "Parcels delivered at or before the promised instant ÷ all parcels promised, not "
         "cancelled and not excused, the undelivered included; booked on the promised "
         "day, once that day is over.",
     .definition_zh = "在承诺时刻或之前妥投的件数 ÷ 全部有承诺、未取消且未免责的件数（含未妥投）；"
                      "计入承诺日，该日结束后才计。",
     .kind = FIGURE_RATIO,
     .booked = BOOKED_DUE,
     .share_of = SHARE_OF_PARCELS,
     .good = GOOD_HIGH,
     .numerator = MEASURE_KEPT,
     .denominator = MEASURE_DUE,
     .list = LIST_DUE},
    {.name = "hours72",
     .title = "72-hour rate",
     .title_zh = "72小时妥投率",
     .definition = "Parcels delivered within 72 hours of their collection ÷ parcels collected, the "
                   "undelivered included; booked on the collection day.",
     .definition_zh = "揽收后72小时内妥投的件数 ÷ 揽收件数（含未妥投）；计入揽收日。",
     .kind = FIGURE_RATIO,
     .booked = BOOKED_COLLECTED,
     .share_of = SHARE_OF_PARCELS,
     .good = GOOD_HIGH,
     .numerator = MEASURE_WITHIN_72H,
     .denominator = MEASURE_COLLECTED,
     .list = LIST_COLLECTED},
    {.name = "full_time",
     .title = "Full time, order to delivery",
     .title_zh = "全程时限（下单至妥投）",
     .definition =
         "Sum of the days from order to delivery ÷ parcels delivered whose order instant is "
         "known; booked on the delivery day.",
     .definition_zh = "下单至妥投的天数之和 ÷ 已知下单时刻的妥投件数；计入妥投日。",
     .kind = FIGURE_TIME,
     .booked = BOOKED_DELIVERED,
     .good = GOOD_LOW,
     .numerator = MEASURE_FULL_MS,
     .denominator = MEASURE_FULL_COUNT,
     .time = TIME_FULL,
     .list = LIST_FULL},
    {.name = "collection_to_delivery",
     .title = "Collection to delivery",
     .title_zh = "揽收至妥投时长",
     .definition =
         "Sum of the days from collection to delivery ÷ parcels delivered whose collection "
         "instant is known; booked on the delivery day.",
     .definition_zh = "揽收至妥投的天数之和 ÷ 已知揽收时刻的妥投件数；计入妥投日。",
     .kind = FIGURE_TIME,
     .booked = BOOKED_DELIVERED,
     .good = GOOD_LOW,
     .numerator = MEASURE_TRANSIT_MS,
     .denominator = MEASURE_TRANSIT_COUNT,
     .time = TIME_TRANSIT,
     .list = LIST_TRANSIT},
    {.name = "first_attempt",
     .title = "First-attempt success",
     .title_zh = "首次投递成功率",
     .definition = "Parcels delivered at the first attempt ÷ parcels delivered whose attempts are "
                   "known; booked on the delivery day.",
     .definition_zh = "首次投递即妥投的件数 ÷ 已知投递次数的妥投件数；计入妥投日。",
     .kind = FIGURE_RATIO,
     .booked = BOOKED_DELIVERED,
     .share_of = SHARE_OF_PARCELS,
     .good = GOOD_HIGH,
     .numerator = MEASURE_FIRST_ATTEMPT,
     .denominator = MEASURE_TRIED,
     .list = LIST_DELIVERED},
    {.name = "returned",
     .title = "Return rate",
     .title_zh = "退件率",
     .definition = "Parcels on their way back or returned ÷ parcels collected; booked on the "
                   "collection day.",
     .definition_zh = "退回中或已退回的件数 ÷ 揽收件数；计入揽收日。",
     .kind = FIGURE_RATIO,
     .booked = BOOKED_COLLECTED,
     .share_of = SHARE_OF_PARCELS,
     .good = GOOD_LOW,
     .numerator = MEASURE_RETURNED,
     .denominator = MEASURE_COLLECTED,
     .list = LIST_COLLECTED},
    {.name = "shipments",
     .title = "Shipments",
     .title_zh = "揽收件量",
     .definition = "Parcels collected; booked on the collection day.",
     .definition_zh = "揽收件数；计入揽收日。",
     .kind = FIGURE_COUNT,
     .booked = BOOKED_COLLECTED,
     .numerator = MEASURE_COLLECTED,
     .denominator = MEASURE_COUNT,
     .list = LIST_COLLECTED},
    {.name = "delivered",
     .title = "Deliveries",
     .title_zh = "妥投件量",
     .definition = "Parcels delivered to the consignee or their agent; booked on the delivery day.",
     .definition_zh = "已妥投给收件人或其代收人的件数；计入妥投日。",
     .kind = FIGURE_COUNT,
     .booked = BOOKED_DELIVERED,
     .numerator = MEASURE_DELIVERED,
     .denominator = MEASURE_COUNT,
     .list = LIST_DELIVERED},
    {.name = "stall",
     .title = "Stall rate",
     .title_zh = "滞留率",
     .definition =
         "Parcels on their way without a scan for more than the setting stall_hours, in "
         "whole hours of the clock ÷ parcels on their way (collected and not yet delivered, "
         "returned, cancelled or terminated); as it stands now.",
     .definition_zh = "超过 stall_hours 小时（按整点）无扫描的在途件数 ÷ 在途件数（已揽收，"
                      "尚未妥投、退回、取消或终止）；当前状态。",
     .kind = FIGURE_RATIO,
     .booked = BOOKED_NOW,
     .behind = BEHIND_WAYBILLS,
     .good = GOOD_LOW},
    {.name = "open_exceptions",
     .title = "Open exceptions",
     .title_zh = "未结异常件",
     .definition =
         "Parcels with an open exception (by exception: with that one), beside the parcels "
         "on their way as denominator; as it stands now.",
     .definition_zh = "有未结异常的件数（按异常分组时为该异常的件数），分母为在途件数；当前状态。",
     .kind = FIGURE_COUNT,
     .booked = BOOKED_NOW,
     .behind = BEHIND_WAYBILLS,
     .good = GOOD_LOW,
     .item = STANDING_EXCEPTED},
    {.name = "complaint_rate",
     .title = "Complaints per million parcels",
     .title_zh = "百万件投诉率",
     .definition = "Complaints × 1,000,000 ÷ parcels collected; booked on the day a complaint was "
                   "received, by the outlet of its ticket and the lane of its first parcel. By hub "
                   "and courier: those that hold a share of the responsibility, ÷ all parcels.",
     .definition_zh = "投诉件数 × 1,000,000 ÷ 揽收件数；计入受理日，按工单网点及首个运单的线路。"
                      "按分拨中心、快递员：承担责任者，÷ 全部揽收件数。",
     .kind = FIGURE_RATIO,
     .booked = BOOKED_SERVICE,
     .behind = BEHIND_COMPLAINTS,
     .good = GOOD_LOW,
     .service = SERVICE_COMPLAINTS,
     .scale = 1000000,
     .blamed = true,
     .unit = "per million parcels"},
    {.name = "founded_rate",
     .title = "Founded complaints per million parcels",
     .title_zh = "百万件有责投诉率",
     .definition = "Complaints found true × 1,000,000 ÷ parcels collected; booked on the day the "
                   "complaint was received, by the same as complaint_rate.",
     .definition_zh = "认定有责的投诉件数 × 1,000,000 ÷ 揽收件数；计入受理日，分组同百万件投诉率。",
     .kind = FIGURE_RATIO,
     .booked = BOOKED_SERVICE,
     .behind = BEHIND_COMPLAINTS,
     .good = GOOD_LOW,
     .service = SERVICE_FOUNDED,
     .scale = 1000000,
     .blamed = true,
     .unit = "per million parcels"},
    {.name = "claim_rate",
     .title = "Claims per thousand parcels",
     .title_zh = "千件理赔率",
     .definition = "Claims registered × 1,000 ÷ parcels collected; booked on the day a claim was "
                   "registered, by its outlet.",
     .definition_zh = "登记的理赔件数 × 1,000 ÷ 揽收件数；计入登记日，按理赔网点。",
     .kind = FIGURE_RATIO,
     .booked = BOOKED_SERVICE,
     .behind = BEHIND_CLAIMS,
     .good = GOOD_LOW,
     .service = SERVICE_CLAIMS,
     .scale = 1000,
     .unit = "per thousand parcels"},
    {.name = "claim_cost",
     .title = "Paid on claims per parcel",
     .title_zh = "件均理赔支出",
     .definition = "Minor units of the company's currency paid so far on the claims registered ÷ "
                   "parcels collected; booked on the day a claim was registered, by its outlet.",
     .definition_zh =
         "已登记理赔迄今支付的金额（最小货币单位）÷ 揽收件数；计入登记日，按理赔网点。",
     .kind = FIGURE_RATIO,
     .booked = BOOKED_SERVICE,
     .behind = BEHIND_CLAIMS,
     .good = GOOD_LOW,
     .service = SERVICE_PAID,
     .unit = "minor units per parcel"},
    {.name = "claim_freight",
     .title = "Paid on claims as a share of freight",
     .title_zh = "理赔支出占运费比",
     .definition = "Paid so far on the claims registered whose freight is known ÷ the freight of "
                   "these claims; booked on the day a claim was registered, by its outlet.",
     .definition_zh = "运费已知的已登记理赔迄今支付的金额 ÷ 这些理赔的运费；计入登记日，"
                      "按理赔网点。",
     .kind = FIGURE_RATIO,
     .booked = BOOKED_SERVICE,
     .behind = BEHIND_CLAIMS,
     .good = GOOD_LOW,
     .service = SERVICE_FREIGHT_PAID,
     .over = SERVICE_FREIGHT},
    {.name = "first_answer_kept",
     .title = "First answers in time",
     .title_zh = "首次响应及时率",
     .definition = "First answers to tickets given before their deadline ÷ first answers given or "
                   "overdue; booked on the day of the answer, or of the deadline that was missed, "
                   "by the outlet of the ticket. Spam and tickets that were merged are left out.",
     .definition_zh = "在时限内首次响应的工单数 ÷ 已首次响应或已逾期的工单数；计入响应日或逾期日，"
                      "按工单网点。垃圾工单与被合并的工单除外。",
     .kind = FIGURE_RATIO,
     .booked = BOOKED_SERVICE,
     .behind = BEHIND_TICKETS,
     .share_of = SHARE_OF_TICKETS,
     .good = GOOD_HIGH,
     .service = SERVICE_ANSWERS_KEPT,
     .over = SERVICE_ANSWERS},
    {.name = "resolution_kept",
     .title = "Resolutions in time",
     .title_zh = "解决及时率",
     .definition = "Tickets resolved before their deadline ÷ tickets resolved or overdue; booked "
                   "on the day they were resolved, or of the deadline that was missed, by the "
                   "outlet of the ticket. Spam and tickets that were merged are left out.",
     .definition_zh =
         "在时限内解决的工单数 ÷ 已解决或已逾期的工单数；计入解决日或逾期日，按工单网点。"
         "垃圾工单与被合并的工单除外。",
     .kind = FIGURE_RATIO,
     .booked = BOOKED_SERVICE,
     .behind = BEHIND_TICKETS,
     .share_of = SHARE_OF_TICKETS,
     .good = GOOD_HIGH,
     .service = SERVICE_SOLVED_KEPT,
     .over = SERVICE_SOLVED},
    {.name = NULL},
};

const Figure *figure_of(const char *name)
{
    for (const Figure *f = figures; f->name != NULL; f++)
        if (strcmp(f->name, name) == 0) return f;
    return NULL;
}

Status figure_find(Ctx *ctx, const char *name, const Figure **out)
{
    const Figure *found = figure_of(name);
    if (found) {
        *out = found;
        return OK;
    }
    Status s = fail_field(ctx, "name", "there is no figure \"%.40s\"", name);
    problem_hint(ctx, "GET /api/v1/figures and `parceldesk figures definitions` list them");
    return s;
}

bool figure_allows(const Figure *figure, Dimension dimension)
{
    if (dimension == DIMENSION_EXCEPTION) return figure->item == STANDING_EXCEPTED;
    if (dimension == DIMENSION_DAY || dimension == DIMENSION_MONTH)
        return figure->booked != BOOKED_NOW;
    if (figure->booked == BOOKED_SERVICE && dimension != DIMENSION_ALL &&
        dimension != DIMENSION_OUTLET)
        return figure->blamed && (dimension == DIMENSION_LANE || dimension == DIMENSION_HUB ||
                                  dimension == DIMENSION_COURIER);
    return dimension >= DIMENSION_ALL && dimension <= DIMENSION_OUTLET;
}

void figure_dimensions(const Figure *figure, Buf *out, const char *separator)
{
    const char *before = "";
    for (const Name *n = dimension_names; n->name != NULL; n++) {
        if (!figure_allows(figure, (Dimension)n->value)) continue;
        buf_format(out, "%s%s", before, n->name);
        before = separator;
    }
}

Status figure_dimension(Ctx *ctx, const Figure *figure, const char *by, Dimension *out)
{
    *out = DIMENSION_ALL;
    if (by == NULL) return OK;
    int64_t dimension = name_value(dimension_names, by);
    if (dimension != NONE && figure_allows(figure, (Dimension)dimension)) {
        *out = (Dimension)dimension;
        return OK;
    }
    Buf names;
    buf_init(&names, ctx->arena);
    figure_dimensions(figure, &names, ", ");
    Status s = buf_check(ctx, &names);
    if (s) return s;
    s = fail_field(ctx, "by", "%s cannot be shown by \"%.40s\"", figure->name, by);
    problem_hint(ctx, "one of %s", names.data);
    return s;
}

const char *figure_unit(const Figure *figure)
{
    if (figure->unit) return figure->unit;
    if (figure->kind == FIGURE_RATIO) return "ratio";
    return figure->kind == FIGURE_TIME ? "days" : "parcels";
}

static const char page_head[] =
    "# Figures\n\n"
    "Printed by `parceldesk figures definitions`; a test holds this page to it.\n\n"
    "Figures are kept with every write, by day and by month, so that a range of days costs the "
    "same "
    "however many\nparcels there are; `parceldesk figures --verify` counts everything again from "
    "the "
    "parcels, complaints, claims and tickets, and must agree.\nDays are dates in the company's "
    "zone; when the setting `zone` is "
    "changed, a job counts everything anew in it\n(`/metrics` tells how far it is; writes wait "
    "meanwhile), and until then answers name "
    "the zone they are in. An empty denominator gives no value (null).\n\n"
    "Times have a mean and quantiles (linear interpolation between the two nearest parcels). These "
    "are "
    "exact while few\nparcels have to be read for them: 20,000 of everything in one row, often "
    "more, "
    "and 200,000 broken down. Otherwise\nthey are the middles of bins that are kept with the "
    "writes "
    "by day, month and everything figures are broken down by: off by\nless than 1 %, whatever the "
    "number of parcels. The row says so: `exact` is false and `error` how many days they can be "
    "off.\n\n"
    "Whoever sees one customer only (`client_user`) is given that customer's figures: counted from "
    "their parcels, by the same\nrules, up to a million parcels. What is counted of service is the "
    "company's alone.\n";

void figure_page(Buf *out)
{
    buf_text(out, page_head);
    for (const Figure *f = figures; f->name != NULL; f++) {
        buf_format(out, "\n## %s · %s\n\n`%s` · %s · by %s", f->title, f->title_zh, f->name,
                   figure_unit(f), name_of(booked_names, f->booked));
        if (f->good != GOOD_NEITHER)
            buf_format(out, " · better when %s", name_of(good_names, f->good));
        buf_format(out, "\n\n%s\n\n%s\n\nBy ", f->definition, f->definition_zh);
        figure_dimensions(f, out, ", ");
        buf_text(out, ".\n");
    }
}
