/* What the desk costs with many tickets open:
 *
 * desk_bench [--tickets N] [--url URL] [--filled] FOLDER
 *
 * Opens N tickets (100,000) of every kind, channel and priority for 20 teams and 200 owners, a
 * hundred in a transaction, and puts a note on a tenth of them; then reads pages of 50 by several
 * filters and orders and by words, counts them, and reads single tickets, and prints the middle and
 * the slowest of each in milliseconds. Some of what is narrowed by two things fits few or none,
 * though many fit each: that costs most. FOLDER must be empty, on a disk; --filled reads
 * once more what an earlier run left there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/db.h"
#include "desk/entry.h"
#include "desk/queue.h"
#include "desk/team.h"
#include "house.h"
#include "search/segment.h"

enum { TEAMS = 20, OWNERS = 200, PIECE = 100, ROUNDS = 100, PAGE = 50 };

typedef struct Bench {
    int64_t tickets, done;
    uint64_t random;
    int64_t teams[TEAMS];
    int64_t *ids;
} Bench;

static void must(Ctx *ctx, Status status)
{
    if (!status) return;
    fprintf(stderr, "desk_bench: %s\n", ctx->problem.message);
    exit(1);
}

static int64_t draw(Bench *bench, int64_t below)
{
    bench->random ^= bench->random << 13;
    bench->random ^= bench->random >> 7;
    bench->random ^= bench->random << 17;
    return (int64_t)(bench->random % (uint64_t)below);
}

static Status make_teams(Ctx *ctx, void *work)
{
    Bench *bench = work;
    Status s = OK;
    for (int i = 0; i < TEAMS && !s; i++) {
        Team team = {.name = "team"};
        team.code = arena_format(ctx->arena, "T%d", i);
        s = team.code ? team_create(ctx, &team) : no_memory(ctx);
        bench->teams[i] = team.id;
    }
    return s;
}

/* Of tickets of mid customers none is of delay, and of vip ones none waits for the customer. */
static void narrow(Bench *bench, TicketInput *input)
{
    static const char *const categories[] = {"delay", "loss_shortage", "damage", "other"};
    static const char *const tiers[] = {"vip", "mid", "mid", "regular", "regular", "regular"};
    int64_t tier = draw(bench, 10);
    input->tier = tier < 6 ? tiers[tier] : NULL;
    if (input->kind != TICKET_COMPLAINT) return;
    input->category = categories[draw(bench, 4)];
    if (input->tier && strcmp(input->tier, "mid") == 0) input->category = "damage";
}

static TicketType type_of(Bench *bench, const TicketInput *input)
{
    static const TicketType types[] = {TYPE_OPEN, TYPE_OPEN, TYPE_PENDING_CUSTOMER,
                                       TYPE_PENDING_INTERNAL};
    TicketType type = types[draw(bench, 4)];
    bool vip = input->tier && strcmp(input->tier, "vip") == 0;
    return vip && type == TYPE_PENDING_CUSTOMER ? TYPE_OPEN : type;
}

/* Four in ten are new and nobody's; the others have a team, an owner and a state. */
static Status open_one(Ctx *ctx, Bench *bench)
{
    TicketInput input;
    Ticket ticket;
    TicketEdit edit;
    ticket_input_init(&input);
    input.kind = 1 + draw(bench, 6);
    input.channel = 1 + draw(bench, 9);
    input.priority = 1 + draw(bench, 4);
    input.subject = "包裹三天没有更新";
    input.description = "请帮我查一下这个包裹现在在哪里，什么时候可以送到。";
    input.contact_phone = "13800138000";
    narrow(bench, &input);
    Status s = ticket_create(ctx, &input, &ticket);
    if (s) return s;
    bench->ids[bench->done++] = ticket.id;
    if (draw(bench, 10) < 4) return OK;
    s = ticket_edit(ctx, ticket.id, NONE, &edit);
    if (!s)
        s = ticket_assign(ctx, &edit, bench->teams[draw(bench, TEAMS)], 1 + draw(bench, OWNERS));
    if (!s) s = ticket_move_type(ctx, &edit, type_of(bench, &input), NULL);
    return s ? s : ticket_save(ctx, &edit);
}

static Status open_piece(Ctx *ctx, void *work)
{
    Status s = OK;
    for (int i = 0; i < PIECE && !s; i++)
        s = open_one(ctx, work);
    return s;
}

