-- Rights of a shipped role as the program last put them in, names with blanks between: a role that
-- still has them follows the program, an edited one does not. Null: put in before this was kept.
ALTER TABLE role ADD COLUMN shipped TEXT;

-- 1 project, 2 vip, 3 mid, 4 regular, 5 floating; kind 4 in customer_class.
ALTER TABLE customer ADD COLUMN tier BIGINT;
ALTER TABLE watch_rule ADD COLUMN tier BIGINT;
