#include "customer/pinyin.h"

#include "test.h"

static Pinyin read(T *t, const char *name, Pinyin *as_surname)
{
    Pinyin pinyin;
    check_ok(t, pinyin_read(t->ctx, name, &pinyin, as_surname));
    return pinyin;
}

TEST(a_chinese_name_is_read_without_tones)
{
    Pinyin other, pinyin = read(t, "张三丰", &other);
    check_text(t, pinyin.syllables, "zhang san feng");
    check_text(t, pinyin.joined, "zhangsanfeng");
    check_text(t, pinyin.initials, "zsf");
    check(t, other.joined == NULL);
    pinyin = read(t, "吕绿", &other);
    check_text(t, pinyin.joined, "lvlv");
}

TEST(a_surname_that_is_read_otherwise_has_both_readings)
{
    Pinyin other, pinyin = read(t, "曾国藩", &other);
    check_text(t, pinyin.joined, "cengguofan");
    check_text(t, other.joined, "zengguofan");
    read(t, "单雄信", &other);
    check_text(t, other.initials, "sxx");
    read(t, "尉迟恭", &other);
    check_text(t, other.syllables, "yu chi gong");
    read(t, "老单", &other);
    check(t, other.joined == NULL);
}

TEST(what_is_no_chinese_character_is_passed_over)
{
    Pinyin other, pinyin = read(t, "Acme 物流 Ltd", &other);
    check_text(t, pinyin.syllables, "wu liu");
    pinyin = read(t, "Alice", &other);
    check(t, pinyin.joined == NULL && pinyin.initials == NULL);
    pinyin = read(t, "", &other);
    check(t, pinyin.syllables == NULL);
}
