#include "http/openapi.h"

#include <string.h>

#include "base/json.h"
#include "http/request.h"
#include "http/testing.h"

static const Json *down(T *t, const Json *json, const char *const *keys)
{
    for (; *keys; keys++) {
        json = json_get(json, *keys);
        if (!json) print_error("%s is missing\n", *keys);
        check(t, json != NULL);
    }
    return json;
}

#define DOWN(json, ...) down(t, (json), (const char *const[]){__VA_ARGS__, NULL})

static const Json *given_document(T *t, Site *site)
{
    Answer answer = ask_get(site, "/api/v1/openapi.json");
    Json *document = NULL;
    check_int(t, answer.status, 200);
    check_ok(t, json_parse(t->ctx, answer.body, answer.length, &document));
    return document;
}

/* Every $ref leads somewhere; every operation has an id of its own, a summary and answers. */
static void check_references(T *t, const Json *document, const Json *json)
{
    const char *reference = json_get_text(json, "$ref");
    if (reference) {
        char *path = arena_text(t->ctx->arena, reference);
        const Json *at = document;
        check_text(t, strsep(&path, "/"), "#");
        for (const char *key; (key = strsep(&path, "/"));) {
            at = json_get(at, key);
            check(t, at != NULL);
        }
    }
    for (const Json *child = json->first; child; child = child->next)
        check_references(t, document, child);
}

TEST(the_document_describes_parameters_bodies_answers_and_rights)
{
    Site *site = given_site(t, NULL);
    const Json *document = given_document(t, site);
    check_text(t, json_get_text(document, "openapi"), "3.1.0");
    const Json *add = DOWN(document, "paths", "/api/v1/parcels", "post");
    check_text(t, json_get_text(add, "operationId"), "post_parcels");
    check_text(t, json_get_text(add, "summary"), "Enter a parcel");
    check_text(t, DOWN(add, "tags")->first->text, "parcels");
    check_text(t, json_get_text(DOWN(add, "parameters")->first, "name"), "Idempotency-Key");
    DOWN(add, "responses", "201", "content", "application/json", "schema", "$ref");
    DOWN(add, "responses", "default", "$ref");
    check_text(t, DOWN(add, "requestBody", "content", "application/json", "schema", "$ref")->text,
               "#/components/schemas/Parcel");
    const Json *list = DOWN(document, "paths", "/api/v1/parcels", "get");
    check_text(t, json_get_text(DOWN(list, "parameters")->first, "in"), "query");
    check_text(t, DOWN(DOWN(list, "parameters")->first, "schema", "maximum")->text, "200");
    check_int(t, DOWN(list, "security")->count, 0);
    check(t, !json_get(DOWN(document, "paths"), "/healthz"));
    site_close(site);
}

TEST(the_schemas_carry_bounds_and_marks)
{
    Site *site = given_site(t, NULL);
    const Json *parcel = DOWN(given_document(t, site), "components", "schemas", "Parcel");
    check_text(t, DOWN(parcel, "required")->first->text, "no");
    check_text(t, DOWN(parcel, "properties", "no", "maxLength")->text, "32");
    check_text(t, DOWN(parcel, "properties", "weight_g", "maximum")->text, "50000");
    check_text(t, DOWN(parcel, "properties", "id", "readOnly")->text, "true");
    check_text(t, DOWN(parcel, "properties", "phone", "x-personal")->text, "true");
    check_text(t, DOWN(parcel, "properties", "phone", "type")->first->next->text, "null");
    check_text(t, DOWN(parcel, "properties", "no", "examples")->first->text, "771234567890123");
    site_close(site);
}

TEST(every_reference_of_the_document_leads_somewhere)
{
    Site *site = given_site(t, NULL);
    const Json *document = given_document(t, site);
    check_references(t, document, document);
    site_close(site);
}

static bool names(const Json *list, const char *text)
{
    for (const Json *one = list->first; one; one = one->next)
        if (strcmp(one->text, text) == 0) return true;
    return false;
}

TEST(the_document_names_every_code_of_a_problem)
{
    Site *site = given_site(t, NULL);
    const Json *codes = DOWN(given_document(t, site), "components", "schemas", "Problem",
                             "properties", "code", "enum");
    check_int(t, codes->count, STATUS_COUNT - 1 + REFUSAL_COUNT);
    check(t, names(codes, "stale"));
    check(t, names(codes, "idempotency_key_reused"));
    check(t, !names(codes, "ok"));
    site_close(site);
}
