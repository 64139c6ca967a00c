using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using AllianceApi.Hosting;

namespace AllianceApi.Events.Webhooks;

/// <summary>Delivers one event: a signed POST that follows nobody elsewhere, reads nothing of the answer but its head, and gives up soon.</summary>
internal sealed class WebhookPost : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly HttpClient _client;
    private readonly TimeProvider _clock;

    public WebhookPost(WebhookTargets targets, TimeProvider clock)
    {
        _clock = clock;
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 0,
            ConnectTimeout = Patience,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = (context, cancellationToken) => targets.Connect(context.DnsEndPoint, cancellationToken),
        })
        { Timeout = Patience };
    }

    /// <summary>Null where it arrived.</summary>
    public async Task<DeliveryFailure?> Send(WebhookRow webhook, WebhookKeys keys, CloudEvent content, CancellationToken cancellationToken)
    {
        var body = ApiJson.Bytes(content);
        var now = _clock.GetUtcNow();
        var second = now.ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/cloudevents+json; charset=utf-8");
        request.Headers.Add("webhook-id", content.Id);
        request.Headers.Add("webhook-timestamp", second.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", keys.Sign(content.Id, second, body, now.ToStore()));
        try
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.IsSuccessStatusCode ? null : Failure(answer, now);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DeliveryFailure("timed out");
        }
        catch (HttpRequestException e)
        {
            return new DeliveryFailure(e switch
            {
                { InnerException: TargetRefusedException } => "address not public",
                { HttpRequestError: HttpRequestError.SecureConnectionError } => "no TLS",
                { HttpRequestError: HttpRequestError.NameResolutionError } or { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound } } => "name not found",
                _ => "no connection",
            });
        }
    }

    public void Dispose() => _client.Dispose();

    private static DeliveryFailure Failure(HttpResponseMessage answer, DateTimeOffset now)
    {
        var after = answer.Headers.RetryAfter;
        return new DeliveryFailure(
            string.Create(CultureInfo.InvariantCulture, $"status {(int)answer.StatusCode}"), after?.Delta ?? after?.Date - now, answer.StatusCode == HttpStatusCode.Gone);
    }
}

/// <summary>An event as CloudEvents 1.0 has it; thin: what it is about must be read.</summary>
/// <param name="Specversion">1.0.</param>
/// <param name="Id">Id of the event, the same at every try.</param>
/// <param name="Source">The feed that it stands in.</param>
/// <param name="Type">Such as alert.opened.</param>
/// <param name="Subject">Path of what to read.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Datacontenttype">application/json.</param>
/// <param name="Data">The event as the feed has it; null for a ping.</param>
internal sealed record CloudEvent(string Specversion, string Id, string Source, string Type, string Subject, DateTimeOffset Time, string Datacontenttype, EventResource? Data)
{
    public static CloudEvent Of(EventRow row) => Make(row.EventId, row.Type, row.Resource, Instant.FromStore(row.At), EventResource.Of(row));

    /// <summary>What a new webhook is told first.</summary>
    public static CloudEvent Ping(WebhookRow webhook, DateTimeOffset at) => Make($"ping-{webhook.WebhookId}", "ping", webhook.Path, at, null);

    private static CloudEvent Make(string id, string type, string subject, DateTimeOffset at, EventResource? data) => new("1.0", id, ReadEvents.Path, type, subject, at, "application/json", data);
}
