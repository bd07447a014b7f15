-- Signing in by a provider of the company's own (OpenID Connect): one row, or none.
CREATE TABLE sign_in_provider (
    one BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    enabled BIGINT NOT NULL,
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    secret_sealed BYTEA,
    scopes TEXT NOT NULL,
    label TEXT NOT NULL,
    address TEXT,
    login_claim TEXT NOT NULL,
    newcomer_role TEXT,
    newcomer_outlet TEXT,
    roles_claim TEXT,
    roles TEXT,
    second_factor BIGINT NOT NULL,
    passwords_off BIGINT NOT NULL,
    private BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- Who an account is there: a keyed hash of issuer and subject, which never changes again.
CREATE TABLE account_link (
    account_id BIGINT PRIMARY KEY REFERENCES account (id),
    subject_hash BYTEA NOT NULL UNIQUE,
    issuer TEXT NOT NULL,
    linked_at BIGINT NOT NULL
);

-- How a session was begun (access/session.h).
ALTER TABLE session ADD COLUMN way BIGINT NOT NULL DEFAULT 1;
