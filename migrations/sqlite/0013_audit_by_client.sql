-- The index of the audit log by client, kept as a table of its own and brought up to date in bunches: an index of SQLite would touch
-- a page of its own for nearly every row, and there is a row for each read. What came after the newest bunch is found in the log.
CREATE TABLE audit_by_client (
  organization_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  PRIMARY KEY (organization_id, client_id, sequence)
) STRICT, WITHOUT ROWID;

-- Up to which row of the log it goes.
CREATE TABLE audit_indexed (
  organization_id TEXT NOT NULL PRIMARY KEY,
  sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO audit_by_client (organization_id, client_id, sequence)
SELECT organization_id, client_id, sequence FROM audit WHERE client_id IS NOT NULL ORDER BY organization_id, client_id, sequence;

INSERT INTO audit_indexed (organization_id, sequence)
SELECT organization_id, MAX(sequence) FROM audit GROUP BY organization_id;

DROP INDEX audit_client;

DELETE FROM sqlite_stat1 WHERE idx = 'audit_client';

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('audit_by_client', 'audit_by_client', '4000000 4000000 100 1'),
  ('audit_indexed', 'audit_indexed', '10 1');
