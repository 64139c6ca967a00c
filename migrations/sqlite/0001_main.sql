-- The whole of the first store. Conventions:
-- * organization_id leads every key, so that nothing crosses its border and another engine can partition by it;
--   only access_keys has an index without it, because a token is looked up before its organization is known.
-- * instants are microseconds since 1970-01-01T00:00:00Z; the offset of a session's start is kept beside it in minutes.
-- * small rows that are read by their key lie in it (WITHOUT ROWID); wide rows do not, because they would swell its inner pages;
-- * responses holds what counts now, so its primary key is the natural key; what was superseded, voided or moved away
--   goes to response_revisions and is never deleted in place.

CREATE TABLE organizations (
  organization_id TEXT NOT NULL PRIMARY KEY,
  label TEXT,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE access_keys (
  organization_id TEXT NOT NULL REFERENCES organizations,
  key_id TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  clinician_id TEXT,
  supervises TEXT,
  operator INTEGER NOT NULL,
  secret_hash BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER,
  last_used_on TEXT,
  PRIMARY KEY (organization_id, key_id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX access_keys_secret ON access_keys (secret_hash);

CREATE TABLE clinicians (
  organization_id TEXT NOT NULL REFERENCES organizations,
  clinician_id TEXT NOT NULL,
  label TEXT,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, clinician_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE clients (
  organization_id TEXT NOT NULL REFERENCES organizations,
  client_id TEXT NOT NULL,
  label TEXT,
  made_by_clinician_id TEXT,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, client_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE episodes (
  organization_id TEXT NOT NULL,
  episode_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  clinician_id TEXT NOT NULL,
  instrument TEXT NOT NULL,
  started_on TEXT NOT NULL,
  ended_on TEXT,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, episode_id),
  FOREIGN KEY (organization_id, client_id) REFERENCES clients,
  FOREIGN KEY (organization_id, clinician_id) REFERENCES clinicians
) STRICT, WITHOUT ROWID;

CREATE INDEX episodes_clinician ON episodes (organization_id, clinician_id, episode_id);
CREATE INDEX episodes_client ON episodes (organization_id, client_id, episode_id);

CREATE TABLE sessions (
  organization_id TEXT NOT NULL,
  episode_id TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number <> 0),
  number_given INTEGER NOT NULL CHECK (number_given IN (0, 1)),
  held_at INTEGER NOT NULL,
  offset_minutes INTEGER NOT NULL,
  modality TEXT,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, episode_id, number),
  FOREIGN KEY (organization_id, episode_id) REFERENCES episodes
) STRICT, WITHOUT ROWID;

-- What a session's time was before it was corrected, for the view of an earlier day.
CREATE TABLE session_revisions (
  organization_id TEXT NOT NULL,
  episode_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  held_at INTEGER NOT NULL,
  offset_minutes INTEGER NOT NULL,
  modality TEXT,
  recorded_at INTEGER NOT NULL,
  superseded_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, episode_id, number, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE responses (
  organization_id TEXT NOT NULL,
  episode_id TEXT NOT NULL,
  instrument TEXT NOT NULL,
  version TEXT NOT NULL,
  rater TEXT NOT NULL,
  number INTEGER NOT NULL,
  response_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  answers BLOB NOT NULL,
  means BLOB NOT NULL,
  flags INTEGER NOT NULL,
  duration_seconds REAL,
  setting TEXT,
  completed_at INTEGER,
  received_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL,
  reason TEXT,
  PRIMARY KEY (organization_id, episode_id, instrument, version, rater, number)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX responses_id ON responses (organization_id, response_id);

CREATE TABLE response_revisions (
  organization_id TEXT NOT NULL,
  response_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('final', 'void', 'moved')),
  episode_id TEXT NOT NULL,
  instrument TEXT NOT NULL,
  version TEXT NOT NULL,
  rater TEXT NOT NULL,
  number INTEGER NOT NULL,
  answers BLOB NOT NULL,
  means BLOB NOT NULL,
  flags INTEGER NOT NULL,
  duration_seconds REAL,
  setting TEXT,
  completed_at INTEGER,
  received_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL,
  reason TEXT,
  superseded_at INTEGER,
  PRIMARY KEY (organization_id, response_id, revision)
) STRICT;

CREATE INDEX response_revisions_episode ON response_revisions (organization_id, episode_id, instrument, version, rater);

-- One row for each (episode, instrument version, rater): what a caseload shows, ready to be read.
CREATE TABLE series (
  organization_id TEXT NOT NULL,
  episode_id TEXT NOT NULL,
  instrument TEXT NOT NULL,
  version TEXT NOT NULL,
  rater TEXT NOT NULL,
  revision INTEGER NOT NULL,
  forms INTEGER NOT NULL,
  last_number INTEGER,
  last_held_at INTEGER,
  headline BLOB NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, episode_id, instrument, version, rater),
  FOREIGN KEY (organization_id, episode_id) REFERENCES episodes
) STRICT;

CREATE TABLE alerts (
  organization_id TEXT NOT NULL,
  alert_id TEXT NOT NULL,
  episode_id TEXT NOT NULL,
  instrument TEXT NOT NULL,
  version TEXT NOT NULL,
  rater TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  session INTEGER,
  statement TEXT NOT NULL,
  because TEXT NOT NULL,
  raised_at INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (organization_id, alert_id),
  FOREIGN KEY (organization_id, episode_id) REFERENCES episodes
) STRICT;

CREATE INDEX alerts_series ON alerts (organization_id, episode_id, instrument, version, rater, kind);
CREATE UNIQUE INDEX alerts_one_open ON alerts (organization_id, episode_id, instrument, version, rater, kind)
  WHERE state IN ('open', 'seen', 'discussed');

CREATE TABLE alert_history (
  organization_id TEXT NOT NULL,
  alert_id TEXT NOT NULL,
  step INTEGER NOT NULL,
  state TEXT NOT NULL,
  at INTEGER NOT NULL,
  by_name TEXT NOT NULL,
  reason TEXT,
  PRIMARY KEY (organization_id, alert_id, step),
  FOREIGN KEY (organization_id, alert_id) REFERENCES alerts
) STRICT, WITHOUT ROWID;

CREATE TABLE instruments (
  organization_id TEXT NOT NULL REFERENCES organizations,
  instrument TEXT NOT NULL,
  version TEXT NOT NULL,
  definition BLOB NOT NULL,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, instrument, version)
) STRICT;

CREATE TABLE wordings (
  organization_id TEXT NOT NULL REFERENCES organizations,
  instrument TEXT NOT NULL,
  version TEXT NOT NULL,
  language TEXT NOT NULL,
  document BLOB NOT NULL,
  revision INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, instrument, version, language)
) STRICT;

