-- Who is told of events over HTTP. What waits is every event after the position: nothing of an event is copied here, so what is
-- erased is not delivered either. The secret is derived from a secret of the store and the salt.

CREATE TABLE webhooks (
  organization_id TEXT NOT NULL REFERENCES organizations,
  webhook_id TEXT NOT NULL,
  url TEXT NOT NULL,
  event_types TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'failing', 'off')),
  salt BLOB NOT NULL,
  former_salt BLOB,
  former_until INTEGER,
  position INTEGER NOT NULL,
  greeted INTEGER NOT NULL CHECK (greeted IN (0, 1)),
  attempts INTEGER NOT NULL,
  failing_since INTEGER,
  next_try_at INTEGER NOT NULL,
  last_error TEXT,
  lease TEXT,
  lease_until INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, webhook_id)
) STRICT, WITHOUT ROWID;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('webhooks', 'webhooks', '20 5 1');
