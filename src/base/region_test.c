#include "base/region.h"

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
