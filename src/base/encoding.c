#include <string.h>

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include "base/rows_internal.h"

enum { RAW_BYTES = 65536, PIVOT_UNITS = 4096 };

size_t utf8_fault(const char *bytes, size_t length)
{
    const unsigned char *s = (const unsigned char *)bytes;
    size_t i = 0;
    while (i < length) {
        uint64_t eight;
        if (length - i >= sizeof eight) {
            memcpy(&eight, s + i, sizeof eight);
            if (!(eight & UINT64_C(0x8080808080808080))) {
                i += sizeof eight;
                continue;
            }
        }
        if (s[i] < 0x80) {
            i++;
            continue;
        }
        size_t more = s[i] >= 0xf0 ? 3 : s[i] >= 0xe0 ? 2 : 1;
        if (s[i] < 0xc2 || s[i] > 0xf4 || length - i <= more) return i;
        unsigned char low = s[i] == 0xe0 ? 0xa0 : s[i] == 0xf0 ? 0x90 : 0x80;
        unsigned char high = s[i] == 0xed ? 0x9f : s[i] == 0xf4 ? 0x8f : 0xbf;
        if (s[i + 1] < low || s[i + 1] > high) return i;
        for (size_t k = 2; k <= more; k++)
            if ((s[i + k] & 0xc0) != 0x80) return i;
        i += more + 1;
    }
    return length;
}

