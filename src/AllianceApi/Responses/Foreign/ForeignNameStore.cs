using AllianceApi.Storage;

namespace AllianceApi.Responses.Foreign;

/// <summary>The SQL of what other systems call responses and visits, and of what they want kept beside them.</summary>
internal static class ForeignNameStore
{
    public static string? Owner(Session session, string organization, ForeignIdentifier identifier) => session.One<string>(
        "SELECT response_id FROM response_identifiers WHERE organization_id = @Organization AND system = @System AND value = @Value",
        new { Organization = organization, identifier.System, identifier.Value });

    /// <summary>Gives a response an identifier. Where another one took it in the meantime, the work is run again and finds that one.</summary>
    public static void Claim(Session session, string organization, ForeignIdentifier identifier, string responseId)
    {
        if (Owner(session, organization, identifier) != responseId)
        {
            session.RunOrRetry(
                "INSERT INTO response_identifiers (organization_id, system, value, response_id) VALUES (@Organization, @System, @Value, @ResponseId) ON CONFLICT DO NOTHING",
                new { Organization = organization, identifier.System, identifier.Value, ResponseId = responseId });
        }
    }

    public static void Save(Session session, string organization, string responseId, long revision, ForeignNote note)
    {
        session.Run(
            "INSERT INTO response_notes (organization_id, response_id, revision, author_kind, author_id, content) VALUES (@Organization, @ResponseId, @Revision, @Kind, @Author, @Content) " +
            "ON CONFLICT (organization_id, response_id, revision) DO UPDATE SET author_kind = excluded.author_kind, author_id = excluded.author_id, content = excluded.content",
            new { Organization = organization, ResponseId = responseId, Revision = revision, note.Author?.Kind, Author = note.Author?.Id, Content = note.Pack() });
        if (note.Visit is { } visit)
        {
            session.Run(
                "INSERT INTO visit_identifiers (organization_id, system, value, response_id) VALUES (@Organization, @System, @Value, @ResponseId) ON CONFLICT DO NOTHING",
                new { Organization = organization, visit.System, visit.Value, ResponseId = responseId });
        }
    }

    /// <summary>What was kept beside a response at a revision: the newest note that is no newer.</summary>
    public static ForeignNote Note(Session session, string organization, string responseId, long revision) => ForeignNote.Unpack(session.One<byte[]>(
        "SELECT content FROM response_notes WHERE organization_id = @Organization AND response_id = @ResponseId AND revision <= @Revision ORDER BY revision DESC LIMIT 1",
        new { Organization = organization, ResponseId = responseId, Revision = revision }));
}
