using AllianceApi.Storage;

namespace AllianceApi.Instruments;

/// <summary>The SQL of own instruments and of wordings.</summary>
internal static class InstrumentStore
{
    private const string Columns = "instrument AS Id, version AS Version, definition AS Definition, revision AS Revision";

    public static InstrumentRow? Find(Session session, string organization, string id, string? version) => session.One<InstrumentRow>(
        $"SELECT {Columns} FROM instruments WHERE organization_id = @Organization AND instrument = @Id" +
        (version is null ? " ORDER BY created_at DESC, version DESC LIMIT 1" : " AND version = @Version"),
        new { Organization = organization, Id = id, Version = version });

    public static List<InstrumentRow> List(Session session, string organization) => session.All<InstrumentRow>(
        $"SELECT {Columns} FROM instruments WHERE organization_id = @Organization ORDER BY instrument, version", new { Organization = organization });

    public static bool IsUsed(Session session, string organization, string id, string version) => session.One<long>(
        "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM series WHERE organization_id = @Organization AND instrument = @Id AND version = @Version LIMIT 1) AS used)",
        new { Organization = organization, Id = id, Version = version }) > 0;

    public static void Save(Session session, string organization, InstrumentDocument document, long revision) => session.RunOrRetry(
        "INSERT INTO instruments (organization_id, instrument, version, definition, revision, created_at) VALUES (@Organization, @Id, @Version, @Definition, @Revision, @Now) " +
        "ON CONFLICT (organization_id, instrument, version) DO UPDATE SET definition = excluded.definition, revision = excluded.revision " +
        "WHERE instruments.revision = excluded.revision - 1",
        new { Organization = organization, document.Instrument.Id, document.Instrument.Version, Definition = document.Utf8.ToArray(), Revision = revision, session.Now });

    public static WordingRow? FindWording(Session session, string organization, string id, string version, string language) => session.One<WordingRow>(
        "SELECT document AS Document, revision AS Revision FROM wordings WHERE organization_id = @Organization AND instrument = @Id AND version = @Version AND language = @Language",
        new { Organization = organization, Id = id, Version = version, Language = language });

    public static void SaveWording(Session session, string organization, string id, string version, string language, byte[] document, long revision) => session.RunOrRetry(
        "INSERT INTO wordings (organization_id, instrument, version, language, document, revision, recorded_at) VALUES (@Organization, @Id, @Version, @Language, @Document, @Revision, @Now) " +
        "ON CONFLICT (organization_id, instrument, version, language) DO UPDATE SET document = excluded.document, revision = excluded.revision, recorded_at = excluded.recorded_at " +
        "WHERE wordings.revision = excluded.revision - 1",
        new { Organization = organization, Id = id, Version = version, Language = language, Document = document, Revision = revision, session.Now });

    /// <summary>The texts of an instrument version by language.</summary>
    public static Dictionary<string, byte[]> Wordings(Session session, string organization, string id, string version) => session.All<LanguageRow>(
        "SELECT language AS Language, document AS Document FROM wordings WHERE organization_id = @Organization AND instrument = @Id AND version = @Version",
        new { Organization = organization, Id = id, Version = version }).ToDictionary(r => r.Language, r => r.Document, StringComparer.Ordinal);

    /// <summary>When an own instrument was entered; null where there is none.</summary>
    public static long? RecordedAt(Session session, string organization, string id, string version) => session.One<long?>(
        "SELECT created_at FROM instruments WHERE organization_id = @Organization AND instrument = @Id AND version = @Version",
        new { Organization = organization, Id = id, Version = version });

    internal sealed class LanguageRow
    {
        public string Language { get; init; } = "";

        public byte[] Document { get; init; } = [];
    }

    internal sealed class InstrumentRow
    {
        public string Id { get; init; } = "";

        public string Version { get; init; } = "";

        public byte[] Definition { get; init; } = [];

        public long Revision { get; init; }
    }

    internal sealed class WordingRow
    {
        public byte[] Document { get; init; } = [];

        public long Revision { get; init; }
    }
}
