using AllianceApi.Access.Tokens;
using AllianceApi.Access.Tokens.Assertions;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using Microsoft.IdentityModel.JsonWebTokens;

namespace AllianceApi.Access.Apps;

/// <summary>What an app is given.</summary>
/// <param name="Token">The token.</param>
/// <param name="Scope">What it is for: no more than was asked for, and no more than the app may have.</param>
internal sealed record FetchedToken(string Token, string Scope);

/// <summary>Why an app is given nothing, in the words of OAuth 2.0.</summary>
/// <param name="Error">The code, such as <c>invalid_client</c>.</param>
/// <param name="Why">For who looks after the app.</param>
/// <param name="Status">HTTP status.</param>
internal sealed record TokenRefusal(string Error, string Why, int Status = StatusCodes.Status400BadRequest);

/// <summary>
/// Gives an app a token for an assertion that it signed: the signature is checked before anything is written; then the assertion
/// is used up and the token kept, with an audit row, in one transaction.
/// </summary>
internal sealed partial class FetchToken(Database database, AppKeys keys, TimeProvider clock, ILogger<FetchToken> log)
{
    /// <summary>The path of the token endpoint.</summary>
    public const string Path = "/auth/token";

    public async Task<(FetchedToken? Token, TokenRefusal? Refusal)> Fetch(string assertion, string? scope, string audience, string origin, CancellationToken cancellationToken)
    {
        try
        {
            var token = SignedToken.Read(assertion, Assertion.Unreadable);
            var app = await database.Read(s => AppStore.Anywhere(s, token.Issuer), cancellationToken)
                ?? throw new TokenFaultException("There is no such client (iss). It may have been revoked.");
            if (await Checked(token, app, audience, cancellationToken) is not { } good)
            {
                return (null, new TokenRefusal("temporarily_unavailable", "The keys of the client can not be had from its jwks_uri now. Send the request again.", StatusCodes.Status503ServiceUnavailable));
            }

            return SmartScope.Narrowed(scope, app.ScopeTexts) is { Count: > 0 } granted
                ? await Issue(app, good, string.Join(' ', granted), origin, cancellationToken)
                : (null, new TokenRefusal("invalid_scope", $"Nothing of what is asked for is registered for this client. Registered: {app.Scopes}"));
        }
        catch (TokenFaultException fault)
        {
            Refused(log, fault.Message);
            return (null, Invalid(fault.Message));
        }
    }

    // Null where the app's keys can not be had.
    private async Task<Assertion?> Checked(JsonWebToken token, AppRow app, string audience, CancellationToken cancellationToken)
    {
        if (Assertion.JkuOf(token) is { } jku && jku != app.JwksUri)
        {
            throw new TokenFaultException("The assertion names an address of keys (jku) that is not the registered one.");
        }

        if (await keys.Of(app, Assertion.KidOf(token), cancellationToken) is not { } known)
        {
            return null;
        }

        var good = await Assertion.Check(token, known, [audience], clock);
        return good.Subject == app.AppId ? good : throw new TokenFaultException("The subject of the assertion must be the client itself (sub).");
    }

    private async Task<(FetchedToken? Token, TokenRefusal? Refusal)> Issue(AppRow app, Assertion assertion, string scope, string origin, CancellationToken cancellationToken)
    {
        var call = new TokenCall(new Call(AppDirectory.CallerOf(app.Organization, app.AppId, app.Name, app.Role, null), origin, null));
        var issued = await database.Write(
            call,
            session =>
            {
                session.Reason = scope;
                // Another instance may have revoked or changed it since its keys were looked at.
                if (AppStore.Find(session, app.Organization, app.AppId) is not { } now || now.Revision != app.Revision || !AssertionStore.Take(session, app.Organization, assertion))
                {
                    return new Refusal(ProblemType.Unauthenticated, "The assertion was used before (jti), or the client was changed just now. Each request needs an assertion of its own.");
                }

                var token = AppToken.New();
                AppStore.Issue(session, now, KeySecret.Hash(token), scope, (session.At + AppToken.Life).ToStore());
                return Outcome<FetchedToken>.Ok(new FetchedToken(token, scope));
            },
            cancellationToken);
        return (issued.Value, issued.Refusal is { } refusal ? Invalid(refusal.Detail) : null);
    }

    private TokenRefusal Invalid(string why) => new("invalid_client", $"{why} The time here is {clock.GetUtcNow().Text()}.", StatusCodes.Status401Unauthorized);

    [LoggerMessage(1012, LogLevel.Information, "An app's request for a token was refused: {Why}")]
    private static partial void Refused(ILogger logger, string why);

    private sealed record TokenCall(Call Call) : ICall
    {
        public Operation Operation => Operation.FetchToken;

        public string Resource => Path;
    }
}
