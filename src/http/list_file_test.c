#include <string.h>

#include "http/testing.h"

static Site *given_site_with_folder(T *t)
{
    Site *site = given_site(t, NULL);
    site->house.data_folder = "/tmp";
    return site;
}

TEST(a_list_is_taken_as_csv_with_the_names_of_its_fields_and_what_is_personal_masked)
{
    Site *site = given_site_with_folder(t);
    Answer answer = ask_get(site, "/api/v1/parcels?stage=hub_in&format=csv");
    check_int(t, answer.status, 200);
    check_text(t, answer_header(site, &answer, "Content-Type"), "text/csv; charset=utf-8");
    check_text(t, answer_header(site, &answer, "Content-Disposition"),
               "attachment; filename=\"parcels.csv\"");
    check_text(t, answer.body, "id,version,no,weight_g,phone\n1,1,A,,\n2,1,hub_in,200,\n");
    site_close(site);
}

TEST(a_list_that_comes_in_pages_is_taken_whole_from_the_first_to_the_last)
{
    Site *site = given_site_with_folder(t);
    Answer answer = ask_get(site, "/api/v1/paged?format=csv");
    check_int(t, answer.status, 200);
    check_text(t, answer.body,
               "id,version,no,weight_g,phone\n"
               "1,1,\"'=1+1\",200,138****5678\n2,1,\"a,b\",200,138****5678\n"
               "3,1,c,200,138****5678\n");
    Answer late = ask_get(site, "/api/v1/paged?format=csv&fails=yes");
    check_int(t, late.status, 409);
    site_close(site);
}

TEST(a_list_without_rows_is_a_file_with_its_heads_and_a_spreadsheet_is_one)
{
    Site *site = given_site_with_folder(t);
    Answer answer = ask_get(site, "/api/v1/paged?format=csv&empty=yes");
    check_text(t, answer.body, "id,version,no,weight_g,phone\n");
    answer = ask_get(site, "/api/v1/paged?format=xlsx");
    check_int(t, answer.status, 200);
    check_text(t, answer_header(site, &answer, "Content-Disposition"),
               "attachment; filename=\"paged.xlsx\"");
    check(t, answer.length > 1000 && memcmp(answer.body, "PK", 2) == 0);
    site_close(site);
}

TEST(what_is_no_list_gives_no_file_and_a_format_that_there_is_not_is_named)
{
    Site *site = given_site_with_folder(t);
    Answer answer = ask_get(site, "/api/v1/parcels?format=pdf");
    check_int(t, answer.status, 422);
    check_text(t, answer_text(site, &answer, "field"), "format");
    answer = ask_get(site, "/api/v1/parcels?format=csv&format=csv");
    check_text(t, answer_text(site, &answer, "field"), "format");
    answer = ask_get(site, "/api/v1/parcels/1?format=csv");
    check_text(t, answer_text(site, &answer, "field"), "format");
    site->house.data_folder = "/nowhere";
    check_int(t, ask_get(site, "/api/v1/parcels?format=csv").status, 500);
    site_close(site);
}
