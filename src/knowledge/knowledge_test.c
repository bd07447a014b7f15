#include "knowledge/knowledge.h"

#include <string.h>

#include "access/outlet.h"
#include "access/person.h"
#include "access/testing.h"
#include "base/instant.h"
#include "job/job.h"
#include "knowledge/knowledge_api.h"
#include "knowledge/knowledge_page.h"
#include "test.h"

static Article given_article(const char *code, const char *title)
{
    Article article;
    shape_clear(&article_shape, &article);
    article.code = code;
    article.language = ARTICLE_EN;
    article.kind = ARTICLE_ARTICLE;
    article.audience = AUDIENCE_AGENT;
    article.title = title;
    article.body = "Body of it";
    return article;
}

static Article created(T *t, Article article)
{
    check_ok(t, article_create(t->ctx, &article));
    return article;
}

static const ArticlePublication at_once = {NONE, NONE, "ready"};

static Article published(T *t, Article article)
{
    Article out;
    article = created(t, article);
    check_ok(t, article_publish(t->ctx, article.id, article.version, &at_once, &out));
    return out;
}

static Article rewritten(T *t, Article article, const char *title, int64_t from)
{
    const ArticleText text = {title, "More", "better"};
    const ArticlePublication how = {from, NONE, "ready"};
    ArticleVersion version;
    check_ok(t, article_write(t->ctx, article.id, article.version, &text, &version));
    check_ok(t, article_publish(t->ctx, article.id, version.version, &how, &article));
    return article;
}

static const char *title_at(T *t, int64_t id, int64_t at)
{
    Article article;
    check_ok(t, article_find(t->ctx, id, at, &article));
    return article.title;
}

TEST_DB(a_draft_is_not_in_force_until_it_is_published)
{
    Article article = created(t, given_article("a", "Title")), out;
    check_int(t, article.number, NONE);
    check_int(t, article.draft, 1);
    check(t, title_at(t, article.id, NONE) == NULL);
    check_ok(t, article_publish(t->ctx, article.id, article.version, &at_once, &out));
    check_int(t, out.number, 1);
    check_int(t, out.draft, NONE);
    check_int(t, out.version, 2);
    check_text(t, out.html, "<p>Body of it</p>\n");
    check_status(t, article_publish(t->ctx, article.id, 2, &at_once, &out), CONFLICT);
    check_status(t, article_publish(t->ctx, article.id, 1, &at_once, &out), STALE);
}

TEST_DB(what_was_in_force_at_any_instant_stays_known)
{
    Article article = published(t, given_article("a", "First"));
    source_move(t->ctx->source, HOUR_MS);
    article = rewritten(t, article, "Second", NONE);
    source_move(t->ctx->source, HOUR_MS);
    article = rewritten(t, article, "Third", TEST_NOW + 3 * HOUR_MS);
    check(t, title_at(t, article.id, TEST_NOW - 1) == NULL);
    check_text(t, title_at(t, article.id, TEST_NOW), "First");
    check_text(t, title_at(t, article.id, TEST_NOW + HOUR_MS - 1), "First");
    check_text(t, title_at(t, article.id, NONE), "Second");
    check_text(t, title_at(t, article.id, TEST_NOW + 3 * HOUR_MS), "Third");
}

TEST_DB(a_version_cannot_come_into_force_in_the_past)
{
    Article article = created(t, given_article("a", "First")), out;
    const ArticlePublication how = {TEST_NOW - 1, NONE, "ready"};
    check_status(t, article_publish(t->ctx, article.id, 1, &how, &out), INVALID);
    check_text(t, t->ctx->problem.field, "effective_from");
}

TEST_DB(all_versions_are_kept_with_who_and_why)
{
    Article article = published(t, given_article("a", "First")), out;
    source_move(t->ctx->source, 1);
    article = rewritten(t, article, "Second", NONE);
    check_ok(t, article_retire(t->ctx, article.id, article.version, "wrong", &out));
    check_int(t, out.number, NONE);
    List list;
    const char *next;
    check_ok(t, article_versions(t->ctx, article.id, 10, NULL, &list, &next));
    const ArticleVersion *versions = list.items;
    check_int(t, list.count, 2);
    check_text(t, versions[0].title, "Second");
    check_int(t, versions[0].state, ARTICLE_RETIRED);
    check_text(t, versions[0].retired_why, "wrong");
    check_text(t, versions[1].published_why, "ready");
    check_text(t, versions[1].retired_why, "another one is in force");
    check_text(t, versions[1].created_by, "system");
    check_status(t, article_retire(t->ctx, article.id, out.version, "again", &out), CONFLICT);
}

