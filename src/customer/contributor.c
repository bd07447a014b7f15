#include "customer/contributor.h"

#include <string.h>

#include "access/audit.h"
#include "access/person.h"
#include "base/json.h"
#include "customer/class.h"
#include "customer/consent.h"
#include "customer/custom.h"
#include "customer/customer.h"
#include "customer/customer_files.h"
#include "customer/erase_store.h"
#include "customer/merge.h"
#include "customer/part.h"
#include "customer/timeline.h"
#include "customer/unowned.h"
#include "db/db.h"
#include "file/file.h"
#include "house.h"
#include "search/search.h"

enum { PAGE = 200 };

Status erasure_note(Ctx *ctx, ErasureProof *proof, const ErasureRow *row)
{
    for (size_t i = 0; i < proof->count; i++)
        if (proof->rows[i].action == row->action && strcmp(proof->rows[i].table, row->table) == 0) {
            proof->rows[i].rows += row->rows;
            if (row->until && row->until != NONE &&
                (proof->rows[i].until == NONE || proof->rows[i].until < row->until))
                proof->rows[i].until = row->until;
            return OK;
        }
    if (proof->count == ERASURE_ROWS)
        return fail(ctx, INTERNAL, "the proof of an erasure has no room for %s", row->table);
    proof->rows[proof->count] = *row;
    if (!row->until) proof->rows[proof->count].until = NONE;
    proof->count++;
    return OK;
}

void contributor_rows(Buf *out, const Shape *shape, const List *list, bool first)
{
    const View clear = {.unmask = true};
    for (size_t i = 0; i < list->count; i++) {
        if (!first || i) buf_char(out, ',');
        json_encode(out, shape, (const char *)list->items + i * shape->size, &clear);
    }
}

Status contributor_members(Ctx *ctx, int64_t customer_id, MemberTell *member, Buf *out)
{
    int64_t *members;
    size_t count;
    bool first = true;
    Status s = customer_members(ctx, customer_id, &members, &count);
    buf_char(out, '[');
    for (size_t i = 0; !s && i < count; i++)
        s = member(ctx, members[i], out, &first);
    buf_char(out, ']');
    return s ? s : buf_check(ctx, out);
}

/* One list of a customer, a page at a time. */
typedef Status PageOf(Ctx *ctx, int64_t customer_id, const char *cursor, List *out,
                      const char **next);

typedef struct Section {
    const char *name;
    const Shape *shape;
    PageOf *page;
} Section;

#define PART_PAGE(noun, kind)                                                                      \
    static Status page_of_##noun(Ctx *ctx, int64_t customer_id, const char *cursor, List *out,     \
                                 const char **next)                                                \
    {                                                                                              \
        const PartFilter filter = {customer_id, PAGE, cursor};                                     \
        return part_list(ctx, kind, &filter, out, next);                                           \
    }
PART_PAGE(contacts, PART_CONTACT)
PART_PAGE(addresses, PART_ADDRESS)
PART_PAGE(people, PART_PERSON)
PART_PAGE(notes, PART_NOTE)

static Status page_of_classes(Ctx *ctx, int64_t customer_id, const char *cursor, List *out,
                              const char **next)
{
    return class_list(ctx, customer_id, PAGE, cursor, out, next);
}

static Status page_of_consents(Ctx *ctx, int64_t customer_id, const char *cursor, List *out,
                               const char **next)
{
    return consent_list(ctx, customer_id, PAGE, cursor, out, next);
}

static Status page_of_merges(Ctx *ctx, int64_t customer_id, const char *cursor, List *out,
                             const char **next)
{
    return merge_list(ctx, customer_id, PAGE, cursor, out, next);
}

static Status page_of_fields(Ctx *ctx, int64_t customer_id, const char *cursor, List *out,
                             const char **next)
{
    (void)cursor;
    *next = NULL;
    return custom_family_values(ctx, customer_id, out);
}

static Status page_of_entries(Ctx *ctx, int64_t customer_id, const char *cursor, List *out,
                              const char **next)
{
    const TimelineFilter filter = {.limit = PAGE, .cursor = cursor};
    return timeline_list(ctx, customer_id, &filter, out, next);
}

static Status page_of_members(Ctx *ctx, int64_t customer_id, const char *cursor, List *out,
                              const char **next)
{
    int64_t *ids;
    size_t count;
    (void)cursor;
    *next = NULL;
    Status s = customer_members(ctx, customer_id, &ids, &count);
    if (s) return s;
    Customer *customers = ARENA_ARRAY(ctx->arena, count, Customer);
    *out = (List){customers, 0};
    if (!customers) return no_memory(ctx);
    for (size_t i = 0; i < count && !s; i++) {
        s = customer_find(ctx, ids[i], &customers[out->count]);
        if (!s) out->count++;
        if (s == NOT_FOUND) s = OK; /* merged in, and out of the reader's scope */
    }
    return s;
}

static Status erase_files(Ctx *ctx, int64_t customer_id, ErasureProof *proof)
{
    ErasureRow row = {"file", ERASURE_DELETED, 0, NULL};
    FileFilter filter = {.owner = customer_files.kind, .owner_id = customer_id, .limit = PAGE};
    List list;
    do {
        const char *next;
        Status s = file_list(ctx, &filter, &list, &next);
        if (s) return s;
        row.rows += (int64_t)list.count;
        filter.cursor = next;
    } while (filter.cursor);
    Status s = file_forget_owner(ctx, customer_files.kind, customer_id);
    return s ? s : erasure_note(ctx, proof, &row);
}

