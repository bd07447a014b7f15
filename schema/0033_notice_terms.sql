-- What a message was asked consent for, and whether it waits for the end of quiet hours: both are
-- looked at again whenever it is sent. NULL: from before that was kept.
ALTER TABLE notify_message ADD COLUMN purpose BIGINT;
ALTER TABLE notify_message ADD COLUMN urgent BIGINT NOT NULL DEFAULT 0;
