using System.Collections.Immutable;
using System.Text.Json;
using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.Access.Keys;

/// <summary>The SQL of API keys.</summary>
internal static class KeyStore
{
    private const string Columns =
        "key_id AS KeyId, name AS Name, role AS Role, organization_id AS OrganizationId, clinician_id AS ClinicianId, supervises AS Supervises, " +
        "created_at AS CreatedAt, expires_at AS ExpiresAt, last_used_on AS LastUsedOn";

    public static void Insert(Session session, KeyRow row, byte[] hash, bool isOperator) => session.Run(
        "INSERT INTO access_keys (organization_id, key_id, name, role, clinician_id, supervises, operator, secret_hash, created_at, expires_at) " +
        "VALUES (@OrganizationId, @KeyId, @Name, @Role, @ClinicianId, @Supervises, @Operator, @Hash, @CreatedAt, @ExpiresAt)",
        new { row.OrganizationId, row.KeyId, row.Name, row.Role, row.ClinicianId, row.Supervises, Operator = isOperator ? 1 : 0, Hash = hash, row.CreatedAt, row.ExpiresAt });

    public static List<KeyRow> List(Session session, string organization, string? after, int limit) => session.All<KeyRow>(
        $"SELECT {Columns} FROM access_keys WHERE organization_id = @Organization AND key_id > @After AND revoked_at IS NULL ORDER BY key_id LIMIT @Limit",
        new { Organization = organization, After = after ?? "", Limit = limit });

    public static bool Revoke(Session session, string organization, string keyId) => session.Run(
        "UPDATE access_keys SET revoked_at = @Now WHERE organization_id = @Organization AND key_id = @KeyId AND revoked_at IS NULL",
        new { session.Now, Organization = organization, KeyId = keyId }) == 1;

    public static bool AnyOperator(Session session) => session.One<long>("SELECT COUNT(*) FROM access_keys WHERE operator = 1 AND revoked_at IS NULL") > 0;

    public static bool HasSecret(Session session, byte[] hash) => session.One<long>("SELECT COUNT(*) FROM access_keys WHERE secret_hash = @Hash", new { Hash = hash }) > 0;

    internal sealed class KeyRow
    {
        public string KeyId { get; init; } = "";

        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public string OrganizationId { get; init; } = "";

        public string? ClinicianId { get; init; }

        public string? Supervises { get; init; }

        public long CreatedAt { get; init; }

        public long? ExpiresAt { get; init; }

        public string? LastUsedOn { get; init; }

        public KeyResource ToResource() => new(
            KeyId, Name, Role, OrganizationId, ClinicianId, SupervisesList(), Instant.FromStore(CreatedAt), Expiry(), LastUsedOn);

        public NewKeyResource ToNewResource(string secret) => new(
            KeyId, Name, Role, OrganizationId, ClinicianId, SupervisesList(), Instant.FromStore(CreatedAt), Expiry(), LastUsedOn, secret);

        private IReadOnlyList<string>? SupervisesList() => Supervises is null ? null : JsonSerializer.Deserialize<ImmutableArray<string>>(Supervises);

        private DateTimeOffset? Expiry() => ExpiresAt is { } e ? Instant.FromStore(e) : null;
    }
}