static bool mark_of(const char *bytes, size_t length, const char **out, size_t *mark)
{
    static const struct {
        const char *bytes;
        size_t length;
        const char *name;
    } marks[] = {{"\xef\xbb\xbf", 3, "UTF-8"},
                 {"\xff\xfe", 2, "UTF-16LE"},
                 {"\xfe\xff", 2, "UTF-16BE"},
                 {"\x84\x31\x95\x33", 4, "GB18030"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (length < marks[i].length || memcmp(bytes, marks[i].bytes, marks[i].length) != 0)
            continue;
        *out = marks[i].name;
        *mark = marks[i].length;
        return true;
    }
    return false;
}

/* Of how many hundredths ICU must be sure; where it has little text it says less. */
enum { SURE = 80, LIKELIER = 50 };

/* What ICU makes of the text, by the statistics of its letters. */
typedef struct Statistics {
    bool chinese;   /* GB18030, beyond doubt */
    bool something; /* something else, rather */
} Statistics;

static Statistics statistics(const char *bytes, size_t length)
{
    UErrorCode error = U_ZERO_ERROR;
    UCharsetDetector *detector = ucsdet_open(&error);
    ucsdet_setText(detector, bytes, (int32_t)length, &error);
    const UCharsetMatch *match = ucsdet_detect(detector, &error);
    const char *name = match ? ucsdet_getName(match, &error) : NULL;
    int32_t hundredths = match ? ucsdet_getConfidence(match, &error) : 0;
    bool gb = U_SUCCESS(error) && name && strcmp(name, "GB18030") == 0;
    ucsdet_close(detector);
    return (Statistics){.chinese = gb && hundredths >= SURE,
                        .something = !gb && hundredths >= LIKELIER};
}

/* Whether everything that is not ASCII could be a Chinese character or sign of GB/T 2312, nine of
 * ten of them the common ones (its level 1, rows 16 to 55): of a few words no statistics tell
 * more. Letters of other alphabets stand alone among ASCII, and make no pairs. */
static bool could_be_chinese(const char *bytes, size_t length)
{
    const unsigned char *s = (const unsigned char *)bytes;
    size_t common = 0, rare = 0;
    for (size_t i = 0; i < length; i++) {
        if (s[i] < 0x80) continue;
        if (i + 1 == length) break; /* cut off within a character */
        unsigned char lead = s[i++];
        if (lead < 0xa1 || lead > 0xf7 || s[i] < 0xa1 || s[i] == 0xff) return false;
        if ((lead >= 0xb0 && lead <= 0xd7) || lead <= 0xa3)
            common++;
        else
            rare++;
    }
    return common > 0 && common >= 9 * rare;
}

Status encoding_unclear(Ctx *ctx)
{
    Status s = fail(ctx, UNSUPPORTED, "the text is not UTF-8, and its encoding is not clear");
    problem_hint(ctx, "name it: gb18030, utf-8 or another that ICU knows");
    return s;
}

Status encoding_detect(Ctx *ctx, const char *bytes, size_t length, Encoding *out)
{
    *out = (Encoding){.name = "UTF-8"};
    if (mark_of(bytes, length, &out->name, &out->mark)) return OK;
    size_t fault = utf8_fault(bytes, length);
    if (fault == length || (length - fault < 4 && length > 4096))
        return OK; /* cut off within a character, at most */
    Statistics found = statistics(bytes, length);
    out->guessed = !found.chinese && !found.something && could_be_chinese(bytes, length);
    if (found.chinese || out->guessed) {
        out->name = "GB18030";
        return OK;
    }
    return encoding_unclear(ctx);
}

/* --- decoding --- */

typedef struct Decoder {
    ByteSource base;
    ByteSource *in;
    UConverter *from, *to;
    const char *raw_at, *raw_end;
    UChar *pivot_at, *pivot_end;
    bool ended;  /* `in` has no more */
    bool faulty; /* a byte 0xFF is owed for what was invalid */
    char raw[RAW_BYTES];
    UChar pivot[PIVOT_UNITS];
} Decoder;

static void decoder_close(ByteSource *bytes)
{
    Decoder *decoder = (Decoder *)bytes;
    ucnv_close(decoder->from);
    ucnv_close(decoder->to);
    decoder->in->close(decoder->in);
    memory_free(decoder);
}

static Status raw_fill(Ctx *ctx, Decoder *decoder)
{
    size_t got = 0;
    if (decoder->raw_at < decoder->raw_end || decoder->ended) return OK;
    Status s = decoder->in->read(ctx, decoder->in, decoder->raw, RAW_BYTES, &got);
    decoder->raw_at = decoder->raw;
    decoder->raw_end = decoder->raw + got;
    decoder->ended = !s && got == 0;
    return s;
}

/* Converts what it can into [into, end), and no further than something invalid; true when all was
 * read and written out. */
static bool decode_some(Decoder *decoder, char **into, const char *end)
{
    UErrorCode error = U_ZERO_ERROR;
    const char *stop = decoder->faulty ? decoder->raw_at : decoder->raw_end;
    ucnv_convertEx(decoder->to, decoder->from, into, end, &decoder->raw_at, stop, decoder->pivot,
                   &decoder->pivot_at, &decoder->pivot_end, decoder->pivot + PIVOT_UNITS, false,
                   decoder->ended && !decoder->faulty, &error);
    if (U_SUCCESS(error)) return decoder->ended && !decoder->faulty;
    if (error == U_BUFFER_OVERFLOW_ERROR) return false;
    ucnv_resetToUnicode(decoder->from);
    ucnv_resetFromUnicode(decoder->to);
    decoder->faulty = true;
    return false;
}

static Status decoder_read(Ctx *ctx, ByteSource *bytes, char *into, size_t room, size_t *got)
{
    Decoder *decoder = (Decoder *)bytes;
    char *at = into;
    bool finished = false;
    while (!finished && at == into) {
        /* What came before the fault may still wait in the pivot. */
        if (decoder->faulty && decoder->pivot_at == decoder->pivot_end) {
            *at++ = (char)0xff;
            decoder->faulty = false;
            break;
        }
        Status s = decoder->faulty ? OK : raw_fill(ctx, decoder);
        if (s) return s;
        finished = decode_some(decoder, &at, into + room);
    }
    *got = (size_t)(at - into);
    return OK;
}

static UConverter *strict_converter(const char *encoding)
{
    UErrorCode error = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(encoding, &error);
    ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &error);
    ucnv_setFromUCallBack(converter, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &error);
    if (U_SUCCESS(error)) return converter;
    ucnv_close(converter);
    return NULL;
}

Status byte_source_decode(Ctx *ctx, ByteSource *in, const char *encoding, ByteSource **out)
{
    Decoder *decoder = memory_alloc(sizeof *decoder);
    UConverter *from = strict_converter(encoding), *to = strict_converter("UTF-8");
    *out = NULL;
    if (decoder && from && to) {
        *decoder =
            (Decoder){.base = {decoder_read, decoder_close}, .in = in, .from = from, .to = to};
        decoder->pivot_at = decoder->pivot_end = decoder->pivot;
        *out = &decoder->base;
        return OK;
    }
    memory_free(decoder);
    ucnv_close(from);
    ucnv_close(to);
    in->close(in);
    if (!decoder || !to) return no_memory(ctx);
    Status s = fail(ctx, UNSUPPORTED, "there is no such encoding");
    problem_hint(ctx, "utf-8, gb18030, or another name that ICU knows");
    return s;
}
