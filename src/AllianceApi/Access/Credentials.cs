using AllianceApi.Access.Apps;
using AllianceApi.Access.Tokens;
using AllianceApi.Access.Tokens.Assertions;
using AllianceApi.Hosting;

namespace AllianceApi.Access;

/// <summary>Finds out who sent a request by whichever kind of credential it brings.</summary>
internal sealed class Credentials(KeyDirectory keys, AppDirectory apps, TokenDirectory tokens, CdsClients cdsClients)
{
    private const int LongestCredential = 8192;

    /// <summary>Who sent it, or why nobody is let in with it.</summary>
    public async ValueTask<(Caller? Caller, Refusal? Refusal)> Whose(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || header[7..].Trim() is not { Length: > 0 } credential)
        {
            return (null, Nobody());
        }

        if (credential.Length > LongestCredential)
        {
            return (null, new Refusal(ProblemType.Unauthenticated, $"The credential has more than {LongestCredential} characters."));
        }

        var (caller, refusal) = await Whose(http, credential);
        return (caller, caller is null ? refusal ?? Nobody() : null);
    }

    private async ValueTask<(Caller? Caller, Refusal? Refusal)> Whose(HttpContext http, string credential)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<TakesAssertions>() is { } takes
            && await cdsClients.Whose(credential, takes, http.Request.Path, http.RequestAborted) is var client && (client.Caller is not null || client.Refusal is not null))
        {
            return client;
        }

        if (AppDirectory.Takes(credential))
        {
            return (await apps.Whose(credential, http.RequestAborted), null);
        }

        return tokens.Takes(credential) ? await tokens.Whose(credential, http.RequestAborted) : (await keys.Whose(credential, http.RequestAborted), null);
    }

    private Refusal Nobody() => new(
        ProblemType.Unauthenticated,
        tokens.Any ? "Send Authorization: Bearer with an API key that is valid now, or with a token of a configured issuer." : "Send Authorization: Bearer with an API key that is valid now.");
}
