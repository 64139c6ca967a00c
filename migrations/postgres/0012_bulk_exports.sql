-- Bulk exports that were asked for: what, as of which instant, and how far they are. Nothing of what is exported stands here: it is
-- read anew whenever a file is fetched.
CREATE TABLE bulk_exports (
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations,
  export_id TEXT COLLATE "C" NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  asked TEXT COLLATE "C" NOT NULL,
  types TEXT COLLATE "C" NOT NULL,
  since BIGINT,
  as_of BIGINT NOT NULL,
  state TEXT COLLATE "C" NOT NULL CHECK (state IN ('running', 'ready', 'failed')),
  counts TEXT COLLATE "C" NOT NULL,
  touched_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, export_id)
);

