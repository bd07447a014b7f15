-- Whose process runs a job: when that is started anew, what it left comes back at once.
ALTER TABLE job ADD COLUMN node BIGINT;
