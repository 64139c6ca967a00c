using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.Access;

/// <summary>
/// Finds who a token belongs to. What was found is remembered for less than a second, so that a revoked key stops within a
/// second on every instance. Tokens that are nobody's are never remembered.
/// </summary>
internal sealed class KeyDirectory(Database database, TimeProvider clock)
{
    private const string FindKey =
        "SELECT organization_id AS OrganizationId, key_id AS KeyId, name AS Name, role AS Role, clinician_id AS ClinicianId, supervises AS Supervises, " +
        "operator AS Operator, expires_at AS ExpiresAt, last_used_on AS LastUsedOn FROM access_keys WHERE secret_hash = @Hash AND revoked_at IS NULL";

    private const string Use = "UPDATE access_keys SET last_used_on = @Day WHERE organization_id = @OrganizationId AND key_id = @KeyId";

    private readonly CallerMemory _memory = new();

    /// <summary>Who sends this token; null when nobody does.</summary>
    public ValueTask<Caller?> Whose(ReadOnlySpan<char> token, CancellationToken cancellationToken)
    {
        var (now, key) = (clock.GetUtcNow(), CredentialHash.Of(token));
        return _memory.Recall(key, now) is { } known ? new(known) : Find(key, now, cancellationToken);
    }

    private async ValueTask<Caller?> Find(CredentialHash key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = await database.Read(s => s.One<Row>(FindKey, new { Hash = key.ToBytes() }), cancellationToken);
        if (row is null || (row.ExpiresAt is { } expires && expires <= now.ToStore()))
        {
            _memory.Forget(key);
            return null;
        }

        await NoteUse(row, now, cancellationToken);
        return Remember(key, row, now);
    }

    /// <summary>Forgets every token, so that the next use of each is looked up.</summary>
    public void Forget() => _memory.ForgetAll();

    private Caller Remember(CredentialHash key, Row row, DateTimeOffset now)
    {
        var supervises = row.Supervises is null ? [] : JsonSerializer.Deserialize<ImmutableArray<string>>(row.Supervises);
        var caller = new Caller(row.OrganizationId, row.KeyId, row.Name, Roles.Parse(row.Role), row.ClinicianId, supervises, row.Operator != 0);
        _memory.Remember(key, caller, now, row.ExpiresAt is { } e ? Instant.FromStore(e) : DateTimeOffset.MaxValue);
        return caller;
    }

    // To the day only: enough to find keys that nobody uses, and no diary of its owner.
    private async Task NoteUse(Row row, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var day = now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (row.LastUsedOn != day)
        {
            await database.Write(s => s.Run(Use, new { Day = day, row.OrganizationId, row.KeyId }), cancellationToken);
        }
    }

    private sealed class Row
    {
        public string OrganizationId { get; init; } = "";

        public string KeyId { get; init; } = "";

        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public string? ClinicianId { get; init; }

        public string? Supervises { get; init; }

        public long Operator { get; init; }

        public long? ExpiresAt { get; init; }

        public string? LastUsedOn { get; init; }
    }
}
