#include "complaint/cause.h"

#include "access/audit.h"
#include "complaint/complaint.h"
#include "complaint/complaint_store.h"

#define DETAILS                                                                                    \
    FIELD_ENUM(ComplaintCause, category, complaint_categories, .required = true,                   \
               .doc = "The regulator's category it falls under"),                                  \
        FIELD_TEXT(ComplaintCause, name_zh, .required = true, .min = 1, .max = 40,                 \
                   .doc = "As people see it, in Chinese"),                                         \
        FIELD_TEXT(ComplaintCause, name_en, .required = true, .min = 1, .max = 60,                 \
                   .doc = "As people see it, in English"),                                         \
        FIELD_BOOL(ComplaintCause, closed, .doc = "No complaint gets it any more")

static const Field cause_fields[] = {
    FIELD_TEXT(ComplaintCause, code, .required = true, .min = 1, .max = 40,
               .example = "false_signature", .doc = "Small letters, digits and _"),
    FIELD_INT(ComplaintCause, version, .read_only = true, .doc = "Rises with every change"),
    DETAILS, FIELD_END};
const Shape complaint_cause_shape = SHAPE(ComplaintCause, cause_fields, "Why customers complain");

static const Field change_fields[] = {DETAILS, FIELD_END};
const Shape complaint_cause_change_shape = {.name = "ComplaintCauseChange",
                                            .doc = "A cause as it is to be, whole",
                                            .size = sizeof(ComplaintCause),
                                            .fields = change_fields};

#define CAUSE(the_code, the_category, zh, en)                                                      \
    {                                                                                              \
        .code = the_code, .version = 1, .category = CATEGORY_##the_category, .name_zh = zh,        \
        .name_en = en                                                                              \
    }
static const ComplaintCause shipped[] = {
    CAUSE("false_signature", DELIVERY_SERVICE, "虚假签收", "Signed for, not delivered"),
    CAUSE("not_to_door", DELIVERY_SERVICE, "未按址投递", "Not delivered to the door"),
    CAUSE("no_consent", DELIVERY_SERVICE, "未经同意投驿站", "Left at a station without consent"),
    CAUSE("attitude", DELIVERY_SERVICE, "服务态度差", "Manners of the courier"),
    CAUSE("misdelivered", DELIVERY_SERVICE, "误投", "Delivered to somebody else"),
    CAUSE("not_notified", DELIVERY_SERVICE, "未通知收件人", "The consignee was not told"),
    CAUSE("transit_delay", DELAY, "中转延误", "Delayed on the way"),
    CAUSE("delivery_delay", DELAY, "派送延误", "Delayed at delivery"),
    CAUSE("collection_delay", DELAY, "揽收延误", "Collected late"),
    CAUSE("lost_parcel", LOSS_SHORTAGE, "全部丢失", "The parcel is lost"),
    CAUSE("contents_short", LOSS_SHORTAGE, "内件短少", "Contents are missing"),
    CAUSE("damaged_goods", DAMAGE, "内件损毁", "Goods are damaged"),
    CAUSE("damaged_packing", DAMAGE, "外包装破损", "Packing is damaged"),
    CAUSE("collection_refused", ACCEPTANCE_SERVICE, "拒绝收寄", "Collection was refused"),
    CAUSE("not_collected", ACCEPTANCE_SERVICE, "未上门揽收", "Nobody came to collect"),
    CAUSE("wrong_price", OVERCHARGING, "多收费用", "More was charged than agreed"),
    CAUSE("station_fee", OVERCHARGING, "派件收费", "A fee was taken at delivery"),
    CAUSE("cod_unpaid", COD, "未返还货款", "Money collected was not passed on"),
    CAUSE("cod_amount", COD, "货款金额不符", "The amount collected was wrong"),
    CAUSE("privacy", OTHER, "泄露个人信息", "Personal data got out"),
    CAUSE("other_cause", OTHER, "其他", "Something else"),
};

static Status check_code(Ctx *ctx, const char *code)
{
    for (const char *at = code; *at; at++)
        if (!((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') || *at == '_'))
            return fail_field(ctx, "code", "may hold small letters, digits and _ only");
    return OK;
}

Status complaint_cause_create(Ctx *ctx, ComplaintCause *cause)
{
    Status s = scope_check_whole(ctx, "causes of complaints are");
    if (!s) s = check_code(ctx, cause->code);
    cause->version = 1;
    if (!s) s = complaint_cause_store_insert(ctx, cause);
    if (s == CONFLICT) return fail(ctx, CONFLICT, "there is a cause %s already", cause->code);
    return s ? s : audit_write(ctx, "complaint_cause.create", "complaint_cause", 0, NULL);
}

Status complaint_cause_find(Ctx *ctx, const char *code, ComplaintCause *out)
{
    Status s = complaint_cause_store_find(ctx, code, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no cause %.40s", code) : s;
}

Status complaint_cause_change(Ctx *ctx, const char *code, int64_t version,
                              const ComplaintCause *change, ComplaintCause *out)
{
    bool written = false;
    ComplaintCause old;
    Status s = scope_check_whole(ctx, "causes of complaints are");
    if (!s) s = complaint_cause_find(ctx, code, &old);
    if (s) return s;
    *out = *change;
    out->code = old.code;
    out->version = version + 1;
    s = complaint_cause_store_update(ctx, out, &written);
    if (!s && !written)
        s = fail(ctx, STALE, "cause %s is at version %lld, not %lld", code, (long long)old.version,
                 (long long)version);
    return s ? s : audit_write(ctx, "complaint_cause.change", "complaint_cause", 0, NULL);
}

Status complaint_cause_list(Ctx *ctx, List *out)
{
    return complaint_cause_store_list(ctx, out);
}

Status complaint_cause_seed(Ctx *ctx)
{
    List have;
    Status s = complaint_cause_store_list(ctx, &have);
    for (size_t i = 0; i < sizeof shipped / sizeof *shipped && !s && !have.count; i++)
        s = complaint_cause_store_insert(ctx, &shipped[i]);
    return s;
}
