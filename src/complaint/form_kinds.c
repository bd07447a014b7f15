#include "complaint/form.h"

#include <string.h>

const Name form_kinds[] = {{"accident_report", FORM_ACCIDENT, "事故报告单"},
                           {"quality_tracking", FORM_QUALITY, "质量跟踪单"},
                           {"management_notice", FORM_NOTICE, "管理通知单"},
                           {"complaint_record", FORM_COMPLAINT, "客户投诉处理单"},
                           {"investigation", FORM_INVESTIGATION, "协查单"},
                           {NULL, 0, NULL}};
const Name form_inputs[] = {{"line", FORM_LINE, "A line"},     {"long", FORM_LONG, "Some lines"},
                            {"date", FORM_DATE, "2026-11-22"}, {"number", FORM_NUMBER, "12.5"},
                            {"phone", FORM_PHONE, "A phone"},  {NULL, 0, NULL}};

#define END                                                                                        \
    {                                                                                              \
        NULL, NULL, NULL, 0, false, PERSONAL_NO                                                    \
    }

static const FormLine accident[] = {
    {"happened_on", "事故日期", "Date", FORM_DATE, true},
    {"place", "事故地点", "Place", FORM_LINE, true},
    {"reporter", "报告人", "Reported by", FORM_LINE, true},
    {"reporter_phone", "联系电话", "Phone", FORM_PHONE, false, PERSONAL_PHONE},
    {"vehicle", "车辆/班次", "Vehicle or run", FORM_LINE, false},
    {"goods", "涉及货物", "Goods concerned", FORM_LONG, true},
    {"loss", "损失估计(元)", "Estimated loss (CNY)", FORM_NUMBER, false},
    {"course", "事故经过", "What happened", FORM_LONG, true},
    {"cause", "原因分析", "Cause", FORM_LONG, true},
    {"measures", "处理措施", "What was done", FORM_LONG, true},
    {"prevention", "预防措施", "How it is prevented", FORM_LONG, false},
    END};
static const FormLine quality[] = {{"found_on", "发现日期", "Found on", FORM_DATE, true},
                                   {"problem", "质量问题", "Quality problem", FORM_LONG, true},
                                   {"responsible", "责任部门/人", "Responsible", FORM_LINE, true},
                                   {"standard", "服务标准", "Standard", FORM_LINE, false},
                                   {"correction", "纠正措施", "Correction", FORM_LONG, true},
                                   {"due_on", "完成期限", "Due on", FORM_DATE, true},
                                   {"followed_on", "跟踪日期", "Followed up on", FORM_DATE, false},
                                   {"result", "跟踪结果", "Result", FORM_LONG, false},
                                   {"verifier", "验证人", "Verified by", FORM_LINE, false},
                                   END};
static const FormLine notice[] = {
    {"to", "主送", "To", FORM_LINE, true},
    {"copy_to", "抄送", "Copy to", FORM_LINE, false},
    {"subject", "主题", "Subject", FORM_LINE, true},
    {"text", "通知内容", "Notice", FORM_LONG, true},
    {"requirements", "整改要求", "What is required", FORM_LONG, false},
    {"effective_on", "生效日期", "In force from", FORM_DATE, true},
    {"reply_by", "回复期限", "Reply by", FORM_DATE, false},
    END};
static const FormLine complaint[] = {
    {"received_on", "受理日期", "Received on", FORM_DATE, true},
    {"customer", "客户名称", "Customer", FORM_LINE, true, PERSONAL_NAME},
    {"contact_phone", "联系电话", "Phone", FORM_PHONE, false, PERSONAL_PHONE},
    {"waybill_no", "运单号", "Waybill number", FORM_LINE, false},
    {"content", "投诉内容", "Complaint", FORM_LONG, true},
    {"demand", "客户要求", "What the customer wants", FORM_LONG, false},
    {"investigation", "调查情况", "Investigation", FORM_LONG, true},
    {"responsible", "责任认定", "Responsible", FORM_LINE, true},
    {"handling", "处理意见", "Handling", FORM_LONG, true},
    {"answered_on", "答复日期", "Answered on", FORM_DATE, true},
    {"feedback", "客户反馈", "Customer's word", FORM_LONG, false},
    END};
