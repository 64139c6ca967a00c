using AllianceApi.Trends;

namespace AllianceApi.Responses.Filing;

/// <summary>A series of an <see cref="EpisodeFile"/>: its responses by session, those that are new among them.</summary>
internal sealed class SeriesFile
{
    private readonly Dictionary<SessionEntry, FiledForm> _forms = [];

    public FiledForm? Find(SessionEntry session) => _forms.GetValueOrDefault(session);

    public void Add(SessionEntry session, FiledForm form) => _forms[session] = form;

    /// <summary>The responses that count, by session as it is now.</summary>
    public List<SeriesMember> Members(IReadOnlyList<SessionEntry> sessions)
    {
        var members = new List<SeriesMember>(_forms.Count);
        foreach (var entry in sessions)
        {
            if (_forms.TryGetValue(entry, out var form))
            {
                members.Add(new SeriesMember
                {
                    Number = entry.Row.Number,
                    ResponseId = form.ResponseId,
                    Means = form.Means,
                    Flags = form.Flags,
                    HeldAt = entry.Row.HeldAt,
                    OffsetMinutes = entry.Row.OffsetMinutes,
                });
            }
        }

        return members;
    }
}

/// <summary>A response within a <see cref="SeriesFile"/>, as a trend needs it.</summary>
/// <param name="ResponseId">Its id.</param>
/// <param name="Means">The means of its scales, packed.</param>
/// <param name="Flags">Its flags, packed.</param>
/// <param name="New">All of it, where it is not stored yet; null where it is.</param>
internal sealed record FiledForm(string ResponseId, byte[] Means, long Flags, ResponseRow? New)
{
    public static FiledForm Of(ResponseRow row) => new(row.ResponseId, row.Means, row.Flags, row);
}
