using AllianceApi.Access.Tokens;
using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.Access.Apps;

/// <summary>
/// Finds which app a token of ours belongs to. It is remembered for less than a second, so that a revoked app stops within a
/// second on every instance.
/// </summary>
internal sealed class AppDirectory(Database database, TimeProvider clock)
{
    private readonly CallerMemory _memory = new();

    /// <summary>Whether this could be a token of ours.</summary>
    public static bool Takes(ReadOnlySpan<char> credential) => credential.StartsWith(AppToken.Prefix, StringComparison.Ordinal);

    /// <summary>Who sends it; null when nobody does.</summary>
    public async ValueTask<Caller?> Whose(string token, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var key = CredentialHash.Of(token);
        if (_memory.Recall(key, now) is { } known)
        {
            return known;
        }

        var row = await database.Read(s => AppStore.Token(s, key.ToBytes()), cancellationToken);
        if (row is null || row.ExpiresAt <= now.ToStore())
        {
            _memory.Forget(key);
            return null;
        }

        var caller = CallerOf(row.Organization, row.AppId, row.Name, row.Role, SmartScopes.Of(row.Scopes.Split(' '), null));
        _memory.Remember(key, caller, now, Instant.FromStore(row.ExpiresAt));
        return caller;
    }

    /// <summary>Forgets every token, so that the next use of each is looked up.</summary>
    public void Forget() => _memory.ForgetAll();

    public static Caller CallerOf(string organization, string appId, string name, string role, SmartScopes? scopes) =>
        new(organization, appId, name, Roles.Parse(role), null, [], IsOperator: false) { Scopes = scopes };
}
