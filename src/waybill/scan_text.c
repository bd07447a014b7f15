/* Carriers' own words hold phones and names; here they are found and masked. */
#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/field.h"
#include "waybill/scan.h"

enum { PHONE_DIGITS = 7 };

/* Words that a name follows, in the carriers' languages. */
static const char *const name_words[] = {
    "签收人", "收件人", "寄件人", "派件员", "派送员", "快递员", "业务员",    "收件员",
    "联系人", "代收人", "小件员", "投递员", "揽投员", "经手人", "signed by", "courier"};

enum { NAME_WORDS = sizeof name_words / sizeof name_words[0] };

/* First bytes of the words (of the Chinese ones, of UTF-8): most texts are passed over by them
 * alone. */
static const bool begins_word[256] = {
    ['s'] = true,  ['S'] = true,  ['c'] = true,  ['C'] = true, [0xE7] = true,
    [0xE6] = true, [0xE5] = true, [0xE4] = true, [0xE8] = true};

/* Bytes of the word that `text` begins with; 0: none. */
static size_t name_word_length(const char *text)
{
    if (!begins_word[(unsigned char)*text]) return 0;
    for (size_t i = 0; i < NAME_WORDS; i++) {
        /* Asked at every byte of every event: few of them begin a word. */
        if ((text[0] | 0x20) != (name_words[i][0] | 0x20)) continue;
        size_t length = strlen(name_words[i]);
        if (!strncasecmp(text, name_words[i], length)) return length;
    }
    return 0;
}

/* Bytes of the run of digits that `text` begins with. A single space or dash before three digits
 * and more goes on with it, as in 0571-8812345; in 2026-11-22 there is none such. */
static size_t digits_length(const char *text, size_t *digits)
{
    static const char figures[] = "0123456789";
    size_t end = *digits = strspn(text, figures);
    while (text[end] == '-' || text[end] == ' ') {
        size_t group = strspn(text + end + 1, figures);
        if (group < 3) break;
        end += 1 + group;
        *digits += group;
    }
    return end;
}

bool text_is_personal(const char *text)
{
    for (const char *at = text; at && *at;) {
        size_t digits = 0;
        size_t run = isdigit((unsigned char)*at) ? digits_length(at, &digits) : 0;
        if (digits >= PHONE_DIGITS || name_word_length(at)) return true;
        at += run ? run : 1;
    }
    return false;
}

static void add_masked_digits(Buf *buf, const char *digits, size_t length)
{
    size_t kept = length >= 11 ? 3 : 0;
    buf_add(buf, digits, kept);
    buf_text(buf, "****");
    buf_add(buf, digits + length - 4, 4);
}

/* Bytes of the word of a list, which ends with NULL, that `text` begins with; 0: none. */
static size_t one_of_length(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (!strncmp(text, *words, strlen(*words))) return strlen(*words);
    return 0;
}

/* What follows these is a name whatever it looks like; what follows the others may be one. */
static const char *const labels[] = {"：", "【", "[", ":", "(", "（", NULL};
static const char *const joints[] = {" ", "是", "为", "姓名", NULL};

/* What people who are named by their work do, have and are: no name begins with any of these. */
static const char *const no_names[] = {
    "已",   "将",   "正在", "派",   "揽",   "收",   "签",   "取",   "送",   "投递", "拒",   "未",
    "没",   "不",   "把",   "被",   "会",   "请",   "再",   "因",   "与",   "在",   "从",   "给",
    "对",   "要",   "无",   "也",   "仍",   "就",   "到",   "打",   "拨",   "核",   "向您", "和您",
    "可以", "上门", "联系", "电话", "手机", "号码", "地址", "信息", "安排", "申请", "同意", "过错",
    "约定", "凭",   "反馈", "自提", "改",   "或",   "及",   "的",   "承认", "放在", "尚",   "现",
    "稍后", "完成", "操作", "准备", "开始", "出发", "即将", "退",   "重新", "再次", NULL};

