using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace AllianceApi.Tests.Events.Webhooks;

/// <summary>One who receives webhooks over HTTP on loopback, and answers as it is told to.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    public ConcurrentQueue<Delivery> Deliveries { get; } = new();

    /// <summary>The status to answer an event with, by its type.</summary>
    public Func<string, int> Answers { get; set; } = _ => 204;

    public string Url => $"{_app.Urls.First()}/events";

    public static async Task<Receiver> Open()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver._app.Run(receiver.Receive);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until what was received is as it should be.</summary>
    public async Task Until(Func<IReadOnlyList<Delivery>, bool> isSo)
    {
        for (var i = 0; i < 600; i++)
        {
            if (isSo([.. Deliveries]))
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail($"Received: {string.Join(", ", Deliveries.Select(d => d.Type))}");
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Receive(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var headers = http.Request.Headers;
        var delivery = new Delivery(headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), http.Request.ContentType ?? "", await reader.ReadToEndAsync());
        Deliveries.Enqueue(delivery);
        http.Response.StatusCode = Answers(delivery.Type);
    }
}

/// <summary>What arrived.</summary>
internal sealed record Delivery(string Id, string Timestamp, string Signature, string ContentType, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string Type => Json.Text("type")!;

    /// <summary>How many of its signatures are those of a secret, computed as Standard Webhooks writes it down.</summary>
    public int SignedBy(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")));
        return Signature.Split(' ').Count(s => s == expected);
    }
}
