-- What a document of the full-text index is part of: of what was said on a ticket, the ticket.
ALTER TABLE search_pending ADD COLUMN part_of BIGINT;

-- How far what was said on tickets before there was an index of it has been put into it: at most one
-- row, whose id is 1, and none once all of it has.
CREATE TABLE ticket_entry_unsearched (
    id BIGINT PRIMARY KEY,
    ticket_id BIGINT NOT NULL,
    entry_id BIGINT NOT NULL,
    until_entry_id BIGINT NOT NULL
);
INSERT INTO ticket_entry_unsearched (id, ticket_id, entry_id, until_entry_id)
SELECT 1, 0, 0, MAX(e.id) FROM ticket_entry e HAVING MAX(e.id) IS NOT NULL;
