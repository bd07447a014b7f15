-- A sign-in that begins while its contact is sent no further code takes the one that was sent last:
-- lent_id is that one's row, whose digits and tries count for both.
ALTER TABLE portal_code ADD COLUMN lent_id BIGINT;
