-- The newest number of the events of an organization has been kept here from the start; it is brought up where a store was
-- filled by other means.

INSERT INTO event_heads (organization_id, sequence)
SELECT organization_id, MAX(sequence) FROM events WHERE sequence > 0 GROUP BY organization_id
ON CONFLICT (organization_id) DO UPDATE SET sequence = GREATEST(event_heads.sequence, excluded.sequence);
