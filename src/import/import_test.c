#include "import/import.h"

#include <stdio.h>
#include <string.h>

#include "customer/consent.h"
#include "customer/custom.h"
#include "customer/part.h"
#include "db/db.h"
#include "test.h"
#include "waybill/waybill.h"

/* What an import needs: writers are free, for it borrows them itself. */
static void begin(T *t)
{
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
}

static const char *file_with(T *t, const char *name, const char *text)
{
    const char *path = arena_format(t->ctx->arena, "%s/%s", t->folder, name);
    FILE *file = fopen(path, "wb");
    check(t, file != NULL);
    fwrite(text, 1, strlen(text), file);
    fclose(file);
    return path;
}

static char *file_text(T *t, const char *path)
{
    char *text = arena_alloc(t->ctx->arena, 65536);
    FILE *file = fopen(path, "rb");
    check(t, file != NULL);
    text[fread(text, 1, 65535, file)] = 0;
    fclose(file);
    return text;
}

/* What a rejects file holds, the files it names without their folder. */
static char *rejects_text(T *t, const char *path)
{
    char *text = file_text(t, path);
    const char *folder = arena_format(t->ctx->arena, "%s/", t->folder);
    for (char *at; (at = strstr(text, folder)) != NULL;)
        memmove(at, at + strlen(folder), strlen(at + strlen(folder)) + 1);
    return text;
}

static const Map *map_of(T *t, const ImportTarget *target, const char *json)
{
    Map *map = NULL;
    check_ok(t, map_read(t->ctx, target, json, strlen(json), &map));
    return map;
}

static const ImportTarget *target_of(T *t, const char *name)
{
    ImportTarget *target = ARENA_NEW(t->ctx->arena, ImportTarget);
    if (!import_target(name)->declared) return import_target(name);
    check_ok(t, database_reader(t->ctx, t->house->database));
    check_ok(t, import_target_declared(t->ctx, import_target(name), target));
    database_give_back(t->ctx, t->house->database);
    return target;
}

/* One file, imported. */
typedef struct Given {
    const char *target, *text, *map, *rejects;
    bool dry_run;
} Given;

static Status imported(T *t, const Given *given, ImportReport *report)
{
    const char *path = file_with(t, given->text[0] == '[' ? "in.json" : "in.csv", given->text);
    const ImportTarget *target = target_of(t, given->target);
    Import import = {.target = target,
                     .map = given->map ? map_of(t, target, given->map) : NULL,
                     .paths = &path,
                     .path_count = 1,
                     .rejects = given->rejects,
                     .dry_run = given->dry_run,
                     .progress = -1};
    return import_run(t->ctx, &import, report);
}

static Customer customer(T *t, const char *code)
{
    Customer out;
    check_ok(t, database_reader(t->ctx, t->house->database));
    check_ok(t, customer_by_code(t->ctx, code, &out));
    database_give_back(t->ctx, t->house->database);
    return out;
}

TEST_DB(the_same_file_twice_changes_nothing_and_a_second_one_enriches)
{
    ImportReport report;
    Given given = {.target = "customers", .text = "code,city\nC1,上海\nC2,北京\n"};
    begin(t);
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.read, 2);
    check_int(t, report.main[UPSERT_CREATED], 2);
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.main[UPSERT_UNCHANGED], 2);
    given.text = "code,region\nC1,310000\nC3,440000\n";
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.main[UPSERT_CHANGED], 1);
    check_int(t, report.main[UPSERT_CREATED], 1);
    Customer first = customer(t, "C1");
    check_text(t, first.city, "上海");
    check_text(t, first.region, "310000");
}

