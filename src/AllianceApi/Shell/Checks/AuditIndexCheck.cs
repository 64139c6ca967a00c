using AllianceApi.Storage;

namespace AllianceApi.Shell.Checks;

/// <summary>Holds the index of the audit log by client, which SQLite does not keep by itself, against the log.</summary>
internal static class AuditIndexCheck
{
    private const string Lacking =
        "SELECT a.sequence FROM audit a WHERE a.organization_id = @Organization AND a.client_id IS NOT NULL " +
        "AND a.sequence <= (SELECT i.sequence FROM audit_indexed i WHERE i.organization_id = @Organization) " +
        "AND NOT EXISTS (SELECT 1 FROM audit_by_client c WHERE c.organization_id = a.organization_id AND c.client_id = a.client_id AND c.sequence = a.sequence) " +
        "ORDER BY a.sequence LIMIT 1";

    private const string Foreign =
        "SELECT c.sequence FROM audit_by_client c WHERE c.organization_id = @Organization " +
        "AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.organization_id = c.organization_id AND a.sequence = c.sequence AND a.client_id = c.client_id) " +
        "ORDER BY c.sequence LIMIT 1";

    /// <summary>What differs; nothing where the index holds what the log does, up to where it goes.</summary>
    public static List<string> Run(Session session, string organization)
    {
        var faults = new List<string>();
        if (session.One<long?>(Lacking, new { Organization = organization }) is { } lacking)
        {
            faults.Add($"the index of the audit log by client lacks row {lacking}");
        }

        if (session.One<long?>(Foreign, new { Organization = organization }) is { } foreign)
        {
            faults.Add($"the index of the audit log by client names row {foreign} for a client whom it is not about");
        }

        return faults;
    }
}
