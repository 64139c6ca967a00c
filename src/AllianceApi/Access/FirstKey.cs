using AllianceApi.Access.Keys;
using AllianceApi.Access.Organizations;
using AllianceApi.Storage;

namespace AllianceApi.Access;

/// <summary>The operator's first key: given by <c>ALLIANCE_ADMIN_KEY</c>, else made at the first start and printed once.</summary>
internal sealed class FirstKey(Database database, IConfiguration configuration)
{
    private const int ShortestSecret = 32;

    /// <summary>Makes the key where it is lacking.</summary>
    /// <returns>The secret where it was made here and must be shown; null where nothing was made, or it was given.</returns>
    /// <exception cref="ConfigurationException">The given key is too short.</exception>
    public Task<string?> Ensure(CancellationToken cancellationToken)
    {
        var given = configuration["ALLIANCE_ADMIN_KEY"];
        if (given is not null && !IsLongEnough(given))
        {
            throw new ConfigurationException($"ALLIANCE_ADMIN_KEY must be {KeySecret.Prefix} and at least {ShortestSecret} characters out of A-Z a-z 0-9 - _ after it.");
        }

        return database.Write(session => Ensure(session, given), cancellationToken);
    }

    private static string? Ensure(Session session, string? given)
    {
        if (!OrganizationStore.Exists(session, OrganizationStore.Default))
        {
            OrganizationStore.Save(session, OrganizationStore.Default, null, 1);
        }

        if (given is null ? KeyStore.AnyOperator(session) : KeyStore.HasSecret(session, KeySecret.Hash(given)))
        {
            return null;
        }

        var secret = given ?? KeySecret.New();
        var row = new KeyStore.KeyRow
        {
            KeyId = session.NewId(),
            Name = given is null ? "first administrator" : "administrator from ALLIANCE_ADMIN_KEY",
            Role = Role.Admin.Name(),
            OrganizationId = OrganizationStore.Default,
            CreatedAt = session.Now,
        };
        KeyStore.Insert(session, row, KeySecret.Hash(secret), isOperator: true);
        return given is null ? secret : null;
    }

    private static bool IsLongEnough(string key) =>
        key.StartsWith(KeySecret.Prefix, StringComparison.Ordinal)
        && key.Length >= KeySecret.Prefix.Length + ShortestSecret
        && key.Skip(KeySecret.Prefix.Length).All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}

/// <summary>The configuration is wrong: the start ends with its message as one clear line.</summary>
internal sealed class ConfigurationException(string message) : Exception(message);
