-- What is left of a client that was merged into another one, so that the merge can be understood and undone,
-- and of one that was erased, so that its id is not taken for a new client by mistake.

CREATE TABLE client_merges (
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations,
  client_id TEXT COLLATE "C" NOT NULL,
  into_client_id TEXT COLLATE "C" NOT NULL,
  episodes TEXT COLLATE "C" NOT NULL,
  merged_at BIGINT NOT NULL,
  merged_by TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (organization_id, client_id)
);

CREATE TABLE erased_clients (
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations,
  client_hash BYTEA NOT NULL,
  erased_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, client_hash)
);
