-- Answers and labels are sealed under a data key of the client; the data keys are wrapped by a master key that is not in here.
-- To erase a client is to delete its data keys: what was sealed under them is noise, in every copy that has not the keys.

CREATE TABLE data_keys (
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations,
  client_id TEXT COLLATE "C" NOT NULL,
  data_key_id BYTEA NOT NULL,
  is_current BIGINT NOT NULL CHECK (is_current IN (0, 1)),
  master_key_id TEXT COLLATE "C" NOT NULL,
  wrapped BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, data_key_id)
);

-- Two instances that meet a new client at once make one key: the second of them waits here, and then finds the first one's.
CREATE UNIQUE INDEX data_keys_client ON data_keys (organization_id, client_id) WHERE is_current = 1;
CREATE INDEX data_keys_of_client ON data_keys (organization_id, client_id, is_current);

-- The ids of the master keys that are needed to open what is stored, to be told before the first request where one is missing.
CREATE TABLE master_keys (
  master_key_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  created_at BIGINT NOT NULL
);

-- A row when all that was stored before is sealed, too.
CREATE TABLE sealing (
  done_at BIGINT NOT NULL PRIMARY KEY
);
