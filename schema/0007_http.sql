-- Answers to requests that carried an Idempotency-Key, kept for a day.

CREATE TABLE http_idempotency (
    key_hash BYTEA NOT NULL PRIMARY KEY, -- of person, address and key
    request_hash BYTEA NOT NULL,
    created_ms BIGINT NOT NULL,
    status BIGINT,                       -- null while the work is under way
    content_type TEXT,
    headers TEXT,
    version BIGINT,
    body BYTEA                           -- sealed
);

CREATE INDEX http_idempotency_created ON http_idempotency (created_ms);
