-- How many findings stand on a parcel is the watch's to say: the desk counts them no more.
ALTER TABLE ticket_watch DROP COLUMN findings;

-- When what is personal of a parcel's parties and events was emptied, because the time for which it
-- is kept was over: the one thing that changes in an event that is stored. The index holds those
-- that are still to come.
ALTER TABLE waybill ADD COLUMN emptied_ms BIGINT;
CREATE INDEX waybill_unemptied ON waybill (waybill_id) WHERE emptied_ms IS NULL;
