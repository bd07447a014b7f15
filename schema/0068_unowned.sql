-- What belongs to no customer, and is of a person all the same, is found by their phone or e-mail
-- address when they are erased.

-- The keyed index of its contact's e-mail address. 0: written before there was one.
ALTER TABLE ticket ADD COLUMN email_key BIGINT DEFAULT 0;
CREATE INDEX ticket_unowned_email ON ticket (email_key, id)
    WHERE customer_id IS NULL AND email_key IS NOT NULL;
CREATE INDEX notify_message_unowned ON notify_message (subject_id)
    WHERE customer_id IS NULL AND subject_id IS NOT NULL;
CREATE INDEX claim_unowned ON claim (id)
    WHERE customer_id IS NULL AND claimant_sealed IS NOT NULL;

-- When its claimant was to be forgotten: what was kept goes as soon as it may.
ALTER TABLE claim ADD COLUMN forget_ms BIGINT;
UPDATE claim SET forget_ms = (SELECT c.erased_ms FROM customer c WHERE c.id = claim.customer_id);
CREATE INDEX claim_forgotten ON claim (id) WHERE forget_ms IS NOT NULL;
