/* The comparison of the golden transcripts: what must match does, what must not does not. */
#include "match.h"
#include "record.h"
#include "test.h"
#include "transcript.h"
#include "variables.h"

#include <stdio.h>
#include <string.h>

static bool matches(T *t, Variables *variables, const char *want, const char *got)
{
    Buf differences;
    buf_init(&differences, t->ctx->arena);
    Match m = {variables, &differences};
    bool same = match_body(&m, want, got);
    check(t, same == (differences.length == 0));
    return same;
}

static bool same(T *t, const char *want, const char *got)
{
    Variables variables = {.arena = t->ctx->arena};
    return matches(t, &variables, want, got);
}

TEST(json_matches_whatever_its_order_and_spaces)
{
    check(t,
          same(t, "{\"a\": 1, \"b\": [true, null, \"x\"]}", "{\"b\":[true,null,\"x\"],\"a\":1}"));
    check(t, same(t, "{\"a\": 1.0}", "{\"a\":1}"));
    check(t, !same(t, "{\"a\": 1}", "{\"a\":2}"));
    check(t, !same(t, "{\"a\": 1}", "{\"a\":\"1\"}"));
    check(t, !same(t, "[1, 2]", "[2, 1]"));
    check(t, !same(t, "[true]", "[false]"));
    check(t, !same(t, "[null]", "[0]"));
    check(t, !same(t, "[9007199254740993]", "[9007199254740992]"));
}

TEST(json_with_a_missing_or_a_surplus_key_or_item_does_not_match)
{
    check(t, !same(t, "{\"a\": 1, \"b\": 2}", "{\"a\":1}"));
    check(t, !same(t, "{\"a\": 1}", "{\"a\":1,\"b\":2}"));
    check(t, !same(t, "[1]", "[1,2]"));
    check(t, !same(t, "[1, 2]", "[1]"));
    check(t, !same(t, "[]", "{}"));
}

TEST(an_ellipsis_lets_further_keys_and_items_pass_but_none_be_missing)
{
    check(t, same(t, "{\"a\": 1, \"…\": \"…\"}", "{\"a\":1,\"b\":2}"));
    check(t, same(t, "[1, \"…\"]", "[1,2,3]"));
    check(t, same(t, "…", "whatever"));
    check(t, !same(t, "{\"a\": 1, \"…\": \"…\"}", "{\"b\":2}"));
    check(t, !same(t, "[1, 2, \"…\"]", "[1]"));
}

TEST(any_matches_every_value_but_null)
{
    check(t, same(t, "{\"a\": \"{{any}}\"}", "{\"a\":[1]}"));
    check(t, !same(t, "{\"a\": \"{{any}}\"}", "{\"a\":null}"));
    check(t, same(t, "{\"a\": \"{{maybe}}\"}", "{\"a\":null}"));
    check(t, !same(t, "{\"a\": \"{{maybe}}\"}", "{}"));
    check(t, same(t, "[\"up to {{any}} g\"]", "[\"up to 500 g\"]"));
    check(t, !same(t, "[\"up to {{any}} g\"]", "[\"up to 500 kg!\"]"));
}

TEST(a_variable_captures_once_and_then_compares)
{
    Variables variables = {.arena = t->ctx->arena};
    check(t, matches(t, &variables, "{\"id\": \"{{id}}\", \"n\": \"{{n}}\"}",
                     "{\"id\":\"17\",\"n\":4}"));
    check_text(t, variable_get(&variables, "id"), "17");
    check_text(t, variable_get(&variables, "n"), "4");
    check(t, matches(t, &variables, "[\"/w/{{id}}/x\"]", "[\"/w/17/x\"]"));
    check(t, !matches(t, &variables, "[\"{{id}}\"]", "[\"18\"]"));
    check(t, !matches(t, &variables, "[\"{{id}}\"]", "[\"171\"]"));
}

TEST(text_is_compared_line_by_line)
{
    check(t, same(t, "a,b\n1,2", "a,b\r\n1,2\n"));
    check(t, same(t, "a\n…\nz", "a\nb\nc\nz"));
    check(t, same(t, "a\n…\nz", "a\nz"));
    check(t, same(t, "a\n…", "a\nb"));
    check(t, same(t, "up {{any}} s", "up 12 s"));
    check(t, !same(t, "a\n…\nz", "a\nb"));
    check(t, !same(t, "a", "a\nb"));
    check(t, !same(t, "a\nb", "a"));
}

TEST(an_empty_expectation_wants_an_empty_body)
{
    check(t, same(t, NULL, ""));
    check(t, !same(t, NULL, "x"));
    check(t, !same(t, "{\"a\": 1}", ""));
    check(t, !same(t, "{\"a\": 1}", "{\"a\": 1"));
}

TEST(texts_are_expanded_with_variables_repeats_and_bytes)
{
    Variables variables = {.arena = t->ctx->arena};
    const char *text;
    check(t, variable_set(&variables, "id", "17"));
    check_ok(t,
             variables_text(t->ctx, &variables, "/w/{{id}}?{{repeat 3 ab}}{{hex 41 42}}", &text));
    check_text(t, text, "/w/17?abababAB");
    check_status(t, variables_text(t->ctx, &variables, "{{who}}", &text), INVALID);
}

TEST(what_is_recorded_names_captured_ids)
{
    Variables variables = {.arena = t->ctx->arena};
    check(t, variable_set(&variables, "lane", "1234567890123456789"));
    Exchange e = {.has_answer = true, .answer = NULL};
    Answer answer = {.status = 404, .body = "{\"detail\":\"no lane 1234567890123456789 here\"}"};
    Buf out;
    buf_init(&out, t->ctx->arena);
    check_ok(t, answer_record(t->ctx, &variables, &e, &answer, TEST_NOW, &out));
    check_text(t, out.data, "=> 404\n\n{\"detail\": \"no lane {{lane}} here\"}\n");
}

TEST(what_is_recorded_keeps_wildcards_that_fit_and_hides_what_passes)
{
    Variables variables = {.arena = t->ctx->arena};
    Exchange e = {.has_answer = true, .answer = "{\"a\": \"{{any}}\", \"n\": 1}"};
    Answer answer = {.status = 200,
                     .body = "{\"a\":5,\"n\":2,\"at\":\"2026-11-22T08:00:03.120Z\","
                             "\"id\":\"1234567890123456789\"}"};
    Buf out;
    buf_init(&out, t->ctx->arena);
    check_ok(t, answer_record(t->ctx, &variables, &e, &answer, TEST_NOW, &out));
    check_text(
        t, out.data,
        "=> 200\n\n{\"a\": \"{{any}}\", \"n\": 2, \"at\": \"{{any}}\", \"id\": \"{{any}}\"}\n");
}

static Status read_written(T *t, const char *text)
{
    Transcript transcript;
    const char *path = arena_format(t->ctx->arena, "%s/one.http", t->folder);
    FILE *file = fopen(path, "w");
    check(t, file && fputs(text, file) >= 0 && fclose(file) == 0);
    return transcript_read(t->ctx, path, &transcript);
}

TEST(a_wait_that_a_busy_machine_could_outlast_is_refused)
{
    check_ok(t, read_written(t, "### It comes\n# within: 60 s\nGET /x\n\n=> 200\n"));
    check_status(t, read_written(t, "### It comes\n# within: 59 s\nGET /x\n\n=> 200\n"), INVALID);
    check(t, strstr(t->ctx->problem.message, "one.http:2: "));
    check_status(t, read_written(t, "### It comes\n# within: 900 ms\nGET /x\n\n=> 200\n"), INVALID);
}
