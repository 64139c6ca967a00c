-- One-time links by which one rater answers one form for one session. The token itself is nowhere, only its SHA-256.
CREATE TABLE invitations (
  organization_id TEXT COLLATE "C" NOT NULL,
  invitation_id TEXT COLLATE "C" NOT NULL,
  episode_id TEXT COLLATE "C" NOT NULL,
  secret_hash BYTEA NOT NULL,
  session_number BIGINT,
  held_at BIGINT,
  offset_minutes BIGINT,
  modality TEXT COLLATE "C",
  instrument TEXT COLLATE "C" NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  rater TEXT COLLATE "C" NOT NULL,
  language TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT COLLATE "C" NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT,
  completed_at BIGINT,
  response_id TEXT COLLATE "C",
  PRIMARY KEY (organization_id, invitation_id),
  FOREIGN KEY (organization_id, episode_id) REFERENCES episodes
);

CREATE INDEX invitations_of_episode ON invitations (organization_id, episode_id, invitation_id);

-- Like the token of a key, this one is looked up before its organization is known.
CREATE UNIQUE INDEX invitations_secret ON invitations (organization_id, secret_hash);
CREATE INDEX invitations_token ON invitations (secret_hash);
