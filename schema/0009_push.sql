-- What is agreed with those who push scans: our number there, and the secret they sign with (sealed).
CREATE TABLE push_source (
    provider TEXT NOT NULL PRIMARY KEY,
    account TEXT,
    secret_sealed BYTEA NOT NULL,
    changed_ms BIGINT NOT NULL
);
