-- Work that must happen even if the process dies. A job that is done is deleted.
-- state: 1 waiting, 2 running until lease_ms, 3 failed.

CREATE TABLE job (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT,
    subject_id BIGINT,
    payload TEXT,
    due_ms BIGINT NOT NULL,
    attempt BIGINT NOT NULL,
    state BIGINT NOT NULL,
    lease_ms BIGINT,
    error TEXT,
    created_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX job_key ON job (kind, key) WHERE state = 1;
CREATE INDEX job_due ON job (due_ms, id) WHERE state = 1;
CREATE INDEX job_lease ON job (lease_ms) WHERE state = 2;
CREATE INDEX job_failed ON job (id) WHERE state = 3;
