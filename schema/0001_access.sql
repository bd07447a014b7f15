-- Who may do what: outlets, people, roles, sessions, tokens; settings; the audit log.
-- Times are UTC milliseconds. *_sealed is sealed with the key file; *_hash is a one-way hash.

CREATE TABLE key_check (
    purpose TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    value TEXT,
    changed_ms BIGINT NOT NULL
);

CREATE TABLE outlet (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    parent_id BIGINT REFERENCES outlet (id),
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind BIGINT NOT NULL,
    region TEXT NOT NULL,
    closed BIGINT NOT NULL
);
CREATE INDEX outlet_parent ON outlet (parent_id);

-- Every outlet with each of its ancestors, itself included (depth 0).
CREATE TABLE outlet_closure (
    ancestor_id BIGINT NOT NULL REFERENCES outlet (id),
    descendant_id BIGINT NOT NULL REFERENCES outlet (id),
    depth BIGINT NOT NULL,
    PRIMARY KEY (ancestor_id, descendant_id)
);
CREATE INDEX outlet_closure_descendant ON outlet_closure (descendant_id, ancestor_id);

-- One row, which rises with every change of the tree: what caches over it look at.
CREATE TABLE outlet_revision (
    one BIGINT PRIMARY KEY,
    revision BIGINT NOT NULL
);
INSERT INTO outlet_revision (one, revision) VALUES (1, 0);

CREATE TABLE role (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    doc TEXT NOT NULL,
    rights TEXT NOT NULL,
    built_in BIGINT NOT NULL
);

CREATE TABLE account (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    login TEXT NOT NULL UNIQUE,
    name_sealed BYTEA,
    password_hash TEXT NOT NULL,
    must_change_password BIGINT NOT NULL,
    password_until_ms BIGINT,
    outlet_id BIGINT REFERENCES outlet (id),
    customer_id BIGINT,
    closed BIGINT NOT NULL,
    created_ms BIGINT NOT NULL
);

CREATE TABLE account_role (
    account_id BIGINT NOT NULL REFERENCES account (id),
    role_id BIGINT NOT NULL REFERENCES role (id),
    PRIMARY KEY (account_id, role_id)
);
CREATE INDEX account_role_role ON account_role (role_id);

CREATE TABLE session (
    id BIGINT PRIMARY KEY,
    secret_hash BYTEA NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES account (id),
    created_ms BIGINT NOT NULL,
    seen_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_expires ON session (expires_ms);

CREATE TABLE token (
    id BIGINT PRIMARY KEY,
    secret_hash BYTEA NOT NULL UNIQUE,
    name TEXT NOT NULL,
    rights TEXT NOT NULL,
    outlet_id BIGINT REFERENCES outlet (id),
    customer_id BIGINT,
    created_by_id BIGINT,
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT,
    revoked_ms BIGINT
);

-- Append-only; each row's hash covers the hash before it, so that a row changed or taken away shows.
CREATE TABLE audit (
    no BIGINT PRIMARY KEY,
    at_ms BIGINT NOT NULL,
    who_kind BIGINT NOT NULL,
    who_id BIGINT,
    who_login TEXT,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BIGINT,
    detail TEXT,
    request_id TEXT,
    hash BYTEA NOT NULL
);
CREATE INDEX audit_subject ON audit (subject_kind, subject_id, no);

-- One row: the end of the chain. Writers of the log take turns on it.
CREATE TABLE audit_head (
    one BIGINT PRIMARY KEY,
    no BIGINT NOT NULL,
    hash BYTEA
);
INSERT INTO audit_head (one, no, hash) VALUES (1, 0, NULL);
