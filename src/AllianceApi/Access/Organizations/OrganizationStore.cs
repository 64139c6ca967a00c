using AllianceApi.Storage;

namespace AllianceApi.Access.Organizations;

/// <summary>The SQL of organizations.</summary>
internal static class OrganizationStore
{
    public const string Default = "default";

    private const string Columns = "organization_id AS Id, label AS Label, revision AS Revision, created_at AS CreatedAt";

    public static bool Exists(Session session, string id) =>
        session.One<long>("SELECT COUNT(*) FROM organizations WHERE organization_id = @Id", new { Id = id }) > 0;

    public static OrganizationRow? Find(Session session, string id) =>
        session.One<OrganizationRow>($"SELECT {Columns} FROM organizations WHERE organization_id = @Id", new { Id = id });

    public static List<OrganizationRow> List(Session session, string? after, int limit) => session.All<OrganizationRow>(
        $"SELECT {Columns} FROM organizations WHERE organization_id > @After ORDER BY organization_id LIMIT @Limit", new { After = after ?? "", Limit = limit });

    public static void Save(Session session, string id, string? label, long revision) => session.RunOrRetry(
        "INSERT INTO organizations (organization_id, label, revision, created_at) VALUES (@Id, @Label, @Revision, @Now) " +
        "ON CONFLICT (organization_id) DO UPDATE SET label = excluded.label, revision = excluded.revision WHERE organizations.revision = excluded.revision - 1",
        new { Id = id, Label = label, Revision = revision, session.Now });

    internal sealed class OrganizationRow
    {
        public string Id { get; init; } = "";

        public string? Label { get; init; }

        public long Revision { get; init; }

        public long CreatedAt { get; init; }
    }
}
