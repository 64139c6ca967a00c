using System.Security.Cryptography;
using System.Text;
using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.People;

/// <summary>
/// The SQL that reaches over everything held of one client: what to merge, to erase and to give out. It is the one place that
/// may touch the tables of other slices, so that nothing of a client is ever forgotten; a test holds it to the whole schema.
/// </summary>
internal static class ClientRecordStore
{
    /// <summary>The tables that hold something of an episode, and in which order they are emptied.</summary>
    public static readonly string[] TablesOfEpisodes = ["alert_cards", "alerts", "invitations", "series", "responses", "response_revisions", "session_revisions", "sessions", "events", "episodes"];

    /// <summary>The tables that hold something of a response under its id alone.</summary>
    public static readonly string[] TablesOfResponses = ["response_identifiers", "visit_identifiers", "response_notes"];

    public static List<string> Episodes(Session session, string organization, string clientId) => session.All<string>(
        "SELECT episode_id FROM episodes WHERE organization_id = @Organization AND client_id = @ClientId ORDER BY episode_id" + session.ForUpdate, new { Organization = organization, ClientId = clientId });

    /// <summary>Gives the episodes of a client to another one, and notes which they were.</summary>
    public static void Merge(Session session, string organization, string clientId, string into, string episodes, string by)
    {
        var values = new { Organization = organization, ClientId = clientId, Into = into, Episodes = episodes, session.Now, By = by };
        session.Run("UPDATE episodes SET client_id = @Into WHERE organization_id = @Organization AND client_id = @ClientId", values);
        session.Run("UPDATE data_keys SET client_id = @Into, is_current = 0 WHERE organization_id = @Organization AND client_id = @ClientId", values);
        session.Run("DELETE FROM visibility_policies WHERE organization_id = @Organization AND client_id = @ClientId", values);
        session.Run("DELETE FROM clients WHERE organization_id = @Organization AND client_id = @ClientId", values);
        session.Run("UPDATE person_identifiers SET person_id = @Into WHERE organization_id = @Organization AND kind = 'client' AND person_id = @ClientId", values);
        PublicIds.Forget(session, organization, PublicKind.Client, clientId);
        session.Run(
            "INSERT INTO client_merges (organization_id, client_id, into_client_id, episodes, merged_at, merged_by) VALUES (@Organization, @ClientId, @Into, @Episodes, @Now, @By) " +
            "ON CONFLICT (organization_id, client_id) DO UPDATE SET into_client_id = excluded.into_client_id, episodes = excluded.episodes, merged_at = excluded.merged_at, merged_by = excluded.merged_by",
            values);
    }

    /// <summary>Removes everything held of a client but its audit rows, and leaves a mark that cannot be read back.</summary>
    public static void Erase(Session session, string organization, string clientId)
    {
        foreach (var episodeId in Episodes(session, organization, clientId))
        {
            EraseEpisode(session, organization, episodeId);
        }

        var values = new { Organization = organization, ClientId = clientId };
        foreach (var entry in Entries(session, organization, clientId))
        {
            session.Vault.Destroy(session, organization, entry);
            session.Run(
                "DELETE FROM idempotency WHERE organization_id = @Organization AND route LIKE @Route ESCAPE '!'", new { Organization = organization, Route = Like($"/v1/clients/{entry}/") });
            session.Run(
                "INSERT INTO erased_clients (organization_id, client_hash, erased_at) VALUES (@Organization, @Hash, @Now) ON CONFLICT (organization_id, client_hash) DO UPDATE SET erased_at = excluded.erased_at",
                new { Organization = organization, Hash = Hash(organization, entry), session.Now });
            session.Run("DELETE FROM client_merges WHERE organization_id = @Organization AND (client_id = @Entry OR into_client_id = @Entry)", new { Organization = organization, Entry = entry });
        }

        session.Run("DELETE FROM visibility_policies WHERE organization_id = @Organization AND client_id = @ClientId", values);
        session.Run("DELETE FROM clients WHERE organization_id = @Organization AND client_id = @ClientId", values);
        session.Run("DELETE FROM person_identifiers WHERE organization_id = @Organization AND kind = 'client' AND person_id = @ClientId", values);
        PublicIds.Forget(session, organization, PublicKind.Client, clientId);
    }

