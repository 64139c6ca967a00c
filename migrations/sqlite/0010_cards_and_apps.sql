-- Alerts that were shown as cards in another system, and what was said of them there. A card without feedback is forgotten.
CREATE TABLE alert_cards (
  organization_id TEXT NOT NULL,
  card_id TEXT NOT NULL,
  alert_id TEXT NOT NULL,
  episode_id TEXT NOT NULL,
  shown_at INTEGER NOT NULL,
  shown_to TEXT NOT NULL,
  outcome TEXT CHECK (outcome IN ('accepted', 'overridden')),
  outcome_at INTEGER,
  reason TEXT,
  comment TEXT,
  noted_by TEXT,
  PRIMARY KEY (organization_id, card_id),
  FOREIGN KEY (organization_id, episode_id) REFERENCES episodes
) STRICT, WITHOUT ROWID;

CREATE INDEX alert_cards_alert ON alert_cards (organization_id, alert_id, card_id);
CREATE INDEX alert_cards_episode ON alert_cards (organization_id, episode_id);
CREATE INDEX alert_cards_age ON alert_cards (organization_id, shown_at) WHERE outcome IS NULL;

-- Programs that fetch short-lived tokens for themselves, by an assertion signed with their own key.
CREATE TABLE apps (
  organization_id TEXT NOT NULL REFERENCES organizations,
  app_id TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  scopes TEXT NOT NULL,
  jwks TEXT,
  jwks_uri TEXT,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER,
  last_used_on TEXT,
  PRIMARY KEY (organization_id, app_id)
) STRICT, WITHOUT ROWID;

-- Like the token of a key, an app and its tokens are looked up before their organization is known.
CREATE INDEX apps_id ON apps (app_id);

CREATE TABLE app_tokens (
  organization_id TEXT NOT NULL,
  app_id TEXT NOT NULL,
  token_hash BLOB NOT NULL,
  scopes TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, token_hash),
  FOREIGN KEY (organization_id, app_id) REFERENCES apps
) STRICT, WITHOUT ROWID;

CREATE INDEX app_tokens_hash ON app_tokens (token_hash);
CREATE INDEX app_tokens_age ON app_tokens (organization_id, expires_at);

-- Assertions that were taken, until they would have expired: none is taken twice, by whichever instance.
CREATE TABLE used_assertions (
  organization_id TEXT NOT NULL REFERENCES organizations,
  issuer TEXT NOT NULL,
  jti_hash BLOB NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, issuer, jti_hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX used_assertions_age ON used_assertions (organization_id, expires_at);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('alert_cards', 'alert_cards', '20000 20000 1'),
  ('alert_cards', 'alert_cards_alert', '20000 20000 5 1'),
  ('alert_cards', 'alert_cards_episode', '20000 20000 10 1'),
  ('apps', 'apps', '20 5 1'),
  ('apps', 'apps_id', '20 1 1'),
  ('app_tokens', 'app_tokens', '2000 1000 1'),
  ('app_tokens', 'app_tokens_hash', '2000 1 1'),
  ('used_assertions', 'used_assertions', '2000 1000 100 1');
