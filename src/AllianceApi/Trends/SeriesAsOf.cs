using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.Trends;

/// <summary>
/// A series as it could be known at an earlier instant: the revisions of responses that stood then, at the times that their
/// sessions had then, numbered as they were among the sessions known then.
/// </summary>
internal static class SeriesAsOf
{
    public static List<(SeriesMember Member, long NumberNow)> Members(Session session, string organization, SeriesKey key, DateTimeOffset asOf)
    {
        var at = asOf.ToStore();
        var members = SeriesStore.MembersAsOf(session, organization, key, at);
        var sessions = Sessions(session, organization, key.EpisodeId, at);
        var numbers = Numbers([.. sessions.Select(s => s.ToPlaced())]);
        var known = sessions.Select((s, i) => (Row: s, Number: numbers[i])).ToDictionary(s => s.Row.Number);
        return [.. members.Where(m => known.ContainsKey(m.Number)).Select(m => (At(m, known[m.Number].Row, known[m.Number].Number), m.Number)).OrderBy(m => m.Item1.Number)];
    }

    // A number may have been given after that instant and contradict the times of then: the order of time decides alone.
    private static int[] Numbers(IReadOnlyList<PlacedSession> sessions) =>
        SessionOrder.Renumber(sessions).Numbers ?? SessionOrder.Renumber([.. sessions.Select(s => s with { NumberGiven = false })]).Numbers!;

    private static List<SessionRow> Sessions(Session session, string organization, string episodeId, long at)
    {
        var earlier = SessionStore.Revisions(session, organization, episodeId).Where(r => r.RecordedAt <= at && at < r.SupersededAt).ToDictionary(r => r.Number);
        return
        [
            .. SessionStore.All(session, organization, episodeId)
                .Where(s => s.CreatedAt <= at)
                .Select(s => earlier.TryGetValue(s.Number, out var then) ? s with { HeldAt = then.HeldAt, OffsetMinutes = then.OffsetMinutes } : s),
        ];
    }

    private static SeriesMember At(SeriesMember member, SessionRow session, int number) => new()
    {
        Number = number,
        ResponseId = member.ResponseId,
        Means = member.Means,
        Flags = member.Flags,
        HeldAt = session.HeldAt,
        OffsetMinutes = session.OffsetMinutes,
        Promise = member.Promise,
    };
}
