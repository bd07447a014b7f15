/* simplified.c -- writes a table of traditional Chinese characters and their simplified forms, as
 * ICU's Traditional-Simplified rules have it.
 *
 *   simplified > simplified_table.c */
#include <stdio.h>

#include <unicode/ustring.h>
#include <unicode/utrans.h>

#define FIRST 0x3400
#define LAST 0x9FFF

static UChar simplified(const UTransliterator *rules, UChar character)
{
    UErrorCode error = U_ZERO_ERROR;
    UChar text[4] = {character};
    int32_t length = 1, limit = 1;
    utrans_transUChars(rules, text, &length, 4, 0, &limit, &error);
    return U_SUCCESS(error) && length == 1 ? text[0] : character;
}

int main(void)
{
    UErrorCode error = U_ZERO_ERROR;
    UChar id[32];
    u_uastrcpy(id, "Traditional-Simplified");
    UTransliterator *rules = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
    if (U_FAILURE(error)) {
        fprintf(stderr, "simplified: %s\n", u_errorName(error));
        return 1;
    }
    puts("#include \"search/simplified.h\"\n\nconst uint16_t simplified_pairs[][2] = {");
    for (int c = FIRST; c <= LAST; c++) {
        UChar to = simplified(rules, (UChar)c);
        if (to != c) printf("    {0x%04X, 0x%04X},\n", c, to);
    }
    puts("};\nconst size_t simplified_count = sizeof simplified_pairs / sizeof *simplified_pairs;");
    utrans_close(rules);
    return 0;
}