    /// <summary>Who stands in the store although it was erased: a backup of before was put back. Who came again later is somebody new.</summary>
    public static List<(string Organization, string ClientId)> ErasedButThere(Session session)
    {
        var marks = session.All<ErasedRow>("SELECT organization_id AS Organization, client_hash AS Hash, erased_at AS ErasedAt FROM erased_clients")
            .ToDictionary(e => (e.Organization, Convert.ToHexString(e.Hash)), e => e.ErasedAt);
        return marks.Count == 0
            ? []
            : [.. session.All<EntryRow>("SELECT organization_id AS Organization, client_id AS ClientId, created_at AS CreatedAt FROM clients WHERE organization_id IN (SELECT organization_id FROM erased_clients)")
                .Where(c => marks.TryGetValue((c.Organization, Convert.ToHexString(Hash(c.Organization, c.ClientId))), out var erasedAt) && c.CreatedAt <= erasedAt)
                .Select(c => (c.Organization, c.ClientId))];
    }

    public static bool WasErased(Session session, string organization, string clientId) => session.One<long>(
        "SELECT COUNT(*) FROM erased_clients WHERE organization_id = @Organization AND client_hash = @Hash", new { Organization = organization, Hash = Hash(organization, clientId) }) > 0;

    // A client, and whoever was merged into it, however many steps ago.
    private static List<string> Entries(Session session, string organization, string clientId)
    {
        var entries = new List<string> { clientId };
        for (var i = 0; i < entries.Count; i++)
        {
            entries.AddRange(session.All<string>(
                "SELECT client_id FROM client_merges WHERE organization_id = @Organization AND into_client_id = @Entry", new { Organization = organization, Entry = entries[i] }).Except(entries));
        }

        return entries;
    }

    private static void EraseEpisode(Session session, string organization, string episodeId)
    {
        var values = new { Organization = organization, EpisodeId = episodeId, Route = Like($"/v1/episodes/{episodeId}/") };
        session.Run(
            "DELETE FROM alert_history WHERE organization_id = @Organization AND alert_id IN (SELECT alert_id FROM alerts WHERE organization_id = @Organization AND episode_id = @EpisodeId)", values);
        session.Run("DELETE FROM idempotency WHERE organization_id = @Organization AND route LIKE @Route ESCAPE '!'", values);
        session.Run(
            "DELETE FROM idempotency WHERE organization_id = @Organization AND route IN (" +
            "SELECT 'POST /v1/responses/' || response_id || '/move' FROM responses WHERE organization_id = @Organization AND episode_id = @EpisodeId " +
            "UNION ALL SELECT 'POST /v1/responses/' || response_id || '/move' FROM response_revisions WHERE organization_id = @Organization AND episode_id = @EpisodeId " +
            "UNION ALL SELECT 'POST /v1/alerts/' || alert_id || '/state' FROM alerts WHERE organization_id = @Organization AND episode_id = @EpisodeId)",
            values);
        foreach (var table in TablesOfResponses)
        {
            session.Run(
                $"DELETE FROM {table} WHERE organization_id = @Organization AND response_id IN (SELECT response_id FROM responses WHERE organization_id = @Organization AND episode_id = @EpisodeId " +
                "UNION ALL SELECT response_id FROM response_revisions WHERE organization_id = @Organization AND episode_id = @EpisodeId)",
                values);
        }

        PublicIds.Forget(session, organization, PublicKind.Episode, episodeId);
        foreach (var table in TablesOfEpisodes)
        {
            session.Run($"DELETE FROM {table} WHERE organization_id = @Organization AND episode_id = @EpisodeId", values);
        }
    }

    private static string Like(string part) => $"%{part.Replace("_", "!_", StringComparison.Ordinal)}%";

    private static byte[] Hash(string organization, string clientId) => SHA256.HashData(Encoding.UTF8.GetBytes($"{organization}/{clientId}"));

    private sealed class ErasedRow
    {
        public string Organization { get; init; } = "";

        public byte[] Hash { get; init; } = [];

        public long ErasedAt { get; init; }
    }

    private sealed class EntryRow
    {
        public string Organization { get; init; } = "";

        public string ClientId { get; init; } = "";

        public long CreatedAt { get; init; }
    }
}
