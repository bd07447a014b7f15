#include "import/map.h"

#include <string.h>

#include "test.h"

static Status read_map(T *t, const char *json, Map **out)
{
    return map_read(t->ctx, import_target("scans"), json, strlen(json), out);
}

static void check_refused(T *t, const char *json, const char *place)
{
    Map *map;
    check_status(t, read_map(t, json, &map), INVALID);
    check_text(t, t->ctx->problem.field, place);
    check(t, t->ctx->problem.message[0] != 0);
}

#define FIELDS "\"carrier\":{\"value\":\"sto\"},\"no\":\"no\",\"at\":"

TEST(a_map_gives_each_field_its_column)
{
    Map *map;
    check_ok(
        t, read_map(t,
                    "{\"time\":{\"format\":\"yyyy-MM-dd\",\"zone\":\"-03:00\"},\"fields\":{" FIELDS
                    "{\"column\":\"when\",\"gap\":\"forward\"}}}",
                    &map));
    check_int(t, map->main.field_count, 3);
    const MapField *at = &map->main.fields[2];
    check_text(t, at->field->name, "at");
    check_text(t, at->columns.items[0], "when");
    check_text(t, at->times.zone, "-03:00");
    check_text(t, at->times.format, "yyyy-MM-dd");
    check(t, at->times.gap_forward);
}

TEST(a_map_with_a_fault_is_refused_where_the_fault_is)
{
    check_refused(t, "", "map: ");
    check_refused(t, "[]", "map: ");
    check_refused(t, "{\"fields\":{},\"colour\":1}", "map: colour");
    check_refused(t, "{}", "map: fields");
    check_refused(t, "{\"fields\":{" FIELDS "\"when\",\"speed\":\"x\"}}", "map: fields.speed");
    check_refused(t, "{\"fields\":{" FIELDS "{\"colum\":\"when\"}}}", "map: fields.at.colum");
    check_refused(t, "{\"fields\":{" FIELDS "{\"column\":\"when\",\"value\":\"x\"}}}",
                  "map: fields.at");
    check_refused(t, "{\"fields\":{" FIELDS "{\"column\":\"when\",\"zone\":\"Mars/Base\"}}}",
                  "map: fields.at.zone");
    check_refused(t, "{\"fields\":{" FIELDS "{\"column\":\"when\",\"format\":\"HH\"}}}",
                  "map: fields.at.format");
    check_refused(t, "{\"fields\":{" FIELDS "{\"column\":\"when\",\"gap\":\"jump\"}}}",
                  "map: fields.at.gap");
    check_refused(t, "{\"fields\":{" FIELDS "{\"value\":\"yesterday\"}}}", "map: fields.at.value");
    check_refused(t, "{\"fields\":{" FIELDS "\"when\",\"city\":{\"column\":\"x\",\"zone\":\"Z\"}}}",
                  "map: fields.city");
    check_refused(t, "{\"time\":{\"zone\":\"Mars\"},\"fields\":{" FIELDS "\"when\"}}",
                  "map: time.zone");
    check_refused(t, "{\"delimiter\":\"ab\",\"fields\":{" FIELDS "\"when\"}}", "map: delimiter");
    check_refused(t, "{\"ascending\":[[\"a\"]],\"fields\":{" FIELDS "\"when\"}}", "map: ascending");
}

TEST(a_code_that_the_field_does_not_take_is_refused)
{
    check_refused(t,
                  "{\"fields\":{" FIELDS
                  "\"when\",\"stage\":{\"column\":\"s\",\"codes\":{\"x\":\"flown\"}}}}",
                  "map: fields.stage.codes.x");
    check_refused(t,
                  "{\"fields\":{" FIELDS
                  "\"when\",\"stage\":{\"column\":\"s\",\"codes\":{},\"otherwise\":\"flown\"}}}",
                  "map: fields.stage.otherwise");
    check_refused(
        t, "{\"fields\":{" FIELDS "\"when\",\"stage\":{\"column\":\"s\",\"otherwise\":null}}}",
        "map: fields.stage");
}

TEST(a_field_that_must_be_given_must_be_in_the_map)
{
    check_refused(t, "{\"fields\":{\"no\":\"no\",\"at\":\"when\"}}", "map: fields.carrier");
    check_refused(
        t,
        "{\"fields\":{\"carrier\":\"c\",\"no\":\"no\"},\"scans\":[{\"fields\":{\"stage\":{"
        "\"value\":\"collected\"}}}]}",
        "map: scans[0].fields.at");
}

TEST(a_width_to_pad_to_is_a_small_number)
{
    static const char *const widths[] = {"0", "33", "-1", "1.5", "\"5\"", "1e1"};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        check_refused(t,
                      arena_format(t->ctx->arena,
                                   "{\"fields\":{" FIELDS
                                   "\"when\",\"city\":{\"column\":\"c\",\"pad\":%s}}}",
                                   widths[i]),
                      "map: fields.city.pad");
}

TEST(only_numbers_can_be_summed)
{
    check_refused(t,
                  "{\"repeat\":\"no\",\"fields\":{" FIELDS
                  "\"when\",\"text\":{\"column\":\"x\",\"combine\":\"sum\"}}}",
                  "map: fields.text.combine");
}

TEST(words_are_found_whole)
{
    MapCode items[] = {{"a", "1"}, {"ab", "2"}, {"b", "3"}};
    MapCodes codes = {items, 3, NULL};
    check_text(t, map_code(&codes, "abc", 1), "1");
    check_text(t, map_code(&codes, "abc", 2), "2");
    check(t, map_code(&codes, "abc", 3) == NULL);
    check_text(t, map_code(&codes, "b", 1), "3");
    check(t, map_code(&codes, "", 0) == NULL);
    codes.otherwise = "9";
    check_text(t, map_code(&codes, "zz", 2), "9");
}
