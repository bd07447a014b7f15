-- Open tickets of complaints from before complaints were registered with their tickets are written
-- once, each by a job, which registers theirs. A job's id is its ticket's: ids of all tables are
-- drawn together.
INSERT INTO job (id, kind, key, subject_id, due_ms, attempt, state, created_ms)
    SELECT t.id, 'complaint.register', CAST(t.id AS TEXT), t.id, t.changed_ms, 0, 1, t.changed_ms
    FROM ticket_queue q JOIN ticket t ON t.id = q.ticket_id
    WHERE t.kind = 2 AND NOT EXISTS (SELECT 1 FROM complaint c WHERE c.ticket_id = t.id)
    ON CONFLICT DO NOTHING;
