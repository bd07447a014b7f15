-- Changes are found by who made them, by what was done and by what kind of thing it was done to: what
-- is rare is not looked for in the whole log.
CREATE INDEX audit_who ON audit (who_login, no);
CREATE INDEX audit_action ON audit (action, no);
CREATE INDEX audit_kind ON audit (subject_kind, no);
