-- A draft of a call keeps that nobody answered it.
ALTER TABLE ticket_draft ADD COLUMN missed BIGINT NOT NULL DEFAULT 0;
