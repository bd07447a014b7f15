-- A second factor of a person's sign-in: a secret that their telephone shares (RFC 6238). `last_step`
-- is the newest step of 30 seconds of which a code was taken: no code counts twice.
CREATE TABLE account_totp (
    account_id BIGINT PRIMARY KEY REFERENCES account (id),
    secret_sealed BYTEA NOT NULL,
    confirmed_ms BIGINT,
    last_step BIGINT NOT NULL
);

-- Codes for who has lost it; each goes when it is used.
CREATE TABLE account_recovery (
    account_id BIGINT NOT NULL REFERENCES account (id),
    code_hash BYTEA NOT NULL,
    PRIMARY KEY (account_id, code_hash)
);

-- From where a session began, for its person to know it by.
ALTER TABLE session ADD COLUMN agent_sealed BYTEA;
ALTER TABLE session ADD COLUMN address_sealed BYTEA;

-- When a token was last used, to the hour.
ALTER TABLE token ADD COLUMN used_ms BIGINT;

-- What was done to somebody's sign-in by another, until its person has seen it: the newest of a kind.
CREATE TABLE account_alert (
    account_id BIGINT NOT NULL REFERENCES account (id),
    kind BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    who_login TEXT,
    PRIMARY KEY (account_id, kind)
);
