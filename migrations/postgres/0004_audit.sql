-- What a clinician gave as the reason for reading what is another clinician's: such rows can be asked for.
ALTER TABLE audit ADD COLUMN break_glass TEXT COLLATE "C";

CREATE INDEX audit_break_glass ON audit (organization_id, sequence) WHERE break_glass IS NOT NULL;

-- Who saw a client's data is asked for by the client's id, in a log that holds every client's.
CREATE INDEX audit_client ON audit (organization_id, client_id, sequence) WHERE client_id IS NOT NULL;
