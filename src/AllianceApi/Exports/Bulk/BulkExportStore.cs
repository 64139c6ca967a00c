using AllianceApi.Storage;

namespace AllianceApi.Exports.Bulk;

/// <summary>The SQL of bulk exports.</summary>
internal static class BulkExportStore
{
    private const string Columns =
        "export_id AS ExportId, key_id AS KeyId, asked AS Asked, types AS Types, since AS Since, as_of AS AsOf, state AS State, counts AS Counts, touched_at AS TouchedAt, expires_at AS ExpiresAt";

    private const string This = " WHERE organization_id = @Organization AND export_id = @ExportId";

    /// <summary>The instant behind which nothing will be recorded any more.</summary>
    public static long Settled(Session session, string organization) => session.One<long>(
        $"SELECT COALESCE({Dialect.Settled}, 0) + CASE WHEN COALESCE({Dialect.Settled}, 0) = 0 THEN created_at ELSE 0 END FROM organizations WHERE organization_id = @Organization",
        new { Organization = organization });

    public static BulkExport? Find(Session session, string organization, string exportId) =>
        session.One<BulkExport>($"SELECT {Columns} FROM bulk_exports{This}", new { Organization = organization, ExportId = exportId });

    /// <summary>How many are being worked on. The row of the organization is held, so that two who ask at once are one after the other.</summary>
    public static long Running(Session session, string organization, long touchedAfter)
    {
        session.One<string>($"SELECT organization_id FROM organizations WHERE organization_id = @Organization{session.ForUpdate}", new { Organization = organization });
        return session.One<long>(
            "SELECT COUNT(*) FROM bulk_exports WHERE organization_id = @Organization AND state = 'running' AND touched_at > @TouchedAfter",
            new { Organization = organization, TouchedAfter = touchedAfter });
    }

    public static void Forget(Session session, string organization) =>
        session.Run("DELETE FROM bulk_exports WHERE organization_id = @Organization AND expires_at <= @Now", new { Organization = organization, session.Now });

    public static void Insert(Session session, string organization, BulkExport made) => session.Run(
        "INSERT INTO bulk_exports (organization_id, export_id, key_id, asked, types, since, as_of, state, counts, touched_at, expires_at) " +
        "VALUES (@Organization, @ExportId, @KeyId, @Asked, @Types, @Since, @AsOf, @State, @Counts, @TouchedAt, @ExpiresAt)",
        new { Organization = organization, made.ExportId, made.KeyId, made.Asked, made.Types, made.Since, made.AsOf, made.State, made.Counts, made.TouchedAt, made.ExpiresAt });

    /// <summary>Notes how far one is that is still wanted; whether it is.</summary>
    public static bool Note(Session session, string organization, string exportId, string state, string counts) => session.Run(
        $"UPDATE bulk_exports SET state = @State, counts = @Counts, touched_at = @Now{This} AND state = 'running'",
        new { Organization = organization, ExportId = exportId, State = state, Counts = counts, session.Now }) > 0;

    public static void Delete(Session session, string organization, string exportId) =>
        session.Run($"DELETE FROM bulk_exports{This}", new { Organization = organization, ExportId = exportId });
}
