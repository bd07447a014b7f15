-- Of how many digits the code of a sign-in is: one that other sign-ins may be lent has more.
ALTER TABLE portal_code ADD COLUMN digits BIGINT NOT NULL DEFAULT 6;

-- The newest entry of the ticket that who follows it is to see, whatever its kind: they were named
-- in it, or are told of what is late.
ALTER TABLE ticket_follower ADD COLUMN called_id BIGINT NOT NULL DEFAULT 0;
