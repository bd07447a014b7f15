/* category.h -- what complaints are about, as the postal regulator counts them. */
#pragma once

#include "base/field.h"

/* The regulator's (邮政业消费者申诉处理办法); numbers are stored. */
#define COMPLAINT_CATEGORIES(X)                                                                    \
    X(DELIVERY_SERVICE, "delivery_service", 1, "投递服务")                                         \
    X(DELAY, "delay", 2, "延误")                                                                   \
    X(LOSS_SHORTAGE, "loss_shortage", 3, "丢失短少")                                               \
    X(DAMAGE, "damage", 4, "损毁")                                                                 \
    X(ACCEPTANCE_SERVICE, "acceptance_service", 5, "收寄服务")                                     \
    X(OVERCHARGING, "overcharging", 6, "违规收费")                                                 \
    X(COD, "cod", 7, "代收货款")                                                                   \
    X(OTHER, "other", 8, "其他")

typedef enum ComplaintCategory {
#define COMPLAINT_CATEGORY_(constant, name, value, zh) CATEGORY_##constant = value,
    COMPLAINT_CATEGORIES(COMPLAINT_CATEGORY_)
#undef COMPLAINT_CATEGORY_
} ComplaintCategory;

extern const Name complaint_categories[];
