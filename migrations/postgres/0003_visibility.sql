-- Who may see how much of a client's answers, and what was promised when they were given.
-- A policy is one whole number: the levels (0 existence, 1 trend, 2 scores, 3 items) of clinician + 4 x supervisor +
-- 16 x integration + 64 x client, and 256 x what is waited for (0 nothing, 1 discussed, 2 session closed, 3 both).
-- A promise is the policy that was in force + 1024 x the edition of the words; edition 0 is from before words were given.

-- An organization's default stands under the empty client id.
CREATE TABLE visibility_policies (
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations,
  client_id TEXT COLLATE "C" NOT NULL,
  policy BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (organization_id, client_id)
);

-- The words of every promise that was ever given, as they were then.
CREATE TABLE promises (
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations,
  promise BIGINT NOT NULL,
  in_words TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (organization_id, promise)
);

-- What was stored before was given while clinician and integration saw items, supervisor and client the trend.
ALTER TABLE responses ADD COLUMN promise BIGINT NOT NULL DEFAULT 119;
ALTER TABLE response_revisions ADD COLUMN promise BIGINT NOT NULL DEFAULT 119;
ALTER TABLE sessions ADD COLUMN discussed_at BIGINT;
