-- What a clinician gave as the reason for reading what is another clinician's: such rows can be asked for.
ALTER TABLE audit ADD COLUMN break_glass TEXT;

CREATE INDEX audit_break_glass ON audit (organization_id, sequence) WHERE break_glass IS NOT NULL;

-- Who saw a client's data is asked for by the client's id, in a log that holds every client's.
CREATE INDEX audit_client ON audit (organization_id, client_id, sequence) WHERE client_id IS NOT NULL;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('audit', 'audit_break_glass', '100 100 1'),
  ('audit', 'audit_client', '4000000 4000000 100 1');
