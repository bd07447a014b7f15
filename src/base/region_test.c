#include "base/region.h"

#include <string.h>

#include "test.h"

TEST(a_region_is_called_by_its_name_in_gb_t_2260)
{
    check_text(t, region_name(t->ctx, "310000"), "上海");
    check_text(t, region_name(t->ctx, "440300"), "深圳");
    check_text(t, region_name(t->ctx, "659000"), "新疆");
    check_text(t, region_name(t->ctx, "820000"), "澳门");
}

TEST(a_county_is_called_by_its_prefecture)
{
    check_text(t, region_name(t->ctx, "440305"), "深圳");
    check_text(t, region_name(t->ctx, "310115"), "上海");
    check_text(t, region_name(t->ctx, "429004"), "湖北");
}

TEST(a_code_that_the_file_lacks_is_its_own_name)
{
    check_text(t, region_name(t->ctx, "SP"), "SP");
    check_text(t, region_name(t->ctx, ""), "");
    check_text(t, region_name(t->ctx, "990000"), "990000");
    check_text(t, region_name(t->ctx, "4403001"), "4403001");
    check_text(t, region_name(t->ctx, "44030x"), "44030x");
}

TEST(a_region_says_its_city_but_a_province_does_not)
{
    check_text(t, region_city(t->ctx, "440305"), "深圳");
    check_text(t, region_city(t->ctx, "440300"), "深圳");
    check_text(t, region_city(t->ctx, "310000"), "上海");
    check_text(t, region_city(t->ctx, "310115"), "上海");
    check_text(t, region_city(t->ctx, "440000"), NULL);
    check_text(t, region_city(t->ctx, "429004"), NULL);
    check_text(t, region_city(t->ctx, "SP"), NULL);
}

TEST(a_region_has_an_english_name_too)
{
    check_text(t, region_name_english(t->ctx, "440300"), "Shenzhen");
    check_text(t, region_name_english(t->ctx, "440305"), "Shenzhen");
    check_text(t, region_name_english(t->ctx, "610100"), "Xi'an");
    check_text(t, region_name_english(t->ctx, "820000"), "Macao");
    check_text(t, region_name_english(t->ctx, "SP"), "SP");
}

/* Readings that a table of characters gets wrong: what is written here is what signs say. */
TEST(a_city_is_called_in_english_as_its_signs_say)
{
    static const char *const cities[][2] = {
        {"重庆", "Chongqing"}, {"厦门", "Xiamen"},   {"长沙", "Changsha"},
        {"蚌埠", "Bengbu"},    {"六安", "Lu'an"},    {"呼和浩特", "Hohhot"},
        {"陕西", "Shaanxi"},   {"佛山市", "Foshan"}, {"上海市", "Shanghai"}};
    for (size_t i = 0; i < sizeof cities / sizeof *cities; i++)
        check_text(t, city_name_english(t->ctx, cities[i][0]), cities[i][1]);
    check_text(t, city_name_english(t->ctx, "桃花镇"), "桃花镇");
    check_text(t, city_name_english(t->ctx, "市"), "市");
}

TEST(regions_are_listed_all_or_those_of_a_province)
{
    List all, province;
    check_ok(t, region_list(t->ctx, NULL, &all));
    check_ok(t, region_list(t->ctx, "310000", &province));
    check(t, all.count > 300);
    check_text(t, ((const Region *)all.items)[0].code, "110000");
    check_text(t, ((const Region *)province.items)[0].name, "上海");
    for (size_t i = 0; i < province.count; i++)
        check(t, strncmp(((const Region *)province.items)[i].code, "31", 2) == 0);
}

TEST(a_beginning_of_a_code_is_one_of_a_region_that_there_is)
{
    const char *const there[] = {"31", "4403", "310000", "440305", "310115", "1"};
    const char *const not_there[] = {"99", "990000", "310x", "x", "", "4403001", "3100001"};
    for (size_t i = 0; i < sizeof there / sizeof *there; i++)
        check(t, region_begins(there[i]));
    for (size_t i = 0; i < sizeof not_there / sizeof *not_there; i++)
        check(t, !region_begins(not_there[i]));
}

TEST(a_district_is_within_its_city_and_its_province)
{
    check(t, region_within("440305", "440000"));
    check(t, region_within("440305", "440300"));
    check(t, region_within("440305", "440305"));
    check(t, region_within("440305", "44"));
    check(t, !region_within("440305", "440100"));
    check(t, !region_within("440000", "440300"));
    check(t, region_within("SP-01", "SP"));
    check(t, !region_within("SP", "SP00"));
    check(t, !region_within("", "31"));
}
