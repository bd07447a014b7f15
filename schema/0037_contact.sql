-- What is kept by a contact point alone is found by it, to be erased with its customer. contact_key:
-- keyed, as of portal_code. Who was signed in before signs in anew.
DELETE FROM portal_session;
ALTER TABLE portal_session ADD COLUMN contact_key BIGINT NOT NULL DEFAULT 0;
CREATE INDEX portal_session_by_contact ON portal_session (contact_key);

-- bound_ms: when something was last said in the conversation; null in rows that are older.
ALTER TABLE incoming_thread ADD COLUMN bound_ms BIGINT;
CREATE INDEX incoming_thread_ticket ON incoming_thread (ticket_id);
CREATE INDEX incoming_thread_time ON incoming_thread (bound_ms);
