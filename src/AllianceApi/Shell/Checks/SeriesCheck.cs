using Alliance.Measurement.Trends;
using AllianceApi.Instruments;
using AllianceApi.Storage;
using AllianceApi.Trends;

namespace AllianceApi.Shell.Checks;

/// <summary>Computes the headline of every series again from its members and compares it byte for byte.</summary>
internal sealed class SeriesCheck(InstrumentRegistry instruments, string organization) : IPiecewiseCheck
{
    private const int AtATime = 50;

    // The keys of both tables, so that a series whose row is lacking is found too.
    private const string Keys =
        "SELECT k.episode_id AS EpisodeId, k.instrument AS Instrument, k.version AS Version, k.rater AS Rater FROM (" +
        "SELECT episode_id, instrument, version, rater FROM series WHERE organization_id = @Organization AND episode_id > @After UNION " +
        "SELECT episode_id, instrument, version, rater FROM responses WHERE organization_id = @Organization AND episode_id > @After) k " +
        "WHERE k.episode_id IN (SELECT e.episode_id FROM episodes e WHERE e.organization_id = @Organization AND e.episode_id > @After ORDER BY e.episode_id LIMIT @AtATime)";

    private const string LastOf =
        "SELECT MAX(p.episode_id) FROM (SELECT episode_id FROM episodes WHERE organization_id = @Organization AND episode_id > @After ORDER BY episode_id LIMIT @AtATime) p";

    private const string Stored =
        "SELECT forms AS Forms, last_number AS LastNumber, last_held_at AS LastHeldAt, headline AS Headline FROM series WHERE organization_id = @Organization " +
        "AND episode_id = @EpisodeId AND instrument = @Instrument AND version = @Version AND rater = @Rater";

    private string? _after = "";

    public int Next(Session session, List<string> faults)
    {
        var looked = 0;
        while (looked == 0 && _after is not null)
        {
            var values = new { Organization = organization, After = _after, AtATime };
            foreach (var row in session.All<KeyRow>(Keys, values))
            {
                var key = new SeriesKey(row.EpisodeId, row.Instrument, row.Version, row.Rater);
                if (Difference(session, key) is { } difference)
                {
                    faults.Add($"series {key.EpisodeId} {key.Instrument}@{key.Version} {key.Rater}: {difference}");
                }

                looked++;
            }

            _after = session.One<string>(LastOf, values);
        }

        return looked;
    }

    private string? Difference(Session session, SeriesKey key)
    {
        if (instruments.Find(session, organization, key.Instrument, key.Version) is not { } document)
        {
            return "its instrument is not known";
        }

        if (session.One<StateRow>(Stored, new { Organization = organization, key.EpisodeId, key.Instrument, key.Version, key.Rater }) is not { } stored)
        {
            return "its row is lacking";
        }

        try
        {
            var forms = SeriesStore.Members(session, organization, key).ConvertAll(m => m.ToForm());
            var right = SeriesState.Of(SeriesTrend.Of(instruments.Model(document.Instrument), forms), forms.LastOrDefault());
            return Difference(stored, right);
        }
        catch (ArgumentException)
        {
            return "its scores contradict its instrument";
        }
    }

    private static string? Difference(StateRow stored, SeriesState right)
    {
        string?[] parts =
        [
            stored.Forms == right.Forms ? null : "forms",
            stored.LastNumber == right.LastNumber ? null : "last session",
            stored.LastHeldAt == right.LastHeldAt ? null : "time of the last session",
            PackedHeadline.Are(stored.Headline, right.Headline) ? null : "headline",
        ];
        return parts.Any(p => p is not null) ? string.Join(", ", parts.Where(p => p is not null)) : null;
    }

    private sealed class KeyRow
    {
        public string EpisodeId { get; init; } = "";

        public string Instrument { get; init; } = "";

        public string Version { get; init; } = "";

        public string Rater { get; init; } = "";
    }

    private sealed class StateRow
    {
        public long Forms { get; init; }

        public long? LastNumber { get; init; }

        public long? LastHeldAt { get; init; }

        public byte[] Headline { get; init; } = [];
    }
}