TEST_DB(a_refused_row_can_be_mended_in_the_rejects_file_and_imported_again)
{
    ImportReport report;
    const char *rejects = arena_format(t->ctx->arena, "%s/rejects.csv", t->folder);
    Given given = {.target = "customers",
                   .text = "code,kind,city\nC1,alien,\"a \"\"b\"\",\nc\"\nC2,company,x\n,,y\nC4\n",
                   .rejects = rejects};
    begin(t);
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.main[UPSERT_CREATED], 1);
    check_int(t, report.main[UPSERT_REJECTED], 3);
    const char *text = rejects_text(t, rejects);
    check(t, strstr(text, "code,kind,city,file,line,field,reason\nC1,alien,") == text);
    check(t, strstr(text, ",\"a \"\"b\"\",\nc\",in.csv,2,kind,") != NULL);
    check(t, strstr(text, "\n,,y,in.csv,5,code,") != NULL);
    check(t, strstr(text, "\nC4,in.csv,6,,\"the row has 1 cells, the header 3\"\n") != NULL);
    const char *kind = strstr(text, "alien"), *rest = kind + strlen("alien");
    const char *line = strstr(rest, "\nc\"");
    const char *mended = arena_format(t->ctx->arena, "%.*sperson%.*s c%s", (int)(kind - text), text,
                                      (int)(line - rest), rest, line + strlen("\nc"));
    given.text = mended;
    check_ok(t, imported(t, &given, &report)); /* reads it, and writes what is left in its place */
    check_int(t, report.main[UPSERT_CREATED], 1);
    check_int(t, report.main[UPSERT_REJECTED], 2); /* the ragged one too: nobody mended it */
    check_text(t, customer(t, "C1").city, "a \"b\", c");
}

TEST_DB(a_cell_of_several_lines_is_refused_by_its_row_and_column)
{
    ImportReport report;
    const char *rejects = arena_format(t->ctx->arena, "%s/rejects.csv", t->folder);
    Given given = {.target = "customers",
                   .text = "Kunde,Ort\nC1,\"a\nb\"\nC2\t,c\n",
                   .map = "{\"fields\":{\"code\":\"Kunde\",\"city\":\"Ort\"}}",
                   .rejects = rejects};
    begin(t);
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.main[UPSERT_CREATED], 1);
    check_int(t, report.main[UPSERT_REJECTED], 1);
    check(t, strstr(rejects_text(t, rejects), "\",in.csv,2,Ort,must be one line\n") != NULL);
    check_text(t, customer(t, "C2").city, "c");
}

TEST_DB(what_applying_refuses_is_named_by_the_files_own_column)
{
    ImportReport report;
    const char *rejects = arena_format(t->ctx->arena, "%s/rejects.csv", t->folder);
    Given given = {.target = "customers",
                   .text = "Kunde,Filiale\nC1,NOWHERE\n",
                   .map = "{\"fields\":{\"code\":\"Kunde\",\"outlet\":\"Filiale\"}}",
                   .rejects = rejects};
    begin(t);
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.main[UPSERT_REJECTED], 1);
    check(t, strstr(rejects_text(t, rejects), "\nC1,NOWHERE,in.csv,2,Filiale,") != NULL);
}

TEST_DB(a_dry_run_says_what_would_have_been_and_writes_nothing)
{
    ImportReport report;
    Given given = {
        .target = "customers", .text = "code,city\nC1,x\nC1,x\nC1,y\n,z\n", .dry_run = true};
    begin(t);
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.main[UPSERT_CREATED], 1);
    check_int(t, report.main[UPSERT_UNCHANGED], 1);
    check_int(t, report.main[UPSERT_CHANGED], 1);
    check_int(t, report.main[UPSERT_REJECTED], 1);
    Customer none;
    check_ok(t, database_reader(t->ctx, t->house->database));
    check_status(t, customer_by_code(t->ctx, "C1", &none), NOT_FOUND);
    database_give_back(t->ctx, t->house->database);
}

TEST_DB(a_column_that_is_no_field_is_refused_before_anything_is_read)
{
    ImportReport report;
    Given given = {.target = "customers", .text = "code,color\nC1,red\n"};
    begin(t);
    check_status(t, imported(t, &given, &report), INVALID);
    check_text(t, t->ctx->problem.field, "color");
    check_int(t, report.read, 0);
    given.text = "code\nC1\n";
    given.map = "{\"fields\":{\"code\":\"number\"}}";
    check_status(t, imported(t, &given, &report), INVALID);
    check_text(t, t->ctx->problem.field, "number");
}

