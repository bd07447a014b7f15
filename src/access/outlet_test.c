#include "access/outlet.h"

#include <stdio.h>

#include "access/outlet_cache.h"
#include "access/person.h"
#include "house.h"
#include "test.h"

static Outlet given(T *t, const char *code, const char *parent)
{
    Outlet outlet = {.code = code, .name = code, .parent = parent, .kind = OUTLET_BRANCH};
    check_ok(t, outlet_create(t->ctx, &outlet));
    return outlet;
}

/* HQ above EAST and WEST, SH below EAST, SH1 below SH. */
static void given_tree(T *t)
{
    given(t, "HQ", NULL);
    given(t, "EAST", "HQ");
    given(t, "WEST", "HQ");
    given(t, "SH", "EAST");
    given(t, "SH1", "SH");
    check_ok(t, outlets_refresh(t->ctx, t->house->outlets));
}

static Outlet found(T *t, const char *code)
{
    Outlet outlet = {0};
    check_ok(t, outlet_find(t->ctx, code, &outlet));
    return outlet;
}

static int64_t seen_from(T *t, const char *code)
{
    Person person = {.kind = PERSON_HUMAN};
    OutletFilter filter = {.kind = NONE, .limit = 100};
    List list;
    const char *next;
    person.scope_outlet_id = found(t, code).id;
    t->ctx->who = &person;
    check_ok(t, outlet_list(t->ctx, &filter, &list, &next));
    t->ctx->who = NULL;
    return (int64_t)list.count;
}

TEST_DB(a_tree_begins_where_one_sees_nothing_above)
{
    Person person = {.kind = PERSON_HUMAN};
    OutletFilter filter = {.kind = NONE, .limit = 100, .top = true};
    List list;
    const char *next;
    given_tree(t);
    check_ok(t, outlet_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 1);
    check_text(t, ((const Outlet *)list.items)->code, "HQ");
    person.scope_outlet_id = found(t, "EAST").id;
    t->ctx->who = &person;
    check_ok(t, outlet_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 1);
    check_text(t, ((const Outlet *)list.items)->code, "EAST");
}

TEST_DB(a_person_sees_their_own_subtree_and_nothing_else)
{
    Outlet outlet;
    Person person = {.kind = PERSON_HUMAN};
    given_tree(t);
    check_int(t, seen_from(t, "HQ"), 5);
    check_int(t, seen_from(t, "EAST"), 3);
    check_int(t, seen_from(t, "WEST"), 1);
    person.scope_outlet_id = found(t, "EAST").id;
    t->ctx->who = &person;
    check_status(t, outlet_find(t->ctx, "WEST", &outlet), NOT_FOUND);
    check_ok(t, outlet_find(t->ctx, "SH1", &outlet));
    check(t, outlet_visible(t->ctx, outlet.id));
    check(t, !outlet_visible(t->ctx, outlet_id_of(t->ctx, "WEST")));
}

TEST_DB(a_subtree_that_moves_takes_its_people_along)
{
    given_tree(t);
    Outlet sh = found(t, "SH");
    sh.parent = "WEST";
    check_ok(t, outlet_update(t->ctx, &sh, sh.version));
    check_int(t, sh.version, 2);
    check_int(t, seen_from(t, "EAST"), 1);
    check_int(t, seen_from(t, "WEST"), 3);
    check_int(t, seen_from(t, "HQ"), 5);
    check_text(t, found(t, "SH").parent, "WEST");
}

TEST_DB(an_outlet_cannot_stand_below_itself)
{
    given_tree(t);
    Outlet east = found(t, "EAST");
    east.parent = "SH1";
    check_status(t, outlet_update(t->ctx, &east, east.version), CONFLICT);
    east = found(t, "EAST");
    east.parent = "EAST";
    check_status(t, outlet_update(t->ctx, &east, east.version), CONFLICT);
    check_text(t, found(t, "EAST").parent, "HQ");
}

TEST_DB(a_stale_write_changes_nothing)
{
    given_tree(t);
    Outlet east = found(t, "EAST");
    east.name = "East";
    check_ok(t, outlet_update(t->ctx, &east, 1));
    east.name = "Orient";
    check_status(t, outlet_update(t->ctx, &east, 1), STALE);
    check_text(t, found(t, "EAST").name, "East");
}

