/* pinyin_table.c -- writes the readings of Chinese characters as a C table, by ICU's Han-Latin.
 *
 * usage: pinyin_table OUTPUT. Run by the build: ICU takes a good part of a second to prepare its
 * rules, the table nothing. */
#include <stdio.h>
#include <string.h>

#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { FIRST = 0x3400, LAST = 0x9FFF, SYLLABLES = 1024, LETTERS = 16 };

typedef struct Readings {
    char syllables[SYLLABLES][LETTERS]; /* the first is that of what has none */
    int count;
} Readings;

static int syllable_number(Readings *readings, const char *syllable)
{
    for (int i = 0; i < readings->count; i++)
        if (strcmp(readings->syllables[i], syllable) == 0) return i;
    if (readings->count == SYLLABLES) return 0;
    snprintf(readings->syllables[readings->count], LETTERS, "%s", syllable);
    return readings->count++;
}

/* Small letters only; anything else says that ICU knows no reading. */
static int is_syllable(const char *text)
{
    size_t length = strlen(text);
    return length > 0 && length < LETTERS && strspn(text, "abcdefghijklmnopqrstuvwxyz") == length;
}

static void read_character(const UTransliterator *latin, int point, char *out)
{
    UChar text[LETTERS * 2] = {(UChar)point};
    int32_t length = 1, limit = 1;
    UErrorCode status = U_ZERO_ERROR;
    utrans_transUChars(latin, text, &length, LETTERS * 2, 0, &limit, &status);
    u_strToUTF8(out, LETTERS, NULL, text, length, &status);
    if (U_FAILURE(status) || !is_syllable(out)) *out = 0;
}

static void write_table(FILE *file, const UTransliterator *latin, Readings *readings)
{
    fprintf(file, "#include \"customer/pinyin_table.h\"\n\nconst uint16_t pinyin_readings[] = {");
    for (int point = FIRST; point <= LAST; point++) {
        char syllable[LETTERS] = "";
        read_character(latin, point, syllable);
        fprintf(file, "%s%d,", point % 16 ? "" : "\n", syllable_number(readings, syllable));
    }
    fprintf(file, "};\n\nconst char *const pinyin_syllables[] = {");
    for (int i = 0; i < readings->count; i++)
        fprintf(file, "%s\"%s\",", i % 8 ? "" : "\n", readings->syllables[i]);
    fprintf(file, "};\n");
}

int main(int argc, char **argv)
{
    /* ü is typed as v. */
    static const UChar rules[] =
        u"::Han-Latin; ::NFC; [\\u01D6\\u01D8\\u01DA\\u01DC\\u00FC] > v; ::NFD; ::[:M:] Remove;"
        u" ::Latin-ASCII; ::Lower;";
    static const UChar name[] = u"pinyin";
    Readings readings = {.count = 1};
    UErrorCode status = U_ZERO_ERROR;
    UTransliterator *latin = utrans_openU(name, -1, UTRANS_FORWARD, rules, -1, NULL, &status);
    FILE *file = argc == 2 && U_SUCCESS(status) ? fopen(argv[1], "w") : NULL;
    if (!file) {
        fprintf(stderr, "pinyin_table: %s\n", U_FAILURE(status) ? u_errorName(status) : "OUTPUT?");
        return 1;
    }
    write_table(file, latin, &readings);
    utrans_close(latin);
    return fclose(file) == 0 ? 0 : 1;
}
