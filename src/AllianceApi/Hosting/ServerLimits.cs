using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AllianceApi.Hosting;

/// <summary>What the server takes before anything of ours looks at it, and how long it waits for who is slow.</summary>
internal static class ServerLimits
{
    /// <summary>Most bytes of any body but a batch; what a route takes is less.</summary>
    public const int BodyLimit = 1024 * 1024;

    /// <summary>Bytes a second that a body must come at, and that an answer must be taken at.</summary>
    public const int SlowestRate = 240;

    /// <summary>How long the headers of a request may take to arrive.</summary>
    public static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10);

    // A connection over a telephone may stall for a moment.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static void Set(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = BodyLimit;
        limits.RequestHeadersTimeout = HeadersWithin;
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(120);
        limits.MinRequestBodyDataRate = new MinDataRate(SlowestRate, Grace);
        limits.MinResponseDataRate = new MinDataRate(SlowestRate, Grace);
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
    }
}
