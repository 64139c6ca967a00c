namespace AllianceApi.Storage;

/// <summary>Numbers the events of one commit in the order of commits, so that who reads on from a number misses none.</summary>
internal sealed class EventLog
{
    private const string FindHead = "SELECT COALESCE(MAX(sequence), 0) FROM events WHERE organization_id = @Organization";

    private const string Append =
        "INSERT INTO events (organization_id, sequence, event_id, type, at, episode_id, clinician_id, resource) " +
        "VALUES (@Organization, @Sequence, @EventId, @Type, @At, @EpisodeId, @ClinicianId, @Resource)";

    private readonly Dictionary<string, long> _heads = new(StringComparer.Ordinal);

    public void Seal(Session session, IReadOnlyList<EventEntry> entries) => session.RunEach(Append, entries, e =>
    {
        if (!_heads.TryGetValue(e.Organization, out var head))
        {
            head = session.One<long>(FindHead, new { e.Organization });
        }

        _heads[e.Organization] = ++head;
        return [e.Organization, head, e.EventId, e.Type, e.At, e.EpisodeId, e.ClinicianId, e.Resource];
    });

    public void Forget() => _heads.Clear();
}
