#include "desk_work/contributor.h"

#include "base/json.h"
#include "desk/entry.h"
#include "desk/ticket_walk.h"
#include "desk/unowned.h"
#include "desk/words.h"
#include "desk_work/attach.h"
#include "desk_work/contributor_store.h"
#include "file/file.h"
#include "search/search.h"

enum { ENTRIES_AT_ONCE = 200 };

/* Entries of tickets merged into this one are told with those. */
static void keep_own(List *entries, int64_t ticket_id)
{
    Entry *items = entries->items;
    size_t kept = 0;
    for (size_t i = 0; i < entries->count; i++)
        if (items[i].ticket_id == ticket_id) items[kept++] = items[i];
    entries->count = kept;
}

static Status tell_entries(Ctx *ctx, int64_t ticket_id, Buf *out)
{
    EntryFilter filter = {.limit = ENTRIES_AT_ONCE};
    bool first = true;
    do {
        List list;
        const char *next;
        Status s = ticket_entry_list(ctx, ticket_id, &filter, &list, &next);
        if (s) return s;
        keep_own(&list, ticket_id);
        contributor_rows(out, &entry_shape, &list, first);
        first &= list.count == 0;
        filter.cursor = next;
    } while (filter.cursor);
    return buf_check(ctx, out);
}

/* Of those that are in the reader's scope. */
static Status tell_ticket(Ctx *ctx, int64_t id, void *user)
{
    TicketTelling *telling = user;
    Buf *out = telling->out;
    Ticket ticket;
    const View clear = {.unmask = true};
    Status s = ticket_find(ctx, id, &ticket);
    if (s == NOT_FOUND) problem_clear(ctx);
    if (s) return s == NOT_FOUND ? OK : s;
    ticket_told(telling);
    buf_text(out, "{\"ticket\":");
    json_encode(out, &ticket_shape, &ticket, &clear);
    buf_text(out, ",\"entries\":[");
    s = tell_entries(ctx, id, out);
    buf_text(out, "]}");
    return s;
}

static Status tell(Ctx *ctx, int64_t customer_id, Buf *out)
{
    return ticket_tell_all(ctx, customer_id, ticket_person_store_family, tell_ticket, out);
}

/* What lies beside its rows: the words it is found by, its files, and the number elsewhere that
 * changes noted down. */
static Status erase_beside(Ctx *ctx, int64_t id, void *user)
{
    (void)user;
    Status s = search_erase(ctx, SEARCH_TICKET, id);
    if (!s) s = words_erase(ctx, id);
    if (!s) s = ticket_entries_forget(ctx, id, "external_ref");
    if (!s) s = file_forget_owner(ctx, ticket_files.kind, id);
    return s ? s : file_forget_owner(ctx, ticket_note_files.kind, id);
}

static Status note_all(Ctx *ctx, const TicketErased *erased, ErasureProof *proof)
{
    const ErasureRow rows[] = {
        {"ticket", ERASURE_EMPTIED, erased->tickets, NULL},
        {"ticket_entry", ERASURE_EMPTIED, erased->entries, NULL},
        {"ticket_tag", ERASURE_DELETED, erased->tags, NULL},
        {"desk_bulk_item", ERASURE_EMPTIED, erased->bulks, NULL},
        {"ticket_draft", ERASURE_DELETED, erased->drafts, NULL},
        {"file", ERASURE_DELETED, erased->files, NULL},
    };
    Status s = OK;
    for (size_t i = 0; i < sizeof rows / sizeof *rows && !s; i++)
        s = erasure_note(ctx, proof, &rows[i]);
    return s;
}

static Status erase(Ctx *ctx, int64_t customer_id, ErasureProof *proof)
{
    TicketErased erased = {0};
    Status s = ticket_person_store_files(ctx, customer_id, &erased.files);
    if (!s) s = ticket_walk(ctx, customer_id, ticket_person_store_page, erase_beside, NULL);
    if (!s) s = ticket_person_store_erase(ctx, customer_id, &erased);
    return s ? s : note_all(ctx, &erased, proof);
}

const CustomerContributor ticket_contributor = {.name = "tickets",
                                                .tell = tell,
                                                .erase = erase,
                                                .left = ticket_person_store_left,
                                                .unowned = ticket_unowned,
                                                .of_unowned = true,
                                                .open = ticket_person_store_open};
