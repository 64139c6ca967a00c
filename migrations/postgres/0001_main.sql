-- The whole of the first store, with the tables and columns of the SQLite schema. Conventions:
-- * organization_id leads every primary and unique key, so that tables can be partitioned and spread by it
--   (docs/adr/0021-partitioning.md); store_secrets alone belongs to no organization.
-- * texts compare by their bytes (COLLATE "C"), as they do in SQLite, so that lists have one order everywhere.
-- * instants are microseconds since 1970-01-01T00:00:00Z; the offset of a session's start is kept beside it in minutes.
-- * responses holds what counts now, so its primary key is the natural key; what was superseded, voided or moved away
--   goes to response_revisions and is never deleted in place.

CREATE TABLE organizations (
  organization_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  label TEXT COLLATE "C",
  revision BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE access_keys (
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations,
  key_id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  role TEXT COLLATE "C" NOT NULL,
  clinician_id TEXT COLLATE "C",
  supervises TEXT COLLATE "C",
  operator BIGINT NOT NULL,
  secret_hash BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  revoked_at BIGINT,
  last_used_on TEXT COLLATE "C",
  PRIMARY KEY (organization_id, key_id)
);

CREATE UNIQUE INDEX access_keys_secret ON access_keys (organization_id, secret_hash);
CREATE INDEX access_keys_token ON access_keys (secret_hash);

CREATE TABLE clinicians (
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations,
  clinician_id TEXT COLLATE "C" NOT NULL,
  label TEXT COLLATE "C",
  revision BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, clinician_id)
);

CREATE TABLE clients (
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations,
  client_id TEXT COLLATE "C" NOT NULL,
  label TEXT COLLATE "C",
  made_by_clinician_id TEXT COLLATE "C",
  revision BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, client_id)
);

CREATE TABLE episodes (
  organization_id TEXT COLLATE "C" NOT NULL,
  episode_id TEXT COLLATE "C" NOT NULL,
  client_id TEXT COLLATE "C" NOT NULL,
  clinician_id TEXT COLLATE "C" NOT NULL,
  instrument TEXT COLLATE "C" NOT NULL,
  started_on TEXT COLLATE "C" NOT NULL,
  ended_on TEXT COLLATE "C",
  revision BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, episode_id),
  FOREIGN KEY (organization_id, client_id) REFERENCES clients,
  FOREIGN KEY (organization_id, clinician_id) REFERENCES clinicians
);

CREATE INDEX episodes_clinician ON episodes (organization_id, clinician_id, episode_id);
CREATE INDEX episodes_client ON episodes (organization_id, client_id, episode_id);

CREATE TABLE sessions (
  organization_id TEXT COLLATE "C" NOT NULL,
  episode_id TEXT COLLATE "C" NOT NULL,
  number BIGINT NOT NULL CHECK (number <> 0),
  number_given BIGINT NOT NULL CHECK (number_given IN (0, 1)),
  held_at BIGINT NOT NULL,
  offset_minutes BIGINT NOT NULL,
  modality TEXT COLLATE "C",
  revision BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, episode_id, number),
  FOREIGN KEY (organization_id, episode_id) REFERENCES episodes
);

-- What a session's time was before it was corrected, for the view of an earlier day.
CREATE TABLE session_revisions (
  organization_id TEXT COLLATE "C" NOT NULL,
  episode_id TEXT COLLATE "C" NOT NULL,
  number BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  held_at BIGINT NOT NULL,
  offset_minutes BIGINT NOT NULL,
  modality TEXT COLLATE "C",
  recorded_at BIGINT NOT NULL,
  superseded_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, episode_id, number, revision)
);

CREATE TABLE responses (
  organization_id TEXT COLLATE "C" NOT NULL,
  episode_id TEXT COLLATE "C" NOT NULL,
  instrument TEXT COLLATE "C" NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  rater TEXT COLLATE "C" NOT NULL,
  number BIGINT NOT NULL,
  response_id TEXT COLLATE "C" NOT NULL,
  revision BIGINT NOT NULL,
  answers BYTEA NOT NULL,
  means BYTEA NOT NULL,
  flags BIGINT NOT NULL,
  duration_seconds DOUBLE PRECISION,
  setting TEXT COLLATE "C",
  completed_at BIGINT,
  received_at BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C",
  PRIMARY KEY (organization_id, episode_id, instrument, version, rater, number)
);

CREATE UNIQUE INDEX responses_id ON responses (organization_id, response_id);

CREATE TABLE response_revisions (
  organization_id TEXT COLLATE "C" NOT NULL,
  response_id TEXT COLLATE "C" NOT NULL,
  revision BIGINT NOT NULL,
  status TEXT COLLATE "C" NOT NULL CHECK (status IN ('final', 'void', 'moved')),
  episode_id TEXT COLLATE "C" NOT NULL,
  instrument TEXT COLLATE "C" NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  rater TEXT COLLATE "C" NOT NULL,
  number BIGINT NOT NULL,
  answers BYTEA NOT NULL,
  means BYTEA NOT NULL,
  flags BIGINT NOT NULL,
  duration_seconds DOUBLE PRECISION,
  setting TEXT COLLATE "C",
  completed_at BIGINT,
  received_at BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C",
  superseded_at BIGINT,
  PRIMARY KEY (organization_id, response_id, revision)
);

