using System.Text.Json;
using AllianceApi.Storage;

namespace AllianceApi.Events.Webhooks;

/// <summary>The SQL of webhooks.</summary>
internal static class WebhookStore
{
    private const string Columns =
        "organization_id AS Organization, webhook_id AS WebhookId, url AS Url, event_types AS EventTypes, state AS State, salt AS Salt, former_salt AS FormerSalt, former_until AS FormerUntil, " +
        "position AS Position, greeted AS Greeted, attempts AS Attempts, failing_since AS FailingSince, next_try_at AS NextTryAt, last_error AS LastError, revision AS Revision";

    private const string ThisOne = "organization_id = @Organization AND webhook_id = @WebhookId";

    public static WebhookRow? Find(Session session, string organization, string webhookId) => session.One<WebhookRow>(
        $"SELECT {Columns} FROM webhooks WHERE {ThisOne}{session.ForUpdate}", new { Organization = organization, WebhookId = webhookId });

    public static List<WebhookRow> List(Session session, string organization, string? after, int limit) => session.All<WebhookRow>(
        $"SELECT {Columns} FROM webhooks WHERE organization_id = @Organization AND webhook_id > @After ORDER BY webhook_id LIMIT @Limit",
        new { Organization = organization, After = after ?? "", Limit = limit });

    public static void Insert(Session session, WebhookRow row) => session.Run(
        "INSERT INTO webhooks (organization_id, webhook_id, url, event_types, state, salt, position, greeted, attempts, next_try_at, lease_until, revision, created_at) " +
        "VALUES (@Organization, @WebhookId, @Url, @EventTypes, 'active', @Salt, @Position, 0, 0, 0, 0, 1, @Now)",
        new { row.Organization, row.WebhookId, row.Url, row.EventTypes, row.Salt, row.Position, session.Now });

    /// <summary>Points it elsewhere or at other events; what waits is tried at once.</summary>
    public static void Change(Session session, WebhookRow row, string url, string eventTypes) => session.Run(
        $"UPDATE webhooks SET url = @Url, event_types = @EventTypes, next_try_at = 0, revision = revision + 1 WHERE {ThisOne}",
        new { row.Organization, row.WebhookId, Url = url, EventTypes = eventTypes });

    public static void Rotate(Session session, WebhookRow row, byte[] salt, long until) => session.Run(
        $"UPDATE webhooks SET former_salt = salt, former_until = @Until, salt = @Salt, revision = revision + 1 WHERE {ThisOne}",
        new { row.Organization, row.WebhookId, Salt = salt, Until = until });

    /// <summary>Turns it on and delivers from a place on.</summary>
    public static void Resume(Session session, WebhookRow row, long position) => session.Run(
        $"UPDATE webhooks SET state = 'active', position = @Position, attempts = 0, failing_since = NULL, next_try_at = 0, revision = revision + 1 WHERE {ThisOne}",
        new { row.Organization, row.WebhookId, Position = position });

    public static bool Delete(Session session, string organization, string webhookId) =>
        session.Run($"DELETE FROM webhooks WHERE {ThisOne}", new { Organization = organization, WebhookId = webhookId }) == 1;

    /// <summary>The webhooks whose time has come and that no other instance works on.</summary>
    public static List<WebhookRow> Due(Session session, string lease) => session.All<WebhookRow>(
        $"SELECT {Columns} FROM webhooks w WHERE state <> 'off' AND next_try_at <= @Now AND (lease = @Lease OR lease_until <= @Now) AND " +
        "(greeted = 0 OR position < (SELECT sequence FROM event_heads h WHERE h.organization_id = w.organization_id))",
        new { session.Now, Lease = lease });

    /// <summary>Takes a webhook for this instance, and gives it as it is now; null where another one has it, or it is off or gone.</summary>
    public static WebhookRow? Take(Session session, WebhookRow row, string lease, long until) => session.Run(
        $"UPDATE webhooks SET lease = @Lease, lease_until = @Until WHERE {ThisOne} AND state <> 'off' AND (lease = @Lease OR lease_until <= @Now)",
        new { row.Organization, row.WebhookId, Lease = lease, Until = until, session.Now }) == 1
            ? Find(session, row.Organization, row.WebhookId)
            : null;

    /// <summary>Notes how far it came, where it is still this instance's and nobody has moved it meanwhile.</summary>
    public static void Note(Session session, WebhookRow before, WebhookProgress after, string lease) => session.Run(
        $"UPDATE webhooks SET state = @State, position = @Position, greeted = @Greeted, attempts = @Attempts, failing_since = @FailingSince, next_try_at = @NextTryAt, last_error = @LastError, " +
        $"lease = NULL, lease_until = 0 WHERE {ThisOne} AND lease = @Lease AND position = @Before AND revision = @Revision",
        new
        {
            before.Organization,
            before.WebhookId,
            after.State,
            after.Position,
            Greeted = after.Greeted ? 1 : 0,
            after.Attempts,
            after.FailingSince,
            after.NextTryAt,
            after.LastError,
            Lease = lease,
            Before = before.Position,
            before.Revision,
        });

    /// <summary>Gives a webhook back, whatever became of it.</summary>
    public static void Release(Session session, WebhookRow row, string lease) => session.Run(
        $"UPDATE webhooks SET lease = NULL, lease_until = 0 WHERE {ThisOne} AND lease = @Lease", new { row.Organization, row.WebhookId, Lease = lease });
}

/// <summary>A webhook as it is stored.</summary>
internal sealed class WebhookRow
{
    public string Organization { get; init; } = "";

    public string WebhookId { get; init; } = "";

    public string Url { get; init; } = "";

    public string EventTypes { get; init; } = "[]";

    public string State { get; init; } = "active";

    /// <summary>What its secret is made of, sealed.</summary>
    public byte[] Salt { get; init; } = [];

    public byte[]? FormerSalt { get; init; }

    public long? FormerUntil { get; init; }

    public long Position { get; init; }

    public long Greeted { get; init; }

    public long Attempts { get; init; }

    public long? FailingSince { get; init; }

    public long NextTryAt { get; init; }

    public string? LastError { get; init; }

    public long Revision { get; init; } = 1;

    public string Path => $"/v1/webhooks/{WebhookId}";

    /// <summary>The kinds of events that it wants; none for all.</summary>
    public string[] Types => JsonSerializer.Deserialize<string[]>(EventTypes)!;

    public bool Wants(EventRow row) => Types is var types && (types.Length == 0 || types.Contains(row.Type));
}
