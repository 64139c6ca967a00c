using Alliance.Measurement.Trends;
using AllianceApi.Trends;

namespace AllianceApi.Responses.Filing;

/// <summary>A series of an <see cref="EpisodeFile"/>: its responses by session, those that are new among them.</summary>
internal sealed class SeriesFile
{
    private readonly Dictionary<SessionEntry, FiledForm> _forms = [];

    /// <summary>The forms of sessions before those of the file, by number.</summary>
    public IReadOnlyList<SeriesForm> Earlier { get; set; } = [];

    public FiledForm? Find(SessionEntry session) => _forms.GetValueOrDefault(session);

    public void Add(SessionEntry session, FiledForm form) => _forms[session] = form;

    /// <summary>All forms that count, by session as it is now; <paramref name="sessions"/> are those of the file.</summary>
    public SeriesForm[] Forms(IReadOnlyList<SessionEntry> sessions)
    {
        var forms = new SeriesForm[Earlier.Count + _forms.Count];
        for (var i = 0; i < Earlier.Count; i++)
        {
            forms[i] = Earlier[i];
        }

        var next = Earlier.Count;
        foreach (var entry in sessions)
        {
            if (_forms.TryGetValue(entry, out var form))
            {
                forms[next++] = SeriesMember.Form(entry.Row.Number, entry.Row.Time, form.Means, form.Flags);
            }
        }

        return forms;
    }
}

/// <summary>A response within a <see cref="SeriesFile"/>, as a trend needs it.</summary>
/// <param name="Means">The means of its scales, packed.</param>
/// <param name="Flags">Its flags, packed.</param>
/// <param name="New">All of it, where it is not stored yet; null where it is.</param>
internal sealed record FiledForm(byte[] Means, long Flags, ResponseRow? New)
{
    public static FiledForm Of(ResponseRow row) => new(row.Means, row.Flags, row);
}
