-- Payloads as they were received, until they are applied and their keeping time is over.
CREATE TABLE intake (
    id BIGINT PRIMARY KEY,
    received_ms BIGINT NOT NULL,
    kind TEXT NOT NULL,
    options TEXT,
    principal_id BIGINT NOT NULL,
    body BYTEA NOT NULL
) CLUSTERED;

-- One row: everything up to that id was applied.
CREATE TABLE intake_mark (
    one BIGINT PRIMARY KEY,
    applied_id BIGINT NOT NULL
);
INSERT INTO intake_mark (one, applied_id) VALUES (1, 0);
