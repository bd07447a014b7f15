-- A draft keeps what it is to become: NULL where that was not said. As in ticket_entry.
ALTER TABLE ticket_draft ADD COLUMN kind BIGINT;
ALTER TABLE ticket_draft ADD COLUMN direction BIGINT;
ALTER TABLE ticket_draft ADD COLUMN channel BIGINT;
