-- The newest number of the events of an organization. It outlives events that are erased, so that no number is used twice and
-- no cursor ever points back.

CREATE TABLE event_heads (
  organization_id TEXT NOT NULL PRIMARY KEY,
  sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO event_heads (organization_id, sequence)
SELECT organization_id, MAX(sequence) FROM events GROUP BY organization_id;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('event_heads', 'event_heads', '20 1');
