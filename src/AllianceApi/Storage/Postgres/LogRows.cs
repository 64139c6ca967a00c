using Npgsql;

namespace AllianceApi.Storage.Postgres;

/// <summary>
/// The statements that put audit rows and events beside the work that they tell of: unsealed, with their place in the queue of
/// the sealer as a number under zero.
/// </summary>
internal static class LogRows
{
    private const string AddAudits =
        "INSERT INTO audit (organization_id, sequence, at, key_id, name, role, action, resource, client_id, outcome, reason, origin, break_glass, hash) " +
        "SELECT r.organization_id, -nextval('log_order'), r.at, r.key_id, r.name, r.role, r.action, r.resource, r.client_id, r.outcome, r.reason, r.origin, r.break_glass, '' " +
        "FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS r (organization_id, at, key_id, name, role, action, resource, client_id, outcome, reason, origin, break_glass)";

    private const string AddEvents =
        "INSERT INTO events (organization_id, sequence, event_id, type, at, episode_id, clinician_id, resource) " +
        "SELECT r.organization_id, -nextval('log_order'), r.event_id, r.type, r.at, r.episode_id, r.clinician_id, r.resource " +
        "FROM unnest($1, $2, $3, $4, $5, $6, $7) AS r (organization_id, event_id, type, at, episode_id, clinician_id, resource)";

    public static void Add(NpgsqlBatch batch, IReadOnlyList<AuditEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        var command = new NpgsqlBatchCommand(AddAudits);
        Column(command, entries, e => e.Organization);
        Column(command, entries, e => e.At);
        Column(command, entries, e => e.KeyId);
        Column(command, entries, e => e.Name);
        Column(command, entries, e => e.Role);
        Column(command, entries, e => e.Action);
        Column(command, entries, e => e.Resource);
        Column(command, entries, e => e.ClientId);
        Column(command, entries, e => e.Outcome);
        Column(command, entries, e => e.Reason);
        Column(command, entries, e => e.Origin);
        Column(command, entries, e => e.BreakGlass);
        batch.BatchCommands.Add(command);
    }

    public static void Add(NpgsqlBatch batch, IReadOnlyList<EventEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        var command = new NpgsqlBatchCommand(AddEvents);
        Column(command, entries, e => e.Organization);
        Column(command, entries, e => e.EventId);
        Column(command, entries, e => e.Type);
        Column(command, entries, e => e.At);
        Column(command, entries, e => e.EpisodeId);
        Column(command, entries, e => e.ClinicianId);
        Column(command, entries, e => e.Resource);
        batch.BatchCommands.Add(command);
    }

    /// <summary>One member of every entry, as an array that <c>unnest</c> turns into rows.</summary>
    public static void Column<TEntry, TValue>(NpgsqlBatchCommand command, IReadOnlyList<TEntry> entries, Func<TEntry, TValue> member)
    {
        var values = new TValue[entries.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = member(entries[i]);
        }

        command.Parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = values });
    }
}
