#include "access/access.h"
#include "access/access_store.h"
#include "access/account_erase.h"
#include "db/db.h"

#define OF_CUSTOMER " WHERE account_id IN (SELECT id FROM account WHERE customer_id = $1)"

SQL(erase_alerts, "DELETE FROM account_alert" OF_CUSTOMER);
SQL(erase_links, "DELETE FROM account_link" OF_CUSTOMER);
SQL(erase_recovery, "DELETE FROM account_recovery" OF_CUSTOMER);
SQL(erase_factors, "DELETE FROM account_totp" OF_CUSTOMER);
SQL(erase_sessions, "DELETE FROM session" OF_CUSTOMER);
SQL(erase_accounts, "UPDATE account SET version = version + 1, name_sealed = NULL, closed = 1,"
                    " password_hash = '', login = 'erased.' || id WHERE customer_id = $1"
                    " AND (login <> 'erased.' || id OR password_hash <> '')");

Status account_erase(Ctx *ctx, int64_t customer_id, AccountErasure *out)
{
    int64_t links = 0;
    const struct {
        const Sql *sql;
        int64_t *rows;
    } steps[] = {{&erase_alerts, &out->alerts},           {&erase_links, &links},
                 {&erase_recovery, &out->recovery_codes}, {&erase_factors, &out->factors},
                 {&erase_sessions, &out->sessions},       {&erase_accounts, &out->accounts}};
    Status s = OK;
    *out = (AccountErasure){0};
    for (size_t i = 0; !s && i < sizeof steps / sizeof *steps; i++)
        s = db_run_count(ctx, steps[i].sql, steps[i].rows, db_id(customer_id));
    return s ? s : access_forget(ctx);
}

SQL(accounts_left, "SELECT (SELECT COUNT(*) FROM account WHERE customer_id = $1"
                   " AND (name_sealed IS NOT NULL OR login <> 'erased.' || id"
                   " OR password_hash <> ''))"
                   " + (SELECT COUNT(*) FROM session" OF_CUSTOMER ")"
                   " + (SELECT COUNT(*) FROM account_totp" OF_CUSTOMER ")"
                   " + (SELECT COUNT(*) FROM account_recovery" OF_CUSTOMER ")"
                   " + (SELECT COUNT(*) FROM account_link" OF_CUSTOMER ")"
                   " + (SELECT COUNT(*) FROM account_alert" OF_CUSTOMER ")");

Status account_left(Ctx *ctx, int64_t customer_id, int64_t *rows)
{
    return db_get_int(ctx, &accounts_left, rows, db_id(customer_id));
}

Status account_sessions(Ctx *ctx, int64_t account_id, List *out)
{
    return session_rows(ctx, account_id, ctx_now(ctx), out);
}
