-- One-time links by which one rater answers one form for one session. The token itself is nowhere, only its SHA-256.
CREATE TABLE invitations (
  organization_id TEXT NOT NULL,
  invitation_id TEXT NOT NULL,
  episode_id TEXT NOT NULL,
  secret_hash BLOB NOT NULL,
  session_number INTEGER,
  held_at INTEGER,
  offset_minutes INTEGER,
  modality TEXT,
  instrument TEXT NOT NULL,
  version TEXT NOT NULL,
  rater TEXT NOT NULL,
  language TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER,
  completed_at INTEGER,
  response_id TEXT,
  PRIMARY KEY (organization_id, invitation_id),
  FOREIGN KEY (organization_id, episode_id) REFERENCES episodes
) STRICT, WITHOUT ROWID;

CREATE INDEX invitations_of_episode ON invitations (organization_id, episode_id, invitation_id);

-- Like the token of a key, this one is looked up before its organization is known.
CREATE UNIQUE INDEX invitations_secret ON invitations (secret_hash);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('invitations', 'invitations', '100000 100000 1'),
  ('invitations', 'invitations_of_episode', '100000 100000 10 1'),
  ('invitations', 'invitations_secret', '100000 1');
