-- What is left of a client that was merged into another one, so that the merge can be understood and undone,
-- and of one that was erased, so that its id is not taken for a new client by mistake.

CREATE TABLE client_merges (
  organization_id TEXT NOT NULL REFERENCES organizations,
  client_id TEXT NOT NULL,
  into_client_id TEXT NOT NULL,
  episodes TEXT NOT NULL,
  merged_at INTEGER NOT NULL,
  merged_by TEXT NOT NULL,
  PRIMARY KEY (organization_id, client_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE erased_clients (
  organization_id TEXT NOT NULL REFERENCES organizations,
  client_hash BLOB NOT NULL,
  erased_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, client_hash)
) STRICT, WITHOUT ROWID;
