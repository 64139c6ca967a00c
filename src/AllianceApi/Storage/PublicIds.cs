using AllianceApi.Hosting;

namespace AllianceApi.Storage;

/// <summary>The way back from a public id to the external one. Each row is written with the thing that it stands for.</summary>
internal static class PublicIds
{
    private static readonly (PublicKind Kind, string Table, string Column)[] Named =
        [(PublicKind.Client, "clients", "client_id"), (PublicKind.Clinician, "clinicians", "clinician_id"), (PublicKind.Episode, "episodes", "episode_id")];

    public static void Note(Session session, string organization, PublicKind kind, string externalId) => session.RunEach(
        "INSERT INTO public_ids (organization_id, kind, public_id, external_id) VALUES (@Organization, @Kind, @PublicId, @ExternalId) ON CONFLICT DO NOTHING",
        [externalId],
        id => [organization, Name(kind), PublicId.Of(kind, organization, id), id]);

    public static void Forget(Session session, string organization, PublicKind kind, string externalId) => session.Run(
        "DELETE FROM public_ids WHERE organization_id = @Organization AND kind = @Kind AND public_id = @PublicId",
        new { Organization = organization, Kind = Name(kind), PublicId = PublicId.Of(kind, organization, externalId) });

    public static string? Find(Session session, string organization, PublicKind kind, string publicId) => session.One<string>(
        "SELECT external_id FROM public_ids WHERE organization_id = @Organization AND kind = @Kind AND public_id = @PublicId",
        new { Organization = organization, Kind = Name(kind), PublicId = publicId });

    /// <summary>Notes what was entered before there were public ids; looks no further where nothing is missing.</summary>
    public static bool Complete(Session session)
    {
        foreach (var (kind, table, column) in Named)
        {
            if (session.One<long>($"SELECT COUNT(*) FROM {table}") == session.One<long>("SELECT COUNT(*) FROM public_ids WHERE kind = @Kind", new { Kind = Name(kind) }))
            {
                continue;
            }

            foreach (var row in session.All<Row>($"SELECT organization_id AS OrganizationId, {column} AS ExternalId FROM {table}"))
            {
                Note(session, row.OrganizationId, kind, row.ExternalId);
            }
        }

        return true;
    }

    private static string Name(PublicKind kind) => kind.ToString().ToLowerInvariant();

    private sealed class Row
    {
        public string OrganizationId { get; init; } = "";

        public string ExternalId { get; init; } = "";
    }
}
