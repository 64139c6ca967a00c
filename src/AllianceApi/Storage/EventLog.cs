namespace AllianceApi.Storage;

/// <summary>
/// Numbers the events of one commit in the order of commits, so that who reads on from a number misses none. The newest number
/// is kept beside the events: it stays when they are erased, and is never given twice.
/// </summary>
internal sealed class EventLog
{
    private const string FindHead = "SELECT sequence FROM event_heads WHERE organization_id = @Organization";

    private const string KeepHead =
        "INSERT INTO event_heads (organization_id, sequence) VALUES (@Organization, @Sequence) ON CONFLICT (organization_id) DO UPDATE SET sequence = excluded.sequence";

    private const string Append =
        "INSERT INTO events (organization_id, sequence, event_id, type, at, episode_id, clinician_id, resource) " +
        "VALUES (@Organization, @Sequence, @EventId, @Type, @At, @EpisodeId, @ClinicianId, @Resource)";

    private readonly Dictionary<string, long> _heads = new(StringComparer.Ordinal);
    private readonly HashSet<string> _risen = new(StringComparer.Ordinal);

    public void Seal(Session session, IReadOnlyList<EventEntry> entries) => session.RunEach(Append, entries, e =>
    {
        if (!_heads.TryGetValue(e.Organization, out var head))
        {
            head = session.One<long>(FindHead, new { e.Organization });
        }

        _heads[e.Organization] = ++head;
        _risen.Add(e.Organization);
        return [e.Organization, head, e.EventId, e.Type, e.At, e.EpisodeId, e.ClinicianId, e.Resource];
    });

    /// <summary>Keeps the newest numbers; once for each commit, after the last of its events.</summary>
    public void Keep(Session session)
    {
        if (_risen.Count > 0)
        {
            session.RunEach(KeepHead, [.. _risen], o => [o, _heads[o]]);
            _risen.Clear();
        }
    }

    public void Forget()
    {
        _heads.Clear();
        _risen.Clear();
    }
}