/* Files of one customer, into a list that grows. */
static Status add_files(Ctx *ctx, int64_t customer_id, List *files)
{
    FileFilter filter = {.owner = customer_files.kind, .owner_id = customer_id, .limit = PAGE};
    const size_t size = stored_file_shape.size;
    do {
        List list;
        const char *next;
        Status s = file_list(ctx, &filter, &list, &next);
        if (s) return s;
        files->items = arena_grow(ctx->arena, files->items, files->count * size,
                                  (files->count + list.count + 1) * size);
        if (!files->items) return no_memory(ctx);
        memcpy((char *)files->items + files->count * size, list.items, list.count * size);
        files->count += list.count;
        filter.cursor = next;
    } while (filter.cursor);
    return OK;
}

static Status page_of_files(Ctx *ctx, int64_t customer_id, const char *cursor, List *out,
                            const char **next)
{
    int64_t *ids;
    size_t count;
    (void)cursor;
    *next = NULL;
    *out = (List){NULL, 0};
    Status s = customer_members(ctx, customer_id, &ids, &count);
    for (size_t i = 0; i < count && !s; i++) {
        s = add_files(ctx, ids[i], out);
        if (s == NOT_FOUND) s = OK; /* merged in, and out of the reader's scope */
    }
    return s;
}

static Status tell_section(Ctx *ctx, const Section *section, int64_t customer_id, Buf *out)
{
    const char *cursor = NULL;
    bool first = true;
    buf_char(out, '[');
    do {
        List list;
        const char *next;
        Status s = section->page(ctx, customer_id, cursor, &list, &next);
        if (s) return s;
        contributor_rows(out, section->shape, &list, first);
        first &= list.count == 0;
        cursor = next;
    } while (cursor);
    buf_char(out, ']');
    return buf_check(ctx, out);
}

static Status tell_customer(Ctx *ctx, int64_t customer_id, Buf *out)
{
    static const Section sections[] = {
        {"customers", &customer_shape, page_of_members},
        {"contacts", &contact_shape, page_of_contacts},
        {"addresses", &address_shape, page_of_addresses},
        {"people", &contact_person_shape, page_of_people},
        {"notes", &note_shape, page_of_notes},
        {"classifications", &classification_shape, page_of_classes},
        {"fields", &custom_value_shape, page_of_fields},
        {"files", &stored_file_shape, page_of_files},
        {"consents", &consent_shape, page_of_consents},
        {"merges", &merge_shape, page_of_merges},
    };
    Status s = OK;
    for (size_t i = 0; i < sizeof sections / sizeof *sections && !s; i++) {
        buf_char(out, i ? ',' : '{');
        json_text(out, sections[i].name);
        buf_char(out, ':');
        s = tell_section(ctx, &sections[i], customer_id, out);
    }
    buf_char(out, '}');
    return s;
}

static Status erase_own(Ctx *ctx, int64_t customer_id, ErasureProof *proof)
{
    const ErasureRow index = {"search", ERASURE_DELETED, 1, NULL};
    Status s = erase_store_run(ctx, customer_id, proof);
    if (!s) s = search_remove(ctx, SEARCH_CUSTOMER, customer_id);
    if (!s) s = erase_files(ctx, customer_id, proof);
    return s ? s : erasure_note(ctx, proof, &index);
}

static Status tell_timeline(Ctx *ctx, int64_t customer_id, Buf *out)
{
    static const Section section = {"timeline", &timeline_entry_shape, page_of_entries};
    return tell_section(ctx, &section, customer_id, out);
}

const CustomerContributor customer_contributor = {
    .name = "customer", .tell = tell_customer, .erase = erase_own, .left = erase_store_left};
const CustomerContributor timeline_contributor = {.name = "timeline", .tell = tell_timeline};

static Status write_audit(Ctx *ctx, void *work)
{
    int64_t id = *(const int64_t *)work;
    Status s = timeline_note(ctx, id, "customer.everything", NULL, 0);
    return s ? s : audit_write(ctx, "customer.everything", "customer", id, NULL);
}

/* Who asked is on record before anything is handed out; the reading goes on in its snapshot. */
static Status audit_reading(Ctx *ctx, int64_t customer_id)
{
    Ctx own = *ctx;
    Status s = database_write(&own, ctx->house->database, write_audit, &customer_id);
    ctx->problem = own.problem;
    return s;
}

Status customer_everything(Ctx *ctx, int64_t customer_id, Buf *out)
{
    Customer customer;
    if (!ctx_may(ctx, PERSONAL_READ))
        return fail(ctx, FORBIDDEN, "this needs the right personal.read");
    Status s = customer_find(ctx, customer_id, &customer);
    if (!s) s = audit_reading(ctx, customer_id);
    for (size_t i = 0; customer_contributors[i] && !s; i++) {
        if (!customer_contributors[i]->tell) continue;
        buf_char(out, i ? ',' : '{');
        json_text(out, customer_contributors[i]->name);
        buf_char(out, ':');
        s = customer_contributors[i]->tell(ctx, customer_id, out);
    }
    buf_text(out, ",\"unowned\":");
    if (!s) s = unowned_tell(ctx, customer_id, out);
    buf_char(out, '}');
    return s ? s : buf_check(ctx, out);
}
