using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.People;

/// <summary>The SQL of what other systems call a person.</summary>
internal static class PersonIdentifierStore
{
    public static string? Owner(Session session, string organization, PublicKind kind, PersonIdentifier identifier) => session.One<string>(
        "SELECT person_id FROM person_identifiers WHERE organization_id = @Organization AND kind = @Kind AND system = @System AND value = @Value",
        new { Organization = organization, Kind = Name(kind), identifier.System, identifier.Value });

    /// <summary>The persons that a value names in any system.</summary>
    public static List<string> Owners(Session session, string organization, PublicKind kind, string value) => session.All<string>(
        "SELECT DISTINCT person_id FROM person_identifiers WHERE organization_id = @Organization AND kind = @Kind AND value = @Value",
        new { Organization = organization, Kind = Name(kind), Value = value });

    public static List<PersonIdentifier> Of(Session session, string organization, PublicKind kind, string personId) => session.All<Row>(
        "SELECT system AS System, value AS Value FROM person_identifiers WHERE organization_id = @Organization AND kind = @Kind AND person_id = @PersonId ORDER BY system, value",
        new { Organization = organization, Kind = Name(kind), PersonId = personId }).ConvertAll(r => new PersonIdentifier(r.System, r.Value));

    public static void Add(Session session, string organization, PublicKind kind, string personId, IReadOnlyList<PersonIdentifier> identifiers) => session.RunEach(
        "INSERT INTO person_identifiers (organization_id, kind, system, value, person_id) VALUES (@Organization, @Kind, @System, @Value, @PersonId) ON CONFLICT DO NOTHING",
        identifiers,
        i => [organization, Name(kind), i.System, i.Value, personId]);

    private static string Name(PublicKind kind) => kind.ToString().ToLowerInvariant();

    private sealed class Row
    {
        public string System { get; init; } = "";

        public string Value { get; init; } = "";
    }
}
