#include "desk/book.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "desk/book_store.h"
#include "house.h"
#include "promise/promise.h"

/* A book as one transaction saw it: never changed, freed when the last reader lets it go. */
typedef struct Copy {
    DeskBook book;
    BookRevision revision;
    Arena *arena;
    atomic_int readers; /* the shelf counts as one */
} Copy;

struct DeskBooks {
    pthread_mutex_t lock;
    Copy *newest;
};

Status desk_books_open(Ctx *ctx, DeskBooks **out)
{
    DeskBooks *books = memory_alloc(sizeof *books);
    if (!books) return no_memory(ctx);
    pthread_mutex_init(&books->lock, NULL);
    *out = books;
    return OK;
}

/* Touches nothing but the copy: a reader's arena may outlive the shelf. */
static void let_go(void *thing)
{
    Copy *copy = thing;
    if (atomic_fetch_sub(&copy->readers, 1) > 1) return;
    arena_release(copy->arena);
    memory_free(copy);
}

void desk_books_close(DeskBooks *books)
{
    if (!books) return;
    if (books->newest) let_go(books->newest);
    pthread_mutex_destroy(&books->lock);
    memory_free(books);
}

static Status read_calendars(Ctx *ctx, DeskBook *book)
{
    List rows;
    Status s = calendar_list(ctx, &rows);
    if (s) return s;
    book->calendars = ARENA_ARRAY(ctx->arena, rows.count, const Calendar *);
    if (!book->calendars) return no_memory(ctx);
    const CalendarRow *row = rows.items;
    for (size_t i = 0; i < rows.count && !s; i++) {
        Calendar *calendar;
        s = calendar_read(ctx, row[i].document, strlen(row[i].document), &calendar);
        if (!s) book->calendars[book->calendar_count++] = calendar;
    }
    return s;
}

static Status read_terms(Ctx *ctx, DeskBook *book)
{
    ClockTerms *terms = ARENA_ARRAY(ctx->arena, book->policies.count, ClockTerms);
    if (!terms) return no_memory(ctx);
    const Policy *policies = book->policies.items;
    Status s = OK;
    for (size_t i = 0; i < book->policies.count && !s; i++)
        s = policy_to_terms(ctx, book, &policies[i], &terms[i]);
    book->terms = terms;
    return s;
}

static Status read_book(Ctx *ctx, DeskBook *book)
{
    Status s = ticket_state_list(ctx, &book->states);
    if (!s) s = transition_list(ctx, &book->transitions);
    if (!s) s = policy_list(ctx, &book->policies);
    if (!s) s = read_calendars(ctx, book);
    return s ? s : read_terms(ctx, book);
}

/* Reads what ctx->db sees into a copy with an arena of its own. */
static Status copy_read(Ctx *ctx, const BookRevision *revision, Copy **out)
{
    Copy *copy = memory_alloc(sizeof *copy);
    if (!copy) return no_memory(ctx);
    *copy = (Copy){.revision = *revision, .readers = 1};
    copy->arena = arena_new();
    Arena *kept = ctx->arena;
    ctx->arena = copy->arena;
    Status s = copy->arena ? read_book(ctx, &copy->book) : no_memory(ctx);
    ctx->arena = kept;
    if (s) {
        arena_release(copy->arena);
        memory_free(copy);
        return s;
    }
    *out = copy;
    return OK;
}

static bool same_revision(const BookRevision *a, const BookRevision *b)
{
    return a->desk == b->desk && a->calendars == b->calendars;
}

/* The newest, with one reader more, if it is of that revision. */
static Copy *take_newest(DeskBooks *books, const BookRevision *revision)
{
    pthread_mutex_lock(&books->lock);
    Copy *copy = books->newest;
    if (copy && !same_revision(&copy->revision, revision)) copy = NULL;
    if (copy) atomic_fetch_add(&copy->readers, 1);
    pthread_mutex_unlock(&books->lock);
    return copy;
}

static void shelve(DeskBooks *books, Copy *copy)
{
    pthread_mutex_lock(&books->lock);
    Copy *old = books->newest;
    books->newest = copy;
    atomic_fetch_add(&copy->readers, 1);
    pthread_mutex_unlock(&books->lock);
    if (old) let_go(old);
}

Status desk_book(Ctx *ctx, const DeskBook **out)
{
    BookRevision revision;
    DeskBooks *books = ctx->house->desk;
    Status s = book_revision(ctx, &revision);
    if (s) return s;
    Copy *copy = take_newest(books, &revision);
    if (!copy) {
        s = copy_read(ctx, &revision, &copy);
        if (s) return s;
        shelve(books, copy);
    }
    *out = &copy->book;
    return arena_defer(ctx->arena, let_go, copy) ? no_memory(ctx) : OK;
}

const Calendar *desk_calendar(const DeskBook *book, const char *code)
{
    for (size_t i = 0; i < book->calendar_count; i++)
        if (strcmp(book->calendars[i]->code, code) == 0) return book->calendars[i];
    return NULL;
}

Status desk_book_changed(Ctx *ctx)
{
    return book_revision_write(ctx, ctx_id(ctx));
}