TEST_DB(a_code_is_normalised_and_given_once)
{
    Outlet again = {.code = "h q", .name = "x", .kind = OUTLET_HUB};
    given(t, " hq ", NULL);
    check_text(t, found(t, "Hq").code, "HQ");
    check_status(t, outlet_create(t->ctx, &again), CONFLICT);
    again.code = "  ";
    check_status(t, outlet_create(t->ctx, &again), INVALID);
    again.code = "123456789012345678901234567890123";
    check_status(t, outlet_create(t->ctx, &again), INVALID);
    check_text(t, t->ctx->problem.field, "code");
}

TEST_DB(an_outlet_needs_a_parent_that_is_there_and_works)
{
    Outlet outlet = {.code = "A", .name = "a", .parent = "NOWHERE", .kind = OUTLET_HUB};
    given_tree(t);
    check_status(t, outlet_create(t->ctx, &outlet), INVALID);
    check_text(t, t->ctx->problem.field, "parent");
    Outlet west = found(t, "WEST");
    west.closed = true;
    check_ok(t, outlet_update(t->ctx, &west, west.version));
    outlet.parent = "WEST";
    check_status(t, outlet_create(t->ctx, &outlet), CONFLICT);
}

TEST_DB(an_outlet_above_open_ones_cannot_be_closed)
{
    given_tree(t);
    Outlet sh = found(t, "SH");
    sh.closed = true;
    check_status(t, outlet_update(t->ctx, &sh, sh.version), CONFLICT);
    check(t, !found(t, "SH").closed);
}

TEST_DB(the_tree_has_a_greatest_depth)
{
    char code[8], parent[8] = "";
    for (int level = 1; level <= OUTLET_DEPTH_MAX; level++) {
        snprintf(code, sizeof code, "L%d", level);
        given(t, code, *parent ? parent : NULL);
        snprintf(parent, sizeof parent, "L%d", level);
    }
    Outlet deeper = {.code = "DEEP", .name = "d", .parent = parent, .kind = OUTLET_HUB};
    check_status(t, outlet_create(t->ctx, &deeper), INVALID);
}

TEST_DB(a_scoped_person_creates_only_below_their_own_outlet)
{
    Person person = {.kind = PERSON_HUMAN, .id = 1, .login = "li"};
    Outlet top = {.code = "T", .name = "t", .kind = OUTLET_HUB};
    Outlet west = {.code = "W1", .name = "w", .parent = "WEST", .kind = OUTLET_HUB};
    Outlet east = {.code = "E1", .name = "e", .parent = "EAST", .kind = OUTLET_HUB};
    given_tree(t);
    person.scope_outlet_id = found(t, "EAST").id;
    t->ctx->who = &person;
    check_status(t, outlet_create(t->ctx, &top), FORBIDDEN);
    check_status(t, outlet_create(t->ctx, &west), INVALID);
    check_ok(t, outlet_create(t->ctx, &east));
}

TEST_DB(an_outlet_that_an_import_names_is_made_once)
{
    int64_t first = 0, again = 0;
    given_tree(t);
    check_ok(t, outlet_ensure(t->ctx, "cd-9", NULL, OUTLET_STATION, &first));
    check_ok(t, outlet_ensure(t->ctx, "CD-9", "ignored", OUTLET_HUB, &again));
    check_int(t, again, first);
    check_text(t, found(t, "CD-9").parent, "HQ");
    check_text(t, found(t, "CD-9").name, "CD-9");
}

TEST_DB(the_tree_in_memory_knows_codes_ids_and_ancestors)
{
    given_tree(t);
    int64_t east = outlet_id_of(t->ctx, "EAST"), sh1 = outlet_id_of(t->ctx, "sh1");
    check_int(t, east, found(t, "EAST").id);
    check_text(t, outlet_code_of(t->ctx, sh1), "SH1");
    check_int(t, outlet_id_of(t->ctx, "NOWHERE"), 0);
    check(t, !outlet_code_of(t->ctx, 42));
    check(t, outlet_within(t->ctx, sh1, east));
    check(t, !outlet_within(t->ctx, east, sh1));
    check(t, outlet_within(t->ctx, 42, 0));
    check(t, !outlet_within(t->ctx, 42, east));
}

TEST_DB(outlets_are_listed_page_by_page)
{
    OutletFilter filter = {.kind = NONE, .limit = 2};
    List list;
    const char *next = NULL;
    size_t seen = 0;
    given_tree(t);
    do {
        filter.cursor = next;
        check_ok(t, outlet_list(t->ctx, &filter, &list, &next));
        seen += list.count;
        check(t, list.count <= 2);
    } while (next);
    check_int(t, seen, 5);
    filter = (OutletFilter){.kind = NONE, .parent = "hq", .limit = 10};
    check_ok(t, outlet_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 2);
}
