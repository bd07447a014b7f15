-- A weight that somebody changed meanwhile is not written over. Of one that is not set the version is
-- 0. A weight of complaints that was taken away stays with a weight of 0, and its version rises on.
ALTER TABLE complaint_weight ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE desk_channel_weight ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
