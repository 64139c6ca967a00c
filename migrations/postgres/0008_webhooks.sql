-- Who is told of events over HTTP. What waits is every event after the position: nothing of an event is copied here, so what is
-- erased is not delivered either. The secret is derived from a secret of the store and the salt.

CREATE TABLE webhooks (
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations,
  webhook_id TEXT COLLATE "C" NOT NULL,
  url TEXT COLLATE "C" NOT NULL,
  event_types TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL CHECK (state IN ('active', 'failing', 'off')),
  salt BYTEA NOT NULL,
  former_salt BYTEA,
  former_until BIGINT,
  position BIGINT NOT NULL,
  greeted BIGINT NOT NULL CHECK (greeted IN (0, 1)),
  attempts BIGINT NOT NULL,
  failing_since BIGINT,
  next_try_at BIGINT NOT NULL,
  last_error TEXT COLLATE "C",
  lease TEXT COLLATE "C",
  lease_until BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, webhook_id)
);
