using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using AllianceApi.Storage.Sealing;

namespace AllianceApi.People;

/// <summary>The SQL of clinicians and clients.</summary>
internal static class PeopleStore
{
    private const string ClinicianColumns = "c.clinician_id AS Id, c.label AS Label, c.revision AS Revision, c.created_at AS CreatedAt";
    private const string ClientColumns = "c.client_id AS Id, c.label AS Label, c.made_by_clinician_id AS MadeBy, c.revision AS Revision, c.created_at AS CreatedAt";

    public static bool ClinicianExists(Session session, string organization, string clinicianId) =>
        session.One<long>("SELECT COUNT(*) FROM clinicians WHERE organization_id = @Organization AND clinician_id = @Id", new { Organization = organization, Id = clinicianId }) > 0;

    public static PersonRow? FindClinician(Session session, Caller caller, Operation operation, string id)
    {
        var clinicians = caller.Clinicians(operation);
        return session.One<PersonRow>(
            $"SELECT {ClinicianColumns} FROM clinicians c WHERE c.organization_id = @Organization AND c.clinician_id = @Id{Within(caller, clinicians)}",
            new { caller.Organization, Id = id, Clinicians = clinicians, caller.OnlyClient });
    }

    public static List<PersonRow> ListClinicians(Session session, Caller caller, string? after, int limit)
    {
        var clinicians = caller.Clinicians(Operation.ReadClinician);
        return session.All<PersonRow>(
            $"SELECT {ClinicianColumns} FROM clinicians c WHERE c.organization_id = @Organization AND c.clinician_id > @After{Within(caller, clinicians)} ORDER BY c.clinician_id LIMIT @Limit",
            new { caller.Organization, After = after ?? "", Clinicians = clinicians, caller.OnlyClient, Limit = limit });
    }

    public static void SaveClinician(Session session, string organization, string id, string? label, long revision)
    {
        PublicIds.Note(session, organization, PublicKind.Clinician, id);
        session.RunOrRetry(
            "INSERT INTO clinicians (organization_id, clinician_id, label, revision, created_at) VALUES (@Organization, @Id, @Label, @Revision, @Now) " +
            "ON CONFLICT (organization_id, clinician_id) DO UPDATE SET label = excluded.label, revision = excluded.revision WHERE clinicians.revision = excluded.revision - 1",
            new { Organization = organization, Id = id, Label = label, Revision = revision, session.Now });
    }

    public static bool ClientExists(Session session, string organization, string clientId) =>
        session.One<long>("SELECT COUNT(*) FROM clients WHERE organization_id = @Organization AND client_id = @Id", new { Organization = organization, Id = clientId }) > 0;

    /// <summary>The revision of a client within reach; null where there is none. It opens no label, which may be past opening.</summary>
    public static long? RevisionOfClient(Session session, Caller caller, Operation operation, string id)
    {
        var clinicians = caller.Clinicians(operation);
        return session.One<long?>(
            $"SELECT c.revision FROM clients c WHERE c.organization_id = @Organization AND c.client_id = @Id{ClientWithin(caller, clinicians)}",
            new { caller.Organization, Id = id, Clinicians = clinicians, caller.OnlyClient });
    }

    public static PersonRow? FindClient(Session session, Caller caller, Operation operation, string id)
    {
        var clinicians = caller.Clinicians(operation);
        return session.One<PersonRow>(
            $"SELECT {ClientColumns} FROM clients c WHERE c.organization_id = @Organization AND c.client_id = @Id{ClientWithin(caller, clinicians)}",
            new { caller.Organization, Id = id, Clinicians = clinicians, caller.OnlyClient }) is { } row ? Opened(session, caller.Organization, row) : null;
    }

    public static List<PersonRow> ListClients(Session session, Caller caller, string? after, int limit)
    {
        var clinicians = caller.Clinicians(Operation.ReadClient);
        return session.All<PersonRow>(
            $"SELECT {ClientColumns} FROM clients c WHERE c.organization_id = @Organization AND c.client_id > @After{ClientWithin(caller, clinicians)} ORDER BY c.client_id LIMIT @Limit",
            new { caller.Organization, After = after ?? "", Clinicians = clinicians, caller.OnlyClient, Limit = limit }).ConvertAll(r => Opened(session, caller.Organization, r));
    }

    public static void SaveClient(Session session, string organization, string id, string? label, string? madeBy, long revision)
    {
        PublicIds.Note(session, organization, PublicKind.Client, id);
        session.RunOrRetry(
            "INSERT INTO clients (organization_id, client_id, label, made_by_clinician_id, revision, created_at) VALUES (@Organization, @Id, @Label, @MadeBy, @Revision, @Now) " +
            "ON CONFLICT (organization_id, client_id) DO UPDATE SET label = excluded.label, revision = excluded.revision WHERE clients.revision = excluded.revision - 1",
            new { Organization = organization, Id = id, Label = session.SealLabel(organization, id, label), MadeBy = madeBy, Revision = revision, session.Now });
    }

    private static PersonRow Opened(Session session, string organization, PersonRow row) => row with { Label = session.OpenLabel(organization, row.Id, row.Label) };

    // Who is bound to one client knows of the clinicians of that client alone.
    private static string Within(Caller caller, IReadOnlyList<string>? clinicians) =>
        (clinicians is null ? "" : " AND c.clinician_id IN @Clinicians") +
        (caller.OnlyClient is null ? "" : " AND EXISTS (SELECT 1 FROM episodes e WHERE e.organization_id = c.organization_id AND e.client_id = @OnlyClient AND e.clinician_id = c.clinician_id)");

    // A clinician's clients are those with an episode with the clinician, and those that the clinician entered.
    private static string ClientWithin(Caller caller, IReadOnlyList<string>? clinicians) => (caller.OnlyClient is null ? "" : " AND c.client_id = @OnlyClient") + (clinicians is null
        ? ""
        : " AND (c.made_by_clinician_id IN @Clinicians OR EXISTS (SELECT 1 FROM episodes e WHERE e.organization_id = c.organization_id AND e.client_id = c.client_id AND e.clinician_id IN @Clinicians))");

    internal sealed record PersonRow
    {
        public string Id { get; init; } = "";

        public string? Label { get; init; }

        public string? MadeBy { get; init; }

        public long Revision { get; init; }

        public long CreatedAt { get; init; }
    }
}
