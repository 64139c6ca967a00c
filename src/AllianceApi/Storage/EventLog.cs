namespace AllianceApi.Storage;

/// <summary>
/// Numbers the events of one commit in the order of commits, so that who reads on from a number misses none. The newest number
/// is kept beside the events: it stays when they are erased, and is never given twice.
/// </summary>
internal sealed class EventLog
{
    private const string FindHead = "SELECT sequence AS Sequence, changed_at AS ChangedAt FROM event_heads WHERE organization_id = @Organization";

    private const string KeepHead =
        "INSERT INTO event_heads (organization_id, sequence, changed_at) VALUES (@Organization, @Sequence, @ChangedAt) " +
        "ON CONFLICT (organization_id) DO UPDATE SET sequence = excluded.sequence, changed_at = excluded.changed_at";

    private const string Append =
        "INSERT INTO events (organization_id, sequence, event_id, type, at, episode_id, clinician_id, resource) " +
        "VALUES (@Organization, @Sequence, @EventId, @Type, @At, @EpisodeId, @ClinicianId, @Resource)";

    private readonly Dictionary<string, Head> _heads = new(StringComparer.Ordinal);
    private readonly HashSet<string> _risen = new(StringComparer.Ordinal);

    public void Seal(Session session, IReadOnlyList<EventEntry> entries) => session.RunEach(Append, entries, e =>
    {
        if (!_heads.TryGetValue(e.Organization, out var head))
        {
            head = session.One<Head>(FindHead, new { e.Organization }) ?? new Head();
        }

        _heads[e.Organization] = head = new Head { Sequence = head.Sequence + 1, ChangedAt = Math.Max(head.ChangedAt, e.At) };
        _risen.Add(e.Organization);
        return [e.Organization, head.Sequence, e.EventId, e.Type, e.At, e.EpisodeId, e.ClinicianId, e.Resource];
    });

    /// <summary>Keeps the newest numbers and instants; once for each commit, after the last of its events.</summary>
    public void Keep(Session session)
    {
        if (_risen.Count > 0)
        {
            session.RunEach(KeepHead, [.. _risen], o => [o, _heads[o].Sequence, _heads[o].ChangedAt]);
            _risen.Clear();
        }
    }

    public void Forget()
    {
        _heads.Clear();
        _risen.Clear();
    }

    private sealed class Head
    {
        public long Sequence { get; init; }

        public long ChangedAt { get; init; }
    }
}
