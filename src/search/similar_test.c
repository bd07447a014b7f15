#include "search/search.h"
#include "test.h"

static void put(T *t, int64_t id, const char *title, const char *body)
{
    const SearchDocument document = {.kind = SEARCH_TEST, .id = id, .at = id, .flags = 1};
    const SearchText texts[] = {{title, 8}, {body, 1}};
    check_ok(t, search_put(t->ctx, &document, texts, 2));
}

static const SearchQuery all = {
    .kind = SEARCH_TEST, .since = NONE, .to = NONE, .limit = 20, .unscoped = true};

TEST_DB(the_most_like_a_text_comes_first)
{
    SearchQuery query = all;
    List list;
    put(t, 1, "包裹迟到了怎么办", "先看预计送达时间");
    put(t, 2, "包裹破损怎么办", "请拍照并联系我们");
    put(t, 3, "如何修改地址", "在发出之前可以修改");
    query.text = "我的包裹迟到了两天";
    check_ok(t, search_similar(t->ctx, &query, &list));
    const SearchHit *hits = list.items;
    check_int(t, list.count, 2);
    check_int(t, hits[0].id, 1);
    check_int(t, hits[1].id, 2);
    check(t, hits[0].weight > hits[1].weight && hits[0].weight <= 1000);
    query.text = "。";
    check_ok(t, search_similar(t->ctx, &query, &list));
    check_int(t, list.count, 0);
}

/* All of them say what everybody says, one in more of these words than the one that is meant. */
TEST_DB(words_that_all_have_do_not_decide_what_is_most_like_a_text)
{
    enum { OTHERS = 12, MEANT = 50, CHATTY = 60 };
    const char *polite = "您好 请问 谢谢 帮助";
    for (int64_t id = 1; id <= OTHERS; id++)
        put(t, id, "服务",
            arena_format(t->ctx->arena, "%s 快递 包裹 查询 客服 no%lld", polite, (long long)id));
    put(t, CHATTY, "服务", "您好 请问 谢谢 帮助 快递 包裹 查询 客服");
    put(t, MEANT, "服务", "快递 包裹 破损");
    SearchQuery query = all;
    List list;
    query.text = "您好 请问 快递 包裹 破损 客服 谢谢 帮助 查询";
    check_ok(t, search_similar(t->ctx, &query, &list));
    check(t, list.count > 0);
    check_int(t, ((const SearchHit *)list.items)[0].id, MEANT);
}
