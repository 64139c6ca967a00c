using AllianceApi.Storage;
using AllianceApi.Trends;

namespace AllianceApi.Alerts;

/// <summary>The SQL of episodes from which no forms come.</summary>
internal static class NoFormsStore
{
    /// <summary>The open episodes whose newest form is older than an instant, by id, with the series of that form.</summary>
    public static List<SilentRow> Silent(Session session, string organization, long before, string after, int limit) => session.All<SilentRow>(
        "SELECT s.episode_id AS EpisodeId, s.instrument AS Instrument, s.version AS Version, s.rater AS Rater, s.last_number AS LastNumber, s.last_held_at AS LastHeldAt " +
        "FROM episodes e JOIN series s ON s.organization_id = e.organization_id AND s.episode_id = e.episode_id " +
        "WHERE e.organization_id = @Organization AND e.episode_id > @After AND e.ended_on IS NULL AND s.forms > 0 AND s.last_held_at < @Before " +
        "AND NOT EXISTS (SELECT 1 FROM series t WHERE t.organization_id = s.organization_id AND t.episode_id = s.episode_id AND t.forms > 0 AND t.last_held_at > s.last_held_at) " +
        "ORDER BY e.episode_id, s.rater, s.instrument, s.version LIMIT @Limit",
        new { Organization = organization, After = after, Before = before, Limit = limit });

    /// <summary>An open episode with the series of its newest form.</summary>
    internal sealed class SilentRow
    {
        public string EpisodeId { get; init; } = "";

        public string Instrument { get; init; } = "";

        public string Version { get; init; } = "";

        public string Rater { get; init; } = "";

        public long LastNumber { get; init; }

        public long LastHeldAt { get; init; }

        public SeriesKey Key => new(EpisodeId, Instrument, Version, Rater);

        public LastForm Last => new((int)LastNumber, LastHeldAt);
    }
}
