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
    public ValueTask<(Caller? Caller, Refusal? Refusal)> Whose(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        var credential = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header.AsSpan(7).Trim() : default;
        if (credential.IsEmpty)
        {
            return new((null, Nobody()));
        }

        if (credential.Length > LongestCredential)
        {
            return new((null, new Refusal(ProblemType.Unauthenticated, $"The credential has more than {LongestCredential} characters.")));
        }

        if (!credential.StartsWith(KeySecret.Prefix, StringComparison.Ordinal) || http.GetEndpoint()?.Metadata.GetMetadata<TakesAssertions>() is not null)
        {
            return WhoseOfAnyKind(http, credential.ToString());
        }

        // Nearly always it is a key of ours whose owner is remembered, and nothing is waited for.
        var owner = keys.Whose(credential, http.RequestAborted);
        return owner.IsCompletedSuccessfully ? new(LetIn(owner.Result)) : Await(owner);
    }

    private async ValueTask<(Caller? Caller, Refusal? Refusal)> Await(ValueTask<Caller?> owner) => LetIn(await owner);

    private (Caller? Caller, Refusal? Refusal) LetIn(Caller? caller, Refusal? refusal = null) => caller is null ? (null, refusal ?? Nobody()) : (caller, null);

    private async ValueTask<(Caller? Caller, Refusal? Refusal)> WhoseOfAnyKind(HttpContext http, string credential)
    {
        var (caller, refusal) = await Whose(http, credential);
        return LetIn(caller, refusal);
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
