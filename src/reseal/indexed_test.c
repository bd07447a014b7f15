#include "access/indexed.h"

#include <string.h>

#include "base/arena.h"
#include "house.h"
#include "reseal/reseal.h"
#include "reseal/testing.h"

SQL_IN("sqlite", index_columns,
       "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c"
       " WHERE m.type = 'table' AND c.type = 'BIGINT' AND (c.name LIKE '%\\_key' ESCAPE '\\'"
       " OR c.name LIKE '%\\_index' ESCAPE '\\' OR ((m.name LIKE '%\\_key' ESCAPE '\\'"
       " OR m.name LIKE '%\\_index' ESCAPE '\\') AND c.name IN ('value', 'source'))) ORDER BY 1");

static bool is_word_of(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = words; (at = strstr(at, word)); at += length)
        if ((at == words || at[-1] == ' ') && (at[length] == ' ' || !at[length])) return true;
    return false;
}

static bool is_made_anew(const char *column)
{
    for (const Indexed *const *of = indexed; *of; of++)
        if (is_word_of((*of)->columns, column)) return true;
    return false;
}

TEST(every_column_of_a_keyed_index_is_made_anew_when_keys_change)
{
    for (const Indexed *const *of = indexed; *of; of++)
        check(t, reseal_column_named((*of)->sealed) != NULL);
    check(t, names_hold(t, &index_columns, is_made_anew, "table of src/slices.c, indexed") >= 13);
}