CREATE INDEX response_revisions_episode ON response_revisions (organization_id, episode_id, instrument, version, rater);

-- One row for each (episode, instrument version, rater): what a caseload shows, ready to be read.
CREATE TABLE series (
  organization_id TEXT COLLATE "C" NOT NULL,
  episode_id TEXT COLLATE "C" NOT NULL,
  instrument TEXT COLLATE "C" NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  rater TEXT COLLATE "C" NOT NULL,
  revision BIGINT NOT NULL,
  forms BIGINT NOT NULL,
  last_number BIGINT,
  last_held_at BIGINT,
  headline BYTEA NOT NULL,
  recorded_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, episode_id, instrument, version, rater),
  FOREIGN KEY (organization_id, episode_id) REFERENCES episodes
);

CREATE TABLE alerts (
  organization_id TEXT COLLATE "C" NOT NULL,
  alert_id TEXT COLLATE "C" NOT NULL,
  episode_id TEXT COLLATE "C" NOT NULL,
  instrument TEXT COLLATE "C" NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  rater TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  session BIGINT,
  statement TEXT COLLATE "C" NOT NULL,
  because TEXT COLLATE "C" NOT NULL,
  raised_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (organization_id, alert_id),
  FOREIGN KEY (organization_id, episode_id) REFERENCES episodes
);

CREATE INDEX alerts_series ON alerts (organization_id, episode_id, instrument, version, rater, kind);
CREATE UNIQUE INDEX alerts_one_open ON alerts (organization_id, episode_id, instrument, version, rater, kind)
  WHERE state IN ('open', 'seen', 'discussed');

CREATE TABLE alert_history (
  organization_id TEXT COLLATE "C" NOT NULL,
  alert_id TEXT COLLATE "C" NOT NULL,
  step BIGINT NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL,
  by_name TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C",
  PRIMARY KEY (organization_id, alert_id, step),
  FOREIGN KEY (organization_id, alert_id) REFERENCES alerts
);

CREATE TABLE instruments (
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations,
  instrument TEXT COLLATE "C" NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  definition BYTEA NOT NULL,
  revision BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, instrument, version)
);

CREATE TABLE wordings (
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations,
  instrument TEXT COLLATE "C" NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  language TEXT COLLATE "C" NOT NULL,
  document BYTEA NOT NULL,
  revision BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, instrument, version, language)
);

CREATE TABLE events (
  organization_id TEXT COLLATE "C" NOT NULL,
  sequence BIGINT NOT NULL,
  event_id TEXT COLLATE "C" NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL,
  episode_id TEXT COLLATE "C" NOT NULL,
  clinician_id TEXT COLLATE "C" NOT NULL,
  resource TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (organization_id, sequence)
);

CREATE TABLE idempotency (
  organization_id TEXT COLLATE "C" NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  route TEXT COLLATE "C" NOT NULL,
  idempotency_key TEXT COLLATE "C" NOT NULL,
  fingerprint BYTEA NOT NULL,
  status BIGINT NOT NULL,
  location TEXT COLLATE "C",
  tag TEXT COLLATE "C",
  body BYTEA,
  problem TEXT COLLATE "C",
  created_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, key_id, route, idempotency_key)
);

CREATE INDEX idempotency_age ON idempotency (organization_id, created_at);

CREATE TABLE audit (
  organization_id TEXT COLLATE "C" NOT NULL,
  sequence BIGINT NOT NULL,
  at BIGINT NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  role TEXT COLLATE "C" NOT NULL,
  action TEXT COLLATE "C" NOT NULL,
  resource TEXT COLLATE "C" NOT NULL,
  client_id TEXT COLLATE "C",
  outcome TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C",
  origin TEXT COLLATE "C" NOT NULL,
  hash BYTEA NOT NULL,
  PRIMARY KEY (organization_id, sequence)
);

-- Rows of events and audit are committed with a number under zero, which is their place in the queue (-1, -2, ...), and an
-- empty hash. The sealer then numbers them for good, in the order of that queue.
CREATE SEQUENCE log_order;
CREATE INDEX events_waiting ON events (sequence DESC) WHERE sequence < 0;
CREATE INDEX audit_waiting ON audit (sequence DESC) WHERE sequence < 0;

-- The newest number of the events of an organization. It outlives events that are erased, so that no number is used twice.
CREATE TABLE event_heads (
  organization_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  sequence BIGINT NOT NULL
);

-- Secrets of this store that every instance shares, such as the key that signs cursors.
CREATE TABLE store_secrets (
  name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  value BYTEA NOT NULL
);
