-- Bulk exports that were asked for: what, as of which instant, and how far they are. Nothing of what is exported stands here: it is
-- read anew whenever a file is fetched.
CREATE TABLE bulk_exports (
  organization_id TEXT NOT NULL REFERENCES organizations,
  export_id TEXT NOT NULL,
  key_id TEXT NOT NULL,
  asked TEXT NOT NULL,
  types TEXT NOT NULL,
  since INTEGER,
  as_of INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'ready', 'failed')),
  counts TEXT NOT NULL,
  touched_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, export_id)
) STRICT, WITHOUT ROWID;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('bulk_exports', 'bulk_exports', '20 5 1');