TEST_DB(constants_codes_joined_columns_and_where_make_fields)
{
    ImportReport report;
    Given given = {.target = "customers",
                   .text = "id,art,a,b,use,zip\n1,P,Str.,7,y,1234\n2,F,,9,y,\n3,X,,,y,\n"
                           "4,P,,,n,\n5,,,,y,123456\n",
                   .map = "{\"where\":{\"use\":[\"y\",\"Y\"]},\"fields\":{\"code\":\"id\","
                          "\"city\":{\"value\":\"Bern\"},"
                          "\"kind\":{\"column\":\"art\",\"codes\":{\"P\":\"person\",\"F\":"
                          "\"company\"}},"
                          "\"postcode\":{\"column\":\"zip\",\"pad\":5},"
                          "\"name\":{\"first_of\":[\"a\",\"b\"]},"
                          "\"address\":{\"columns\":[\"a\",\"b\"],\"join\":\" / \"}}}"};
    begin(t);
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.read, 5);
    check_int(t, report.skipped, 1);
    check_int(t, report.main[UPSERT_CREATED], 3);
    check_int(t, report.main[UPSERT_REJECTED], 1); /* X has no code */
    check_text(t, customer(t, "1").address, "Str. / 7");
    check_text(t, customer(t, "2").address, "9");
    check_text(t, customer(t, "1").name, "Str.");
    check_text(t, customer(t, "2").name, "9");
    check_text(t, customer(t, "1").postcode, "01234");
    check(t, customer(t, "2").postcode == NULL);
    check_text(t, customer(t, "5").postcode, "123456");
    check_int(t, customer(t, "2").kind, CUSTOMER_COMPANY);
    check_text(t, customer(t, "5").city, "Bern");
}

TEST_DB(several_time_columns_of_one_row_become_several_scans)
{
    ImportReport report;
    Given given = {
        .target = "scans",
        .text = "no,got,out,come\nA1,2026-01-01 10:00,2026-01-02 10:00,\nA2,2026-01-01 11:00,,x\n",
        .map = "{\"time\":{\"zone\":\"-03:00\"},"
               "\"fields\":{\"carrier\":{\"value\":\"sto\"},\"no\":\"no\"},"
               "\"scans\":[{\"fields\":{\"at\":\"got\",\"stage\":{\"value\":\"collected\"}}},"
               "{\"fields\":{\"at\":\"out\",\"stage\":{\"value\":\"out_for_delivery\"}}},"
               "{\"fields\":{\"at\":\"come\",\"stage\":{\"value\":\"delivered\"}}}]}"};
    begin(t);
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.main[UPSERT_CREATED], 2);
    check_int(t, report.main[UPSERT_REJECTED], 1); /* "x" is no time: all of that row stays out */
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.main[UPSERT_DUPLICATE], 2);
}

static Waybill waybill(T *t, const char *no)
{
    Waybill out;
    check_ok(t, database_reader(t->ctx, t->house->database));
    check_ok(t, waybill_find_public(t->ctx, "sto", no, &out));
    database_give_back(t->ctx, t->house->database);
    return out;
}

#define ITEMS_MAP                                                                                  \
    "{\"repeat\":[\"no\"],\"fields\":{\"carrier\":{\"value\":\"sto\"},\"no\":\"no\","              \
    "\"fee\":{\"column\":\"fee\",\"combine\":\"sum\"},"                                            \
    "\"goods\":{\"column\":\"what\",\"combine\":\"last\"},\"reference\":\"what\"}}"

TEST_DB(consecutive_rows_of_one_key_are_one_record)
{
    ImportReport report;
    Given given = {.target = "waybills",
                   .text = "no,fee,what\nW1,1.10,\nW1,2.20,cups\nW1,,plates\nW2,5,x\n",
                   .map = ITEMS_MAP};
    begin(t);
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.read, 4);
    check_int(t, report.main[UPSERT_CREATED], 2);
    check_int(t, waybill(t, "W1").fee, 330);
    check_text(t, waybill(t, "W1").reference, "cups"); /* the first that gives it */
    check_text(t, waybill(t, "W1").goods, "plates");
    check_int(t, waybill(t, "W2").fee, 500);
}

