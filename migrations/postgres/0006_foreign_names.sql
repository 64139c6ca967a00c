-- How other systems call what we hold, what they want kept beside it, and the opaque ids under which people and episodes are
-- shown to them. Of a person there is nothing but identifiers.

CREATE TABLE person_identifiers (
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations,
  kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('client', 'clinician')),
  system TEXT COLLATE "C" NOT NULL,
  value TEXT COLLATE "C" NOT NULL,
  person_id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (organization_id, kind, system, value)
);

CREATE INDEX person_identifiers_value ON person_identifiers (organization_id, kind, value);
CREATE INDEX person_identifiers_person ON person_identifiers (organization_id, kind, person_id);

CREATE TABLE public_ids (
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations,
  kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('client', 'clinician', 'episode')),
  public_id TEXT COLLATE "C" NOT NULL,
  external_id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (organization_id, kind, public_id)
);

-- One business identifier belongs to one response, also after that was voided: a late repetition makes no second one.
CREATE TABLE response_identifiers (
  organization_id TEXT COLLATE "C" NOT NULL,
  system TEXT COLLATE "C" NOT NULL,
  value TEXT COLLATE "C" NOT NULL,
  response_id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (organization_id, system, value)
);

CREATE INDEX response_identifiers_response ON response_identifiers (organization_id, response_id);
CREATE INDEX response_identifiers_value ON response_identifiers (organization_id, value);

-- What another system calls the visit that a response belongs to: the responses lead to the session.
CREATE TABLE visit_identifiers (
  organization_id TEXT COLLATE "C" NOT NULL,
  system TEXT COLLATE "C" NOT NULL,
  value TEXT COLLATE "C" NOT NULL,
  response_id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (organization_id, system, value, response_id)
);

CREATE INDEX visit_identifiers_response ON visit_identifiers (organization_id, response_id);
CREATE INDEX visit_identifiers_value ON visit_identifiers (organization_id, value);

CREATE TABLE response_notes (
  organization_id TEXT COLLATE "C" NOT NULL,
  response_id TEXT COLLATE "C" NOT NULL,
  revision BIGINT NOT NULL,
  author_kind TEXT COLLATE "C",
  author_id TEXT COLLATE "C",
  content BYTEA NOT NULL,
  PRIMARY KEY (organization_id, response_id, revision)
);

-- The feed of changes: what counts now and what was voided, in the order in which it was recorded.
CREATE INDEX responses_recorded ON responses (organization_id, recorded_at, response_id);
CREATE INDEX response_revisions_void ON response_revisions (organization_id, recorded_at, response_id) WHERE status = 'void';
