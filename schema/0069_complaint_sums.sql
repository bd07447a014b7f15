-- Whether the sums have a complaint: not while its ticket is spam, or goes on in another.
ALTER TABLE complaint ADD COLUMN in_sums BIGINT NOT NULL DEFAULT 1;