static const FormLine investigation[] = {
    {"asked_on", "发出日期", "Asked on", FORM_DATE, true},
    {"asked", "协查单位", "Outlet or team asked", FORM_LINE, true},
    {"waybill_no", "运单号", "Waybill number", FORM_LINE, false},
    {"question", "协查事项", "What is asked", FORM_LONG, true},
    {"reply_by", "回复期限", "Reply by", FORM_DATE, true},
    {"findings", "查证结果", "Findings", FORM_LONG, true},
    {"evidence", "证据清单", "Evidence", FORM_LONG, false},
    {"answerer", "回复人", "Answered by", FORM_LINE, true},
    {"answered_on", "回复日期", "Answered on", FORM_DATE, true},
    END};

static const FormLayout layouts[] = {
    {FORM_ACCIDENT, 1, "SG", "事故报告单", "Accident report", accident, {NULL, 0}},
    {FORM_QUALITY, 1, "ZL", "质量跟踪单", "Quality tracking sheet", quality, {NULL, 0}},
    {FORM_NOTICE, 1, "TZ", "管理通知单", "Management notice", notice, {NULL, 0}},
    {FORM_COMPLAINT, 1, "TS", "客户投诉处理单", "Customer complaint record", complaint, {NULL, 0}},
    {FORM_INVESTIGATION, 1, "XC", "协查单", "Investigation sheet", investigation, {NULL, 0}},
};

static const Field line_fields[] = {
    FIELD_TEXT(FormLine, name, .doc = "Its key in `values`"),
    FIELD_TEXT(FormLine, name_zh, .doc = "As it is printed, in Chinese"),
    FIELD_TEXT(FormLine, name_en, .doc = "As it is printed, in English"),
    FIELD_ENUM(FormLine, input, form_inputs, .doc = "What it takes"),
    FIELD_BOOL(FormLine, required, .doc = "It must be filled in before the form is signed"),
    FIELD_END};
static const Shape line_shape = SHAPE(FormLine, line_fields, "A line of a form");

static const Field layout_fields[] = {
    FIELD_ENUM(FormLayout, kind, form_kinds, .doc = "Which form"),
    FIELD_INT(FormLayout, layout, .doc = "Rises when its lines change"),
    FIELD_TEXT(FormLayout, prefix, .doc = "What its numbers begin with"),
    FIELD_TEXT(FormLayout, name_zh, .doc = "Its name, in Chinese"),
    FIELD_TEXT(FormLayout, name_en, .doc = "Its name, in English"),
    FIELD_LIST(FormLayout, lines, &line_shape, .doc = "What it asks"),
    FIELD_END};
const Shape form_layout_shape = SHAPE(FormLayout, layout_fields, "What a form asks");

const FormLayout *form_layout(int64_t kind)
{
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        if (layouts[i].kind == kind) return &layouts[i];
    return &layouts[0];
}

const FormLine *form_line(const FormLayout *layout, const char *name)
{
    for (const FormLine *line = layout->table; line->name; line++)
        if (strcmp(line->name, name) == 0) return line;
    return NULL;
}

Status form_layouts(Ctx *ctx, List *out)
{
    const size_t count = sizeof layouts / sizeof *layouts;
    FormLayout *items = ARENA_ARRAY(ctx->arena, count, FormLayout);
    if (!items) return no_memory(ctx);
    memcpy(items, layouts, sizeof layouts);
    for (size_t i = 0; i < count; i++) {
        size_t lines = 0;
        while (layouts[i].table[lines].name)
            lines++;
        FormLine *copy = ARENA_ARRAY(ctx->arena, lines, FormLine);
        if (!copy) return no_memory(ctx);
        memcpy(copy, layouts[i].table, lines * sizeof *copy);
        items[i].lines = (List){copy, lines};
    }
    *out = (List){items, count};
    return OK;
}
