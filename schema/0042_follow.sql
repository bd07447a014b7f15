-- The newest entry of the ticket that who follows it has seen: what stands behind it is news.
ALTER TABLE ticket_follower ADD COLUMN seen_id BIGINT NOT NULL DEFAULT 0;
UPDATE ticket_follower SET seen_id = COALESCE(
    (SELECT MAX(e.id) FROM ticket_entry e WHERE e.ticket_id = ticket_follower.ticket_id), 0);

-- Freight of claims is counted too: everything that is counted of service is counted anew at the
-- next start.
DELETE FROM figure_service;
DELETE FROM figure_service_book;
