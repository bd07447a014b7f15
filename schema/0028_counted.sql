-- The last number that an incident was given; the only row is 1.
CREATE TABLE watch_incident_number (
    id BIGINT PRIMARY KEY,
    last BIGINT NOT NULL
);
INSERT INTO watch_incident_number (id, last)
SELECT 1, COALESCE(MAX(number), 0) FROM watch_incident;

-- The outlet that a complaint or appeal is counted under in complaint_tally; the ticket's may have
-- become another since.
ALTER TABLE complaint ADD COLUMN counted_outlet_id BIGINT;
UPDATE complaint SET counted_outlet_id =
    (SELECT t.outlet_id FROM ticket t WHERE t.id = complaint.ticket_id);
ALTER TABLE appeal ADD COLUMN counted_outlet_id BIGINT;
UPDATE appeal SET counted_outlet_id =
    (SELECT t.outlet_id FROM ticket t WHERE t.id = appeal.ticket_id);
