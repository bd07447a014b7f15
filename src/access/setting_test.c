#include "access/setting.h"

#include <string.h>

#include "access/person.h"
#include "house.h"
#include "test.h"

static Setting named(T *t, const char *name)
{
    Setting setting = SETTING_COUNT;
    check_ok(t, setting_find(t->ctx, name, &setting));
    return setting;
}

TEST(every_default_is_within_its_own_bounds_and_known_by_its_name)
{
    Setting found;
    check_int(t, setting_int(t->ctx, SETTING_NAMED_STALL_HOURS), 48);
    check_text(t, setting_text(t->ctx, SETTING_NAMED_ZONE), "Asia/Shanghai");
    check_status(t, setting_find(t->ctx, "stall_days", &found), NOT_FOUND);
    check_int(t, named(t, "currency"), SETTING_NAMED_CURRENCY);
}

TEST_DB(every_default_could_be_set)
{
    List rows;
    check_ok(t, setting_list(t->ctx, &rows));
    check_int(t, rows.count, SETTING_COUNT);
    const SettingRow *row = rows.items;
    for (size_t i = 0; i < rows.count; i++) {
        check_text(t, row[i].value, row[i].standard);
        check_ok(t, setting_write(t->ctx, named(t, row[i].name), row[i].standard, 0));
    }
}

TEST_DB(a_setting_that_was_set_is_in_force_after_a_refresh)
{
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_STALL_HOURS, "36", 0));
    check_ok(t, settings_refresh(t->ctx, t->house->settings));
    check_int(t, setting_int(t->ctx, SETTING_NAMED_STALL_HOURS), 36);
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_STALL_HOURS, NULL, 1));
    check_ok(t, settings_refresh(t->ctx, t->house->settings));
    check_int(t, setting_int(t->ctx, SETTING_NAMED_STALL_HOURS), 48);
}

TEST_DB(a_setting_written_by_someone_else_meanwhile_is_stale)
{
    SettingRow row;
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_ZONE, "Asia/Tokyo", 0));
    check_status(t, setting_write(t->ctx, SETTING_NAMED_ZONE, "Europe/Oslo", 0), STALE);
    check_ok(t, setting_read(t->ctx, SETTING_NAMED_ZONE, &row));
    check_text(t, row.value, "Asia/Tokyo");
    check_int(t, row.version, 1);
}

TEST_DB(a_value_out_of_bounds_or_of_another_kind_is_refused)
{
    static const struct {
        const char *name, *value;
    } bad[] = {{"stall_hours", "0"},
               {"stall_hours", "721"},
               {"stall_hours", "48h"},
               {"stall_hours", ""},
               {"stall_hours", "99999999999999999999"},
               {"zone", "Mars/Olympus"},
               {"zone", ""},
               {"currency", "cny"},
               {"currency", "CNYX"},
               {"company", ""},
               {"password_min", "4"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        SettingRow row;
        Setting setting = named(t, bad[i].name);
        check_status(t, setting_write(t->ctx, setting, bad[i].value, NONE), INVALID);
        check_ok(t, setting_read(t->ctx, setting, &row));
        check_int(t, row.version, 0);
    }
}

TEST_DB(a_setting_is_the_whole_companys_and_not_for_who_is_limited)
{
    Person person = {.kind = PERSON_HUMAN, .id = 5, .login = "east", .scope_outlet_id = 7};
    SettingRow row;
    t->ctx->who = &person;
    check_status(t, setting_write(t->ctx, SETTING_NAMED_STALL_HOURS, "36", 0), FORBIDDEN);
    check_ok(t, setting_read(t->ctx, SETTING_NAMED_STALL_HOURS, &row));
    check_text(t, row.value, "48");
    person.scope_outlet_id = 0;
    person.scope_customer_id = 7;
    check_status(t, setting_write(t->ctx, SETTING_NAMED_STALL_HOURS, "36", 0), FORBIDDEN);
    person.scope_customer_id = 0;
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_STALL_HOURS, "36", 0));
}
