-- How other systems call what we hold, what they want kept beside it, and the opaque ids under which people and episodes are
-- shown to them. Of a person there is nothing but identifiers.

CREATE TABLE person_identifiers (
  organization_id TEXT NOT NULL REFERENCES organizations,
  kind TEXT NOT NULL CHECK (kind IN ('client', 'clinician')),
  system TEXT NOT NULL,
  value TEXT NOT NULL,
  person_id TEXT NOT NULL,
  PRIMARY KEY (organization_id, kind, system, value)
) STRICT, WITHOUT ROWID;

CREATE INDEX person_identifiers_value ON person_identifiers (organization_id, kind, value);
CREATE INDEX person_identifiers_person ON person_identifiers (organization_id, kind, person_id);

CREATE TABLE public_ids (
  organization_id TEXT NOT NULL REFERENCES organizations,
  kind TEXT NOT NULL CHECK (kind IN ('client', 'clinician', 'episode')),
  public_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  PRIMARY KEY (organization_id, kind, public_id)
) STRICT, WITHOUT ROWID;

-- One business identifier belongs to one response, also after that was voided: a late repetition makes no second one.
CREATE TABLE response_identifiers (
  organization_id TEXT NOT NULL,
  system TEXT NOT NULL,
  value TEXT NOT NULL,
  response_id TEXT NOT NULL,
  PRIMARY KEY (organization_id, system, value)
) STRICT, WITHOUT ROWID;

CREATE INDEX response_identifiers_response ON response_identifiers (organization_id, response_id);
CREATE INDEX response_identifiers_value ON response_identifiers (organization_id, value);

-- What another system calls the visit that a response belongs to: the responses lead to the session.
CREATE TABLE visit_identifiers (
  organization_id TEXT NOT NULL,
  system TEXT NOT NULL,
  value TEXT NOT NULL,
  response_id TEXT NOT NULL,
  PRIMARY KEY (organization_id, system, value, response_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX visit_identifiers_response ON visit_identifiers (organization_id, response_id);
CREATE INDEX visit_identifiers_value ON visit_identifiers (organization_id, value);

CREATE TABLE response_notes (
  organization_id TEXT NOT NULL,
  response_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  author_kind TEXT,
  author_id TEXT,
  content BLOB NOT NULL,
  PRIMARY KEY (organization_id, response_id, revision)
) STRICT;

-- The feed of changes: what counts now and what was voided, in the order in which it was recorded.
CREATE INDEX responses_recorded ON responses (organization_id, recorded_at, response_id);
CREATE INDEX response_revisions_void ON response_revisions (organization_id, recorded_at, response_id) WHERE status = 'void';

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('person_identifiers', 'person_identifiers', '50000 50000 40000 2 1'),
  ('person_identifiers', 'person_identifiers_value', '50000 50000 40000 1 1 1'),
  ('person_identifiers', 'person_identifiers_person', '50000 50000 40000 2 1 1'),
  ('public_ids', 'public_ids', '100000 100000 40000 1'),
  ('response_identifiers', 'response_identifiers', '500000 500000 400000 1'),
  ('response_identifiers', 'response_identifiers_response', '500000 500000 1 1 1'),
  ('response_identifiers', 'response_identifiers_value', '500000 500000 1 1'),
  ('visit_identifiers', 'visit_identifiers', '500000 500000 400000 2 1'),
  ('visit_identifiers', 'visit_identifiers_response', '500000 500000 1 1 1'),
  ('visit_identifiers', 'visit_identifiers_value', '500000 500000 2 2 1'),
  ('response_notes', 'sqlite_autoindex_response_notes_1', '500000 500000 1 1'),
  ('responses', 'responses_recorded', '1000000 1000000 2 1'),
  ('response_revisions', 'response_revisions_void', '5000 5000 1 1');
