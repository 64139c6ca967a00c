-- The newest instant at which something was recorded that readers of changes were shown. What is committed later has a later one.

ALTER TABLE event_heads ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;

INSERT INTO event_heads (organization_id, sequence)
SELECT organization_id, 0 FROM organizations WHERE 1 = 1
ON CONFLICT (organization_id) DO NOTHING;

UPDATE event_heads SET changed_at = COALESCE((
  SELECT MAX(newest) FROM (
    SELECT MAX(r.recorded_at) AS newest FROM responses r WHERE r.organization_id = event_heads.organization_id
    UNION ALL SELECT MAX(v.recorded_at) FROM response_revisions v WHERE v.organization_id = event_heads.organization_id
    UNION ALL SELECT MAX(s.recorded_at) FROM series s WHERE s.organization_id = event_heads.organization_id) AS changes), 0);
