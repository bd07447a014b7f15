-- Complaints of which nobody told the customer yet are looked at once, also those from before there
-- was a clock of it. A timer's id is its ticket's: ids of all tables are drawn together.
INSERT INTO job (id, kind, key, subject_id, due_ms, attempt, state, created_ms)
    SELECT ticket_id, 'complaint.answer_clock', CAST(ticket_id AS TEXT), ticket_id, changed_ms, 0, 1,
        changed_ms
    FROM complaint WHERE told_ms IS NULL AND step < 7
    ON CONFLICT DO NOTHING;
