#include "desk/entry.h"

#include <string.h>

#include "access/page.h"
#include "access/person.h"
#include "desk/desk_tell.h"
#include "desk/entry_store.h"
#include "desk/replay.h"
#include "desk/team_store.h"
#include "desk/ticket_joins.h"
#include "desk/words.h"

#define NAME_(constant, name, value) {name, value, NULL},
const Name entry_kinds[] = {ENTRY_KINDS(NAME_){NULL, 0, NULL}};
const Name entry_said_kinds[] = {{"message", ENTRY_MESSAGE, "To or from the customer"},
                                 {"note", ENTRY_NOTE, "Among colleagues; names them by @login"},
                                 {"call", ENTRY_CALL, "A phone call"},
                                 {NULL, 0, NULL}};
const Name entry_visibilities[] = {
    {"internal", ENTRY_INTERNAL, "Colleagues see it"},
    {"public", ENTRY_PUBLIC, "The customer may see it, unless it is a call"},
    {NULL, 0, NULL}};
const Name entry_directions[] = {
    {"in", ENTRY_IN, "From the customer"}, {"out", ENTRY_OUT, "To the customer"}, {NULL, 0, NULL}};
const Name entry_authors[] = {{"system", AUTHOR_SYSTEM, "It happened by itself"},
                              {"account", AUTHOR_ACCOUNT, "Somebody who signed in"},
                              {"token", AUTHOR_TOKEN, "A machine"},
                              {"customer", AUTHOR_CUSTOMER, "The customer"},
                              {NULL, 0, NULL}};

static const Field entry_fields[] = {
    FIELD_ID(Entry, id, .doc = "Rises with time"),
    FIELD_ID(Entry, ticket_id, .doc = "The ticket it was written on"),
    FIELD_TIME(Entry, at, .doc = "When"),
    FIELD_ENUM(Entry, kind, entry_kinds, .doc = "What it tells of"),
    FIELD_ENUM(Entry, author_kind, entry_authors, .doc = "Who it was"),
    FIELD_ID(Entry, author_id, .doc = "Their id"),
    FIELD_TEXT(Entry, author,
               .doc = "Login, or a token's name; staff to who is limited to a customer"),
    FIELD_ENUM(Entry, visibility, entry_visibilities, .doc = "Who may see it"),
    FIELD_ENUM(Entry, direction, entry_directions, .doc = "Of messages and calls"),
    FIELD_ENUM(Entry, channel, ticket_channels, .doc = "By which way"),
    FIELD_TEXT(Entry, text, .personal = PERSONAL_WORDS, .doc = "What was said"),
    FIELD_MAP(Entry, detail, .doc = "What was done, in words and numbers"),
    FIELD_ID(Entry, origin_ticket_id, .doc = "After a split: the ticket it was written on first"),
    FIELD_ID(Entry, origin_id, .doc = "The entry that this repeats"),
    FIELD_END};
const Shape entry_shape = SHAPE(Entry, entry_fields, "Something said or done on a ticket");

Entry ticket_entry_of(int64_t kind, int64_t visibility)
{
    return (Entry){.kind = kind,
                   .author_kind = NONE,
                   .visibility = visibility,
                   .direction = NONE,
                   .channel = NONE};
}

static void sign(Ctx *ctx, Entry *entry)
{
    const Person *who = ctx->who;
    entry->author_kind = !who                          ? AUTHOR_SYSTEM
                         : who->kind == PERSON_TOKEN   ? AUTHOR_TOKEN
                         : who->scope_customer_id != 0 ? AUTHOR_CUSTOMER
                                                       : AUTHOR_ACCOUNT;
    entry->author_id = who ? who->id : 0;
    entry->author = who ? who->login : NULL;
}

static bool in_login(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' ||
           c == '@';
}

/* The next @login of a text from `*at` on, in the arena; NULL at the end. What ends a sentence ends
 * a login. */
