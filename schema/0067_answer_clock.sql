-- The law's clock of a complaint: when its holder was told that the answer is soon due, the deadline
-- that passed, and who held the ticket then.
ALTER TABLE complaint ADD COLUMN answer_warned_ms BIGINT;
ALTER TABLE complaint ADD COLUMN answer_breached_ms BIGINT;
ALTER TABLE complaint ADD COLUMN answer_holder_id BIGINT;
ALTER TABLE complaint ADD COLUMN answer_holder_team_id BIGINT;
-- When those who have an appeal were warned of its deadline.
ALTER TABLE appeal ADD COLUMN warned_ms BIGINT;
