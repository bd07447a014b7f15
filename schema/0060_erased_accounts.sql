-- Accounts that were emptied before their passwords' hashes were: nobody signs in with them.
UPDATE account SET password_hash = '', version = version + 1
    WHERE login = 'erased.' || id AND password_hash <> '';
