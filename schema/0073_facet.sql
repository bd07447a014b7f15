-- What is asked of tickets that nobody closed beside where they stand (ticket_cell): of each sort that
-- there is, how many. '' where there is no category or tier. A list narrowed by several of these reads
-- the sorts that fit in its order, instead of walking through all that fit one of them.
CREATE TABLE ticket_facet (
    id BIGINT PRIMARY KEY,
    kind BIGINT NOT NULL,
    type BIGINT NOT NULL,
    priority BIGINT NOT NULL,
    owned BIGINT NOT NULL,
    state TEXT NOT NULL,
    category TEXT NOT NULL,
    tier TEXT NOT NULL,
    n BIGINT NOT NULL
) HOT;
CREATE UNIQUE INDEX ticket_facet_key
    ON ticket_facet (state, kind, category, tier, priority, owned, type);
INSERT INTO ticket_facet (id, kind, type, priority, owned, state, category, tier, n)
    SELECT MIN(q.ticket_id), c.kind, c.type, c.priority, c.owned, COALESCE(q.state, ''),
        COALESCE(q.category, ''), COALESCE(q.tier, ''), COUNT(*)
    FROM ticket_queue q JOIN ticket_cell c ON c.id = q.cell_id
    GROUP BY c.kind, c.type, c.priority, c.owned, COALESCE(q.state, ''), COALESCE(q.category, ''),
        COALESCE(q.tier, '');
ALTER TABLE ticket_queue ADD COLUMN facet_id BIGINT NOT NULL DEFAULT 0;
UPDATE ticket_queue SET facet_id = (SELECT f.id FROM ticket_cell c JOIN ticket_facet f
    ON f.state = COALESCE(ticket_queue.state, '') AND f.kind = c.kind
    AND f.category = COALESCE(ticket_queue.category, '')
    AND f.tier = COALESCE(ticket_queue.tier, '') AND f.priority = c.priority AND f.owned = c.owned
    AND f.type = c.type WHERE c.id = ticket_queue.cell_id);
DROP INDEX ticket_queue_state;
DROP INDEX ticket_queue_category;
DROP INDEX ticket_queue_tier;
ALTER TABLE ticket_queue DROP COLUMN state;
ALTER TABLE ticket_queue DROP COLUMN category;
ALTER TABLE ticket_queue DROP COLUMN tier;
-- Each says the other, so that what fits the one and not the other is passed over in the index.
DROP INDEX ticket_queue_cell_due;
DROP INDEX ticket_queue_cell_urgency;
DROP INDEX ticket_queue_cell_age;
CREATE INDEX ticket_queue_cell_due ON ticket_queue (cell_id, due_ms, ticket_id, facet_id);
CREATE INDEX ticket_queue_cell_urgency ON ticket_queue (cell_id, urgency, ticket_id, facet_id);
CREATE INDEX ticket_queue_cell_age ON ticket_queue (cell_id, ticket_id, facet_id);
CREATE INDEX ticket_queue_facet_due ON ticket_queue (facet_id, due_ms, ticket_id, cell_id);
CREATE INDEX ticket_queue_facet_urgency ON ticket_queue (facet_id, urgency, ticket_id, cell_id);
CREATE INDEX ticket_queue_facet_age ON ticket_queue (facet_id, ticket_id, cell_id);
