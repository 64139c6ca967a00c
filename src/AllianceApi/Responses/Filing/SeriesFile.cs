using AllianceApi.Trends;

namespace AllianceApi.Responses.Filing;

/// <summary>A series of an <see cref="EpisodeFile"/>: its responses by session, those that are new among them.</summary>
internal sealed class SeriesFile
{
    private readonly Dictionary<SessionEntry, ResponseRow> _responses = [];

    public ResponseRow? Find(SessionEntry session) => _responses.GetValueOrDefault(session);

    public void Add(SessionEntry session, ResponseRow row) => _responses[session] = row;

    /// <summary>The responses that count, by session as it is now.</summary>
    public List<SeriesMember> Members(IReadOnlyList<SessionEntry> sessions)
    {
        var members = new List<SeriesMember>(_responses.Count);
        foreach (var entry in sessions)
        {
            if (_responses.TryGetValue(entry, out var row))
            {
                members.Add(new SeriesMember
                {
                    Number = entry.Row.Number,
                    ResponseId = row.ResponseId,
                    Means = row.Means,
                    Flags = row.Flags,
                    HeldAt = entry.Row.HeldAt,
                    OffsetMinutes = entry.Row.OffsetMinutes,
                });
            }
        }

        return members;
    }
}
