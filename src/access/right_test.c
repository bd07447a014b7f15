#include "access/person.h"
#include "test.h"

static Texts texts(const char **items, size_t count)
{
    return (Texts){.items = items, .count = count};
}

TEST(every_right_has_a_name_of_its_own_and_a_sentence)
{
    for (int right = 0; right < RIGHT_COUNT; right++) {
        check_int(t, right_of(right_name(right)), right);
        check(t, right_doc(right)[0] != 0);
    }
    check_int(t, right_of("waybill.eat"), -1);
    check_text(t, right_name(RIGHT_COUNT), "?");
    check_text(t, right_name(-1), "?");
}

TEST(rights_are_read_from_their_names_and_written_back)
{
    const char *names[] = {"waybill.read", "setting.write"};
    Texts given = texts(names, 2), written;
    RightSet set;
    check_ok(t, rights_from_names(t->ctx, "rights", &given, &set));
    check(t, rights_has(&set, WAYBILL_READ));
    check(t, rights_has(&set, SETTING_WRITE));
    check(t, !rights_has(&set, WAYBILL_WRITE));
    check_ok(t, rights_names(t->ctx, &set, &written));
    check_int(t, written.count, 2);
    check_text(t, written.items[1], "setting.write");
}

TEST(an_unknown_right_is_refused_by_name_and_passed_over_when_stored)
{
    const char *names[] = {"waybill.read", "waybill.eat"};
    Texts given = texts(names, 2);
    RightSet set;
    check_status(t, rights_from_names(t->ctx, "rights", &given, &set), INVALID);
    check_text(t, t->ctx->problem.field, "rights");
    set = rights_from_stored(&given);
    check(t, rights_has(&set, WAYBILL_READ));
}

TEST(nobody_can_be_given_the_rights_that_everybody_has)
{
    const char *names[] = {"public"};
    Texts given = texts(names, 1);
    RightSet set;
    check_status(t, rights_from_names(t->ctx, "rights", &given, &set), INVALID);
}

TEST(a_star_stands_for_every_right)
{
    const char *names[] = {"*"};
    Texts given = texts(names, 1);
    RightSet set, all = rights_all();
    check_ok(t, rights_from_names(t->ctx, "rights", &given, &set));
    check(t, rights_cover(&set, &all));
}

TEST(a_set_covers_what_it_holds_and_nothing_else)
{
    RightSet one = {0}, two = {0};
    rights_add(&one, WAYBILL_READ);
    rights_add(&two, WAYBILL_READ);
    rights_add(&two, SCAN_WRITE);
    check(t, rights_cover(&two, &one));
    check(t, !rights_cover(&one, &two));
    rights_unite(&one, &two);
    check(t, rights_cover(&one, &two));
}

TEST(the_system_may_everything_and_a_person_what_they_were_given)
{
    Person person = {.kind = PERSON_HUMAN, .scope_outlet_id = 7};
    rights_add(&person.rights, WAYBILL_READ);
    check(t, ctx_may(t->ctx, PEOPLE_WRITE));
    check_int(t, scope_outlet(t->ctx), 0);
    t->ctx->who = &person;
    check(t, ctx_may(t->ctx, WAYBILL_READ));
    check(t, !ctx_may(t->ctx, PEOPLE_WRITE));
    check_int(t, scope_outlet(t->ctx), 7);
}
