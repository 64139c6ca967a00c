-- Answers and labels are sealed under a data key of the client; the data keys are wrapped by a master key that is not in here.
-- To erase a client is to delete its data keys: what was sealed under them is noise, in every copy that has not the keys.

CREATE TABLE data_keys (
  organization_id TEXT NOT NULL REFERENCES organizations,
  client_id TEXT NOT NULL,
  data_key_id BLOB NOT NULL,
  is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
  master_key_id TEXT NOT NULL,
  wrapped BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, data_key_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX data_keys_client ON data_keys (organization_id, client_id, is_current);

-- The ids of the master keys that are needed to open what is stored, to be told before the first request where one is missing.
CREATE TABLE master_keys (
  master_key_id TEXT NOT NULL PRIMARY KEY,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A row when all that was stored before is sealed, too.
CREATE TABLE sealing (
  done_at INTEGER NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('data_keys', 'data_keys', '50000 50000 1'),
  ('data_keys', 'data_keys_client', '50000 50000 1 1'),
  ('master_keys', 'master_keys', '2 1'),
  ('sealing', 'sealing', '1 1');
