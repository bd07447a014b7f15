-- Payloads as they were received, until they are applied and their keeping time is over.
CREATE TABLE intake (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    options TEXT,
    principal_id BIGINT NOT NULL,
    body BYTEA NOT NULL
) CLUSTERED;

-- For each process that takes payloads in (the node that its ids hold): everything up to that id was
-- applied.
CREATE TABLE intake_mark (
    node BIGINT PRIMARY KEY,
    applied_id BIGINT NOT NULL
) CLUSTERED;