TEST_DB(a_record_with_a_bad_row_is_refused_as_a_whole)
{
    ImportReport report;
    const char *rejects = arena_format(t->ctx->arena, "%s/rejects.csv", t->folder);
    Given given = {.target = "waybills",
                   .text = "no,fee,what\nW1,1,a\nW1,much,b\nW2,5,x\nW3,6,y\nW3,7\nW3,8,z\n",
                   .map = ITEMS_MAP,
                   .rejects = rejects};
    begin(t);
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.main[UPSERT_CREATED], 1);
    check_int(t, report.main[UPSERT_REJECTED], 2);
    check_int(t, report.rejected_rows, 5);
    const char *text = rejects_text(t, rejects);
    check(t, strstr(text, "\nW1,1,a,in.csv,2,,line 3 of the same record is refused\nW1,much,b,"));
    check(t,
          strstr(text, "\nW3,6,y,in.csv,5,,line 6 of the same record is refused\nW3,7,in.csv,6,,"));
    check(t, strstr(text, "\nW3,8,z,in.csv,7,,line 6 of the same record is refused\n"));
}

TEST_DB(a_row_that_stands_apart_from_its_record_is_refused)
{
    ImportReport report;
    const char *rejects = arena_format(t->ctx->arena, "%s/rejects.csv", t->folder);
    Given given = {.target = "waybills",
                   .text = "no,fee,what\nW1,1,\nW2,2,\nW1,4,\nW1,8,\n",
                   .map = ITEMS_MAP,
                   .rejects = rejects};
    begin(t);
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.main[UPSERT_REJECTED], 1);
    check_int(t, waybill(t, "W1").fee, 100);
    const char *text = rejects_text(t, rejects);
    check(t,
          strstr(text, "\nW1,4,,in.csv,4,no,other rows of this record stand further up") != NULL);
    check(t, strstr(text, "\nW1,8,,in.csv,5,,line 4 of the same record is refused") != NULL);
}

TEST_DB(a_row_of_an_order_becomes_a_parcel_and_its_scans)
{
    ImportReport report;
    Given given = {
        .target = "waybills",
        .text = "no,bought,sent,came\nW1,2017-10-15 00:30:00,2017-10-16 09:00:00,\n"
                "W2,2017-10-02 10:00:00,2017-10-01 10:00:00,2017-10-05 10:00:00\n",
        .map = "{\"time\":{\"format\":\"yyyy-MM-dd HH:mm:ss\",\"zone\":\"America/Sao_Paulo\","
               "\"gap\":\"forward\"},\"fields\":{\"carrier\":{\"value\":\"sto\"},\"no\":\"no\","
               "\"ordered_at\":\"bought\"},\"scans\":[{\"fields\":{\"at\":\"sent\",\"stage\":{"
               "\"value\":\"collected\"}}},{\"fields\":{\"at\":\"came\",\"stage\":{\"value\":"
               "\"delivered\"}}}],\"ascending\":[[\"bought\",\"sent\"]]}"};
    begin(t);
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.main[UPSERT_CREATED], 2);
    check_int(t, report.scans[UPSERT_CREATED], 3);
    check_int(t, report.warning_count, 1);
    check_text(t, report.warnings[0].words, "sent lies before bought");
    check_int(t, report.warnings[0].count, 1);
    check_int(t, report.warnings[0].lines[0], 3);
    check_int(t, waybill(t, "W1").ordered_at, INT64_C(1508036400000)); /* 2017-10-15T03:00:00Z */
    check_int(t, waybill(t, "W1").stage, STAGE_COLLECTED);
    check_int(t, waybill(t, "W2").stage, STAGE_DELIVERED);
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.main[UPSERT_UNCHANGED], 2);
    check_int(t, report.scans[UPSERT_DUPLICATE], 3);
}

