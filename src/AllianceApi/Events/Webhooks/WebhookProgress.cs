namespace AllianceApi.Events.Webhooks;

/// <summary>How far the deliveries of a webhook have come, and when the next is due.</summary>
internal sealed record WebhookProgress(string State, long Position, bool Greeted, long Attempts, long? FailingSince, long NextTryAt, string? LastError)
{
    /// <summary>How long it is tried before the webhook is turned off.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(72);

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(6);

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(3),
    ];

    public static WebhookProgress Of(WebhookRow row) => new(row.State, row.Position, row.Greeted != 0, row.Attempts, row.FailingSince, row.NextTryAt, row.LastError);

    public WebhookProgress Greet() => Healthy() with { Greeted = true };

    public WebhookProgress To(long position) => this with { Position = position };

    /// <summary>After a delivery that arrived.</summary>
    public WebhookProgress Healthy() => this with { State = "active", Attempts = 0, FailingSince = null, NextTryAt = 0, LastError = null };

    /// <summary>After one that did not: later again, each pause longer and none exact, and off after three days or where the receiver says that it is gone.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="now">Microseconds since 1970.</param>
    /// <param name="chance">Between 0 and 1, so that many do not come back together.</param>
    public WebhookProgress Failed(DeliveryFailure failure, long now, double chance)
    {
        var since = FailingSince ?? now;
        var isOver = failure.IsGone || now - since >= Microseconds(Longest);
        var usual = Attempts < Pauses.Length ? Pauses[Attempts] : LongestPause;
        var asked = failure.RetryAfter is { } after && after < Longest ? after : usual;
        var pause = (asked > usual ? asked : usual) * (1 + (chance / 4));
        return this with { State = isOver ? "off" : "failing", Attempts = Attempts + 1, FailingSince = since, NextTryAt = now + Microseconds(pause), LastError = failure.Kind };
    }

    private static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}

/// <summary>Why a delivery did not arrive: a kind, never a text of the receiver's.</summary>
/// <param name="Kind">Such as <c>status 500</c> or <c>timed out</c>.</param>
/// <param name="RetryAfter">When the receiver asks to come back.</param>
/// <param name="IsGone">Whether it asks never to come back (410).</param>
internal sealed record DeliveryFailure(string Kind, TimeSpan? RetryAfter = null, bool IsGone = false);