static const char *next_mention(Ctx *ctx, const char **at, Status *s)
{
    const char *start = strchr(*at, '@');
    while (start && (!in_login(start[1]) || start[1] == '@'))
        start = strchr(start + 1, '@');
    if (!start) return NULL;
    const char *end = ++start;
    while (in_login(*end))
        end++;
    *at = end;
    while (end > start && (end[-1] == '.' || end[-1] == '-'))
        end--;
    const char *login = arena_text_n(ctx->arena, start, (size_t)(end - start));
    if (!login) *s = no_memory(ctx);
    return login;
}

enum { MENTIONS_MAX = 20 };

static Status tell_mentioned(Ctx *ctx, TicketEdit *edit, const Entry *entry)
{
    const char *at = entry->text, *login;
    Status s = OK;
    for (int i = 0; i < MENTIONS_MAX && !s && (login = next_mention(ctx, &at, &s)); i++) {
        int64_t account_id;
        s = desk_store_account(ctx, login, &account_id);
        if (s || !account_id || account_id == entry->author_id) continue;
        int64_t sees;
        s = desk_store_sees(ctx, account_id, edit->now.outlet_id, &sees);
        if (s || !sees) continue;
        s = follower_store_call(ctx, edit->now.id, account_id, entry->id);
        if (!s) s = desk_tell_one(ctx, edit, DESK_MENTIONED, account_id, NONE);
    }
    return s;
}

Status ticket_entry_add(Ctx *ctx, TicketEdit *edit, Entry *entry)
{
    entry->id = ctx_id(ctx);
    entry->ticket_id = edit->now.id;
    entry->at = edit->at;
    if (entry->author_kind == NONE) sign(ctx, entry);
    edit->entry_id = entry->id;
    Status s = entry_store_insert(ctx, entry);
    if (!s) s = words_put(ctx, entry, &edit->now);
    if (!s) s = join_done(ctx, edit, entry);
    if (!s && entry->kind == ENTRY_NOTE && entry->text) s = tell_mentioned(ctx, edit, entry);
    return s ? s : desk_tell_entry(ctx, edit, entry);
}

enum { DETAIL_MAX = 24 };

Status ticket_entry_add_detail(Ctx *ctx, TicketEdit *edit, int64_t kind, int64_t visibility, ...)
{
    const char *detail[DETAIL_MAX];
    size_t count = 0;
    va_list args;
    va_start(args, visibility);
    for (const char *key; count + 2 <= DETAIL_MAX && (key = va_arg(args, const char *));) {
        const char *value = va_arg(args, const char *);
        if (!value) continue;
        detail[count++] = key;
        detail[count++] = value;
    }
    va_end(args);
    Entry entry = ticket_entry_of(kind, visibility);
    entry.detail = (Texts){detail, count};
    return ticket_entry_add(ctx, edit, &entry);
}

const char *entry_detail(const Entry *entry, const char *key)
{
    return map_value(&entry->detail, key);
}

bool entry_is_missed(const Entry *entry)
{
    return entry->kind == ENTRY_CALL && entry_detail(entry, ENTRY_MISSED);
}

static bool answers(const Entry *entry)
{
    if (entry->kind == ENTRY_CALL) return !entry_is_missed(entry);
    return entry->kind == ENTRY_MESSAGE && entry->direction == ENTRY_OUT &&
           entry->visibility == ENTRY_PUBLIC;
}

/* The customer turned to us. */
static bool comes_in(const Entry *entry)
{
    return (entry->kind == ENTRY_MESSAGE || entry->kind == ENTRY_CALL) &&
           entry->direction == ENTRY_IN;
}

/* What they ask by phone whoever takes the call answers, so that no clock begins by it. */
static bool asks(const Entry *entry)
{
    return comes_in(entry) && !answers(entry);
}

int64_t entry_clock_event(const Entry *entry)
{
    if (entry->origin_id) return 0;
    return answers(entry) ? CLOCK_ANSWERED : asks(entry) ? CLOCK_ASKED : 0;
}