TEST_DB(a_skipped_time_is_refused_where_the_map_does_not_say_otherwise)
{
    ImportReport report;
    Given given = {.target = "waybills",
                   .text = "no,bought\nW1,2017-10-15 00:30\nW2,2017-10-15 01:30\n",
                   .map = "{\"time\":{\"zone\":\"America/Sao_Paulo\"},\"fields\":{\"carrier\":{"
                          "\"value\":\"sto\"},\"no\":\"no\",\"ordered_at\":\"bought\"}}"};
    begin(t);
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.main[UPSERT_CREATED], 1);
    check_int(t, report.main[UPSERT_REJECTED], 1);
}

TEST_DB(files_with_different_columns_have_no_rejects_file_in_common)
{
    ImportReport report;
    const char *paths[] = {file_with(t, "a.csv", "code\nC1\n"),
                           file_with(t, "b.csv", "code,city\nC2,x\n")};
    Import import = {
        .target = import_target("customers"), .paths = paths, .path_count = 2, .progress = -1};
    begin(t);
    check_ok(t, import_run(t->ctx, &import, &report));
    check_int(t, report.main[UPSERT_CREATED], 2);
    import.rejects = arena_format(t->ctx->arena, "%s/rejects.csv", t->folder);
    check_status(t, import_run(t->ctx, &import, &report), INVALID);
    import.rejects = arena_format(t->ctx->arena, "%s/none/rejects.csv", t->folder);
    check_status(t, import_run(t->ctx, &import, &report), FORBIDDEN);
}

TEST_DB(of_several_files_each_refused_row_and_warning_names_its_own)
{
    ImportReport report;
    Buf text;
    buf_init(&text, t->ctx->arena);
    const char *a = file_with(t, "a.csv", "code,kind\nC1,person\nC2,alien\n");
    const char *b = file_with(t, "b.csv", "code,kind\nC3,alien\n");
    const char *paths[] = {a, b};
    const char *rejects = arena_format(t->ctx->arena, "%s/rejects.csv", t->folder);
    Import import = {.target = import_target("customers"),
                     .paths = paths,
                     .path_count = 2,
                     .rejects = rejects,
                     .progress = -1};
    begin(t);
    check_ok(t, import_run(t->ctx, &import, &report));
    check(t, strstr(rejects_text(t, rejects), "\nC2,alien,a.csv,3,kind,") != NULL);
    check(t, strstr(rejects_text(t, rejects), "\nC3,alien,b.csv,2,kind,") != NULL);
    report.path = a;
    report_warn(&report, "odd", 2);
    report.path = b;
    report_warn(&report, "odd", 7);
    report_text(&text, &report);
    check(t,
          strstr(text.data, arena_format(t->ctx->arena, "2 rows: odd (%s:2, %s:7)", a, b)) != NULL);
}

TEST_DB(what_ends_an_import_names_its_file)
{
    ImportReport report;
    const char *paths[] = {file_with(t, "a.csv", "code\nC1\n"),
                           file_with(t, "b.csv", "code,code\nC2,x\n")};
    Import import = {
        .target = import_target("customers"), .paths = paths, .path_count = 2, .progress = -1};
    begin(t);
    check_status(t, import_run(t->ctx, &import, &report), INVALID);
    check_text(t, t->ctx->problem.file, paths[1]);
    import.paths = (const char *const[]){"/nowhere/c.csv"};
    import.path_count = 1;
    check(t, import_run(t->ctx, &import, &report) != OK);
    check(t, strstr(t->ctx->problem.message, "/nowhere/c.csv") != NULL);
    check_text(t, t->ctx->problem.file, "");
}

TEST_DB(columns_of_the_files_own_are_not_taken_for_those_of_a_rejects_file)
{
    ImportReport report;
    const char *rejects = arena_format(t->ctx->arena, "%s/rejects.csv", t->folder);
    Given given = {.target = "customers",
                   .text = "code,reason,line\n,B,1\nC2,C,2\n",
                   .map = "{\"fields\":{\"code\":\"code\",\"city\":\"reason\"}}",
                   .rejects = rejects};
    begin(t);
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.main[UPSERT_REJECTED], 1);
    const char *text = rejects_text(t, rejects);
    check(t, strstr(text, "code,reason,line,rejected_file,rejected_line,rejected_field,"
                          "rejected_reason\n,B,1,") == text);
    given.text = arena_format(t->ctx->arena, "%.*sC1%s", (int)(strstr(text, ",B,1") - text), text,
                              strstr(text, ",B,1"));
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.main[UPSERT_REJECTED], 0);
    check_text(t, customer(t, "C1").city, "B");
}

