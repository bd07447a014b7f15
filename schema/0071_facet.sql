-- What lists of tickets are narrowed to beside what their cells say: the state as the administrator
-- named it, a complaint's category, the customer's tier, and the days their clocks were counted on.
ALTER TABLE ticket_queue ADD COLUMN state TEXT;
ALTER TABLE ticket_queue ADD COLUMN category TEXT;
ALTER TABLE ticket_queue ADD COLUMN tier TEXT;
UPDATE ticket_queue SET state = (SELECT t.state FROM ticket t WHERE t.id = ticket_queue.ticket_id),
    category = (SELECT t.category FROM ticket t WHERE t.id = ticket_queue.ticket_id),
    tier = (SELECT t.tier FROM ticket t WHERE t.id = ticket_queue.ticket_id);
CREATE INDEX ticket_queue_state ON ticket_queue (state, due_ms, ticket_id);
CREATE INDEX ticket_queue_category ON ticket_queue (category, due_ms, ticket_id)
    WHERE category IS NOT NULL;
CREATE INDEX ticket_queue_tier ON ticket_queue (tier, due_ms, ticket_id) WHERE tier IS NOT NULL;
CREATE INDEX ticket_in_state ON ticket (state, id);
CREATE INDEX ticket_in_category ON ticket (category, id) WHERE category IS NOT NULL;
CREATE INDEX ticket_in_tier ON ticket (tier, id) WHERE tier IS NOT NULL;
CREATE INDEX desk_clock_counted ON desk_clock (clock, COALESCE(breached_ms, met_ms), subject_id)
    WHERE subject_kind = 1 AND round = 1;
