-- A move that somebody changed meanwhile is not written over. Of one that does not exist the version is
-- 0; one that was taken away stays without a right that it needs, and its version rises on.
ALTER TABLE ticket_transition ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
