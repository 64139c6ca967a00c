using AllianceApi.Visibility;

namespace AllianceApi.Trends;

/// <summary>
/// A series as one caller may see it. What is shown at least as part of the course makes the trend; of the rest only the sessions
/// are told. The trend of the one says nothing of the other, because it is computed without it.
/// </summary>
internal sealed class SeenSeries
{
    private SeenSeries(List<SeriesMember> shown, List<Level> levels, List<SeriesMember> withheld, bool isTimed) =>
        (Shown, Levels, Withheld, IsTimed) = (shown, levels, withheld, isTimed);

    /// <summary>The responses that make the trend, by session.</summary>
    public List<SeriesMember> Shown { get; }

    /// <summary>How much is shown of each of them.</summary>
    public List<Level> Levels { get; }

    /// <summary>The responses of which only the existence is shown.</summary>
    public List<SeriesMember> Withheld { get; }

    /// <summary>Whether what is shown changes with time alone.</summary>
    public bool IsTimed { get; }

    /// <summary>Whether every single score that makes the trend may be seen.</summary>
    public bool ScoresVisible => Levels.TrueForAll(l => l >= Level.Scores);

    public static SeenSeries Of(EpisodeSight sight, IReadOnlyList<SeriesMember> members) => Of(sight, [.. members.Select(m => (m, m.Number))]);

    /// <summary>The same where members bear the numbers of an earlier day: what is held back goes by those of now.</summary>
    public static SeenSeries Of(EpisodeSight sight, IReadOnlyList<(SeriesMember Member, long NumberNow)> members)
    {
        var (shown, levels, withheld) = (new List<SeriesMember>(members.Count), new List<Level>(members.Count), new List<SeriesMember>());
        foreach (var (member, number) in members)
        {
            var level = sight.Of(member.Promise, number);
            if (level == Level.Existence)
            {
                withheld.Add(member);
                continue;
            }

            shown.Add(member);
            levels.Add(level);
        }

        return new SeenSeries(shown, levels, withheld, members.Any(m => sight.IsTimedFor(m.Member.Promise)));
    }
}
