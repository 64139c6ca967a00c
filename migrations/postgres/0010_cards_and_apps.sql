-- Alerts that were shown as cards in another system, and what was said of them there. A card without feedback is forgotten.
CREATE TABLE alert_cards (
  organization_id TEXT COLLATE "C" NOT NULL,
  card_id TEXT COLLATE "C" NOT NULL,
  alert_id TEXT COLLATE "C" NOT NULL,
  episode_id TEXT COLLATE "C" NOT NULL,
  shown_at BIGINT NOT NULL,
  shown_to TEXT COLLATE "C" NOT NULL,
  outcome TEXT COLLATE "C" CHECK (outcome IN ('accepted', 'overridden')),
  outcome_at BIGINT,
  reason TEXT COLLATE "C",
  comment TEXT COLLATE "C",
  noted_by TEXT COLLATE "C",
  PRIMARY KEY (organization_id, card_id),
  FOREIGN KEY (organization_id, episode_id) REFERENCES episodes
);

CREATE INDEX alert_cards_alert ON alert_cards (organization_id, alert_id, card_id);
CREATE INDEX alert_cards_episode ON alert_cards (organization_id, episode_id);
CREATE INDEX alert_cards_age ON alert_cards (organization_id, shown_at) WHERE outcome IS NULL;

-- Programs that fetch short-lived tokens for themselves, by an assertion signed with their own key.
CREATE TABLE apps (
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations,
  app_id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  role TEXT COLLATE "C" NOT NULL,
  scopes TEXT COLLATE "C" NOT NULL,
  jwks TEXT COLLATE "C",
  jwks_uri TEXT COLLATE "C",
  revision BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  revoked_at BIGINT,
  last_used_on TEXT COLLATE "C",
  PRIMARY KEY (organization_id, app_id)
);

-- Like the token of a key, an app and its tokens are looked up before their organization is known.
CREATE INDEX apps_id ON apps (app_id);

CREATE TABLE app_tokens (
  organization_id TEXT COLLATE "C" NOT NULL,
  app_id TEXT COLLATE "C" NOT NULL,
  token_hash BYTEA NOT NULL,
  scopes TEXT COLLATE "C" NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, token_hash),
  FOREIGN KEY (organization_id, app_id) REFERENCES apps
);

CREATE INDEX app_tokens_hash ON app_tokens (token_hash);
CREATE INDEX app_tokens_age ON app_tokens (organization_id, expires_at);

-- Assertions that were taken, until they would have expired: none is taken twice, by whichever instance.
CREATE TABLE used_assertions (
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations,
  issuer TEXT COLLATE "C" NOT NULL,
  jti_hash BYTEA NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (organization_id, issuer, jti_hash)
);

CREATE INDEX used_assertions_age ON used_assertions (organization_id, expires_at);