TEST_DB(rejects_of_before_there_was_a_column_for_the_file_are_imported_too)
{
    ImportReport report;
    Given given = {.target = "customers",
                   .text = "code,city,line,field,reason\nC1,x,2,kind,expected person\n"};
    begin(t);
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.main[UPSERT_CREATED], 1);
}

TEST_DB(json_objects_are_imported_by_their_keys)
{
    ImportReport report;
    Given given = {.target = "customers",
                   .text = "[{\"code\":\"C1\"},{\"code\":\"C2\",\"city\":\"Bern\"},"
                           "{\"code\":\"C3\",\"color\":\"red\"}]"};
    begin(t);
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.main[UPSERT_CREATED], 2);
    check_int(t, report.main[UPSERT_REJECTED], 1);
    check_text(t, customer(t, "C2").city, "Bern");
}

TEST_DB(more_rows_than_a_batch_holds_are_all_imported)
{
    ImportReport report;
    Buf text;
    buf_init(&text, t->ctx->arena);
    buf_text(&text, "code,city\n");
    for (int i = 0; i < 120000; i++)
        buf_format(&text, "C%d,x\n", i);
    Given given = {.target = "customers", .text = text.data};
    begin(t);
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.main[UPSERT_CREATED], 120000);
    check_text(t, customer(t, "C119999").city, "x");
}

TEST_DB(a_quote_that_is_never_closed_ends_the_import_and_what_was_before_it_stands)
{
    enum { LINES = 1000000 };
    ImportReport report;
    Buf text;
    buf_init(&text, t->ctx->arena);
    buf_text(&text, "code,city\nC1,x\nC2,\"y\n");
    for (int i = 0; i < LINES; i++)
        buf_text(&text, "z\n");
    Given given = {.target = "customers", .text = text.data};
    begin(t);
    check_status(t, imported(t, &given, &report), INVALID);
    check_int(t, t->ctx->problem.row, 3);
    check_text(t, t->ctx->problem.field, "city");
    check_text(t, t->ctx->problem.message,
               "the quote that opens on line 3 is not closed within 1 MiB");
    check_int(t, report.rejected_rows, 0);
}

TEST_DB(a_line_of_100_megabytes_is_refused_and_what_stands_around_it_is_in)
{
    enum { LONG = 100 << 20, PIECE = 1 << 16 };
    static char piece[PIECE];
    ImportReport report;
    const char *path = file_with(t, "long.csv", "code,city\nC1,x\nC2,");
    const char *rejects = arena_format(t->ctx->arena, "%s/rejects.csv", t->folder);
    memset(piece, 'y', sizeof piece);
    FILE *file = fopen(path, "ab");
    check(t, file != NULL);
    for (size_t i = 0; i < LONG / PIECE; i++)
        check_int(t, fwrite(piece, 1, sizeof piece, file), PIECE);
    fputs("\nC3,z\n", file);
    check_int(t, fclose(file), 0);
    Import import = {.target = import_target("customers"),
                     .paths = &path,
                     .path_count = 1,
                     .rejects = rejects,
                     .progress = -1};
    begin(t);
    size_t used = arena_used(t->ctx->arena);
    check_ok(t, import_run(t->ctx, &import, &report));
    check(t, arena_used(t->ctx->arena) - used < 4 << 20);
    check_int(t, report.main[UPSERT_CREATED], 2);
    check_int(t, report.main[UPSERT_REJECTED], 1);
    check(t, strstr(rejects_text(t, rejects), ",long.csv,3,,") != NULL);
    check_int(t, remove(path), 0);
}