CREATE TABLE events (
  organization_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  episode_id TEXT NOT NULL,
  clinician_id TEXT NOT NULL,
  resource TEXT NOT NULL,
  PRIMARY KEY (organization_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency (
  organization_id TEXT NOT NULL,
  key_id TEXT NOT NULL,
  route TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  fingerprint BLOB NOT NULL,
  status INTEGER NOT NULL,
  location TEXT,
  tag TEXT,
  body BLOB,
  problem TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, key_id, route, idempotency_key)
) STRICT;

CREATE INDEX idempotency_age ON idempotency (organization_id, created_at);

CREATE TABLE audit (
  organization_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  at INTEGER NOT NULL,
  key_id TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  action TEXT NOT NULL,
  resource TEXT NOT NULL,
  client_id TEXT,
  outcome TEXT NOT NULL,
  reason TEXT,
  origin TEXT NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (organization_id, sequence)
) STRICT, WITHOUT ROWID;

-- Secrets of this store that every instance shares, such as the key that signs cursors.
CREATE TABLE store_secrets (
  name TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What the planner must know from the first row on: an organization is nearly everything, an episode is little.
-- Without it SQLite would take (organization, anything) for a narrow search and walk a whole organization.
ANALYZE;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('access_keys', 'access_keys', '100 100 1'),
  ('access_keys', 'access_keys_secret', '100 1'),
  ('clinicians', 'clinicians', '1000 1000 1'),
  ('clients', 'clients', '50000 50000 1'),
  ('episodes', 'episodes', '60000 60000 1'),
  ('episodes', 'episodes_clinician', '60000 60000 60 1'),
  ('episodes', 'episodes_client', '60000 60000 2 1'),
  ('sessions', 'sessions', '900000 900000 15 1'),
  ('session_revisions', 'session_revisions', '9000 9000 2 1 1'),
  ('responses', 'responses', '1000000 1000000 18 16 16 12 1'),
  ('responses', 'responses_id', '1000000 1000000 1'),
  ('response_revisions', 'sqlite_autoindex_response_revisions_1', '20000 20000 1 1'),
  ('response_revisions', 'response_revisions_episode', '20000 20000 2 2 2 2'),
  ('series', 'sqlite_autoindex_series_1', '80000 80000 2 2 2 1'),
  ('alerts', 'sqlite_autoindex_alerts_1', '40000 40000 1'),
  ('alerts', 'alerts_series', '40000 40000 2 2 2 2 1'),
  ('alerts', 'alerts_one_open', '20000 20000 2 2 2 2 1'),
  ('alert_history', 'alert_history', '90000 90000 2 1'),
  ('instruments', 'sqlite_autoindex_instruments_1', '20 20 2 1'),
  ('wordings', 'sqlite_autoindex_wordings_1', '20 20 4 2 1'),
  ('events', 'events', '2000000 2000000 1'),
  ('idempotency', 'sqlite_autoindex_idempotency_1', '100000 100000 10000 2 1'),
  ('idempotency', 'idempotency_age', '100000 100000 2'),
  ('audit', 'audit', '5000000 5000000 1');
