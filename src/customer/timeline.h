/* timeline.h -- everything that ever happened with a customer, newest first.
 *
 * Append-only: slices add what they did in the transaction that did it, and nothing is changed
 * afterwards. What parcels went through is not copied here: it is read from the customer's parcels
 * (timeline_source.h) and merged in, so that bringing in scans stays as fast as it is. Entries stay
 * with the customer they were written for; reading one reads those merged into it as well, so that
 * undoing a merge has nothing to move. Times are UTC milliseconds. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

/* What can happen: name, Chinese, English. One a line; those of a slice together, each written by
 * some slice. */
#define TIMELINE_KINDS(X)                                                                          \
    X("customer.created", "建立客户", "Customer entered")                                          \
    X("customer.classified", "客户分类变更", "Classified differently")                             \
    X("customer.merged", "合并客户", "Another customer merged into this one")                      \
    X("customer.unmerged", "撤销合并", "A merge undone")                                           \
    X("customer.handed_over", "更换专员", "Handed over to another specialist")                     \
    X("customer.note", "备注", "Note")                                                             \
    X("customer.changed", "资料变更", "Details changed")                                           \
    X("customer.contact_added", "新增联系方式", "Contact point added")                             \
    X("customer.contact_changed", "联系方式变更", "Contact point changed")                         \
    X("customer.contact_removed", "删除联系方式", "Contact point removed")                         \
    X("customer.address_added", "新增地址", "Address added")                                       \
    X("customer.address_changed", "地址变更", "Address changed")                                   \
    X("customer.address_removed", "删除地址", "Address removed")                                   \
    X("customer.person_added", "新增联系人", "Contact person added")                               \
    X("customer.person_changed", "联系人变更", "Contact person changed")                           \
    X("customer.person_removed", "删除联系人", "Contact person removed")                           \
    X("customer.preference", "通知偏好变更", "Notice preference changed")                          \
    X("customer.file_added", "添加文件", "File added")                                             \
    X("customer.file_removed", "删除文件", "File removed")                                         \
    X("customer.everything", "导出全部资料", "Everything about them was taken out")                \
    X("customer.shown", "查看联系方式", "Contact details shown for a reason")                      \
    X("consent.given", "同意", "Consent given")                                                    \
    X("consent.withdrawn", "撤回同意", "Consent withdrawn")                                        \
    X("call.answered", "来电已接", "Call answered")                                                \
    X("call.missed", "来电未接", "Call missed")                                                    \
    X("call.made", "去电", "Call made")                                                            \
    X("message.received", "收到消息", "Message received")                                          \
    X("notice.queued", "通知排队", "Notice queued")                                                \
    X("notice.sent", "通知已发", "Notice sent")                                                    \
    X("notice.delivered", "通知送达", "Notice delivered")                                          \
    X("notice.failed", "通知失败", "Notice failed")                                                \
    X("notice.suppressed", "通知未发", "Notice held back")                                         \
    X("ticket.opened", "工单建立", "Ticket opened")                                                \
    X("ticket.replied", "工单回复", "Ticket answered")                                             \
    X("ticket.resolved", "工单解决", "Ticket resolved")                                            \
    X("ticket.closed", "工单关闭", "Ticket closed")                                                \
    X("ticket.reopened", "工单重开", "Ticket opened again")                                        \
    X("ticket.merged", "工单合并", "Ticket merged")                                                \
    X("handoff.given", "工单协同", "Handed off to colleagues")                                     \
    X("form.filled", "填写表单", "Form filled in")                                                 \
    X("complaint.accepted", "投诉受理", "Complaint accepted")                                      \
    X("complaint.judged", "投诉认定", "Complaint judged")                                          \
    X("complaint.closed", "投诉办结", "Complaint closed")                                          \
    X("appeal.received", "收到申诉", "Appeal received from the regulator")                         \
    X("appeal.answered", "申诉答复", "Appeal answered")                                            \
    X("claim.opened", "理赔申请", "Claim opened")                                                  \
    X("claim.decided", "理赔决定", "Claim decided")                                                \
    X("claim.paid", "理赔支付", "Claim paid")                                                      \
    X("claim.refused", "理赔拒绝", "Claim refused")                                                \
    X("claim.closed", "理赔结案", "Claim closed")                                                  \
    X("waybill.ordered", "下单", "Parcel ordered")                                                 \
    X("waybill.collected", "揽收", "Parcel collected")                                             \
    X("waybill.delivered", "签收", "Parcel delivered")                                             \
    X("waybill.exception", "异常", "Parcel in trouble")

typedef struct TimelineEntry {
    int64_t id;                    /* given by timeline_add; of a parcel's fact the parcel's */
    int64_t customer_id;           /* whom it was written for */
    int64_t at;                    /* when it happened */
    const char *kind;              /* of TIMELINE_KINDS */
    const char *kind_zh, *kind_en; /* what it is called; set where entries are read */
    const char *subject_kind; /* what to open: "ticket", "claim", "waybill" …; NULL: nothing */
    int64_t subject_id;
    int64_t waybill_id;   /* the parcel it is about; 0: none */
    int64_t who;          /* account that did it; 0: the system, or the customer */
    const char *text;     /* short (to 300 characters), never personal */
    const char *personal; /* the same of what is: sealed, masked on the way out, erased on demand */
    const char *key;      /* of the fact, "ticket.opened/123": the same twice is one entry; never
                             personal; 1–200 characters; not read back */
} TimelineEntry;
extern const Shape timeline_entry_shape;

/* In the transaction of ctx: that something was done with the customer now, by ctx's person; each
 * time is a fact of its own. `subject_id` 0: nothing is to be opened. */
Status timeline_note(Ctx *ctx, int64_t customer_id, const char *kind, const char *subject_kind,
                     int64_t subject_id);

/* In the transaction of ctx: writes the entry, or nothing where the customer has a fact of that
 * key. INTERNAL where the kind is none of the list or a key is missing: a fault of the caller. */
Status timeline_add(Ctx *ctx, const TimelineEntry *entry);

/* The same of many, in one round. */
Status timeline_add_many(Ctx *ctx, const TimelineEntry *entries, size_t count);

typedef struct TimelineFilter {
    Texts kinds; /* none: all */
    int64_t limit;
    const char *cursor;
} TimelineFilter;

/* What happened with the customer and those merged into it, newest first; parcels' facts only to
 * who may see parcels. NOT_FOUND for a customer out of scope, INVALID for a kind there is none of.
 * `next` is NULL at the end. */
Status timeline_list(Ctx *ctx, int64_t customer_id, const TimelineFilter *filter, List *out,
                     const char **next);

/* A kind and what it is called. */
typedef struct TimelineKind {
    const char *name, *zh, *en;
} TimelineKind;
extern const Shape timeline_kind_shape;

/* The kind of that name, or NULL. */
const TimelineKind *timeline_kind(const char *name);

/* All of them, in the order of the list. */
List timeline_kinds(void);