static int64_t count_found(T *t, const char *q)
{
    List list;
    const char *next;
    const ArticleFilter filter = {
        .q = q, .kind = NONE, .language = NONE, .due_by = NONE, .limit = 20};
    check_ok(t, article_list(t->ctx, &filter, &list, &next));
    return (int64_t)list.count;
}

TEST_DB(an_article_is_found_by_the_text_in_force)
{
    Article article = created(t, given_article("a", "Zebra crossing")), out;
    check_int(t, count_found(t, "zebra"), 0);
    check_ok(t, article_publish(t->ctx, article.id, 1, &at_once, &article));
    check_int(t, count_found(t, "zebra"), 1);
    article = rewritten(t, article, "Giraffe", TEST_NOW + HOUR_MS);
    check_int(t, count_found(t, "zebra"), 1);
    check_int(t, count_found(t, "giraffe"), 0);
    source_move(t->ctx->source, HOUR_MS);
    int64_t ran;
    check_ok(t, jobs_run_due(t->ctx, &ran));
    check_int(t, count_found(t, "zebra"), 0);
    check_int(t, count_found(t, "giraffe"), 1);
    check_ok(t, article_find(t->ctx, article.id, NONE, &article));
    check_ok(t, article_retire(t->ctx, article.id, article.version, "gone", &out));
    check_int(t, count_found(t, "giraffe"), 0);
}

static Person given_reader(int right, int64_t outlet_id, int64_t customer_id)
{
    Person reader = {.kind = PERSON_HUMAN,
                     .id = 5,
                     .scope_outlet_id = outlet_id,
                     .scope_customer_id = customer_id};
    rights_add(&reader.rights, right);
    return reader;
}

TEST_DB(an_article_for_agents_is_not_for_customers)
{
    Article article = published(t, given_article("a", "Zebra")), out;
    const Person agent = given_reader(KNOWLEDGE_READ, 0, 0);
    const Person client = given_reader(KNOWLEDGE_READ, 0, 77);
    t->ctx->who = &agent;
    check_ok(t, article_find(t->ctx, article.id, NONE, &out));
    check_int(t, count_found(t, "zebra"), 1);
    t->ctx->who = &client;
    check_status(t, article_find(t->ctx, article.id, NONE, &out), NOT_FOUND);
    check_int(t, count_found(t, "zebra"), 0);
    t->ctx->who = NULL;
    check_status(t, article_find_public(t->ctx, "a", ARTICLE_EN, NONE, &out), NOT_FOUND);
}

TEST_DB(an_article_for_a_role_is_for_those_who_have_it)
{
    Article article = given_article("a", "Zebra"), out;
    article.audience = AUDIENCE_ROLE;
    check_status(t, article_create(t->ctx, &article), INVALID);
    check_text(t, t->ctx->problem.field, "role");
    article.role = "no_such";
    check_status(t, article_create(t->ctx, &article), INVALID);
    article.role = "hr";
    article = published(t, article);
    const Person agent = given_reader(KNOWLEDGE_READ, 0, 0);
    t->ctx->who = &agent;
    check_status(t, article_find(t->ctx, article.id, NONE, &out), NOT_FOUND);
    t->ctx->who = NULL;
}

static void check_refused(T *t, Article article, const char *field)
{
    check_status(t, article_create(t->ctx, &article), INVALID);
    check_text(t, t->ctx->problem.field, field);
}

TEST_DB(an_article_that_cannot_be_is_refused)
{
    const char *bad_tag = "100%", *bad_topic = "soon";
    Article article = given_article("Late Parcel", "Title");
    check_refused(t, article, "code");
    article.code = "late";
    article.tags = (Texts){&bad_tag, 1};
    check_refused(t, article, "tags");
    article.tags = (Texts){0};
    article.topics = (Texts){&bad_topic, 1};
    check_refused(t, article, "topics");
    article.topics = (Texts){0};
    article.audience = AUDIENCE_OUTLET;
    check_refused(t, article, "outlet");
    article.outlet = "NOWHERE";
    check_refused(t, article, "outlet");
    article.audience = AUDIENCE_AGENT;
    created(t, article);
    check_status(t, article_create(t->ctx, &article), CONFLICT);
}

TEST_DB(a_ticket_keeps_the_version_that_helped)
{
    Article article = published(t, given_article("a", "First"));
    List list;
    check_ok(t, article_link_add(t->ctx, "ticket", 9, article.id));
    check_ok(t, article_link_add(t->ctx, "ticket", 9, article.id));
    source_move(t->ctx->source, 1);
    article = rewritten(t, article, "Second", NONE);
    check_ok(t, article_link_list(t->ctx, "ticket", 9, &list));
    check_int(t, list.count, 1);
    check_text(t, ((ArticleLink *)list.items)->title, "First");
    check_ok(t, article_link_remove(t->ctx, "ticket", 9, article.id));
    check_ok(t, article_link_list(t->ctx, "ticket", 9, &list));
    check_int(t, list.count, 0);
    check_status(t, article_link_add(t->ctx, "ticket", 9, 4711), NOT_FOUND);
}

