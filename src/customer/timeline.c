#include "customer/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "access/page.h"
#include "access/person.h"
#include "customer/customer.h"
#include "customer/timeline_store.h"

#define KEY_MAX 200

#define KIND_ROW_(kind_name, chinese, english) {kind_name, chinese, english},
static const TimelineKind kinds[] = {TIMELINE_KINDS(KIND_ROW_)};
#undef KIND_ROW_

static const Field kind_fields[] = {FIELD_TEXT(TimelineKind, name, .doc = "As entries have it"),
                                    FIELD_TEXT(TimelineKind, zh, .doc = "In Chinese"),
                                    FIELD_TEXT(TimelineKind, en, .doc = "In English"), FIELD_END};
const Shape timeline_kind_shape = SHAPE(TimelineKind, kind_fields, "What can happen");

static const Field entry_fields[] = {
    FIELD_ID(TimelineEntry, id, .doc = "Its number; of what a parcel went through, the parcel's"),
    FIELD_ID(TimelineEntry, customer_id, .doc = "Whom it was written for"),
    FIELD_TIME(TimelineEntry, at, .doc = "When it happened"),
    FIELD_TEXT(TimelineEntry, kind, .doc = "What happened: see timeline kinds"),
    FIELD_TEXT(TimelineEntry, kind_zh, .doc = "The kind in Chinese"),
    FIELD_TEXT(TimelineEntry, kind_en, .doc = "The kind in English"),
    FIELD_TEXT(TimelineEntry, subject_kind, .doc = "What to open: ticket, claim, waybill …"),
    FIELD_ID(TimelineEntry, subject_id, .doc = "Its id"),
    FIELD_ID(TimelineEntry, waybill_id, .doc = "The parcel it is about"),
    FIELD_ID(TimelineEntry, who, .doc = "The account that did it"),
    FIELD_TEXT(TimelineEntry, text, .max = 300, .personal = PERSONAL_WORDS, .doc = "A few words"),
    FIELD_TEXT(TimelineEntry, personal, .max = 1000, .personal = PERSONAL_TEXT,
               .doc = "The same of what is personal"),
    FIELD_END};
const Shape timeline_entry_shape =
    SHAPE(TimelineEntry, entry_fields, "Something that happened with a customer");

const TimelineKind *timeline_kind(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, name) == 0) return &kinds[i];
    return NULL;
}

List timeline_kinds(void)
{
    return (List){(void *)kinds, sizeof kinds / sizeof *kinds};
}

static Status check_entry(Ctx *ctx, const TimelineEntry *entry)
{
    if (!entry->kind || !timeline_kind(entry->kind))
        return fail(ctx, INTERNAL, "the timeline knows no kind %s", entry->kind ? entry->kind : "");
    if (!entry->key || !*entry->key || strlen(entry->key) > KEY_MAX || !entry->customer_id)
        return fail(ctx, INTERNAL, "an entry of %s lacks its customer or its key", entry->kind);
    return OK;
}

Status timeline_add_many(Ctx *ctx, const TimelineEntry *entries, size_t count)
{
    Status s = OK;
    for (size_t i = 0; i < count && !s; i++)
        s = check_entry(ctx, &entries[i]);
    return s || !count ? s : timeline_store_insert(ctx, entries, count);
}

Status timeline_add(Ctx *ctx, const TimelineEntry *entry)
{
    return timeline_add_many(ctx, entry, 1);
}

Status timeline_note(Ctx *ctx, int64_t customer_id, const char *kind, const char *subject_kind,
                     int64_t subject_id)
{
    const TimelineEntry entry = {
        .customer_id = customer_id,
        .at = ctx_now(ctx),
        .kind = kind,
        .subject_kind = subject_id ? subject_kind : NULL,
        .subject_id = subject_id,
        .who = ctx_account_id(ctx),
        .key = arena_format(ctx->arena, "%s/%lld", kind, (long long)ctx_id(ctx)),
    };
    return entry.key ? timeline_add(ctx, &entry) : no_memory(ctx);
}

/* Newest first. */
static int compare_items(const void *a, const void *b)
{
    const TimelineItem *one = a, *other = b;
    if (one->entry.at != other->entry.at) return one->entry.at < other->entry.at ? 1 : -1;
    if (one->entry.id != other->entry.id) return one->entry.id < other->entry.id ? 1 : -1;
    int kind = strcmp(other->entry.kind, one->entry.kind);
    return kind ? kind : (one->order < other->order) - (one->order > other->order);
}

