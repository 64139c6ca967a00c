-- Nothing changes here: this engine keeps audit_client itself, and rows join its log some while after they were committed. The step
-- is there so that the steps of all engines have the same names.
SELECT 1;