TEST_DB(money_of_another_currency_is_refused_not_taken_for_the_companys)
{
    ImportReport report;
    Given json = {.target = "waybills",
                  .text = "[{\"carrier\":\"sto\",\"no\":\"M1\",\"fee\":{\"amount\":100,"
                          "\"currency\":\"USD\"}},{\"carrier\":\"sto\",\"no\":\"M2\","
                          "\"fee\":{\"amount\":100,\"currency\":\"CNY\"}}]"};
    Given cells = {.target = "waybills",
                   .text = "carrier,no,fee\nsto,M3,1.00 USD\nsto,M4,1.00 CNY\n"};
    begin(t);
    check_ok(t, imported(t, &json, &report));
    check_int(t, report.main[UPSERT_CREATED], 1);
    check_int(t, report.main[UPSERT_REJECTED], 1);
    check_ok(t, imported(t, &cells, &report));
    check_int(t, report.main[UPSERT_CREATED], 1);
    check_int(t, report.main[UPSERT_REJECTED], 1);
}

TEST_DB(the_first_refusals_are_named_by_file_line_and_field_without_a_rejects_file)
{
    ImportReport report;
    Buf text, refusals;
    buf_init(&text, t->ctx->arena);
    buf_init(&refusals, t->ctx->arena);
    buf_text(&text, "code,kind\nC1,person\n");
    for (int i = 0; i < REPORT_REFUSALS + 5; i++)
        buf_format(&text, "K%d,alien\n", i);
    begin(t);
    Given given = {.target = "customers", .text = text.data};
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.rejected_rows, REPORT_REFUSALS + 5);
    check_int(t, report.refusal_count, REPORT_REFUSALS);
    report_refusals(&refusals, &report);
    check(t, strstr(refusals.data, "/in.csv:3: kind: ") != NULL);
    check(t, strstr(refusals.data, "/in.csv:22: kind: ") != NULL);
    check(t, strstr(refusals.data, "/in.csv:23: ") == NULL);
}

TEST_DB(a_map_takes_contact_points_consents_and_declared_fields_from_a_crms_columns)
{
    ImportReport report;
    const char *rejects = arena_format(t->ctx->arena, "%s/rejects.csv", t->folder);
    const Given given = {
        .target = "customers",
        .text = "id,fax,sms ok,staff\nC1,021-55556666,Y,12\nC2,,,a dozen\nC3,,,\n",
        .map = "{\"fields\":{\"code\":\"id\",\"contact2.kind\":{\"value\":\"fax\"},"
               "\"contact2.value\":\"fax\",\"consent1.purpose\":{\"value\":\"marketing\"},"
               "\"consent1.said\":{\"column\":\"sms ok\",\"codes\":{\"Y\":\"given\",\"N\":"
               "\"withdrawn\"}},\"field.staff\":\"staff\"}}",
        .rejects = rejects};
    CustomField staff = {.name = "staff", .kind = CUSTOM_NUMBER, .zh = "人数", .en = "Staff"};
    check_ok(t, custom_field_declare(t->ctx, &staff));
    begin(t);
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.main[UPSERT_CREATED], 2);
    check_text(t, rejects_text(t, rejects),
               "id,fax,sms ok,staff,file,line,field,reason\n"
               "C2,,,a dozen,in.csv,3,staff,expected a number\n");
    check_ok(t, imported(t, &given, &report));
    check_int(t, report.main[UPSERT_UNCHANGED], 2);
    const PartFilter parts = {.customer_id = customer(t, "C1").id, .limit = 10};
    List list;
    const char *next;
    bool holds;
    check_ok(t, database_reader(t->ctx, t->house->database));
    check_ok(t, part_list(t->ctx, PART_CONTACT, &parts, &list, &next));
    check_int(t, list.count, 1);
    check_text(t, ((const Contact *)list.items)->value, "02155556666");
    check_ok(t, consent_holds(t->ctx, parts.customer_id, CONSENT_MARKETING, CONSENT_SMS, &holds));
    check(t, holds);
    database_give_back(t->ctx, t->house->database);
}
