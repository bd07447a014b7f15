-- The postal zones of the sender and the receiver, where the regions are theirs: the first three
-- characters of the post code as a number (waybill/facts.h). Null: not known.
ALTER TABLE waybill_state ADD COLUMN origin_zone BIGINT;
ALTER TABLE waybill_state ADD COLUMN destination_zone BIGINT;
