using System.Globalization;
using AllianceApi.Storage;

namespace AllianceApi.Access.Apps;

/// <summary>The SQL of apps and of the tokens that they fetched.</summary>
internal static class AppStore
{
    private const string Columns =
        "a.organization_id AS Organization, a.app_id AS AppId, a.name AS Name, a.role AS Role, a.scopes AS Scopes, a.jwks AS Jwks, a.jwks_uri AS JwksUri, a.revision AS Revision, " +
        "a.created_at AS CreatedAt, a.last_used_on AS LastUsedOn";

    private const string ThisOne = "organization_id = @Organization AND app_id = @AppId";

    /// <summary>An app that was not revoked, of whichever organization.</summary>
    public static AppRow? Anywhere(Session session, string appId) =>
        session.One<AppRow>($"SELECT {Columns} FROM apps a WHERE a.app_id = @AppId AND a.revoked_at IS NULL", new { AppId = appId });

    public static AppRow? Find(Session session, string organization, string appId) => session.One<AppRow>(
        $"SELECT {Columns} FROM apps a WHERE a.organization_id = @Organization AND a.app_id = @AppId AND a.revoked_at IS NULL{session.ForUpdate}", new { Organization = organization, AppId = appId });

    public static List<AppRow> List(Session session, string organization, string? after, int limit) => session.All<AppRow>(
        $"SELECT {Columns} FROM apps a WHERE a.organization_id = @Organization AND a.app_id > @After AND a.revoked_at IS NULL ORDER BY a.app_id LIMIT @Limit",
        new { Organization = organization, After = after ?? "", Limit = limit });

    public static void Insert(Session session, AppRow row) => session.Run(
        "INSERT INTO apps (organization_id, app_id, name, role, scopes, jwks, jwks_uri, revision, created_at) VALUES (@Organization, @AppId, @Name, @Role, @Scopes, @Jwks, @JwksUri, 1, @Now)",
        new { row.Organization, row.AppId, row.Name, row.Role, row.Scopes, row.Jwks, row.JwksUri, session.Now });

    /// <summary>Changes an app; the tokens that it has end, because they may be for more than it may have now.</summary>
    public static void Change(Session session, AppRow row)
    {
        session.RunOrRetry(
            $"UPDATE apps SET name = @Name, role = @Role, scopes = @Scopes, jwks = @Jwks, jwks_uri = @JwksUri, revision = @Revision WHERE {ThisOne} AND revision = @Revision - 1",
            new { row.Organization, row.AppId, row.Name, row.Role, row.Scopes, row.Jwks, row.JwksUri, row.Revision });
        EndTokens(session, row.Organization, row.AppId);
    }

    public static bool Revoke(Session session, string organization, string appId)
    {
        EndTokens(session, organization, appId);
        return session.Run($"UPDATE apps SET revoked_at = @Now WHERE {ThisOne} AND revoked_at IS NULL", new { session.Now, Organization = organization, AppId = appId }) == 1;
    }

    /// <summary>Keeps a token as its hash, and the day on which the app fetched one.</summary>
    public static void Issue(Session session, AppRow app, byte[] hash, string scopes, long ends)
    {
        session.Run(
            "INSERT INTO app_tokens (organization_id, app_id, token_hash, scopes, expires_at) VALUES (@Organization, @AppId, @Hash, @Scopes, @Ends)",
            new { app.Organization, app.AppId, Hash = hash, Scopes = scopes, Ends = ends });
        var day = session.At.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (app.LastUsedOn != day)
        {
            session.Run($"UPDATE apps SET last_used_on = @Day WHERE {ThisOne}", new { Day = day, app.Organization, app.AppId });
        }
    }

    /// <summary>Whose token it is that has this hash.</summary>
    public static TokenRow? Token(Session session, byte[] hash) => session.One<TokenRow>(
        "SELECT a.organization_id AS Organization, a.app_id AS AppId, a.name AS Name, a.role AS Role, t.scopes AS Scopes, t.expires_at AS ExpiresAt FROM app_tokens t " +
        "JOIN apps a ON a.organization_id = t.organization_id AND a.app_id = t.app_id WHERE t.token_hash = @Hash AND a.revoked_at IS NULL",
        new { Hash = hash });

    private static void EndTokens(Session session, string organization, string appId) =>
        session.Run($"DELETE FROM app_tokens WHERE {ThisOne}", new { Organization = organization, AppId = appId });

    internal sealed class TokenRow
    {
        public string Organization { get; init; } = "";

        public string AppId { get; init; } = "";

        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public string Scopes { get; init; } = "";

        public long ExpiresAt { get; init; }
    }
}

/// <summary>An app as it is stored.</summary>
internal sealed record AppRow
{
    public string Organization { get; init; } = "";

    public string AppId { get; init; } = "";

    public string Name { get; init; } = "";

    public string Role { get; init; } = "";

    /// <summary>The scopes, with spaces between.</summary>
    public string Scopes { get; init; } = "";

    public string? Jwks { get; init; }

    public string? JwksUri { get; init; }

    public long Revision { get; init; } = 1;

    public long CreatedAt { get; init; }

    public string? LastUsedOn { get; init; }

    public string[] ScopeTexts => Scopes.Split(' ');

    public string Path => $"/v1/apps/{AppId}";
}