/* What ends a name that no mark ends; of one character only what is in no name. */
static const char *const after_names[] = {
    "，",   "。",   "】",   "；",   "、",   "：",   "）",   "（",   "！",   "已",   "的",
    "将在", "将于", "将为", "正在", "派送", "派件", "揽收", "揽件", "收件", "收取", "签收",
    "取件", "送达", "投递", "拒收", "未能", "没有", "联系", "电话", "手机", "上门", "安排",
    "代收", "准备", "开始", "出发", "即将", "为您", "给您", "向您", "会在", NULL};

/* Bytes up to the next mark, digit or word that is of no name. */
static size_t name_length(const char *text)
{
    size_t length = 0;
    for (; text[length] && !strchr(",.;:[]()! \n\t0123456789", text[length]); length++)
        if (one_of_length(text + length, after_names)) break;
    return length;
}

/* Whether a name may stand where nothing but the word before it says so. In English a name begins
 * with a capital. */
static bool may_be_name(const char *text)
{
    return !one_of_length(text, no_names) && !islower((unsigned char)*text);
}

/* After a word that a name may follow: adds what stands between them, and the name masked. Returns
 * the bytes that it took. */
static size_t add_masked_name(Buf *buf, const char *text, bool sure)
{
    size_t taken = 0, name;
    for (size_t label, mark = 1; mark; taken += mark) {
        label = one_of_length(text + taken, labels);
        mark = label ? label : one_of_length(text + taken, joints);
        buf_add(buf, text + taken, mark);
        sure = sure || label;
    }
    name = sure || may_be_name(text + taken) ? name_length(text + taken) : 0;
    if (name) buf_char(buf, '*');
    return taken + name;
}

const char *text_masked(Ctx *ctx, const char *text)
{
    Buf buf;
    buf_init(&buf, ctx->arena);
    buf_text(&buf, "");
    while (*text) {
        size_t digits = 0;
        size_t run = isdigit((unsigned char)*text) ? digits_length(text, &digits) : 0;
        size_t word = run ? 0 : name_word_length(text);
        if (digits >= PHONE_DIGITS) {
            add_masked_digits(&buf, text, run);
        } else {
            buf_add(&buf, text, run ? run : word ? word : 1);
        }
        text += run ? run : word ? word : 1;
        /* "Signed by" is followed by nothing else. */
        if (word) text += add_masked_name(&buf, text, text[-1] == 'y' || text[-1] == 'Y');
    }
    return buf.failed ? NULL : buf.data ? buf.data : "";
}

/* The longest of the names that `text` begins with; NULL: none. */
static const char *name_at(const char *text, const char *const *names, size_t count)
{
    const char *longest = NULL;
    size_t most = 0;
    for (size_t i = 0; i < count; i++) {
        size_t length = names[i] ? strlen(names[i]) : 0;
        if (length <= most || strncmp(text, names[i], length) != 0) continue;
        longest = names[i];
        most = length;
    }
    return longest;
}

static bool names_any(const char *text, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (names[i] && *names[i] && strstr(text, names[i])) return true;
    return false;
}

Status scan_mask_names(Ctx *ctx, Scan *scan, const char *const *names, size_t count)
{
    const char *own[] = {scan->signer, scan->operator_name};
    const char *text = scan->text;
    if (!text || (!names_any(text, names, count) && !names_any(text, own, 2))) return OK;
    Buf buf;
    buf_init(&buf, ctx->arena);
    while (*text) {
        const char *both[] = {name_at(text, names, count), name_at(text, own, 2)};
        const char *name = name_at(text, both, 2);
        if (name)
            mask_text(&buf, PERSONAL_NAME, name);
        else
            buf_char(&buf, *text);
        text += name ? strlen(name) : 1;
    }
    scan->text = buf.data;
    return buf_check(ctx, &buf);
}