static bool wanted(const Texts *some, const char *kind)
{
    return !some->count || texts_have(some, kind);
}

static bool wants_source(Ctx *ctx, const TimelineSource *source, const Texts *some)
{
    if (!ctx_may(ctx, source->right)) return false;
    for (size_t i = 0; i < some->count; i++)
        if (strncmp(some->items[i], source->kinds, strlen(source->kinds)) == 0) return true;
    return some->count == 0;
}

static Status read_sources(Ctx *ctx, const TimelinePage *page, TimelineItems *out)
{
    Status s = OK;
    for (size_t i = 0; !s && timeline_sources[i]; i++)
        if (wants_source(ctx, timeline_sources[i], page->kinds))
            s = timeline_sources[i]->read(ctx, page, out);
    return s;
}

static int64_t kind_place(const char *name)
{
    return timeline_kind(name) - kinds;
}

/* The last item that was given before this page. */
static TimelineItem item_before(const int64_t keys[static 4])
{
    return (TimelineItem){
        .entry = {.at = keys[0], .id = keys[1], .kind = kinds[keys[2]].name},
        .order = keys[3],
    };
}

static Status read_cursor(Ctx *ctx, const char *cursor, int64_t keys[static 4])
{
    keys[0] = keys[1] = INT64_MAX;
    keys[2] = keys[3] = 0;
    Status s = cursor ? cursor_read(ctx, cursor, keys, 4) : OK;
    if (!s && (keys[2] < 0 || (size_t)keys[2] >= sizeof kinds / sizeof *kinds))
        s = fail_field(ctx, "cursor", "is none of ours");
    return s;
}

static Status check_kinds(Ctx *ctx, const Texts *some)
{
    for (size_t i = 0; i < some->count; i++)
        if (!timeline_kind(some->items[i]))
            return fail_field(ctx, "kinds", "there is no kind %s", some->items[i]);
    return OK;
}

/* Sorts what was gathered and keeps what is asked for and was not given before. A kind that a later
 * release wrote is not known here. */
static void order_items(TimelineItems *items, const Texts *some, const TimelineItem *before)
{
    size_t kept = 0;
    for (size_t i = 0; i < items->count; i++) {
        const TimelineItem *item = &items->items[i];
        if (item->entry.kind && timeline_kind(item->entry.kind) && wanted(some, item->entry.kind) &&
            compare_items(item, before) > 0)
            items->items[kept++] = *item;
    }
    items->count = kept;
    if (kept) qsort(items->items, kept, sizeof *items->items, compare_items);
}

static Status make_page(Ctx *ctx, const TimelineItems *items, size_t limit, List *out,
                        const char **next)
{
    size_t count = items->count < limit ? items->count : limit;
    TimelineEntry *entries = ARENA_ARRAY(ctx->arena, count, TimelineEntry);
    if (!entries) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        entries[i] = items->items[i].entry;
        entries[i].kind_zh = timeline_kind(entries[i].kind)->zh;
        entries[i].kind_en = timeline_kind(entries[i].kind)->en;
    }
    *out = (List){entries, count};
    *next = NULL;
    if (items->count <= limit) return OK;
    const TimelineItem *last = &items->items[count - 1];
    const int64_t keys[] = {last->entry.at, last->entry.id, kind_place(last->entry.kind),
                            last->order};
    *next = cursor_make(ctx, keys, 4);
    return *next ? OK : no_memory(ctx);
}

Status timeline_list(Ctx *ctx, int64_t customer_id, const TimelineFilter *filter, List *out,
                     const char **next)
{
    Customer customer;
    int64_t *members, keys[4];
    TimelinePage page = {.kinds = &filter->kinds, .limit = filter->limit + 1};
    TimelineItems items = {0};
    Status s = check_kinds(ctx, &filter->kinds);
    if (!s) s = read_cursor(ctx, filter->cursor, keys);
    if (!s) s = customer_find(ctx, customer_id, &customer);
    if (!s) s = customer_members(ctx, customer_id, &members, &page.customer_count);
    if (s) return s;
    page.customers = members;
    page.before_at = keys[0];
    page.before_id = keys[1];
    s = timeline_store_page(ctx, &page, &items);
    if (!s) s = read_sources(ctx, &page, &items);
    if (s) return s;
    const TimelineItem before = item_before(keys);
    order_items(&items, &filter->kinds, &before);
    return make_page(ctx, &items, (size_t)filter->limit, out, next);
}