static Status note_one(Ctx *ctx, Bench *bench)
{
    TicketEdit edit;
    Entry note = ticket_entry_of(ENTRY_NOTE, ENTRY_INTERNAL);
    note.text = draw(bench, 20) ? "快递员说放在驿站了，请客户去取。" : "客户说柜子是空的，等回电。";
    Status s = ticket_edit(ctx, bench->ids[draw(bench, bench->done)], NONE, &edit);
    if (!s) s = ticket_entry_say(ctx, &edit, &note);
    return s ? s : ticket_save(ctx, &edit);
}

static Status note_piece(Ctx *ctx, void *work)
{
    Status s = OK;
    for (int i = 0; i < PIECE && !s; i++)
        s = note_one(ctx, work);
    return s;
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void print_times(const char *what, int64_t *times, int64_t extra)
{
    qsort(times, ROUNDS, sizeof *times, by_size);
    printf("%-52s %8.3f %8.3f ms   %lld\n", what, (double)times[ROUNDS / 2] / 1000,
           (double)times[ROUNDS - 1] / 1000, (long long)extra);
}

static void time_page(Ctx *ctx, const char *what, TicketFilter filter, bool counts)
{
    int64_t times[ROUNDS], extra = 0;
    TicketCount counted;
    filter.limit = PAGE;
    for (int i = 0; i < ROUNDS; i++) {
        List list = {NULL, 0};
        const char *next = NULL;
        arena_clear(ctx->arena);
        int64_t from = monotonic_us();
        must(ctx, database_reader(ctx, ctx->house->database));
        must(ctx, counts ? ticket_count(ctx, &filter, &counted)
                         : ticket_list(ctx, &filter, &list, &next));
        database_give_back(ctx, ctx->house->database);
        times[i] = monotonic_us() - from;
        extra = counts ? counted.count : (int64_t)list.count;
    }
    print_times(what, times, extra);
}

static void time_reads(Ctx *ctx, Bench *bench)
{
    int64_t times[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        Ticket ticket;
        arena_clear(ctx->arena);
        int64_t from = monotonic_us();
        must(ctx, database_reader(ctx, ctx->house->database));
        must(ctx, ticket_find(ctx, bench->ids[draw(bench, bench->done)], &ticket));
        database_give_back(ctx, ctx->house->database);
        times[i] = monotonic_us() - from;
    }
    print_times("one ticket, whole", times, 1);
}

/* The first stands in all, the others in what was said later alone: nearly all of it, and a part.
 */
static void time_words(Ctx *ctx, TicketFilter any)
{
    any.q = "包裹";
    time_page(ctx, "words: all were opened with", any, false);
    any.q = "驿站";
    time_page(ctx, "words: most say later", any, false);
    any.q = "柜子";
    time_page(ctx, "words: some say later", any, false);
}

/* A page in each order, and how many there are. */
static void time_narrowed(Ctx *ctx, const char *what, TicketFilter filter)
{
    static const Name orders[] = {{"by deadline", SORT_DUE, NULL},
                                  {"by urgency", SORT_URGENCY, NULL},
                                  {"oldest first", SORT_OLDEST, NULL},
                                  {"newest first", SORT_NEWEST, NULL},
                                  {NULL, 0, NULL}};
    char line[80];
    for (const Name *order = orders; order->name; order++) {
        filter.sort = order->value;
        snprintf(line, sizeof line, "page: %s, %s", what, order->name);
        time_page(ctx, line, filter, false);
    }
    filter.sort = NONE;
    snprintf(line, sizeof line, "count: %s", what);
    time_page(ctx, line, filter, true);
}

static void time_facets(Ctx *ctx)
{
    static const char *inquiry[] = {"inquiry"}, *urgent[] = {"urgent"};
    const struct {
        const char *what;
        TicketFilter filter;
    } narrowed[] = {
        {"a state", {.state = "pending_customer"}},
        {"a category", {.category = "delay"}},
        {"a tier", {.tier = "mid"}},
        {"state and tier, none", {.state = "pending_customer", .tier = "vip"}},
        {"category and tier, none", {.category = "delay", .tier = "mid"}},
        {"state and category", {.state = "pending_internal", .category = "other"}},
        {"all three, none", {.state = "pending_customer", .tier = "vip", .category = "delay"}},
        {"nobody's of a state, none", {.state = "open", .owner = "none"}},
        {"nobody's of a tier", {.tier = "vip", .owner = "none"}},
        {"a kind and a tier", {.kinds = {inquiry, 1}, .tier = "vip"}},
        {"a kind and a category, none", {.kinds = {inquiry, 1}, .category = "delay"}},
        {"a team and a tier", {.team = "T3", .tier = "vip"}},
        {"a team and a state, none", {.team = "T3", .state = "new"}},
        {"no team and a state, none", {.team = "none", .state = "open"}},
        {"urgent and a tier", {.priorities = {urgent, 1}, .tier = "vip"}},
    };
    for (size_t i = 0; i < sizeof narrowed / sizeof *narrowed; i++)
        time_narrowed(ctx, narrowed[i].what, narrowed[i].filter);
}

static void time_all(Ctx *ctx, Bench *bench)
{
    const char *complaint[] = {"complaint"}, *pending[] = {"pending_customer"},
               *regulator[] = {"regulator"}, *urgent[] = {"urgent"};
    TicketFilter any = {.sort = NONE}, by_kind = any, by_type = any, rare = any, team = any,
                 nobody = any, overdue = any, urgency = any;
    by_kind.kinds = (Texts){complaint, 1};
    by_type.types = (Texts){pending, 1};
    rare.kinds = (Texts){complaint, 1};
    rare.channels = (Texts){regulator, 1};
    rare.priorities = (Texts){urgent, 1};
    team.team = "T3";
    nobody.owner = "none";
    overdue.overdue = true;
    urgency.sort = SORT_URGENCY;
    time_page(ctx, "page: all, by deadline", any, false);
    time_page(ctx, "page: all, by urgency", urgency, false);
    time_page(ctx, "page: complaints", by_kind, false);
    time_page(ctx, "page: waiting for customers", by_type, false);
    time_page(ctx, "page: urgent, regulator, complaint", rare, false);
    time_page(ctx, "page: a team", team, false);
    time_page(ctx, "page: nobody's", nobody, false);
    time_page(ctx, "page: overdue", overdue, false);
    time_facets(ctx);
    time_words(ctx, any);
    time_page(ctx, "count: all", any, true);
    time_page(ctx, "count: complaints", by_kind, true);
    time_page(ctx, "count: a team", team, true);
    time_page(ctx, "count: nobody's", nobody, true);
    if (bench->done) time_reads(ctx, bench);
}

static void run_piece(Ctx *ctx, Status (*piece)(Ctx *ctx, void *work), Bench *bench)
{
    arena_clear(ctx->arena);
    must(ctx, database_write(ctx, ctx->house->database, piece, bench));
}

typedef struct Tidying {
    int kind;
    bool more;
} Tidying;

static Status tidy_once(Ctx *ctx, void *work)
{
    Tidying *tidying = work;
    return segment_tidy(ctx, tidying->kind, false, &tidying->more);
}

/* As the jobs of a server do all the while. */
static void tidy(Ctx *ctx, int kind)
{
    Tidying tidying = {kind, true};
    while (tidying.more) {
        arena_clear(ctx->arena);
        must(ctx, database_write(ctx, ctx->house->database, tidy_once, &tidying));
    }
}

static void print_rate(const char *what, int64_t count, int64_t from)
{
    double seconds = (double)(monotonic_us() - from) / 1000000;
    printf("%lld %s: %.0f a second\n", (long long)count, what, (double)count / seconds);
}

static void fill(Ctx *ctx, Bench *bench)
{
    must(ctx, database_write(ctx, ctx->house->database, make_teams, bench));
    int64_t from = monotonic_us();
    while (bench->done < bench->tickets)
        run_piece(ctx, open_piece, bench);
    print_rate("tickets opened and 6 in 10 taken", bench->done, from);
    from = monotonic_us();
    for (int64_t noted = 0; noted < bench->tickets / 10; noted += PIECE)
        run_piece(ctx, note_piece, bench);
    print_rate("notes written", bench->tickets / 10, from);
    tidy(ctx, SEARCH_TICKET);
    tidy(ctx, SEARCH_ENTRY);
}

int main(int argc, char **argv)
{
    Ctx ctx;
    Bench bench = {.tickets = 100000, .random = 88172645463325252ULL};
    HouseOptions options = {.node = -1};
    bool filled = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--tickets") == 0 && i + 1 < argc)
            bench.tickets = strtoll(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--url") == 0 && i + 1 < argc)
            options.database = argv[++i];
        else if (strcmp(argv[i], "--filled") == 0)
            filled = true;
        else
            options.data = argv[i];
    }
    if (!options.data) return 64;
    ctx_init(&ctx, arena_new(), NULL);
    must(&ctx, house_open(&ctx, &options));
    bench.ids = malloc((size_t)(bench.tickets + PIECE) * sizeof *bench.ids);
    if (!bench.ids) return 70;
    if (!filled) fill(&ctx, &bench);
    time_all(&ctx, &bench);
    house_close(&ctx);
    arena_release(ctx.arena);
    free(bench.ids);
    return 0;
}
