-- Files that belong to something; what they hold lies sealed in DATA/files.

-- What is held, once however many files hold it.
CREATE TABLE file_blob (
    id BIGINT PRIMARY KEY,         -- its name in DATA/files
    content_hash BYTEA NOT NULL,   -- keyed: tells nothing without the key file
    size BIGINT NOT NULL,
    media TEXT NOT NULL,
    key_sealed BYTEA NOT NULL,     -- the key that seals its chunks
    loose BIGINT NOT NULL,         -- 1: it may be without a file
    created_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX file_blob_content ON file_blob (content_hash);
CREATE INDEX file_blob_loose ON file_blob (id) WHERE loose = 1;

CREATE TABLE file (
    id BIGINT PRIMARY KEY,
    owner TEXT NOT NULL,           -- the kind: customer, ticket …
    owner_id BIGINT NOT NULL,
    blob_id BIGINT NOT NULL,
    name_sealed BYTEA NOT NULL,
    by_id BIGINT,                  -- the account or token; null: the system
    created_ms BIGINT NOT NULL
);
CREATE INDEX file_of_owner ON file (owner, owner_id, id);
CREATE INDEX file_of_blob ON file (blob_id);
