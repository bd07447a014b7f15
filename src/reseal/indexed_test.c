#include "access/indexed.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "house.h"
#include "reseal/reseal.h"
#include "test.h"

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
    Rows *rows;
    int count = 0;
    HouseOptions options = {.data = arena_format(t->ctx->arena, "%s/data", t->folder),
                            .throw_away = true,
                            .node = -1,
                            .source = t->ctx->source};
    for (const Indexed *const *of = indexed; *of; of++)
        check(t, reseal_column_named((*of)->sealed) != NULL);
    check_ok(t, house_open(t->ctx, &options));
    check_ok(t, database_reader(t->ctx, t->ctx->house->database));
    check_ok(t, db_query(t->ctx, &index_columns, &rows));
    for (; rows_next(rows); count++) {
        const char *name = rows_text(rows, 0);
        if (!is_made_anew(name)) printf("%s is in no table of src/slices.c, indexed\n", name);
        check(t, is_made_anew(name));
    }
    check_ok(t, rows_end(rows));
    check(t, count >= 13);
    database_give_back(t->ctx, t->ctx->house->database);
    house_close(t->ctx);
}
