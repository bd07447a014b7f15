#include <stdio.h>

#include "base/html.h"
#include "knowledge/knowledge.h"
#include "knowledge/knowledge_api.h"
#include "waybill/status.h"

enum { TOPICS_MAX = EXCEPTION_COUNT + 2, ADVICE_MAX = 4 };

static void add(Texts *topics, const char *topic)
{
    topics->items[topics->count++] = topic;
}

/* The exceptions first: they trouble most. */
static Texts topics_of(const WaybillFacts *facts, bool is_late, const char **room)
{
    Texts topics = {room, 0};
    for (int number = 0; number < EXCEPTION_COUNT; number++)
        if (facts->exceptions & EXCEPTION_BIT(number))
            add(&topics, name_of(exception_names, number));
    if (is_late) add(&topics, "late");
    add(&topics, name_of(stage_names, facts->stage));
    return topics;
}

static Status path_of(Ctx *ctx, const Article *article, Language language, const char **out)
{
    Buf path;
    buf_init(&path, ctx->arena);
    buf_text(&path, "/k/");
    html_url(&path, article->code);
    buf_text(&path, language == LANGUAGE_ZH ? "?lang=zh" : "?lang=en");
    *out = path.data;
    return buf_check(ctx, &path);
}

Status knowledge_advise(Ctx *ctx, const WaybillFacts *facts, bool is_late, Language language,
                        List *out)
{
    const char *room[TOPICS_MAX];
    List articles;
    const Texts topics = topics_of(facts, is_late, room);
    TrackLink *links = ARENA_ARRAY(ctx->arena, ADVICE_MAX, TrackLink);
    *out = (List){links, 0};
    if (!links) return no_memory(ctx);
    Status s = article_list_public(ctx, language == LANGUAGE_ZH ? ARTICLE_ZH : ARTICLE_EN, &topics,
                                   &articles);
    for (size_t i = 0; !s && i < articles.count && out->count < ADVICE_MAX; i++) {
        const Article *article = (const Article *)articles.items + i;
        TrackLink *link = &links[out->count++];
        link->title = article->title;
        s = path_of(ctx, article, language, &link->path);
    }
    return s;
}
