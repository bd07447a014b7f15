#include "customer/pinyin.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "customer/pinyin_table.h"

/* Surnames whose reading is not the usual one of their characters (现代汉语词典). */
static const struct {
    const char *surname, *syllables;
} surnames[] = {{"万俟", "mo qi"},   {"尉迟", "yu chi"}, {"长孙", "zhang sun"}, {"澹台", "tan tai"},
                {"单于", "chan yu"}, {"单", "shan"},     {"曾", "zeng"},        {"解", "xie"},
                {"仇", "qiu"},       {"查", "zha"},      {"区", "ou"},          {"任", "ren"},
                {"翟", "zhai"},      {"朴", "piao"},     {"盖", "ge"},          {"乐", "yue"},
                {"缪", "miao"},      {"覃", "qin"},      {"宓", "mi"},          {"员", "yun"},
                {"冼", "xian"},      {"隗", "wei"},      {"逄", "pang"},        {"折", "she"},
                {"召", "shao"},      {"种", "chong"},    {"繁", "po"},          {"秘", "bi"},
                {"黑", "he"},        {"华", "hua"},      {"纪", "ji"},          {"燕", "yan"},
                {"应", "ying"},      {"宁", "ning"},     {"哈", "ha"},          {"佴", "nai"}};

/* The next code point of valid UTF-8. */
static uint32_t next_point(const char **text)
{
    const unsigned char *at = (const unsigned char *)*text;
    uint32_t point = *at++;
    int more = point < 0x80 ? 0 : point < 0xE0 ? 1 : point < 0xF0 ? 2 : 3;
    if (more) point &= 0x3Fu >> more;
    for (; more > 0; more--)
        point = point << 6 | (*at++ & 0x3Fu);
    *text = (const char *)at;
    return point;
}

static const char *reading_of(uint32_t point)
{
    if (point < PINYIN_FIRST || point > PINYIN_LAST) return "";
    return pinyin_syllables[pinyin_readings[point - PINYIN_FIRST]];
}

typedef struct Spelling {
    Buf syllables, joined, initials;
} Spelling;

static void add_syllable(Spelling *to, const char *syllable, size_t length)
{
    if (!length) return;
    if (to->syllables.length) buf_char(&to->syllables, ' ');
    buf_add(&to->syllables, syllable, length);
    buf_add(&to->joined, syllable, length);
    buf_char(&to->initials, *syllable);
}

static void add_syllables(Spelling *to, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, " ");
        add_syllable(to, text, length);
        text += length + (text[length] == ' ');
    }
}

/* `first`: how the characters before `rest` are read. */
static Status spell(Ctx *ctx, const char *first, const char *rest, Pinyin *out)
{
    Spelling to;
    buf_init(&to.syllables, ctx->arena);
    buf_init(&to.joined, ctx->arena);
    buf_init(&to.initials, ctx->arena);
    add_syllables(&to, first);
    while (*rest) {
        const char *syllable = reading_of(next_point(&rest));
        add_syllable(&to, syllable, strlen(syllable));
    }
    *out = (Pinyin){to.syllables.data, to.joined.data, to.initials.data};
    Status s = buf_check(ctx, &to.syllables);
    if (!s) s = buf_check(ctx, &to.joined);
    return s ? s : buf_check(ctx, &to.initials);
}

Status pinyin_read(Ctx *ctx, const char *name, Pinyin *out, Pinyin *as_surname)
{
    *as_surname = (Pinyin){NULL, NULL, NULL};
    Status s = spell(ctx, "", name, out);
    for (size_t i = 0; !s && i < sizeof surnames / sizeof *surnames; i++) {
        size_t length = strlen(surnames[i].surname);
        if (strncmp(name, surnames[i].surname, length) == 0)
            return spell(ctx, surnames[i].syllables, name + length, as_surname);
    }
    return s;
}
