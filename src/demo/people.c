#include "demo/people.h"

static const char *const surnames[] = {
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高",
    "林", "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧",
};
static const char *const given_names[] = {
    "伟",   "芳",   "娜",   "敏",   "静",   "丽",   "强",   "磊",   "军",   "洋",
    "勇",   "艳",   "杰",   "涛",   "明",   "超",   "兰",   "霞",   "平",   "刚",
    "桂英", "秀兰", "建国", "志强", "晓明", "雨桐", "子轩", "欣怡", "浩然", "梓涵",
    "思远", "佳琪", "一鸣", "若曦", "宇航", "诗涵", "文博", "雅婷", "俊杰", "梦洁",
};
static const char *const trades[] = {"茶叶", "服饰", "数码", "家居", "图书", "母婴",
                                     "食品", "美妆", "五金", "文具", "玩具", "箱包",
                                     "灯饰", "户外", "花卉", "药房"};
static const char *const streets[] = {"示例路", "演示街", "样板大道", "测试巷", "模拟路", "例证街"};

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* Customers spread over the cities by weight, always the same. */
const City *person_city(int number)
{
    Dice dice = {(uint64_t)number * 2 + 1};
    int weights[32];
    for (size_t i = 0; i < city_count; i++)
        weights[i] = cities[i].weight;
    return &cities[dice_weighted(&dice, weights, city_count)];
}

int person_branch(int number)
{
    return number % person_city(number)->branches;
}

const char *person_code(Ctx *ctx, int number)
{
    return arena_format(ctx->arena, "D%05d", number + 1);
}

static const char *shop_name(Ctx *ctx, const City *city, int number)
{
    return arena_format(ctx->arena, "%s示例%s商行%03d", city->name,
                        trades[(size_t)number % COUNT(trades)], number + 1);
}

void person_make(Ctx *ctx, int number, Customer *out)
{
    Dice dice = {(uint64_t)number * 2 + 2};
    const City *city = person_city(number);
    bool shop = number < SHIPPERS;
    shape_clear(&customer_shape, out);
    out->code = person_code(ctx, number);
    out->kind = shop ? CUSTOMER_COMPANY : CUSTOMER_PERSON;
    out->role = !shop ? CUSTOMER_CONSUMER : number % 3 == 0 ? CUSTOMER_WHOLESALE : CUSTOMER_RETAIL;
    const char *surname = surnames[dice_below(&dice, COUNT(surnames))];
    const char *given = given_names[dice_below(&dice, COUNT(given_names))];
    out->name =
        shop ? shop_name(ctx, city, number) : arena_format(ctx->arena, "%s%s", surname, given);
    out->phone = arena_format(ctx->arena, "100%08d", (int)dice_below(&dice, 100000000));
    out->address =
        arena_format(ctx->arena, "%s市%s%d号%d栋%d室", city->name,
                     streets[dice_below(&dice, COUNT(streets))], (int)dice_between(&dice, 1, 400),
                     (int)dice_between(&dice, 1, 20), (int)dice_between(&dice, 101, 2804));
    out->region = city->region;
    out->city = city->name;
    out->outlet = branch_site(ctx, city, person_branch(number)).code;
    if (out->name == NULL || out->phone == NULL || out->address == NULL || out->outlet == NULL)
        out->code = NULL;
}

Status people_create(Ctx *ctx)
{
    UpsertRow *rows = ARENA_ARRAY(ctx->arena, CUSTOMERS, UpsertRow);
    Customer *customers = ARENA_ARRAY(ctx->arena, CUSTOMERS, Customer);
    if (rows == NULL || customers == NULL) return no_memory(ctx);
    for (int i = 0; i < CUSTOMERS; i++) {
        person_make(ctx, i, &customers[i]);
        if (customers[i].code == NULL) return no_memory(ctx);
        rows[i] = (UpsertRow){.thing = &customers[i], .number = i + 1};
    }
    Status s = customer_upsert(ctx, rows, CUSTOMERS);
    for (int i = 0; !s && i < CUSTOMERS; i++)
        if (rows[i].outcome == UPSERT_REJECTED)
            s = fail(ctx, INTERNAL, "the demonstration's own customer %d was not taken: %s %s",
                     i + 1, rows[i].field, rows[i].reason);
    return s;
}