/* Gives an answer to who carries it; what they say of it stands in the entry. */
static Status send_answer(Ctx *ctx, const TicketEdit *edit, Entry *entry)
{
    bool sends = ctx->who && !scope_customer(ctx) && entry->kind == ENTRY_MESSAGE && entry->text;
    Status s = OK;
    if (!sends || !answers(entry)) return OK;
    for (size_t i = 0; !s && answer_senders[i]; i++) {
        Texts told = {NULL, 0};
        s = answer_senders[i](ctx, edit, entry, &told);
        if (s || !told.count) continue;
        const char **both = ARENA_ARRAY(ctx->arena, entry->detail.count + told.count, const char *);
        if (!both) return no_memory(ctx);
        if (entry->detail.count)
            memcpy(both, entry->detail.items, entry->detail.count * sizeof *both);
        memcpy(both + entry->detail.count, told.items, told.count * sizeof *both);
        entry->detail = (Texts){both, entry->detail.count + told.count};
    }
    return s;
}

Status ticket_entry_say(Ctx *ctx, TicketEdit *edit, Entry *entry)
{
    int64_t type = edit->now.type, event = entry_clock_event(entry);
    Status s = OK;
    if (comes_in(entry) && (type == TYPE_PENDING_CUSTOMER || type == TYPE_RESOLVED))
        s = ticket_move_type(ctx, edit, TYPE_OPEN, NULL);
    if (!s) s = send_answer(ctx, edit, entry);
    if (!s) s = ticket_entry_add(ctx, edit, entry);
    if (!s) s = join_said(ctx, edit, entry);
    return s || !event ? s : ticket_tell_clocks(ctx, edit, (ClockEventKind)event);
}

Status ticket_entry_list(Ctx *ctx, int64_t ticket_id, const EntryFilter *filter, List *out,
                         const char **next)
{
    EntryPage page = {.ticket_id = ticket_id,
                      .newest_first = filter->newest_first,
                      .public_only = filter->public_only || scope_customer(ctx),
                      .limit = filter->limit + 1};
    Status s = ticket_visible(ctx, ticket_id);
    if (!s) s = page_start(ctx, filter->cursor, page.newest_first ? INT64_MAX : 0, &page.after);
    if (!s) s = entry_store_page(ctx, &page, out);
    return s ? s : page_end(ctx, out, filter->limit, &entry_shape, next);
}

Status ticket_entry_find(Ctx *ctx, int64_t ticket_id, int64_t id, Entry *out)
{
    Status s = ticket_visible(ctx, ticket_id);
    if (!s) s = entry_store_find(ctx, ticket_id, id, scope_customer(ctx) != 0, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no such entry") : s;
}

Status ticket_entry_each(Ctx *ctx, int64_t ticket_id, EntryEach *each, void *user)
{
    return entry_store_each(ctx, ticket_id, each, user);
}

typedef struct Forgetting {
    const char *key;
    List found; /* Entry */
    size_t room;
} Forgetting;

static Status note_forgotten(Ctx *ctx, void *user, const Entry *entry)
{
    Forgetting *forgetting = user;
    const Texts *detail = &entry->detail;
    Entry *items = (Entry *)forgetting->found.items;
    size_t at = 0, count = forgetting->found.count;
    while (at + 1 < detail->count &&
           (strcmp(detail->items[at], forgetting->key) != 0 || !*detail->items[at + 1]))
        at += 2;
    if (at + 1 >= detail->count) return OK;
    if (count == forgetting->room) {
        size_t room = count ? count * 2 : 8;
        items = arena_grow(ctx->arena, items, count * sizeof *items, room * sizeof *items);
        if (!items) return no_memory(ctx);
        forgetting->room = room;
    }
    detail->items[at + 1] = "";
    items[count] = *entry;
    forgetting->found = (List){items, count + 1};
    return OK;
}

Status ticket_entries_forget(Ctx *ctx, int64_t ticket_id, const char *key)
{
    Forgetting forgetting = {.key = key};
    Status s = entry_store_each(ctx, ticket_id, note_forgotten, &forgetting);
    const Entry *items = forgetting.found.items;
    for (size_t i = 0; !s && i < forgetting.found.count; i++)
        s = entry_store_detail(ctx, &items[i]);
    return s;
}
