-- Who signs in on the public pages: by a code that is sent to a phone or an e-mail address. Of codes
-- and of sessions only hashes are kept; whose they are is sealed.
CREATE TABLE portal_code (
    id BIGINT NOT NULL PRIMARY KEY,
    challenge BYTEA NOT NULL,
    contact_key BIGINT NOT NULL,
    contact_sealed BYTEA NOT NULL,
    code_hash BYTEA,
    tries BIGINT NOT NULL,
    made_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX portal_code_by_challenge ON portal_code (challenge);
CREATE INDEX portal_code_by_contact ON portal_code (contact_key, made_ms);
CREATE INDEX portal_code_by_time ON portal_code (made_ms);

CREATE TABLE portal_session (
    id BIGINT NOT NULL PRIMARY KEY,
    hash BYTEA NOT NULL,
    contact_sealed BYTEA NOT NULL,
    expires_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX portal_session_by_hash ON portal_session (hash);
CREATE INDEX portal_session_by_time ON portal_session (expires_ms);