TEST_DB(what_readers_say_counts_for_the_version_they_read)
{
    Article article = published(t, given_article("a", "First"));
    check_ok(t, article_feedback(t->ctx, article.id, true));
    check_ok(t, article_feedback(t->ctx, article.id, false));
    check_ok(t, article_feedback(t->ctx, article.id, true));
    check_ok(t, article_find(t->ctx, article.id, NONE, &article));
    check_int(t, article.helpful, 2);
    check_int(t, article.unhelpful, 1);
    source_move(t->ctx->source, 1);
    article = rewritten(t, article, "Second", NONE);
    check_int(t, article.helpful, NONE);
}

TEST_DB(shipped_articles_are_put_in_once_and_answer_tickets)
{
    List list;
    check_ok(t, knowledge_slice.seed(t->ctx));
    check_ok(t, knowledge_suggest(t->ctx, "客户来电：快件外包装破损，里面的杯子碎了，要求理赔",
                                  ARTICLE_ZH, 3, &list));
    check(t, list.count > 0);
    check_text(t, ((Article *)list.items)->code, "damaged-parcel");
    check_ok(t, knowledge_suggest(t->ctx, "it says delivered but I have not received my parcel",
                                  ARTICLE_EN, 3, &list));
    check_text(t, ((Article *)list.items)->code, "not-received");
}

/* By the words alone that it shares with the ticket, the longest article of all would be the one.
 */
TEST_DB(what_every_article_says_does_not_decide_what_is_suggested)
{
    enum { OTHERS = 100 };
    Article chatty = given_article("chatty", "Service"), meant = given_article("meant", "Service"),
            other = given_article(NULL, "Service");
    List list;
    int64_t ran;
    other.body = chatty.body = "Hello dear customer, thank you for asking us about your parcel and "
                               "our service, we hope that we could help you with it";
    meant.body = "What to do with a soaked parcel";
    for (int i = 0; i < OTHERS; i++) {
        other.code = arena_format(t->ctx->arena, "other-%d", i);
        published(t, other);
    }
    published(t, chatty);
    published(t, meant);
    check_ok(t, jobs_run_due(t->ctx, &ran));
    check_ok(t, knowledge_suggest(t->ctx,
                                  "Hello, dear service, thank you for your help with my "
                                  "parcel, I hope you could help: it came soaked",
                                  ARTICLE_EN, 3, &list));
    check(t, list.count > 0);
    check_text(t, ((Article *)list.items)->code, "meant");
}

TEST_DB(a_parcels_page_points_to_what_fits_its_trouble)
{
    List links;
    WaybillFacts facts = {.stage = STAGE_AT_PICKUP_POINT, .exceptions = 0};
    check_ok(t, knowledge_advise(t->ctx, &facts, false, LANGUAGE_EN, &links));
    check_int(t, links.count, 1);
    check_text(t, ((TrackLink *)links.items)->path, "/k/pickup-point?lang=en");
    facts.stage = STAGE_IN_TRANSIT;
    check_ok(t, knowledge_advise(t->ctx, &facts, false, LANGUAGE_EN, &links));
    check_int(t, links.count, 0);
    check_ok(t, knowledge_advise(t->ctx, &facts, true, LANGUAGE_ZH, &links));
    check_int(t, links.count, 1);
    check_text(t, ((TrackLink *)links.items)->title, "快件迟了怎么办");
}

TEST_DB(a_review_that_is_due_is_listed)
{
    Article article = given_article("a", "Zebra");
    List list;
    const char *next;
    article.review_on = instant_date(TEST_NOW, "Asia/Shanghai");
    published(t, article);
    ArticleFilter filter = {
        .kind = NONE, .language = NONE, .due_by = article.review_on - 1, .limit = 20};
    check_ok(t, article_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 0);
    filter.due_by++;
    check_ok(t, article_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 1);
}

static Status article_take(Ctx *ctx, void *article)
{
    return article_create(ctx, article);
}

TEST_DB(a_new_article_is_heard_of_in_every_outlet)
{
    Outlet outlet = {.code = "NORTH", .name = "NORTH", .kind = OUTLET_HUB, .region = ""};
    check_ok(t, outlet_create(t->ctx, &outlet));
    Article article = given_article("late", "Late parcels");
    const char *north = given_listener(t, "NORTH", 0);
    const char *heard = heard_of(t, north, article_take, &article, "\"version\":1}");
    check(t, strstr(heard, "event: article.changed\ndata: {\"id\":"));
}
