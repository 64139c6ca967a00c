using System.Diagnostics;
using System.Security.Cryptography;

namespace AllianceApi.Access;

/// <summary>What a request carries besides its content: who calls, from where, and whether it must happen once only.</summary>
/// <param name="Caller">Who calls.</param>
/// <param name="Origin">Address that the call came from, for the audit log.</param>
/// <param name="Once">The Idempotency-Key with the request's fingerprint; null where none was sent.</param>
internal sealed record Call(Caller Caller, string Origin, Once? Once)
{
    /// <summary>The call of an HTTP request whose caller is known.</summary>
    public static Call Of(HttpContext http, ReadOnlySpan<byte> body)
    {
        var caller = http.Features.Get<Caller>() ?? throw new UnreachableException("An endpoint without authentication read its caller.");
        return new Call(caller, OriginOf(http), Once.Of(http.Request, body));
    }

    /// <summary>Address that a request came from, for the audit log.</summary>
    public static string OriginOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "local";

    /// <summary>The call of the service itself.</summary>
    public static Call OfService(string organization) => new(Caller.Service(organization), "service", null);
}

/// <summary>A request that must take effect once: its key, where it went, and what it said.</summary>
/// <param name="Key">The Idempotency-Key, without quotes.</param>
/// <param name="Route">Method, path and query: the same key on another path is another key.</param>
/// <param name="Fingerprint">SHA-256 of the body.</param>
internal sealed record Once(string Key, string Route, byte[] Fingerprint)
{
    /// <summary>Null where the request is not a POST or carries no key. A quoted key (a structured field) and a bare one are the same.</summary>
    public static Once? Of(HttpRequest request, ReadOnlySpan<byte> body)
    {
        if (!HttpMethods.IsPost(request.Method) || request.Headers["Idempotency-Key"] is not { Count: > 0 } header)
        {
            return null;
        }

        var key = header.ToString().Trim();
        if (key.Length >= 2 && key[0] == '"' && key[^1] == '"')
        {
            key = key[1..^1];
        }

        return new Once(key, $"{request.Method} {request.Path}{request.QueryString}", SHA256.HashData(body));
    }
}
