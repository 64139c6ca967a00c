using AllianceApi.Storage;

namespace AllianceApi.Events.Webhooks;

/// <summary>A receiver of events.</summary>
/// <param name="Id">Id that the caller gave it.</param>
/// <param name="Url">Where events are sent.</param>
/// <param name="Events">The kinds of events that it wants; none for all.</param>
/// <param name="Secret">The secret that deliveries are signed with (Standard Webhooks); shown once, else null.</param>
/// <param name="State">active, failing (tried again and again, for 72 hours), or off (until it is replayed).</param>
/// <param name="LagSeconds">Age of the oldest event that waits; 0 where none does.</param>
/// <param name="LastError">Why the last try failed; null after one that arrived.</param>
internal sealed record WebhookResource(string Id, string Url, IReadOnlyList<string> Events, string? Secret, string State, double LagSeconds, string? LastError) : IBearsSecret
{
    private const int MostLookedAt = 500;

    public object WithoutSecret() => this with { Secret = null };

    public static WebhookResource Of(Session session, WebhookRow row, string? secret = null)
    {
        var oldest = WebhookSender.Waiting(session, row, row.Position, MostLookedAt).Rows;
        return new WebhookResource(row.WebhookId, row.Url, row.Types, secret, row.State, oldest.Count == 0 ? 0 : Math.Max(0, (session.Now - oldest[0].At) / 1e6), row.LastError);
    }
}

/// <summary>What a webhook shall be.</summary>
/// <param name="Url">Where events are sent: https, and a public address.</param>
/// <param name="Events">The kinds of events that it wants; all where absent.</param>
internal sealed record WebhookBody(string Url, IReadOnlyList<string>? Events);

/// <summary>From where a webhook shall be told again.</summary>
/// <param name="After">A place in the feed; where it stopped when absent.</param>
internal sealed record ReplayBody(string? After);
