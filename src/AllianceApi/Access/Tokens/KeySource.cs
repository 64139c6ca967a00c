namespace AllianceApi.Access.Tokens;

/// <summary>Where the keys of somebody who signs tokens are asked for.</summary>
/// <param name="Name">Whose they are.</param>
/// <param name="Metadata">Where the discovery document lies; null where the keys' own address is given.</param>
/// <param name="Jwks">Where the keys lie; null where the discovery document says.</param>
/// <param name="AllowHttp">Whether they may be asked for without TLS: for development.</param>
/// <param name="Obeys">Whether what is fetched is used no longer than its <c>Cache-Control</c> allows; else for a day at most, so that silence there does not lock everyone out.</param>
internal sealed record KeySource(string Name, Uri? Metadata, Uri? Jwks, bool AllowHttp, bool Obeys = false);
