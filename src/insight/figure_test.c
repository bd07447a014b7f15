#include "insight/figure.h"

#include <stdio.h>
#include <string.h>

#include "insight/insight.h"
#include "insight/service.h"
#include "test.h"

TEST(the_page_of_figures_is_what_the_table_says)
{
    static char page[65536];
    FILE *file = fopen(PARCELDESK_SOURCE "/docs/figures.md", "rb");
    check(t, file != NULL);
    size_t length = fread(page, 1, sizeof page - 1, file);
    check_int(t, fclose(file), 0);
    page[length] = '\0';
    Buf made;
    buf_init(&made, t->ctx->arena);
    figure_page(&made);
    check_ok(t, buf_check(t->ctx, &made));
    check_text(t, page, made.data);
}

TEST(every_figure_has_its_words_and_its_own_name)
{
    for (const Figure *f = figures; f->name != NULL; f++) {
        const Figure *found = NULL;
        check_ok(t, figure_find(t->ctx, f->name, &found));
        check(t, found == f);
        check(t, f->title != NULL && f->title_zh != NULL);
        check(t, f->definition != NULL && f->definition_zh != NULL);
        check(t, f->booked == BOOKED_NOW || f->booked == BOOKED_SERVICE || f->list != 0);
        check(t, f->kind != FIGURE_TIME || f->time != 0);
    }
}

TEST_DB(behind_every_figure_stands_a_list_that_shows_what_it_counts)
{
    static const FigureBehind of_service[] = {
        [SERVICE_COMPLAINTS] = BEHIND_COMPLAINTS, [SERVICE_FOUNDED] = BEHIND_COMPLAINTS,
        [SERVICE_CLAIMS] = BEHIND_CLAIMS,         [SERVICE_PAID] = BEHIND_CLAIMS,
        [SERVICE_FREIGHT_PAID] = BEHIND_CLAIMS,   [SERVICE_ANSWERS_KEPT] = BEHIND_TICKETS,
        [SERVICE_SOLVED_KEPT] = BEHIND_TICKETS,
    };
    for (const Figure *f = figures; f->name != NULL; f++) {
        FigureBehind behind = f->booked == BOOKED_NOW       ? BEHIND_WAYBILLS
                              : f->booked == BOOKED_SERVICE ? of_service[f->service]
                                                            : BEHIND_DAYS;
        check_int(t, f->behind, behind);
        check(t, name_of(behind_names, f->behind) != NULL);
        FigureParcelsQuery query = {.name = f->name, .from = NONE, .to = NONE, .counted = NONE};
        query.limit = 1;
        List parcels;
        const char *next;
        Status s = figure_parcels(t->ctx, &query, &parcels, &next);
        check_int(t, s, behind == BEHIND_DAYS ? OK : INVALID);
    }
}

TEST(only_what_stands_now_has_no_days)
{
    const Figure *figure;
    Dimension by;
    check_ok(t, figure_find(t->ctx, "on_time", &figure));
    check_ok(t, figure_dimension(t->ctx, figure, "day", &by));
    check_int(t, by, DIMENSION_DAY);
    check_ok(t, figure_dimension(t->ctx, figure, NULL, &by));
    check_int(t, by, DIMENSION_ALL);
    check_status(t, figure_dimension(t->ctx, figure, "exception", &by), INVALID);
    check_ok(t, figure_find(t->ctx, "open_exceptions", &figure));
    check_ok(t, figure_dimension(t->ctx, figure, "exception", &by));
    check_status(t, figure_dimension(t->ctx, figure, "month", &by), INVALID);
    check_status(t, figure_dimension(t->ctx, figure, "colour", &by), INVALID);
}
